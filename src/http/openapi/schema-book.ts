import type { OpenAPIV3_1 } from 'openapi-types';
import { z } from 'zod';
import { readableFor } from './readable.ts';

/** A schema as the document has it. */
export type JsonSchema = OpenAPIV3_1.SchemaObject;
/** What a schema describes: what is sent, where a default may be left out, or what is answered, where it never is. */
type Direction = 'input' | 'output';

const REFERENCE = '#/components/schemas/';

/** The names that a schema refers to, by itself. */
function referencesIn(schema: unknown, found = new Set<string>()): Set<string> {
  if (typeof schema !== 'object' || schema === null) return found;
  for (const [key, value] of Object.entries(schema)) {
    if (key === '$ref') found.add(String(value).slice(REFERENCE.length));
    else referencesIn(value, found);
  }
  return found;
}

/** The names that schemas refer to, by themselves and through one another. */
function reachedFrom(schemas: readonly JsonSchema[], named: ReadonlyMap<string, JsonSchema>): Set<string> {
  const reached = new Set<string>();
  const open = [...referencesIn(schemas)];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    open.push(...referencesIn(named.get(name)));
  }
  return reached;
}

/** Writes named schemas and those of routes in one go, so that each refers to the named ones. */
function write(
  io: Direction,
  named: Readonly<Record<string, z.ZodType>>,
  routes: readonly z.ZodType[],
  nameOf: (name: string) => string,
) {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  const ids = new Map(routes.map((schema, index) => [schema, `/${index}`]));
  for (const [schema, id] of ids) if (!registry.has(schema)) registry.add(schema, { id });
  const uri = (id: string) => `${REFERENCE}${nameOf(id)}`;
  const { schemas } = z.toJSONSchema(registry, {
    io,
    uri,
    unrepresentable: 'any',
    override: readableFor((schema) => {
      const id = registry.get(schema)?.id;
      return id === undefined ? undefined : uri(id);
    }),
  });
  const plain = new Map(
    Object.entries(schemas).map(([id, { $schema: _, $id: __, ...schema }]) => [id, schema as JsonSchema]),
  );
  const ofRoutes = new Map<z.ZodType, JsonSchema>();
  for (const [schema, id] of ids) {
    const name = registry.get(schema)!.id;
    ofRoutes.set(schema, name === id ? plain.get(id)! : ({ $ref: uri(name) } as JsonSchema));
  }
  return { named: plain, ofRoutes };
}

/** The names that say something else of what is sent than of what is answered, by themselves or through others. */
function differing(
  input: ReadonlyMap<string, JsonSchema>,
  output: ReadonlyMap<string, JsonSchema>,
): Set<string> {
  const different = new Set<string>();
  for (let before = -1; before < different.size; ) {
    before = different.size;
    for (const [name, schema] of input) {
      const isSame = JSON.stringify(schema) === JSON.stringify(output.get(name));
      if (!isSame || [...referencesIn(schema)].some((other) => different.has(other))) different.add(name);
    }
  }
  return different;
}

/** Schemas as the document has them. */
export interface SchemaBook {
  /** The schema of what a route takes. */
  readonly input: (schema: z.ZodType) => JsonSchema;
  /** The schema of what a route answers. */
  readonly output: (schema: z.ZodType) => JsonSchema;
  /** The named schemas that something refers to, by name. */
  readonly components: Record<string, JsonSchema>;
}

/**
 * Writes zod schemas as those of an OpenAPI 3.1 document. A named one that is sent as well as answered stands there
 * twice, as `…Input` and as itself, where the two differ: what has a default may be left out of what is sent.
 *
 * @param named schemas with names of their own
 * @param taken what routes take
 * @param answered what routes answer
 */
export function schemaBook(
  named: Readonly<Record<string, z.ZodType>>,
  taken: readonly z.ZodType[],
  answered: readonly z.ZodType[],
): SchemaBook {
  const asItIs = (name: string) => name;
  const first = {
    input: write('input', named, taken, asItIs),
    output: write('output', named, answered, asItIs),
  };
  const isTaken = reachedFrom([...first.input.ofRoutes.values()], first.input.named);
  const isAnswered = reachedFrom([...first.output.ofRoutes.values()], first.output.named);
  const different = differing(first.input.named, first.output.named);
  const inputName = (name: string) => (different.has(name) && isAnswered.has(name) ? `${name}Input` : name);
  const input = write('input', named, taken, inputName);
  const { output } = first;
  const components: Record<string, JsonSchema> = {};
  for (const name of isTaken) components[inputName(name)] = input.named.get(name)!;
  for (const name of isAnswered) components[name] = output.named.get(name)!;
  const inOrder = Object.entries(components).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    input: (schema) => input.ofRoutes.get(schema)!,
    output: (schema) => output.ofRoutes.get(schema)!,
    components: Object.fromEntries(inOrder),
  };
}
