import type { OpenAPIV3_1 } from 'openapi-types';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ERRORS, type ErrorCode } from '../../../src/errors.ts';
import { SITE_STORY } from '../../../src/http/openapi/site-examples.ts';
import type { OpenStore } from '../../../src/store/open-store.ts';
import { openEmbeddedStore } from '../../embedded-template.ts';
import { type SiteService, siteService } from '../site/site-service.ts';
import { operationsOf } from './whole-document.ts';

let opened: OpenStore;
let site: SiteService;
let document: OpenAPIV3_1.Document;
beforeAll(async () => {
  opened = await openEmbeddedStore();
  site = await siteService(opened.store);
  document = (await site.send('GET', '/openapi.json')).json();
});
afterAll(async () => {
  await site.service.app.close();
  await opened.store.close();
});

type Contents = Record<string, { examples?: Record<string, unknown> }>;

const operations = () =>
  operationsOf(document).map(({ path, method, operation }) => ({ name: `${method} ${path}`, operation }));

/** Every stateful resource of the interface. */
const PROMISED = [
  'GET /v1/settings',
  'PUT /v1/settings',
  'GET /v1/products',
  'PUT /v1/products',
  'PUT /v1/products/{productCode}',
  'GET /v1/locations',
  'PUT /v1/locations',
  'GET /v1/locations/{locationCode}',
  'PUT /v1/locations/{locationCode}',
  'POST /v1/inventory/refresh',
  'POST /v1/inventory/adjust',
  'POST /v1/inventory/receipts',
  'POST /v1/inventory/transfers',
  'GET /v1/inventory',
  'PATCH /v1/future-inventory/{futureInventoryId}',
  'DELETE /v1/future-inventory/{futureInventoryId}',
  'POST /v1/orders',
  'GET /v1/orders',
  'GET /v1/shipments',
  'GET /v1/shipments/{shipmentNumber}',
  'GET /v1/shipments/{shipmentNumber}/lineage',
  ...[
    'attempt',
    'release',
    'unrelease',
    'cancel',
    'hold',
    'priority',
    'backorder-date',
    'not-before',
    'reject',
    'blocked-locations',
    'payment',
    'future-to-ready',
  ].map((command) => `POST /v1/shipments/{shipmentNumber}/${command}`),
  'POST /v1/release-runs',
  'GET /v1/release-runs/{runId}',
  'GET /v1/release-runs/{runId}/items',
  'GET /v1/release-runs/{runId}/diff',
  'GET /v1/events',
  'POST /v1/webhooks',
];

describe('the OpenAPI document of the release system', () => {
  it('has every resource that the interface promises', () => {
    const names = operations().map(({ name }) => name);
    expect(PROMISED.filter((name) => !names.includes(name))).toEqual([]);
  });

  it('names each operation once, under a tag that it describes', () => {
    const ids = operations().map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const tags = new Set((document.tags ?? []).map((tag) => tag.name));
    for (const { name, operation } of operations()) {
      expect(operation.summary, name).toBeTruthy();
      for (const tag of operation.tags ?? []) expect(tags.has(tag), `${name}: ${tag}`).toBe(true);
    }
  });

  it('refers only to schemas that it has, and shows the big ones by name', () => {
    const text = JSON.stringify(document);
    const referred = new Set(
      [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name),
    );
    expect([...referred].sort()).toEqual(Object.keys(document.components?.schemas ?? {}).sort());
    for (const name of ['ShipmentView', 'OrderRequest', 'SiteSettings', 'RunView'])
      expect(referred).toContain(name);
  });

  it('shows for every operation with a body a request, and for every error what it looks like', () => {
    for (const { name, operation } of operations()) {
      const body = operation.requestBody as { required: boolean; content: Contents } | undefined;
      if (body?.required) expect(body.content['application/json']?.examples, name).toBeTruthy();
      for (const [status, response] of Object.entries(operation.responses ?? {})) {
        if (Number(status) < 400) continue;
        const { examples = {} } = (response as { content: Contents }).content['application/problem+json']!;
        expect(Object.keys(examples).length, `${name} ${status}`).toBeGreaterThan(0);
      }
    }
  });

  it('says which bodies may be left out, and those may be', async () => {
    const omittable = operations().filter(
      ({ operation }) => (operation.requestBody as { required?: boolean })?.required === false,
    );
    expect(omittable.map(({ operation }) => operation.operationId)).toContain('cancelShipment');
    for (const { name } of omittable) {
      const [method, path] = name.split(' ');
      const url = path!.replace(/\{\w+\}/, '999');
      // There is no shipment 999; what names none is done.
      expect([201, 404], name).toContain((await site.send(method as 'POST', url)).statusCode);
    }
  });

  it('lists 422 for every operation that takes a path or query that can be out of its range', () => {
    const ranged = operations().filter(({ name, operation }) => {
      const parameters = (operation.parameters ?? []) as OpenAPIV3_1.ParameterObject[];
      return name.includes(' /v1/') && parameters.some((each) => each.in === 'query' || each.in === 'path');
    });
    expect(ranged.length).toBeGreaterThan(25);
    for (const { name, operation } of ranged) {
      const { description = '' } = (operation.responses?.['422'] ?? {}) as { description?: string };
      expect(description, name).toContain('CONTRADICTORY_REQUEST');
    }
  });

  it('does not tell of the bounds of whole numbers in JavaScript', () => {
    expect(JSON.stringify(document)).not.toContain(String(Number.MAX_SAFE_INTEGER));
  });

  it('lists for each operation only errors of the table, under their status', () => {
    for (const { name, operation } of operations()) {
      for (const [status, response] of Object.entries(operation.responses ?? {})) {
        const told = String((response as { description: string }).description);
        for (const [, code] of told.matchAll(/`([A-Z_]+)`:/g)) {
          expect(ERRORS[code as ErrorCode]?.status, `${name} ${code}`).toBe(Number(status));
        }
      }
    }
  });
});

describe('the examples of the release system', () => {
  it('work one after another on an empty store, each at an operation that has it', async () => {
    const empty = await openEmbeddedStore();
    try {
      const { send, service } = await siteService(empty.store);
      let webhookId = '';
      for (const { operationId, url, name, request, status } of SITE_STORY) {
        const found = operations().find(({ operation }) => operation.operationId === operationId);
        const method = found?.name.split(' ')[0] as 'POST';
        const reply = await send(method, url.replace('{webhookId}', webhookId), { ...request });
        expect(reply.statusCode, `${operationId} ${name}: ${reply.body}`).toBe(status);
        webhookId = reply.json().webhookId ?? webhookId;
      }
      const family = (await send('GET', '/v1/shipments/1001/lineage')).json();
      expect(JSON.stringify(family)).toContain('"shipmentStatus":"READY"');
      await service.app.close();
    } finally {
      await empty.store.close();
    }
  });
});
