import { beforeEach, describe, expect, it } from 'vitest';
import { LocationView, ProductView } from '../../../src/http/schemas/catalogue.ts';
import { LotView } from '../../../src/http/schemas/inventory.ts';
import { problemIn } from '../service.ts';
import type { SiteService } from './site-service.ts';
import { withFreshSites } from './situations.ts';

let site: SiteService;
withFreshSites((fresh) => {
  site = fresh;
});

/** What the refusal of a request says, as `CODE path code`. */
async function refusal(...request: Parameters<SiteService['send']>): Promise<string> {
  const { code, errors = [] } = problemIn(await site.send(...request));
  return [code, ...errors.map((fault) => `${fault.path} ${fault.code}`)].join(' | ');
}
const lot = (quantity: number, more = {}) => ({
  inventory: [{ productCode: 'KTP', locationCode: 'A', quantity, futureInventoryId: 'po-1', ...more }],
});
const order = (more = {}) => ({ items: [{ lineId: 1, productCode: 'KTP', quantity: 5 }], ...more });

describe('a version in If-Match', () => {
  it.each(['"2147483648"', `"${'9'.repeat(100)}"`])('that nothing can have, %s, is stale', async (tag) => {
    for (const url of ['/v1/settings', '/v1/products/KTP', '/v1/locations/A']) {
      expect(await site.refused('PUT', url, {}, { 'if-match': tag })).toBe('STALE_VERSION');
    }
  });
});

describe('a text that no store can keep', () => {
  it('is refused where it stands', async () => {
    expect(await refusal('POST', '/v1/orders', order({ externalOrderId: 'a\u0000b' }))).toBe(
      'INVALID_REQUEST | externalOrderId wrong_format',
    );
    const items = [{ lineId: 1, productCode: 'KTP\ud800', quantity: 5 }];
    expect(await refusal('POST', '/v1/orders', { items })).toBe(
      'INVALID_REQUEST | items[0].productCode wrong_format',
    );
    expect(await refusal('GET', '/v1/webhooks/%00')).toBe('INVALID_REQUEST | webhookId wrong_format');
  });

  it('is not an emoji', async () => {
    expect((await site.ask('PUT', '/v1/products/%F0%9F%98%80', {})).productCode).toBe('😀');
  });
});

describe('a day outside the years 1 to 9999', () => {
  it.each(['0000-01-01', '0001-01-01T00:00:00+14:00', '9999-12-31T23:00:00-14:00'])(
    '%s is refused',
    async (date) => {
      const told = (path: string) => `CONTRADICTORY_REQUEST | ${path} out_of_range`;
      expect(await refusal('POST', '/v1/inventory/refresh', lot(3, { deliveryDate: date }))).toBe(
        told('inventory[0].deliveryDate'),
      );
      await site.ask('POST', '/v1/inventory/refresh', lot(3, { deliveryDate: '2026-05-10' }));
      expect(await refusal('PATCH', '/v1/future-inventory/po-1', { deliveryDate: date })).toBe(
        told('deliveryDate'),
      );
      const items = [{ lineId: 1, productCode: 'KTP', quantity: 1, backorderReleaseDate: date }];
      expect(await refusal('POST', '/v1/orders', { items })).toBe(told('items[0].backorderReleaseDate'));
    },
  );
});

describe('a number in a path or query', () => {
  it.each(['0x3e9', '1e3', '%201', '', '1.0', '-1'])('is digits, not "%s"', async (number) => {
    expect(await refusal('GET', `/v1/shipments?after=${number}`)).toMatch(/^\w+ \| after \w+$/);
  });
});

/** What the refusal of a request says of its faults, as `CODE path code: message`. */
async function words(...request: Parameters<SiteService['send']>): Promise<string> {
  const { code, errors = [] } = problemIn(await site.send(...request));
  return [code, ...errors.map((fault) => `${fault.path} ${fault.code}: ${fault.message}`)].join(' | ');
}

describe('a number outside its range in a path or query', () => {
  it.each([
    ['/v1/products?limit=0', 'limit too_small: must be at least 1'],
    ['/v1/products?limit=1000000', 'limit too_large: must be at most 1000'],
    ['/v1/events?after=-1', 'after too_small: must be at least 0'],
    ['/v1/shipments?after=-1', 'after too_small: must be at least 0'],
    ['/v1/shipments/99999999999999999999', 'shipmentNumber too_large: must be at most 9007199254740991'],
    [`/v1/events?after=${'9'.repeat(400)}`, 'after too_large: must be at most 9007199254740991'],
  ])('%s names the limit', async (url, told) => {
    expect(await words('GET', url)).toBe(`CONTRADICTORY_REQUEST | ${told}`);
  });

  it('is still no number where it is not written as one', async () => {
    expect(await words('GET', '/v1/products?limit=ten')).toBe(
      'INVALID_REQUEST | limit wrong_type: must be a whole number',
    );
  });
});

