import type { OpenAPIV3_1 } from 'openapi-types';

type Document = OpenAPIV3_1.Document;
/** Every schema by its name, written out. */
type Texts = Map<string, string>;

const REFERENCE = /"#\/components\/schemas\/([^"]+)"/g;
const INPUT = /Input$/;

/** The names that something refers to, followed through the schemas themselves. */
function namesReferredTo(paths: string, schemas: Texts): Set<string> {
  const found = new Set<string>();
  const open = [paths];
  for (let text = open.pop(); text !== undefined; text = open.pop()) {
    for (const [, name] of text.matchAll(REFERENCE)) {
      if (name === undefined || found.has(name)) continue;
      found.add(name);
      open.push(schemas.get(name) ?? '');
    }
  }
  return found;
}

/** The name without `Input`, except where what is sent and what is answered differ. */
const plainName = (name: string, different: ReadonlySet<string>) =>
  different.has(name) ? name : name.replace(INPUT, '');

const rename = (text: string, different: ReadonlySet<string>) =>
  text.replace(REFERENCE, (_, name: string) => `"#/components/schemas/${plainName(name, different)}"`);

/** The `…Input` schemas that say something else than their namesake, by themselves or by what they refer to. */
function differentInputs(schemas: Texts): Set<string> {
  const different = new Set<string>();
  for (let before = -1; before < different.size; ) {
    before = different.size;
    for (const [name, text] of schemas) {
      const namesake = INPUT.test(name) ? schemas.get(name.replace(INPUT, '')) : undefined;
      if (namesake === undefined) continue;
      if (rename(text, different) !== rename(namesake, different)) different.add(name);
    }
  }
  return different;
}

/**
 * Every schema comes in a variant for input and one for output. Drops those that nothing refers to, and gives
 * those that are left one name where they say the same.
 */
export function mergeVariants(document: Document): Document {
  const paths = JSON.stringify(document.paths);
  const all: Texts = new Map();
  for (const [name, schema] of Object.entries(document.components?.schemas ?? {})) {
    all.set(name, JSON.stringify(schema));
  }
  const used = namesReferredTo(paths, all);
  const kept: Texts = new Map([...all].filter(([name]) => used.has(name)));
  const different = differentInputs(kept);
  const schemas: Record<string, OpenAPIV3_1.SchemaObject> = {};
  for (const name of [...kept.keys()].sort()) {
    schemas[plainName(name, different)] = JSON.parse(rename(kept.get(name) ?? '', different));
  }
  return {
    ...document,
    paths: JSON.parse(rename(paths, different)),
    components: { ...document.components, schemas },
  };
}
