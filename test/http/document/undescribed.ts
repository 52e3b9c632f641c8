import type { OpenAPIV3_1 } from 'openapi-types';

type Part = Readonly<Record<string, unknown>>;

const partsOf = (given: unknown): [string, Part][] =>
  Object.entries((given ?? {}) as Readonly<Record<string, Part>>);

/** What a reference stands for, or the part itself. */
function resolved(document: OpenAPIV3_1.Document, part: Part): Part {
  if (typeof part.$ref !== 'string') return part;
  const [, ...path] = part.$ref.split('/');
  return path.reduce<unknown>((inside, key) => (inside as Part)[key], document) as Part;
}

/**
 * Every field, parameter, body, status, header, tag and operation of a document that has no description, by where it
 * stands.
 */
export function undescribed(document: OpenAPIV3_1.Document): string[] {
  const found: string[] = [];
  const isDescribed = (part: Part) =>
    Boolean(part.description) || Boolean(resolved(document, part).description);
  const want = (place: string, part: Part) => {
    if (!isDescribed(part)) found.push(place);
  };

  function fields(place: string, schema: Part): void {
    for (const [name, field] of partsOf(schema.properties)) {
      want(`${place}.${name}`, field);
      fields(`${place}.${name}`, field);
    }
    for (const key of ['items', 'additionalProperties']) {
      const inside = schema[key];
      if (typeof inside === 'object' && inside !== null) fields(`${place}[]`, inside as Part);
    }
    for (const key of ['oneOf', 'anyOf', 'allOf']) {
      for (const [index, member] of partsOf(schema[key])) fields(`${place}|${index}`, member);
    }
  }

  function contents(place: string, content: unknown): void {
    for (const [type, media] of partsOf(content)) {
      want(`${place} ${type}`, media.schema as Part);
      fields(`${place} ${type}`, media.schema as Part);
    }
  }

  function operation(place: string, given: Part): void {
    want(place, given);
    for (const key of ['operationId', 'summary', 'tags']) if (!given[key]) found.push(`${place} ${key}`);
    for (const [, parameter] of partsOf(given.parameters)) {
      want(`${place} ${String(parameter.name)}`, parameter);
      fields(`${place} ${String(parameter.name)}`, parameter.schema as Part);
    }
    if (given.requestBody !== undefined) {
      const body = given.requestBody as Part;
      want(`${place} body`, body);
      contents(`${place} body`, body.content);
    }
    for (const [status, response] of partsOf(given.responses)) {
      want(`${place} ${status}`, response);
      contents(`${place} ${status}`, response.content);
      for (const [name, header] of partsOf(response.headers)) want(`${place} ${status} ${name}`, header);
    }
  }

  for (const [name, schema] of partsOf(document.components?.schemas)) {
    want(name, schema);
    fields(name, schema);
  }
  for (const tag of document.tags ?? []) want(`tag ${tag.name}`, { ...tag });
  for (const paths of [document.paths, document.webhooks]) {
    for (const [path, item] of partsOf(paths)) {
      for (const [method, given] of partsOf(item)) operation(`${method} ${path}`, given);
    }
  }
  return found;
}