describe('the address of a webhook', () => {
  it.each(['ftp://shop.example/x', 'nowhere'])('is http or https, not %s', async (url) => {
    expect(await words('POST', '/v1/webhooks', { url, secret: 'x'.repeat(16) })).toBe(
      'INVALID_REQUEST | url wrong_format: must be an http or https URL',
    );
  });
});

describe('a header of a write', () => {
  it('that is an empty Idempotency-Key is refused, as a malformed one is', async () => {
    for (const key of ['', ' ', 'two words']) {
      expect(await site.refused('PUT', '/v1/settings', {}, { 'idempotency-key': key })).toBe(
        'INVALID_REQUEST',
      );
    }
  });

  it('that is an empty X-Site means the default site', async () => {
    expect((await site.send('GET', '/v1/settings', undefined, { 'x-site': '' })).statusCode).toBe(200);
    const long = await site.send('GET', '/v1/settings', undefined, { 'x-site': 'x'.repeat(201) });
    expect(long.statusCode).toBe(400);
  });

  it('with another version than the body makes the write contradictory, whichever is current', async () => {
    for (const [header, version] of [[0, 9] as const, [9, 0] as const]) {
      const headers = { 'if-match': `"${header}"` };
      expect(await site.refused('PUT', '/v1/settings', { version }, headers)).toBe('CONTRADICTORY_REQUEST');
    }
  });
});

describe('a list with fewer rows than it must have', () => {
  it('is told in the singular where it is one', async () => {
    expect(await words('POST', '/v1/inventory/refresh', { inventory: [] })).toBe(
      'CONTRADICTORY_REQUEST | inventory too_small: must have at least 1 row',
    );
  });
});

describe('a version that is not the current one', () => {
  it('is named in the refusal', async () => {
    const { detail } = problemIn(await site.send('PUT', '/v1/settings', {}, { 'if-match': '"99"' }));
    expect(detail).toBe('the version of the settings is not 99');
  });
});

describe('a command that needs no words', () => {
  it('takes no body or an empty object, and no field', async () => {
    await site.ask('PUT', '/v1/products/KTP', { outOfStockBehavior: 'AllowBackOrder' });
    const { shipments } = await site.ask('POST', '/v1/orders', order());
    const url = `/v1/shipments/${shipments[0].shipmentNumber}`;
    expect((await site.ask('POST', `${url}/hold`)).onHold).toBe(true);
    expect(await refusal('POST', `${url}/cancel`, { reason: 'x' })).toBe(
      'INVALID_REQUEST | reason unknown_field',
    );
    expect((await site.ask('POST', `${url}/cancel`, {})).shipmentStatus).toBe('CANCELED');
    expect((await site.ask('POST', '/v1/release-runs')).counts.tried).toBe(0);
  });
});

describe('a resource with parameters in its path', () => {
  it('says which methods it has', async () => {
    const reply = await site.send('DELETE', '/v1/shipments/1001');
    expect([reply.statusCode, reply.headers.allow]).toEqual([405, 'GET, HEAD']);
    expect((await site.send('DELETE', '/v1/shipments/1001/nothing')).statusCode).toBe(404);
  });

  it('has codes as long as codes may be', async () => {
    const code = '😀'.repeat(100);
    await site.ask('PUT', `/v1/products/${encodeURIComponent(code)}`, { backorderDays: 4 });
    expect((await site.ask('GET', `/v1/products/${encodeURIComponent(code)}`)).backorderDays).toBe(4);
  });
});

