import fc from 'fast-check';
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { LocationView, ProductView, SettingsView } from '../../../src/http/schemas/catalogue.ts';
import { LotView } from '../../../src/http/schemas/inventory.ts';
import { OrderPlaced } from '../../../src/http/schemas/orders.ts';
import { RunView } from '../../../src/http/schemas/runs.ts';
import { ReleaseAnswer, ShipmentView } from '../../../src/http/schemas/shipments.ts';
import { WebhookView } from '../../../src/http/schemas/webhooks.ts';
import type { OpenStore } from '../../../src/store/open-store.ts';
import { runs } from '../../arbitraries/runs.ts';
import { openEmbeddedStore } from '../../embedded-template.ts';
import { mutate, mutation, textOf } from '../mutations.ts';
import { problemIn } from '../service.ts';
import { type SiteService, siteService } from './site-service.ts';

let opened: OpenStore;
let site: SiteService;
/** The numbers of a shipment in each status, and of an order, that requests are about. */
const numbers: number[] = [];

const SWITCHES = { outOfStockBehavior: 'AllowBackOrder', futureInventoryEnabled: true };
const ORDER = {
  // A name would be refused from the second order on.
  externalOrderId: null,
  submittedAt: '2026-04-20T09:00:00Z',
  releaseNotBefore: null,
  shipmentType: 'STH',
  pickupLocationCode: null,
  priority: 1,
  currencyCode: 'USD',
  items: [
    {
      lineId: 1,
      productCode: 'KTP',
      quantity: 5,
      allowsBackOrder: true,
      itemDependency: null,
      excludedLocationCodes: ['B'],
      backorderReleaseDate: '2026-06-01',
      amounts: { item: 500, tax: 41 },
    },
    { lineId: 2, productCode: 'KTP2', quantity: 1, amounts: { item: 100, discount: 10 } },
  ],
  amounts: { shipping: 599 },
  payment: { paymentMethod: 'card', authorizationReference: 'auth-1' },
  routing: { afterActionPartial: 'QUANTITY_SPLIT_BACKORDER_WITHOUT_INVENTORY' },
};
const ROWS = [
  { locationCode: 'A', productCode: 'KTP', quantity: 2, pending: 0, safetyStock: 1, unitCost: 0.5 },
  {
    locationCode: 'A',
    productCode: 'KTP2',
    quantity: 3,
    deliveryDate: '2026-05-10',
    futureInventoryId: 'po-1',
  },
  { locationCode: 'B', productCode: 'KTP2', quantity: 3, deliveryDate: '2026-05-12T09:00:00-0500' },
];
const WEBHOOK = { url: 'https://example.com/x', secret: 'at least sixteen characters', topics: [], after: 0 };

interface Target {
  readonly method: 'POST' | 'PUT' | 'PATCH';
  readonly url: string;
  readonly body: unknown;
  readonly view?: z.ZodType;
}
const command = (name: string, body: unknown = {}): Target => ({
  method: 'POST',
  url: `/v1/shipments/:n/${name}`,
  body,
  ...(name !== 'attempt' && { view: name === 'release' ? ReleaseAnswer : ShipmentView }),
});
/** Every write, with a body that is in order. */
const TARGETS: readonly Target[] = [
  {
    method: 'PUT',
    url: '/v1/settings',
    view: SettingsView,
    body: {
      timeZone: 'America/Chicago',
      futureInventoryEnabled: true,
      futureDateLimit: { unit: 'months', quantity: 2 },
      releaseBackorderJob: { isEnabled: true, interval: 5, partialReleaseEnabled: true },
      orderRouting: { afterActionNone: 'ASSIGN_TO_BACKORDER' },
    },
  },
  { method: 'PUT', url: '/v1/products', body: { products: [{ productCode: 'KTP', ...SWITCHES }] } },
  { method: 'PUT', url: '/v1/products/KTP', body: SWITCHES, view: ProductView },
  { method: 'PUT', url: '/v1/locations', body: { locations: [{ locationCode: 'A', cost: 1.5 }] } },
  { method: 'PUT', url: '/v1/locations/A', body: { active: true, cost: 2 }, view: LocationView },
  { method: 'POST', url: '/v1/inventory/refresh', body: { inventory: ROWS } },
  {
    method: 'POST',
    url: '/v1/inventory/adjust',
    body: { inventory: ROWS.map(({ pending: _, safetyStock: __, unitCost: ___, ...each }) => each) },
  },
  {
    method: 'POST',
    url: '/v1/inventory/transfers',
    body: { transfers: [{ productCode: 'KTP', fromLocationCode: 'A', toLocationCode: 'B', quantity: 1 }] },
  },
  { method: 'POST', url: '/v1/inventory/receipts', body: { receipts: [{ futureInventoryId: 'po-2' }] } },
  {
    method: 'PATCH',
    url: '/v1/future-inventory/po-1',
    body: { deliveryDate: '2026-05-20', quantity: 9 },
    view: LotView,
  },
  { method: 'POST', url: '/v1/orders', body: ORDER, view: OrderPlaced },
  ...['attempt', 'release', 'cancel', 'backorder', 'future-to-ready', 'fulfill'].map((name) => command(name)),
  command('hold', { onHold: true }),
  command('unrelease', { onHold: false, blockLocation: true }),
  command('reject', { reason: 'missing', blockLocation: true }),
  command('not-before', { releaseNotBefore: '2026-06-05' }),
  command('blocked-locations', { blockedLocationCodes: ['A'], lineIds: [1] }),
  command('payment', { paymentMethod: 'card' }),
  command('priority', { priority: 3 }),
  command('backorder-date', { backorderReleaseDate: '2026-07-01', lineIds: [1] }),
  {
    method: 'POST',
    url: '/v1/release-runs',
    view: RunView,
    body: {
      policy: 'first-come',
      dryRun: true,
      scope: { shipmentNumbers: [1], productCodes: ['KTP'], locationCodes: ['A'], orderNumbers: [1] },
    },
  },
  { method: 'POST', url: '/v1/webhooks', body: WEBHOOK, view: WebhookView },
];

