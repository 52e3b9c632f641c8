import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Decision } from '../../../src/domain/decision.ts';
import {
  EventView,
  LotView,
  OrderPlaced,
  ProductView,
  ReleaseAnswer,
  RunItemView,
  RunView,
  SettingsView,
  ShipmentView,
  StockView,
  WebhookView,
} from '../../../src/http/schemas/site.ts';
import type { OpenStore } from '../../../src/store/open-store.ts';
import { openEmbeddedStore } from '../../embedded-template.ts';
import { problemIn } from '../service.ts';
import { type SiteService, siteService } from './site-service.ts';

let opened: OpenStore;
let site: SiteService;
beforeAll(async () => {
  opened = await openEmbeddedStore();
});
afterAll(() => opened?.store.close());
beforeEach(async () => {
  site = await siteService(opened.store);
});

const SWITCHES = { outOfStockBehavior: 'AllowBackOrder', futureInventoryEnabled: true };
const line = (productCode: string, quantity: number, more = {}) => ({
  lineId: 1,
  productCode,
  quantity,
  ...more,
});
const there = (productCode: string, locationCode: string, quantity: number, more = {}) => ({
  inventory: [{ productCode, locationCode, quantity, ...more }],
});

/** The number of a shipment of five KTP that waits. */
async function waiting(more = {}): Promise<number> {
  await site.ask('PUT', '/v1/products/KTP', SWITCHES);
  const placed = OrderPlaced.parse(
    await site.ask('POST', '/v1/orders', { items: [line('KTP', 5)], ...more }),
  );
  return placed.shipments[0]!.shipmentNumber;
}

describe('settings', () => {
  it('have their defaults until they are written, and a version from then on', async () => {
    expect(SettingsView.parse(await site.ask('GET', '/v1/settings'))).toMatchObject({
      version: 0,
      futureInventoryEnabled: false,
      futureDateLimit: { unit: 'days', quantity: 30 },
    });
    const reply = await site.send('PUT', '/v1/settings', { defaultBackOrderDays: 9 });
    expect(reply.headers.etag).toBe('"1"');
    expect(SettingsView.parse(reply.json())).toMatchObject({ version: 1, defaultBackOrderDays: 9 });
  });

  it('refuse void and reauth together with partial release', async () => {
    const reply = await site.send('PUT', '/v1/settings', {
      paymentVoidAndReauth: true,
      releaseBackorderJob: { partialReleaseEnabled: true },
    });
    const problem = problemIn(reply);
    expect([problem.status, problem.code]).toEqual([422, 'CONTRADICTORY_REQUEST']);
    expect(problem.errors?.[0]?.path).toBe('paymentVoidAndReauth');
    expect((await site.ask('GET', '/v1/settings')).version).toBe(0);
  });

  it('are not written over by who has not seen the last change', async () => {
    await site.ask('PUT', '/v1/settings', {}, { 'if-match': '"0"' });
    expect(await site.refused('PUT', '/v1/settings', {}, { 'if-match': '"0"' })).toBe('STALE_VERSION');
    expect(await site.refused('PUT', '/v1/settings', {}, { 'if-match': 'yesterday' })).toBe(
      'INVALID_REQUEST',
    );
    await site.ask('PUT', '/v1/settings', {}, { 'if-match': '*' });
  });

  it('name an unknown field by its path', async () => {
    const reply = await site.send('PUT', '/v1/settings', { releaseBackorderJob: { enabled: true } });
    expect(problemIn(reply).errors?.[0]?.path).toBe('releaseBackorderJob.enabled');
  });
});

