import { describe, expect, it } from 'vitest';
import { InventoryWritten } from '../../../src/http/schemas/inventory.ts';
import { problemIn } from '../service.ts';
import type { SiteService } from './site-service.ts';
import { withFreshSites } from './situations.ts';

let site: SiteService;
withFreshSites((fresh) => {
  site = fresh;
});

const REFRESH = '/v1/inventory/refresh';

/** Sends a text as a body. */
const sendText = (url: string, type: string, payload: string) =>
  site.service.app.inject({
    method: 'POST',
    url,
    payload,
    headers: { 'content-type': type, 'x-site': site.siteId },
  });

/** On hand by `location product`. */
async function counts(): Promise<Record<string, number>> {
  const { items } = await site.ask('GET', '/v1/inventory?limit=1000');
  return Object.fromEntries(
    items.map((row: { locationCode: string; productCode: string; onHand: number }) => [
      `${row.locationCode} ${row.productCode}`,
      row.onHand,
    ]),
  );
}

describe('rows of stock', () => {
  it('come as NDJSON', async () => {
    const reply = await sendText(
      REFRESH,
      'application/x-ndjson',
      '{"locationCode":"A","productCode":"KTP","quantity":5}\n\n{"locationCode":"B","productCode":"KTP2","quantity":6,"deliveryDate":"2026-05-15","futureInventoryId":"po-1"}',
    );
    expect(reply.statusCode).toBe(200);
    expect(InventoryWritten.parse(reply.json())).toEqual({
      rows: 2,
      changedProducts: ['KTP', 'KTP2'],
      refused: [],
    });
    expect(await counts()).toEqual({ 'A KTP': 5 });
    expect(await site.ask('GET', '/v1/future-inventory/po-1')).toMatchObject({
      quantity: 6,
      deliveryDate: '2026-05-15',
    });
  });

  it('come as CSV', async () => {
    const reply = await sendText(
      REFRESH,
      'text/csv; charset=utf-8',
      'productCode,locationCode,quantity,safetyStock\r\n"KTP, red",A,5,1\r\nKTP2,B,7,\r\n',
    );
    expect(reply.json()).toMatchObject({ rows: 2 });
    expect(await counts()).toEqual({ 'A KTP, red': 5, 'B KTP2': 7 });
  });

  const BAD = [
    '{"locationCode":"A","productCode":"KTP","quantity":5}',
    '{"locationCode":"A","productCode":"KTP2","quantity":-1}',
    'no JSON',
    '{"locationCode":"A","productCode":"KTP","quantity":6}',
    '{"locationCode":"B","productCode":"KTP","quantity":7,"colour":"red"}',
    '{"locationCode":"C","productCode":"KTP","quantity":7,"deliveryDate":"0000-01-01"}',
    '{"locationCode":"D","productCode":"KTP","quantity":0,"pending":1000000000,"safetyStock":1}',
    '{"locationCode":"E","productCode":"K\\u0000","quantity":1}',
    '{"locationCode":"F","productCode":"KTP","quantity":8}',
  ].join('\n');

  it('of which one is bad are refused together, each bad one told', async () => {
    const problem = problemIn(await sendText(REFRESH, 'application/x-ndjson', BAD));
    expect(problem).toMatchObject({ status: 400, code: 'INVALID_REQUEST' });
    expect(problem.errors!.map(({ path, code }) => `${path} ${code}`)).toEqual([
      'lines[2].quantity too_small',
      'lines[3] wrong_format',
      'lines[5].colour unknown_field',
      'lines[8].productCode wrong_format',
    ]);
    expect(await counts()).toEqual({});
  });

  it('of which some are bad are written but for these where that is asked for', async () => {
    const reply = await sendText(`${REFRESH}?partial=true`, 'application/x-ndjson', BAD);
    const { rows, refused } = InventoryWritten.parse(reply.json());
    expect(rows).toBe(2);
    expect(refused.map(({ path, code }) => `${path} ${code}`).sort()).toEqual([
      'lines[2].quantity too_small',
      'lines[3] wrong_format',
      'lines[4] duplicate',
      'lines[5].colour unknown_field',
      'lines[6].deliveryDate out_of_range',
      'lines[7].pending out_of_range',
      'lines[8].productCode wrong_format',
    ]);
    expect(await counts()).toEqual({ 'A KTP': 5, 'F KTP': 8 });
  });

  it('are written in part from JSON, too, and of an adjustment', async () => {
    const inventory = [
      { locationCode: 'A', productCode: 'KTP', quantity: 5 },
      { locationCode: 'A', productCode: 'KTP2', quantity: 'many' },
    ];
    expect(await site.refused('POST', REFRESH, { inventory })).toBe('INVALID_REQUEST');
    expect(await site.ask('POST', REFRESH, { inventory, partial: true })).toMatchObject({
      rows: 1,
      refused: [{ path: 'inventory[1].quantity', code: 'wrong_type' }],
    });
    const less = [
      { locationCode: 'A', productCode: 'KTP', quantity: -2 },
      { locationCode: 'A', productCode: 'KTP2', quantity: -1 },
    ];
    expect(await site.refused('POST', '/v1/inventory/adjust', { inventory: less })).toBe(
      'INSUFFICIENT_STOCK',
    );
    expect(await site.ask('POST', '/v1/inventory/adjust', { inventory: less, partial: true })).toMatchObject({
      rows: 1,
      refused: [{ path: 'inventory[1].quantity', code: 'too_small' }],
    });
    expect(await counts()).toEqual({ 'A KTP': 3 });
  });

  it('that are all bad are refused, whatever is asked for', async () => {
    const inventory = [{ locationCode: 'A', productCode: 'KTP', quantity: -1 }];
    expect(await site.refused('POST', REFRESH, { inventory, partial: true })).toBe('CONTRADICTORY_REQUEST');
    expect(problemIn(await sendText(REFRESH, 'text/csv', 'locationCode,productCode,quantity\n')).code).toBe(
      'CONTRADICTORY_REQUEST',
    );
    expect(problemIn(await sendText(REFRESH, 'text/csv', 'place,product\nA,B\n')).code).toBe(
      'INVALID_REQUEST',
    );
  });

  it('are a form of inventory alone: elsewhere a body is JSON', async () => {
    for (const url of ['/v1/orders', '/v1/inventory/receipts']) {
      const reply = await sendText(url, 'text/csv', 'a,b\n1,2\n');
      expect(problemIn(reply).code).toBe('UNSUPPORTED_MEDIA_TYPE');
    }
  });

  it('may be fifty thousand in one write, and no more', async () => {
    const lines = Array.from({ length: 50_000 }, (_, index) => `A,p${index % 20_000},${index % 7},${index}`);
    const csv = `locationCode,productCode,quantity,futureInventoryId\n${lines.join('\n')}\n`;
    const reply = await sendText(REFRESH, 'text/csv', csv);
    expect(reply.statusCode).toBe(200);
    expect(reply.json().rows).toBe(50_000);
    const more = problemIn(await sendText(REFRESH, 'text/csv', `${csv}A,p,1,x\n`));
    expect([more.code, more.errors![0]!.code]).toEqual(['CONTRADICTORY_REQUEST', 'too_large']);
  });
});