beforeAll(async () => {
  opened = await openEmbeddedStore();
  site = await siteService(opened.store);
  await site.ask('PUT', '/v1/settings', { futureInventoryEnabled: true });
  await site.ask('PUT', '/v1/products', {
    products: ['KTP', 'KTP2'].map((productCode) => ({ productCode, ...SWITCHES })),
  });
  for (let count = 0; count < 4; count++) {
    await site.ask('POST', '/v1/inventory/refresh', { inventory: ROWS });
    const { orderNumber, shipments } = await site.ask('POST', '/v1/orders', ORDER);
    numbers.push(orderNumber, ...shipments.map((each: { shipmentNumber: number }) => each.shipmentNumber));
  }
});
afterAll(async () => {
  await site?.service.app.close();
  await opened?.store.close();
});

/** Success as documented, or a refusal that says what and where. */
function expectSane({ view }: Target, reply: LightMyRequestResponse, told: string): void {
  if (reply.statusCode < 300) {
    view?.parse(reply.json());
    return;
  }
  const { status, code, errors } = problemIn(reply);
  expect(status, `${told}\n${reply.body}`).toBeLessThan(500);
  if (code !== 'INVALID_REQUEST' && code !== 'CONTRADICTORY_REQUEST') return;
  expect(errors?.length, `${told}\n${reply.body}`).toBeGreaterThan(0);
  for (const fault of errors ?? []) expect(fault.code, `${told}\n${reply.body}`).toMatch(/^[a-z_]+$/);
}

const text = fc.oneof(
  fc.constantFrom(
    '',
    '0',
    '-1',
    '0x10',
    '1e3',
    '99999999999',
    '9007199254740993',
    '%00',
    '%ED%A0%80',
    '%F0%9F%98%80',
  ),
  fc.constantFrom('KTP', 'A', 'po-1', 'null', '..%2F..', '__proto__', 'x'.repeat(201), 'BACKORDER,', 'true'),
  fc
    .string({ unit: 'binary', maxLength: 6 })
    .map((drawn) => encodeURIComponent(drawn.replace(/\p{Surrogate}/gu, '?'))),
);
const version = fc.constantFrom(undefined, '"1"', 'W/"2"', '*', '""', 'x', '2147483648', '9'.repeat(150));
const key = fc.constantFrom(undefined, 'k1', 'k2', 'with space', 'x'.repeat(201));

describe('a write that nobody meant to send', () => {
  it(
    'is done or refused with path and code, never a failure of ours',
    () =>
      fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...TARGETS),
          fc.array(mutation, { maxLength: 3 }),
          fc.nat(),
          version,
          key,
          async (target, changes, draw, ifMatch, idempotencyKey) => {
            const payload = textOf(mutate(target.body, changes));
            const url = target.url.replace(':n', String(numbers[draw % numbers.length]));
            const reply = await site.service.app.inject({
              method: target.method,
              url,
              payload,
              headers: {
                'x-site': site.siteId,
                'content-type': 'application/json',
                ...(ifMatch !== undefined && { 'if-match': ifMatch }),
                ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
              },
            });
            expectSane(target, reply, `${target.method} ${url} ${payload.slice(0, 1000)}`);
          },
        ),
        runs(12),
      ),
    120_000,
  );
});

const QUERIES = [
  '/v1/settings',
  '/v1/products?after=…&limit=…',
  '/v1/products/…',
  '/v1/locations?after=…&limit=…',
  '/v1/locations/…',
  '/v1/inventory?productCode=…&locationCode=…&after=…&limit=…',
  '/v1/future-inventory?productCode=…&after=…&limit=…',
  '/v1/future-inventory/…',
  '/v1/orders/…',
  '/v1/shipments?shipmentStatus=…&productCode=…&orderNumber=…&onHold=…&after=…&limit=…',
  '/v1/shipments/…',
  '/v1/shipments/…/lineage',
  '/v1/release-runs?limit=…',
  '/v1/release-runs/…',
  '/v1/release-runs/…/items?after=…',
  '/v1/release-runs/…/diff?limit=…',
  '/v1/events?after=…&topics=…&limit=…',
  '/v1/webhooks/…',
];

describe('a path or query that nobody meant to send', () => {
  it(
    'is answered or refused, never a failure of ours',
    () =>
      fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...QUERIES),
          fc.array(text, { minLength: 6, maxLength: 6 }),
          fc.constantFrom('fuzz-other', 'default', '', 'x'.repeat(201), 'sité'),
          async (query, drawn, siteId) => {
            let index = 0;
            const url = query.replaceAll('…', () => drawn[index++]!);
            const reply = await site.service.app.inject({
              method: 'GET',
              url,
              headers: { 'x-site': siteId },
            });
            expect(reply.statusCode, `${url}\n${reply.body}`).toBeLessThan(500);
          },
        ),
        runs(8),
      ),
    60_000,
  );
});

describe('afterwards', () => {
  it('no error of ours is in the log', () => {
    expect(site.service.lines.filter(({ level }) => Number(level) >= 50)).toEqual([]);
  });

  it('every counter is what the ledger says', async () => {
    expect(await opened.store.examine(10)).toEqual([]);
  });
});