describe('a write with an Idempotency-Key', () => {
  it('is answered again as the first time, and made once', async () => {
    await site.ask('PUT', '/v1/products/KTP', SWITCHES);
    const headers = { 'idempotency-key': 'order-7' };
    const body = { items: [line('KTP', 5)] };
    const first = await site.send('POST', '/v1/orders', body, headers);
    const second = await site.send('POST', '/v1/orders', body, headers);
    expect([second.statusCode, second.json()]).toEqual([201, first.json()]);
    expect((await site.ask('GET', '/v1/shipments')).items).toHaveLength(1);
  });

  it('is the same request however its fields are arranged, and another with another value', async () => {
    const headers = { 'idempotency-key': 'arranged' };
    const row = { quantity: 3, locationCode: 'A', productCode: 'KTP' };
    const { quantity, ...others } = row;
    await site.ask('POST', '/v1/inventory/adjust', { inventory: [row] }, headers);
    await site.ask('POST', '/v1/inventory/adjust', { inventory: [{ ...others, quantity }] }, headers);
    expect((await site.ask('GET', '/v1/inventory')).items[0]).toMatchObject({ onHand: 3 });
    const another = { inventory: [{ ...row, quantity: 4 }] };
    expect(await site.refused('POST', '/v1/inventory/adjust', another, headers)).toBe(
      'IDEMPOTENCY_KEY_REUSED',
    );
  });

  it('adjusts once', async () => {
    const headers = { 'idempotency-key': 'adjust-1' };
    await site.ask('POST', '/v1/inventory/adjust', there('KTP', 'A', 3), headers);
    await site.ask('POST', '/v1/inventory/adjust', there('KTP', 'A', 3), headers);
    expect((await site.ask('GET', '/v1/inventory')).items[0]).toMatchObject({ onHand: 3, available: 3 });
  });

  it('is not remembered where it was refused', async () => {
    const headers = { 'idempotency-key': 'adjust-2' };
    expect(await site.refused('POST', '/v1/inventory/adjust', there('KTP', 'A', -3), headers)).toBe(
      'INSUFFICIENT_STOCK',
    );
    await site.ask('POST', '/v1/inventory/adjust', there('KTP', 'A', 4));
    await site.ask('POST', '/v1/inventory/adjust', there('KTP', 'A', -3), headers);
    expect((await site.ask('GET', '/v1/inventory')).items[0]).toMatchObject({ onHand: 1 });
  });

  it('answers a run and a release as the first time', async () => {
    const number = await waiting();
    await site.ask('POST', '/v1/inventory/refresh', there('KTP', 'A', 5));
    const url = `/v1/shipments/${number}/release`;
    const first = await site.ask('POST', url, undefined, { 'idempotency-key': 'release' });
    expect(ReleaseAnswer.parse(first).outcome).toBe('released');
    expect(await site.ask('POST', url, undefined, { 'idempotency-key': 'release' })).toEqual(first);
    expect(await site.refused('POST', url)).toBe('TRANSITION_NOT_ALLOWED');
    const run = await site.ask('POST', '/v1/release-runs', {}, { 'idempotency-key': 'run' });
    expect((await site.ask('POST', '/v1/release-runs', {}, { 'idempotency-key': 'run' })).runId).toBe(
      run.runId,
    );
  });
});

