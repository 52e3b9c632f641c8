import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { OpenAPIV3_1 } from 'openapi-types';
import { beforeAll, describe, expect, it } from 'vitest';
import { TOPICS } from '../../../src/domain/site/event.ts';
import { EVENT_EXAMPLES } from '../../../src/http/openapi/event-examples.ts';
import { EVENTS } from '../../../src/http/schemas/events.ts';
import { undescribed } from './undescribed.ts';
import { wholeDocument } from './whole-document.ts';

let document: OpenAPIV3_1.Document;
beforeAll(async () => {
  document = await wholeDocument();
});

/** Every object in the document, with the place where it stands. */
function* objectsIn(given: unknown, place = ''): Generator<[string, Record<string, unknown>]> {
  if (typeof given !== 'object' || given === null) return;
  yield [place, given as Record<string, unknown>];
  for (const [key, value] of Object.entries(given)) yield* objectsIn(value, `${place}/${key}`);
}

describe('the words of the API', () => {
  it('describe every field, parameter, body, status, header, tag and operation', () => {
    expect(undescribed(document)).toEqual([]);
  });

  it.each([
    ['a field', ['components', 'schemas', 'HeldLine', 'properties', 'short']],
    ['a named schema', ['components', 'schemas', 'ReasonCode']],
    ['a parameter', ['paths', '/v1/shipments', 'get', 'parameters', '0']],
    ['a body', ['paths', '/v1/orders', 'post', 'requestBody']],
    ['a status', ['paths', '/v1/settings', 'put', 'responses', '412']],
    ['a header', ['components', 'headers', 'ETag']],
    ['an operation', ['paths', '/v1/events', 'get']],
    ['a webhook', ['webhooks', 'run.completed', 'post']],
    ['a tag', ['tags', '0']],
  ])('are found missing where %s has none', (_what, path) => {
    const broken = structuredClone(document);
    const part = path.reduce<unknown>((inside, key) => (inside as Record<string, unknown>)[key], broken);
    delete (part as { description?: string }).description;
    expect(undescribed(broken)).not.toEqual([]);
  });

  it('do not name texts that are not in the repository', () => {
    expect(JSON.stringify(document)).not.toMatch(/specification|mission|\brule \d/i);
  });
});

describe('the schemas', () => {
  it('tell the members of each union apart by a field, and name each', () => {
    let unions = 0;
    for (const [place, { oneOf, discriminator }] of objectsIn(document)) {
      if (!Array.isArray(oneOf)) continue;
      unions += 1;
      const members = oneOf.map((member: { $ref?: string }) => member.$ref);
      const { mapping = {} } = (discriminator ?? {}) as { mapping?: Record<string, string> };
      expect(Object.values(mapping).sort(), place).toEqual([...members].sort());
      for (const [value, reference] of Object.entries(mapping)) {
        const { propertyName } = discriminator as { propertyName: string };
        const member = document.components?.schemas?.[reference.split('/').at(-1)!];
        expect(member?.properties?.[propertyName], `${place} ${value}`).toMatchObject({ const: value });
      }
    }
    expect(unions).toBeGreaterThanOrEqual(9);
  });

  it('name every page', () => {
    const pages = Object.entries(document.components?.schemas ?? {}).filter(
      ([, { properties }]) => properties?.items && properties.next,
    );
    expect(pages.map(([name]) => name).filter((name) => !name.endsWith('Page'))).toEqual([]);
    const inline = [...objectsIn(document.paths)].filter(([, { properties }]) => properties !== undefined);
    expect(inline.map(([place]) => place)).toEqual([]);
    expect(pages.length).toBeGreaterThanOrEqual(8);
  });

  it('say which media types the events come in', () => {
    const { responses } = document.paths!['/v1/events']!.get!;
    const { content } = responses!['200'] as OpenAPIV3_1.ResponseObject;
    expect(Object.keys(content ?? {})).toEqual(['application/json', 'text/event-stream']);
  });
});

describe('the webhooks of the document', () => {
  it('are the topics, each with its payload and an example that it accepts', () => {
    expect(Object.keys(document.webhooks ?? {}).sort()).toEqual([...TOPICS].sort());
    for (const topic of TOPICS) {
      expect(EVENTS[topic].safeParse(EVENT_EXAMPLES[topic]).error, topic).toBeUndefined();
      const text = JSON.stringify(document.webhooks?.[topic]);
      expect(text).toContain('X-Signature');
    }
  });
});

describe('the document', () => {
  it('is OpenAPI 3.1 whose examples fit their schemas, as two linters find without a warning', () => {
    const script = fileURLToPath(new URL('../../../scripts/openapi/lint.mjs', import.meta.url));
    const { status, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });
});
