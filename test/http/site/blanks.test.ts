import { describe, expect, it } from 'vitest';
import type { SiteService } from './site-service.ts';
import { line, SWITCHES, there, withFreshSites } from './situations.ts';

let site: SiteService;
withFreshSites((fresh) => {
  site = fresh;
});

const order = (more: object, ofLine = {}) => ({ items: [line('KTP', 1, ofLine)], ...more });
const attempt = (more: object) => ({
  shipment: { shipmentNumber: 1, items: [line('KTP', 1)] },
  ...more,
});

/** Everywhere that a code or a name comes in: `[method, url, body, path of the fault]`, each with `$` for the code. */
const PLACES = [
  ['PUT', '/v1/products', { products: [{ productCode: '$' }] }, 'products[0].productCode'],
  ['PUT', '/v1/products/$', SWITCHES, 'productCode'],
  ['GET', '/v1/products/$', undefined, 'productCode'],
  ['GET', '/v1/products?after=$', undefined, 'after'],
  ['PUT', '/v1/locations', { locations: [{ locationCode: '$' }] }, 'locations[0].locationCode'],
  ['PUT', '/v1/locations/$', {}, 'locationCode'],
  ['POST', '/v1/inventory/refresh', there('$', 'A', 1), 'inventory[0].productCode'],
  ['POST', '/v1/inventory/adjust', there('KTP', '$', 1), 'inventory[0].locationCode'],
  [
    'POST',
    '/v1/inventory/refresh',
    there('KTP', 'A', 1, { futureInventoryId: '$' }),
    'inventory[0].futureInventoryId',
  ],
  [
    'POST',
    '/v1/inventory/receipts',
    { receipts: [{ futureInventoryId: '$' }] },
    'receipts[0].futureInventoryId',
  ],
  [
    'POST',
    '/v1/inventory/transfers',
    { transfers: [{ productCode: 'KTP', fromLocationCode: '$', toLocationCode: 'B', quantity: 1 }] },
    'transfers[0].fromLocationCode',
  ],
  ['GET', '/v1/inventory?productCode=$', undefined, 'productCode'],
  ['PATCH', '/v1/future-inventory/$', { quantity: 1 }, 'futureInventoryId'],
  ['POST', '/v1/orders', order({}, { productCode: '$' }), 'items[0].productCode'],
  ['POST', '/v1/orders', order({}, { itemDependency: '$' }), 'items[0].itemDependency'],
  ['POST', '/v1/orders', order({}, { excludedLocationCodes: ['$'] }), 'items[0].excludedLocationCodes[0]'],
  ['POST', '/v1/orders', order({ pickupLocationCode: '$', shipmentType: 'BOPIS' }), 'pickupLocationCode'],
  ['POST', '/v1/orders', order({ externalOrderId: '$' }), 'externalOrderId'],
  ['GET', '/v1/orders?externalOrderId=$', undefined, 'externalOrderId'],
  ['GET', '/v1/shipments?locationCode=$', undefined, 'locationCode'],
  ['POST', '/v1/release-runs', { scope: { productCodes: ['$'] } }, 'scope.productCodes[0]'],
  ['POST', '/v1/optimize', attempt({ locations: [{ locationCode: '$' }] }), 'locations[0].locationCode'],
] as const;

describe('a code with a blank at an end', () => {
  it.each(PLACES)('is refused by %s %s', async (method, url, body, path) => {
    for (const code of ['P ', ' P', 'P\u00a0', '\u3000P']) {
      const written = url.replace('$', encodeURIComponent(code));
      const sent = body && JSON.parse(JSON.stringify(body).replace('$', code));
      const reply = await site.send(method, written, sent);
      expect(reply.json(), code).toMatchObject({
        code: 'INVALID_REQUEST',
        errors: [{ path, code: 'wrong_format', message: 'must not begin or end with a blank' }],
      });
    }
  });

  it('is none where the blank stands inside', async () => {
    await site.ask('PUT', '/v1/products', { products: [{ productCode: 'P 1', ...SWITCHES }] });
    expect((await site.ask('GET', '/v1/products/P%201')).productCode).toBe('P 1');
  });
});