describe('inventory', () => {
  it('is refused whole where two rows state one source', async () => {
    const { inventory } = there('KTP', 'A', 3);
    const reply = await site.send('POST', '/v1/inventory/refresh', {
      inventory: [...inventory, ...inventory],
    });
    expect(problemIn(reply).errors?.[0]).toMatchObject({ path: 'inventory[1]', code: 'duplicate' });
    expect((await site.ask('GET', '/v1/inventory')).items).toEqual([]);
  });

  it('is paged by location and product', async () => {
    for (const [product, location] of [
      ['KTP', 'B'],
      ['KTP', 'A'],
      ['KTP2', 'A'],
    ] as const) {
      await site.ask('POST', '/v1/inventory/refresh', there(product, location, 1));
    }
    const first = await site.ask('GET', '/v1/inventory?limit=2');
    expect(
      first.items
        .map((row: unknown) => StockView.parse(row))
        .map((row: { productCode: string }) => row.productCode),
    ).toEqual(['KTP', 'KTP2']);
    const rest = await site.ask('GET', `/v1/inventory?limit=2&after=${first.next}`);
    expect([rest.items.length, rest.next]).toEqual([1, null]);
  });

  it('with a delivery date is a lot, which slips by PATCH and goes by DELETE', async () => {
    await site.ask(
      'POST',
      '/v1/inventory/refresh',
      there('KTP', 'A', 3, { deliveryDate: '2026-05-10', futureInventoryId: 'po-1' }),
    );
    const lot = LotView.parse(await site.ask('GET', '/v1/future-inventory/po-1'));
    expect(lot).toMatchObject({ deliveryDate: '2026-05-10', quantity: 3, status: 'EXPECTED' });
    const url = '/v1/future-inventory/po-1';
    expect(await site.refused('PATCH', url, { quantity: 2 }, { 'if-match': '"99"' })).toBe('STALE_VERSION');
    const moved = await site.ask(
      'PATCH',
      url,
      { deliveryDate: '2026-05-20' },
      { 'if-match': `"${lot.version}"` },
    );
    expect(moved).toMatchObject({ deliveryDate: '2026-05-20', quantity: 3 });
    expect(await site.ask('DELETE', url)).toMatchObject({ status: 'CANCELED' });
    expect(await site.refused('PATCH', url, { quantity: 2 })).toBe('TRANSITION_NOT_ALLOWED');
    expect(await site.refused('GET', '/v1/future-inventory/po-2')).toBe('NOT_FOUND');
  });
});

describe('orders', () => {
  it('are refused with their contradictions', async () => {
    const reply = await site.send('POST', '/v1/orders', { items: [line('KTP', 1), line('KTP2', 1)] });
    expect(problemIn(reply).errors?.[0]).toMatchObject({ path: 'items[1]', code: 'duplicate' });
    const pickup = await site.send('POST', '/v1/orders', { shipmentType: 'BOPIS', items: [line('KTP', 1)] });
    expect(problemIn(pickup).errors?.[0]).toMatchObject({ path: 'pickupLocationCode', code: 'required' });
  });

  it('are read with their shipments, and date a backordered line by the site where nobody else does', async () => {
    await site.ask('PUT', '/v1/settings', { defaultBackOrderDays: 10 });
    const number = await waiting();
    const { orderNumber, items } = ShipmentView.parse(
      (await site.ask('GET', '/v1/shipments?shipmentStatus=BACKORDER')).items[0],
    );
    expect(items[0]!.backorderReleaseDate).toBe('2026-05-11');
    const order = await site.ask('GET', `/v1/orders/${orderNumber}`);
    expect(order.shipments.map((each: { shipmentNumber: number }) => each.shipmentNumber)).toEqual([number]);
  });

  it('of one site are not seen by another', async () => {
    const number = await waiting();
    expect(await site.refused('GET', `/v1/shipments/${number}`, undefined, { 'x-site': 'elsewhere' })).toBe(
      'NOT_FOUND',
    );
  });
});