describe('the catalogue', () => {
  it('answers one product or location as itself, with its ETag', async () => {
    const product = await site.send('PUT', '/v1/products/KTP', {});
    expect([product.headers.etag, ProductView.parse(product.json()).version]).toEqual(['"1"', 1]);
    const location = await site.send('PUT', '/v1/locations/A', { cost: 2 });
    expect([location.headers.etag, LocationView.parse(location.json()).cost]).toEqual(['"1"', 2]);
    expect(await site.ask('GET', '/v1/locations/A')).toEqual(location.json());
    expect(await site.refused('GET', '/v1/locations/B')).toBe('NOT_FOUND');
  });

  it('pages locations as it pages products', async () => {
    const locations = ['A', 'B', 'C'].map((locationCode) => ({ locationCode }));
    await site.ask('PUT', '/v1/locations', { locations });
    const first = await site.ask('GET', '/v1/locations?limit=2');
    expect([first.items.length, first.next]).toEqual([2, 'B']);
    const rest = await site.ask('GET', `/v1/locations?limit=2&after=${first.next}`);
    expect([rest.items[0].locationCode, rest.next]).toEqual(['C', null]);
  });

  it('refuses a cursor that no page gave', async () => {
    expect(await refusal('GET', '/v1/inventory?after=A')).toBe('INVALID_REQUEST | after wrong_format');
  });
});

describe('a lot', () => {
  const url = '/v1/future-inventory/po-1';
  beforeEach(() => site.ask('POST', '/v1/inventory/refresh', lot(3, { deliveryDate: '2026-05-10' })));

  it('keeps its date where a row names it without one, and loses it to null', async () => {
    await site.ask('POST', '/v1/inventory/refresh', lot(4));
    await site.ask('POST', '/v1/inventory/adjust', lot(2));
    expect(await site.ask('GET', url)).toMatchObject({ deliveryDate: '2026-05-10', quantity: 6 });
    await site.ask('POST', '/v1/inventory/refresh', lot(4, { deliveryDate: null }));
    expect(await site.ask('GET', url)).toMatchObject({ deliveryDate: null, quantity: 4 });
  });

  it('that is changed to what it is stays as it is, and nobody is told', async () => {
    const before = LotView.parse(await site.ask('GET', url));
    const told = (await site.ask('GET', '/v1/events')).items.length;
    expect(await site.ask('PATCH', url, {})).toEqual(before);
    expect(await site.ask('PATCH', url, { quantity: 3, deliveryDate: '2026-05-10' })).toEqual(before);
    expect((await site.ask('GET', '/v1/events')).items).toHaveLength(told);
  });

  it('that has come cannot be announced again, and says so', async () => {
    await site.ask('POST', '/v1/inventory/receipts', { receipts: [{ futureInventoryId: 'po-1' }] });
    const { code, detail } = problemIn(await site.send('POST', '/v1/inventory/refresh', lot(3)));
    expect([code, detail]).toEqual([
      'TRANSITION_NOT_ALLOWED',
      'inventory[0].futureInventoryId: lot po-1 of KTP at A has been received or canceled',
    ]);
  });

  it('of another product is another lot of its id', async () => {
    await site.ask('POST', '/v1/inventory/refresh', lot(4, { productCode: 'KTP2' }));
    expect(await site.ask('GET', `${url}?productCode=KTP`)).toMatchObject({ quantity: 3 });
    expect(await site.ask('GET', `${url}?productCode=KTP2`)).toMatchObject({ quantity: 4 });
  });

  it('needs an id where what it is makes none', async () => {
    const productCode = 'x'.repeat(195);
    const row = { productCode, locationCode: 'A', quantity: 1, deliveryDate: '2026-05-10' };
    expect(await refusal('POST', '/v1/inventory/refresh', { inventory: [row] })).toBe(
      'CONTRADICTORY_REQUEST | inventory[0].futureInventoryId required',
    );
  });
});

describe('an order', () => {
  it('to be sent home names no pickup location', async () => {
    expect(await refusal('POST', '/v1/orders', order({ pickupLocationCode: 'A' }))).toBe(
      'CONTRADICTORY_REQUEST | pickupLocationCode not_allowed',
    );
  });

  it('costs no more cents than can be counted', async () => {
    const items = Array.from({ length: 10_000 }, (_, index) => ({
      lineId: index,
      productCode: 'KTP',
      quantity: 1,
      amounts: { item: 1_000_000_000_000 },
    }));
    expect(await refusal('POST', '/v1/orders', { items })).toBe('CONTRADICTORY_REQUEST | amounts too_large');
  });
});

describe('the documentation', () => {
  it('has the headers that a site takes', async () => {
    const { paths } = (await site.send('GET', '/openapi.json')).json();
    const names = (operation: { parameters?: { in: string; name: string }[] }) =>
      (operation.parameters ?? []).filter((each) => each.in === 'header').map((each) => each.name);
    expect(names(paths['/v1/settings'].get)).toEqual(['x-site']);
    expect(names(paths['/v1/settings'].put)).toEqual(['x-site', 'idempotency-key', 'if-match']);
  });
});
