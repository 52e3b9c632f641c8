import { describe, expect, it } from 'vitest';
import { OrderPage, OrderView } from '../../../src/http/schemas/orders.ts';
import { ShipmentPage } from '../../../src/http/schemas/shipments.ts';
import type { SiteService } from './site-service.ts';
import { line, SWITCHES, there, withFreshSites } from './situations.ts';

let site: SiteService;
withFreshSites((fresh) => {
  site = fresh;
});

const place = (more = {}) => site.ask('POST', '/v1/orders', { items: [line('KTP', 1)], ...more });

describe('an order that is sent twice without a key', () => {
  it('is placed once, also at the same time, and the refusal names the first', async () => {
    const order = { externalOrderId: 'shopify-5001', items: [line('KTP', 1)] };
    const replies = await Promise.all([1, 2, 3].map(() => site.send('POST', '/v1/orders', order)));
    const [first, ...refused] = replies.sort((a, b) => a.statusCode - b.statusCode);
    expect(replies.map((reply) => reply.statusCode)).toEqual([201, 409, 409]);
    const { orderNumber } = first!.json();
    for (const reply of refused) {
      expect(reply.json()).toMatchObject({
        code: 'ORDER_EXISTS',
        detail: `shopify-5001 was placed before, as order ${orderNumber}`,
      });
    }
    expect((await site.ask('GET', '/v1/shipments')).items).toHaveLength(1);
    expect((await site.ask('GET', '/v1/events')).items).toHaveLength(1);
  });

  it('is answered as the first time where it comes with the key of the first', async () => {
    const order = { externalOrderId: 'web-7', items: [line('KTP', 1)] };
    const headers = { 'idempotency-key': 'placing' };
    const first = await site.ask('POST', '/v1/orders', order, headers);
    expect(await site.ask('POST', '/v1/orders', order, headers)).toEqual(first);
    const another = { ...order, items: [line('KTP', 2)] };
    expect(await site.refused('POST', '/v1/orders', another)).toBe('ORDER_EXISTS');
  });
});

describe('orders and shipments', () => {
  it('are found by the name that the caller gave the order', async () => {
    await site.ask('PUT', '/v1/products/KTP', SWITCHES);
    const { orderNumber } = await place({ externalOrderId: 'web & 7/ü' });
    await place({ externalOrderId: 'web-8' });
    await place();
    const query = `externalOrderId=${encodeURIComponent('web & 7/ü')}`;
    const orders = OrderPage.parse(await site.ask('GET', `/v1/orders?${query}`));
    expect(orders.items.map((order) => order.orderNumber)).toEqual([orderNumber]);
    const shipments = ShipmentPage.parse(await site.ask('GET', `/v1/shipments?${query}`));
    expect(shipments.items.map((each) => each.orderNumber)).toEqual([orderNumber]);
    const none = await site.ask('GET', '/v1/orders?externalOrderId=web-9');
    expect(none).toEqual({ items: [], next: null });
  });

  it('are listed page by page', async () => {
    const numbers: number[] = [];
    for (let index = 0; index < 5; index++) numbers.push((await place()).orderNumber);
    const first = OrderPage.parse(await site.ask('GET', '/v1/orders?limit=3'));
    expect(first.items.map((order) => order.orderNumber)).toEqual(numbers.slice(0, 3));
    const second = OrderPage.parse(await site.ask('GET', `/v1/orders?limit=3&after=${first.next}`));
    expect(second.items.map((order) => order.orderNumber)).toEqual(numbers.slice(3));
    expect(second.next).toBeNull();
  });

  it('say when they were submitted, as the site reads a time without an offset', async () => {
    await site.ask('PUT', '/v1/settings', { timeZone: 'Asia/Tokyo' });
    const placed = await place({ submittedAt: '2020-05-01T09:00' });
    const submittedAt = '2020-05-01T00:00:00.000Z';
    expect(placed).toMatchObject({ submittedAt, shipments: [{ submittedAt }] });
    const order = OrderView.parse(await site.ask('GET', `/v1/orders/${placed.orderNumber}`));
    expect(order).toMatchObject({ submittedAt, request: { submittedAt: '2020-05-01T09:00' } });
    const future = { items: [line('KTP', 1)], submittedAt: '2999-01-01' };
    expect(await site.refused('POST', '/v1/orders', future)).toBe('CONTRADICTORY_REQUEST');
  });
});

describe('an order that is wanted later', () => {
  it('waits for its day with what is there, and goes when it is wanted at once', async () => {
    await site.ask('PUT', '/v1/products/KTP', SWITCHES);
    await site.ask('POST', '/v1/inventory/refresh', there('KTP', 'A', 1));
    const { afterAction, shipments } = await place({ releaseNotBefore: '2999-01-01' });
    expect([afterAction, shipments[0].shipmentStatus]).toEqual([null, 'BACKORDER']);
    await site.settle();
    const url = `/v1/shipments/${shipments[0].shipmentNumber}`;
    expect((await site.ask('GET', url)).shipmentStatus).toBe('BACKORDER');
    const changed = await site.ask('POST', `${url}/not-before`, { releaseNotBefore: null });
    expect(changed).toMatchObject({ releaseNotBefore: null, version: 2 });
    await site.settle();
    expect((await site.ask('GET', url)).shipmentStatus).toBe('READY');
    expect(await site.refused('POST', `${url}/not-before`, {})).toBe('INVALID_REQUEST');
  });
});
