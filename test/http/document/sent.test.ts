import type { LightMyRequestResponse } from 'fastify';
import type { OpenAPIV3_1 } from 'openapi-types';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SiteId } from '../../../src/domain/ids.ts';
import { TOPICS } from '../../../src/domain/site/event.ts';
import { SITE_STORY } from '../../../src/http/openapi/site-examples.ts';
import { EventPage } from '../../../src/http/schemas/events.ts';
import { ServiceState } from '../../../src/http/service-state.ts';
import type { OpenStore } from '../../../src/store/open-store.ts';
import { openEmbeddedStore } from '../../embedded-template.ts';
import { SMALL_REQUEST, testService } from '../service.ts';
import { type SiteService, siteService } from '../site/site-service.ts';
import { operationsOf } from './whole-document.ts';

/** Headers that HTTP itself has, and one that every reply has against guessing browsers. */
const OF_HTTP = ['content-type', 'content-length', 'date', 'connection', 'x-content-type-options'];

let opened: OpenStore;
let site: SiteService;
let document: OpenAPIV3_1.Document;
const replies: { readonly operationId: string; readonly reply: LightMyRequestResponse }[] = [];

/** Sends a request of an operation, and keeps the reply. */
async function send(operationId: string, url: string, body?: object, headers = {}): Promise<void> {
  const { method } = operationsOf(document).find(({ operation }) => operation.operationId === operationId)!;
  const reply = await site.send(method as 'GET', url, body && { ...body }, headers);
  replies.push({ operationId, reply });
}

beforeAll(async () => {
  opened = await openEmbeddedStore();
  site = await siteService(opened.store);
  document = (await site.send('GET', '/openapi.json')).json();
  let webhookId = '';
  for (const { operationId, url, request } of SITE_STORY) {
    await send(operationId, url.replace('{webhookId}', webhookId), request);
    webhookId = replies.at(-1)!.reply.json().webhookId ?? webhookId;
  }
  // A promise whose lot moves to a day that has passed.
  const late = { productCode: 'LATE', locationCode: 'A', quantity: 2, futureInventoryId: 'late' };
  await site.ask('PUT', '/v1/products', {
    products: [{ productCode: 'LATE', futureInventoryEnabled: true }],
  });
  await send('refreshInventory', '/v1/inventory/refresh', {
    inventory: [{ ...late, deliveryDate: '2026-05-10' }],
  });
  await send('placeOrder', '/v1/orders', { items: [{ lineId: 1, productCode: 'LATE', quantity: 2 }] });
  await send('changeLot', '/v1/future-inventory/late', { deliveryDate: '2026-04-30' });
  await send('readSettings', '/v1/settings');
  await send('readProduct', '/v1/products/KTP');
  await send('listProducts', '/v1/products');
  await send('readLocation', '/v1/locations/A');
  await send('listInventory', '/v1/inventory');
  await send('listFutureInventory', '/v1/future-inventory');
  await send('readFutureInventory', '/v1/future-inventory/po-1');
  await send('listShipments', '/v1/shipments?shipmentStatus=BACKORDER,READY');
  await send('readShipment', '/v1/shipments/1001');
  await send('readShipment', '/v1/shipments/999');
  await send('readWebhook', `/v1/webhooks/${webhookId}`);
  await send('writeSettings', '/v1/settings', {}, { 'if-match': '"77"' });
  await send('writeSettings', '/v1/settings', { unknown: 1 });
  await send('errors', '/errors');
  await send('health', '/healthz');
  site.service.state.drain();
  await send('readiness', '/readyz');
});
afterAll(async () => {
  await site?.service.app.close();
  await opened?.store.close();
});

/** What the document says of the reply's status. */
function documented(operationId: string, status: number): OpenAPIV3_1.ResponseObject | undefined {
  const found = operationsOf(document).find(({ operation }) => operation.operationId === operationId);
  return found?.operation.responses?.[status] as OpenAPIV3_1.ResponseObject | undefined;
}

describe('what is sent', () => {
  it('has a status, a media type and headers that the document names', () => {
    const seen = new Set<string>();
    for (const { operationId, reply } of replies) {
      const place = `${operationId} ${reply.statusCode}`;
      const response = documented(operationId, reply.statusCode);
      const [type] = String(reply.headers['content-type']).split(';');
      expect(Object.keys(response?.content ?? {}), place).toContain(type);
      const sent = Object.keys(reply.headers).filter((name) => !OF_HTTP.includes(name));
      const names = Object.keys(response?.headers ?? {}).map((name) => name.toLowerCase());
      expect(
        sent.filter((name) => !names.includes(name)),
        place,
      ).toEqual([]);
      // An ETag is promised only where there is one.
      expect(names.includes('etag'), place).toBe(reply.headers.etag !== undefined);
      for (const name of sent) seen.add(name);
    }
    expect([...seen].sort()).toEqual(['etag', 'x-request-id']);
  });

  it('says when to try again where the document says so', async () => {
    const starting = await testService({ state: new ServiceState() });
    const reply = await starting.post('/v1/optimize', SMALL_REQUEST);
    expect([reply.statusCode, reply.headers['retry-after']]).toEqual([503, '1']);
    expect(Object.keys(documented('optimize', 503)?.headers ?? {})).toContain('Retry-After');
    expect(Object.keys(documented('optimize', 400)?.headers ?? {})).not.toContain('Retry-After');
  });

  it('tells events as their topics are documented', async () => {
    const events = await opened.store.reader(site.siteId as SiteId).events(0, 1000);
    const { items } = EventPage.parse({ items: events, next: null });
    const told = new Set(items.map((event) => event.topic));
    expect(TOPICS.filter((topic) => !told.has(topic))).toEqual([]);
  });
});