describe('lots of one id', () => {
  const lots = [
    {
      locationCode: 'A',
      productCode: 'KTP',
      quantity: 5,
      deliveryDate: '2026-05-10',
      futureInventoryId: 'po-1',
    },
    {
      locationCode: 'A',
      productCode: 'KTP2',
      quantity: 6,
      deliveryDate: '2026-05-10',
      futureInventoryId: 'po-1',
    },
  ];
  const URL = '/v1/future-inventory/po-1';

  it('are read together, or each by its product and location', async () => {
    await site.ask('POST', REFRESH, { inventory: lots });
    expect((await site.ask('GET', URL)).lots).toHaveLength(2);
    expect(await site.ask('GET', `${URL}?productCode=KTP2`)).toMatchObject({ quantity: 6 });
    expect(await site.refused('GET', `${URL}?productCode=KTP3`)).toBe('NOT_FOUND');
    expect((await site.ask('GET', '/v1/future-inventory?futureInventoryId=po-1')).items).toHaveLength(2);
    const first = await site.ask('GET', '/v1/future-inventory?limit=1');
    const second = await site.ask('GET', `/v1/future-inventory?limit=1&after=${first.next}`);
    expect([first.items[0].productCode, second.items[0].productCode, second.next]).toEqual([
      'KTP',
      'KTP2',
      null,
    ]);
  });

  it('slip together; a quantity, or a version, is that of one of them', async () => {
    await site.ask('POST', REFRESH, { inventory: lots });
    const moved = await site.ask('PATCH', URL, { deliveryDate: '2026-05-12' });
    expect(moved.lots.map((lot: { deliveryDate: string }) => lot.deliveryDate)).toEqual([
      '2026-05-12',
      '2026-05-12',
    ]);
    expect(await site.refused('PATCH', URL, { quantity: 3 })).toBe('CONTRADICTORY_REQUEST');
    expect(await site.refused('PATCH', URL, { deliveryDate: '2026-05-13' }, { 'if-match': '"2"' })).toBe(
      'CONTRADICTORY_REQUEST',
    );
    expect(await site.ask('PATCH', `${URL}?productCode=KTP`, { quantity: 3 })).toMatchObject({ quantity: 3 });
    // What a GET gave is taken as it is, and says which lot it was.
    const one = await site.ask('GET', `${URL}?productCode=KTP2`);
    expect(await site.ask('PATCH', URL, { ...one, quantity: 4 })).toMatchObject({
      productCode: 'KTP2',
      quantity: 4,
    });
  });

  it('are canceled together', async () => {
    await site.ask('POST', REFRESH, { inventory: lots });
    await site.ask('DELETE', `${URL}?productCode=KTP`);
    await site.ask('DELETE', URL);
    const { lots: both } = await site.ask('GET', URL);
    expect(both.map((lot: { status: string }) => lot.status)).toEqual(['CANCELED', 'CANCELED']);
  });
});

describe('stock that is held beyond what there is', () => {
  it('is listed with who stands last', async () => {
    await site.ask('POST', REFRESH, { inventory: [{ locationCode: 'A', productCode: 'KTP', quantity: 4 }] });
    for (const lineId of [1, 2]) {
      await site.ask('POST', '/v1/orders', { items: [{ lineId, productCode: 'KTP', quantity: 2 }] });
    }
    await site.ask('POST', REFRESH, { inventory: [{ locationCode: 'A', productCode: 'KTP', quantity: 3 }] });
    const { items } = await site.ask('GET', '/v1/inventory/oversold');
    expect(items).toMatchObject([{ locationCode: 'A', onHand: 3, allocated: 4, short: 1 }]);
    expect(items[0].shipments).toMatchObject([{ quantity: 2, shipmentStatus: 'READY' }]);
  });
});