describe('a shipment', () => {
  it('is tried dry with its reasons, and nothing changes', async () => {
    const number = await waiting();
    const decision = Decision.parse(await site.ask('POST', `/v1/shipments/${number}/attempt`));
    expect(decision).toMatchObject({ decision: 'held', hold: { reason: 'NO_EXPECTED_DATE' } });
    await site.ask('POST', '/v1/inventory/refresh', there('KTP', 'A', 5));
    expect((await site.ask('POST', `/v1/shipments/${number}/attempt`)).decision).toBe('released');
    expect((await site.ask('GET', `/v1/shipments/${number}`)).shipmentStatus).toBe('BACKORDER');
  });

  it('is released READY where it is, by hand also from hold, and says so to If-Match', async () => {
    const number = await waiting();
    await site.ask('POST', `/v1/shipments/${number}/hold`, {});
    await site.ask('POST', '/v1/inventory/refresh', there('KTP', 'A', 5));
    await site.settle();
    const held = await site.ask('GET', `/v1/shipments/${number}`);
    expect(held).toMatchObject({ shipmentStatus: 'BACKORDER', onHold: true });
    const url = `/v1/shipments/${number}/release`;
    expect(await site.refused('POST', url, undefined, { 'if-match': '"1"' })).toBe('STALE_VERSION');
    const { shipment } = await site.ask('POST', url, undefined, { 'if-match': `"${held.version}"` });
    expect(shipment).toMatchObject({
      shipmentStatus: 'READY',
      fulfillmentLocationCode: 'A',
      childShipmentNumbers: [],
    });
    const after = await site.ask('GET', `/v1/shipments/${number}`);
    expect(after.version).toBe(shipment.version);
    expect(after.allocations).toMatchObject([{ locationCode: 'A', quantity: 5, futureInventoryId: null }]);
  });

  it('tells of a new expected day once, and not of the same day', async () => {
    const number = await waiting();
    const dated = () =>
      site.ask('POST', `/v1/shipments/${number}/backorder-date`, { backorderReleaseDate: '2026-06-01' });
    const first = await dated();
    expect((await dated()).version).toBe(first.version);
    const events = (await site.ask('GET', '/v1/events?topics=shipment.backorderdatechanged')).items;
    expect(events).toHaveLength(1);
    expect(EventView.parse(events[0]).entityId).toBe(String(number));
  });

  it('goes before older ones with a higher priority', async () => {
    await waiting();
    const second = await waiting();
    await site.ask('POST', `/v1/shipments/${second}/priority`, { priority: 1 });
    await site.ask('POST', '/v1/inventory/refresh', there('KTP', 'A', 5));
    await site.settle();
    expect((await site.ask('GET', `/v1/shipments/${second}`)).shipmentStatus).toBe('READY');
  });

  it('that left takes its units with it', async () => {
    const number = await waiting();
    await site.ask('POST', '/v1/inventory/refresh', there('KTP', 'A', 7));
    await site.settle();
    await site.ask('POST', `/v1/shipments/${number}/fulfill`);
    expect((await site.ask('GET', '/v1/inventory')).items[0]).toMatchObject({
      onHand: 2,
      allocated: 0,
      available: 2,
    });
    expect(await site.refused('POST', `/v1/shipments/${number}/cancel`)).toBe('TRANSITION_NOT_ALLOWED');
  });
});

describe('a run', () => {
  it('that is dry tells what it would do, shipment after shipment, and does nothing', async () => {
    const [first, second] = [await waiting(), await waiting()];
    await site.ask('POST', '/v1/inventory/refresh', there('KTP', 'A', 5));
    const run = RunView.parse(await site.ask('POST', '/v1/release-runs', { dryRun: true }));
    expect(run.counts).toEqual({ tried: 2, released: 1, partiallyReleased: 0, held: 1, skipped: 0 });
    const { items } = await site.ask('GET', `/v1/release-runs/${run.runId}/items`);
    expect(items.map((item: unknown) => RunItemView.parse(item).outcome)).toEqual(['released', 'held']);
    const { items: changes } = await site.ask('GET', `/v1/release-runs/${run.runId}/diff`);
    expect(changes).toMatchObject([
      { shipmentNumber: first, to: 'READY', takes: [{ locationCode: 'A', quantity: 5 }] },
    ]);
    const statuses = (await site.ask('GET', '/v1/shipments?shipmentStatus=BACKORDER')).items;
    expect(statuses.map((each: { shipmentNumber: number }) => each.shipmentNumber)).toEqual([first, second]);
  });

  it('tries only its scope, and records the settings it used', async () => {
    await site.ask('PUT', '/v1/settings', { releaseOnInventoryChange: false, defaultBackOrderDays: 4 });
    await waiting();
    const second = await waiting();
    await site.ask('POST', '/v1/inventory/refresh', there('KTP', 'A', 5));
    await site.settle();
    const run = await site.ask('POST', '/v1/release-runs', { scope: { shipmentNumbers: [second] } });
    expect(run).toMatchObject({
      counts: { tried: 1, released: 1 },
      settingsVersion: 1,
      settings: { defaultBackOrderDays: 4 },
    });
    expect((await site.ask('GET', `/v1/shipments/${second}`)).shipmentStatus).toBe('READY');
    const [event] = (await site.ask('GET', '/v1/events?topics=run.completed')).items;
    expect(event.entityId).toBe(run.runId);
  });
});

