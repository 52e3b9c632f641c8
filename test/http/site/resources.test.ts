import { describe, expect, it } from 'vitest';
import { ProductView, SettingsView } from '../../../src/http/schemas/catalogue.ts';
import { LotView, StockView } from '../../../src/http/schemas/inventory.ts';
import { ShipmentView } from '../../../src/http/schemas/shipments.ts';
import { problemIn } from '../service.ts';
import type { SiteService } from './site-service.ts';
import { line, SWITCHES, there, waitingAt, withFreshSites } from './situations.ts';

let site: SiteService;
withFreshSites((fresh) => {
  site = fresh;
});

const waiting = (more = {}) => waitingAt(site, more);

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
