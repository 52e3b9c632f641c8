import type { OpenAPIV3_1 } from 'openapi-types';
import { beforeAll, describe, expect, it } from 'vitest';
import { ERRORS, type ErrorCode } from '../../../src/errors.ts';
import { OPTIMIZE_EXAMPLES } from '../../../src/http/openapi/optimize-examples.ts';
import { VERIFY_EXAMPLES } from '../../../src/http/openapi/verify-examples.ts';
import { WAVE_EXAMPLES } from '../../../src/http/openapi/wave-examples.ts';
import { type TestService, testService } from '../service.ts';

type Operation = OpenAPIV3_1.OperationObject;
type Examples = Record<string, { value: unknown }>;
interface Content {
  readonly content: Record<string, { schema: { $ref?: string }; examples?: Examples }>;
}

let service: TestService;
let document: OpenAPIV3_1.Document;
beforeAll(async () => {
  service = await testService();
  document = (await service.app.inject('/openapi.json')).json();
});

const operations = (): [string, string, Operation][] =>
  Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    Object.entries(item as Record<string, Operation>).map(
      ([method, operation]): [string, string, Operation] => [path, method, operation],
    ),
  );

const examplesOf = (part: unknown, type: string): Examples => (part as Content).content[type]?.examples ?? {};

describe('the OpenAPI document', () => {
  it('names each operation once', () => {
    const ids = operations().map(([, , { operationId }]) => operationId);
    expect([...ids].sort()).toEqual(['errors', 'health', 'optimize', 'optimizeWave', 'readiness', 'verify']);
  });

  it('refers only to schemas that it has, and has none that nothing refers to', () => {
    const text = JSON.stringify(document);
    const referred = new Set(
      [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name),
    );
    expect([...referred].sort()).toEqual(Object.keys(document.components?.schemas ?? {}).sort());
    expect(referred).toContain('OptimizeRequest');
  });

  it('requires of a request only what has no default', () => {
    const { OptimizeRequest: request, Line: line } = document.components?.schemas ?? {};
    expect(request?.required).toEqual(['shipment']);
    expect(line?.required).toEqual(['lineId', 'productCode', 'quantity']);
    const unit = line?.properties?.allowsFutureAllocate;
    expect(unit).toMatchObject({ type: 'boolean', default: true });
  });

  it('lists for each operation only errors of the table, under their status', () => {
    for (const [path, , { responses }] of operations()) {
      for (const [status, response] of Object.entries(responses ?? {})) {
        const codes = [...String((response as { description: string }).description).matchAll(/`([A-Z_]+)`/g)];
        for (const [, code] of codes) {
          expect(ERRORS[code as ErrorCode]?.status, `${path} ${code}`).toBe(Number(status));
        }
      }
    }
  });

  it('is what the page of /docs is made from', async () => {
    expect((await service.app.inject('/docs/json')).json()).toEqual(document);
  });

  it('does not depend on how often apps were built', async () => {
    const { app } = await testService();
    expect((await app.inject('/openapi.json')).json()).toEqual(document);
  });
});

/** A reply without what differs from run to run. */
function timeless(reply: unknown): unknown {
  return JSON.parse(JSON.stringify(reply), (key, value) =>
    key === 'solveMs' || key === 'requestId' ? undefined : value,
  );
}

describe.each([
  { path: '/v1/optimize', examples: OPTIMIZE_EXAMPLES },
  { path: '/v1/optimize/wave', examples: WAVE_EXAMPLES },
  { path: '/v1/verify', examples: VERIFY_EXAMPLES },
])('the examples of $path', ({ path, examples }) => {
  const operation = () => operations().find(([url]) => url === path)![2];

  it.each(examples)(
    '$name has the reply that the service gives',
    async ({ name, request, status, reply }) => {
      const given = await service.post(path, request);
      expect(given.statusCode).toBe(status);
      expect(timeless(given.json())).toEqual(timeless(reply));
      const type = status === 200 ? 'application/json' : 'application/problem+json';
      expect(examplesOf(operation().responses?.[status], type)[name]?.value).toEqual(reply);
    },
  );

  it('are shown as requests, all but those that their schema refuses', () => {
    const shown = examples.filter(({ status }) => status !== 400).map(({ name }) => name);
    expect(Object.keys(examplesOf(operation().requestBody, 'application/json'))).toEqual(shown);
    expect(shown.length).toBeLessThan(examples.length);
  });
});

describe('the page of /docs', () => {
  it('loads everything from the service itself', async () => {
    const page = await service.app.inject('/docs');
    expect(page.statusCode).toBe(200);
    const links = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link]) => String(link));
    expect(links.length).toBeGreaterThan(3);
    for (const link of links) {
      expect(link).toMatch(/^\/docs\/static\//);
      expect((await service.app.inject(link)).statusCode, link).toBe(200);
    }
  });

  it('may load nothing from elsewhere, and has no script of its own that this would stop', async () => {
    const page = await service.app.inject('/docs');
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toMatch(/https?:|upgrade-insecure-requests/);
    expect(page.body).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>/);
  });

  it('is where / leads', async () => {
    const reply = await service.app.inject('/');
    expect([reply.statusCode, reply.headers.location]).toEqual([302, '/docs']);
  });
});