describe('webhooks', () => {
  const body = { url: 'https://example.com/events', secret: 'a secret of at least 16' };

  it('are added, changed and removed, and never tell their secret', async () => {
    const added = await site.send('POST', '/v1/webhooks', body);
    expect(added.statusCode).toBe(201);
    const { webhookId, version } = WebhookView.parse(added.json());
    expect(added.body).not.toContain('secret');
    const url = `/v1/webhooks/${webhookId}`;
    const changed = await site.ask(
      'PUT',
      url,
      { ...body, topics: ['run.completed'] },
      { 'if-match': `"${version}"` },
    );
    expect(WebhookView.parse(changed)).toMatchObject({ topics: ['run.completed'], version: version + 1 });
    expect(await site.ask('GET', url)).toEqual(changed);
    await site.ask('DELETE', url);
    expect(await site.refused('GET', url)).toBe('NOT_FOUND');
  });

  it('tell what happens from now on, and not what nobody has read yet', async () => {
    await waiting();
    const added = WebhookView.parse(await site.ask('POST', '/v1/webhooks', body));
    const { items } = await site.ask('GET', '/v1/events');
    expect(items.length).toBeGreaterThan(0);
    expect(added.position).toBe(items.at(-1).position);
  });

  it.each(['ftp://example.com', 'nonsense'])('do not go to %s', async (url) => {
    expect(problemIn(await site.send('POST', '/v1/webhooks', { ...body, url })).errors?.[0]?.path).toBe(
      'url',
    );
  });
});

describe('the stream of events', () => {
  it('tells what happens as it happens, and goes on where it was left', async () => {
    const app = site.service.app;
    await app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = app.server.address() as AddressInfo;
    const siteId = String((await site.send('GET', '/v1/settings')).raw.req.headers['x-site']);
    const first = await waiting();
    const open = async (headers: Record<string, string>, until: (text: string) => boolean) => {
      const controller = new AbortController();
      const response = await fetch(`http://127.0.0.1:${port}/v1/events?topics=shipment.backordered`, {
        headers: { accept: 'text/event-stream', 'x-site': siteId, ...headers },
        signal: controller.signal,
      });
      expect(response.headers.get('content-type')).toContain('text/event-stream');
      let text = '';
      const decoder = new TextDecoder();
      for await (const chunk of response.body!) {
        text += decoder.decode(chunk as Uint8Array);
        if (until(text)) break;
      }
      controller.abort();
      return text;
    };
    const replay = await open({ 'last-event-id': '0' }, (text) => text.includes('data:'));
    expect(replay).toContain(`"entityId":"${first}"`);
    const position = /id: (\d+)/.exec(replay)![1]!;
    let second = 0;
    const live = open({ 'last-event-id': position }, (text) => text.includes('data:'));
    second = await waiting();
    const told = await live;
    expect(told).toContain(`"entityId":"${second}"`);
    expect(told).not.toContain(`"entityId":"${first}"`);
    await app.close();
  });
});

it('a HEAD of the stream ends', async () => {
  const headers = { accept: 'text/event-stream' };
  const reply = await site.service.app.inject({ method: 'HEAD', url: '/v1/events', headers });
  expect(reply.statusCode).toBe(200);
});

describe('a product', () => {
  it('is written and read one by one, with its version', async () => {
    expect(await site.refused('GET', '/v1/products/KTP')).toBe('NOT_FOUND');
    await site.ask('PUT', '/v1/products/KTP', { ...SWITCHES, backorderDays: 3 });
    const product = ProductView.parse(await site.ask('GET', '/v1/products/KTP'));
    expect(product).toMatchObject({ productCode: 'KTP', backorderDays: 3, version: 1 });
    expect(await site.refused('PUT', '/v1/products/KTP', SWITCHES, { 'if-match': '"7"' })).toBe(
      'STALE_VERSION',
    );
  });
});
