import { describe, expect, it } from 'vitest';
import type { CalendarDate } from '../../src/domain/calendar.ts';
import type { FutureInventoryId, ItemDependency, ProductCode } from '../../src/domain/ids.ts';
import { Product, SiteLocation } from '../../src/domain/site/catalogue.ts';
import { SiteSettings } from '../../src/domain/site/settings.ts';
import type { LotRow } from '../../src/domain/site/stock.ts';
import { type AttemptContext, attemptRequest } from '../../src/routing/attempt-request.ts';
import { at, item, NOW, shipment } from '../release/shipments.ts';

const lot = (id: string, changes: Partial<LotRow> = {}): LotRow => ({
  futureInventoryId: id as FutureInventoryId,
  locationCode: at('A'),
  productCode: 'KTP' as ProductCode,
  deliveryDate: '2026-05-10' as CalendarDate,
  quantity: 8,
  allocated: 3,
  unitCost: 1,
  status: 'EXPECTED',
  version: 1,
  ...changes,
});

const context = (changes: Partial<AttemptContext> = {}): AttemptContext => ({
  settings: SiteSettings.parse({}),
  locations: [],
  full: new Set(),
  stock: { current: [], lots: [] },
  products: new Map(),
  now: NOW,
  timeLimitMs: 2000,
  explain: 'full',
  ...changes,
});

const products = (...list: object[]) =>
  new Map(list.map((each) => Product.parse(each)).map((product) => [product.productCode, product]));

describe('the request of an attempt', () => {
  it('states the records of the site as an attempt takes them', () => {
    const line = item(4, 'KTP', 5, {
      allowsFutureAllocate: false,
      itemDependency: 'set' as ItemDependency,
      excludedLocationCodes: [at('C')],
      excludedFutureLocationCodes: [at('D')],
    });
    const request = attemptRequest(
      shipment({
        items: [line],
        itemDependencies: (['set', 'gone'] as ItemDependency[]).map((itemDependency) => ({
          itemDependency,
          ship: 'together',
        })),
      }),
      context({
        settings: SiteSettings.parse({
          timeZone: 'America/Chicago',
          futureInventoryEnabled: true,
          futureDateLimit: { unit: 'weeks', quantity: 2 },
          useCurrentInventory: false,
          useFutureBeforeCurrent: true,
          maxFulfillingLocations: 3,
          maxSplitItemLocations: 2,
          maxChildShipments: 4,
        }),
        locations: [SiteLocation.parse({ locationCode: 'A', cost: 4, pickup: false })],
        stock: {
          current: [
            {
              locationCode: at('A'),
              productCode: 'KTP' as ProductCode,
              onHand: 20,
              allocated: 5,
              pending: 2,
              safetyStock: 1,
              unitCost: 0.5,
            },
          ],
          lots: [lot('po')],
        },
      }),
    );
    expect(request).toEqual({
      asOf: NOW,
      timeZone: 'America/Chicago',
      settings: {
        futureInventoryEnabled: true,
        futureDateLimit: { unit: 'weeks', quantity: 2 },
        partialRelease: 'none',
        useCurrentInventory: false,
        useFutureBeforeCurrent: true,
        maxFulfillingLocations: 3,
        maxSplitItemLocations: 2,
        maxChildShipments: 4,
        objective: { mode: 'lexicographic' },
      },
      shipment: {
        shipmentNumber: 1001,
        shipmentType: 'STH',
        fulfillmentLocationCode: null,
        itemDependencies: [{ itemDependency: 'set', ship: 'together' }],
        items: [
          {
            lineId: 4,
            productCode: 'KTP',
            quantity: 5,
            allowsFutureAllocate: false,
            manageStock: true,
            itemDependency: 'set',
            excludedLocationCodes: ['C'],
            excludedFutureLocationCodes: ['D'],
          },
        ],
      },
      locations: [{ locationCode: 'A', cost: 4, active: true, directShip: true, pickup: false }],
      inventory: [{ locationCode: 'A', productCode: 'KTP', available: 12, unitCost: 0.5 }],
      futureInventory: [
        {
          futureInventoryId: 'po',
          locationCode: 'A',
          productCode: 'KTP',
          deliveryDate: '2026-05-10',
          available: 5,
          unitCost: 1,
        },
      ],
      limits: { timeLimitMs: 2000 },
      explain: 'full',
    });
  });

  const partial = (releaseBackorderJob: object, asked?: 'quantity') =>
    attemptRequest(shipment(), context({ settings: SiteSettings.parse({ releaseBackorderJob }) }), asked)
      .settings.partialRelease;

  it('allows a partial release only where the site has switched it on', () => {
    expect(partial({ partialReleaseType: 'quantity' })).toBe('none');
    expect(partial({ partialReleaseEnabled: true, partialReleaseType: 'quantity' })).toBe('quantity');
    expect(partial({ partialReleaseEnabled: true })).toBe('line');
  });

  it('allows the partial release that is asked for, whatever the site has set', () => {
    expect(partial({}, 'quantity')).toBe('quantity');
  });

  it('names the place of a pickup, and none for a shipment that a location sends', () => {
    const placeOf = (shipmentType: 'STH' | 'BOPIS') =>
      attemptRequest(shipment({ shipmentType, fulfillmentLocationCode: at('B') }), context()).shipment
        .fulfillmentLocationCode;
    expect(placeOf('BOPIS')).toBe('B');
    expect(placeOf('STH')).toBeNull();
  });

  it('has each lot cost what the dearest of its location, product and day costs', () => {
    const lots = [
      lot('a', { unitCost: 1 }),
      lot('b', { unitCost: 3 }),
      lot('c', { unitCost: 2 }),
      lot('at another location', { unitCost: 0, locationCode: at('B') }),
      lot('of another product', { unitCost: 0, productCode: 'KTP2' as ProductCode }),
      lot('on another day', { unitCost: 0, deliveryDate: '2026-05-11' as CalendarDate }),
    ];
    const request = attemptRequest(shipment(), context({ stock: { current: [], lots } }));
    expect(request.futureInventory.map(({ unitCost }) => unitCost)).toEqual([3, 3, 3, 0, 0, 0]);
  });

  it('takes from the product as it is now what the line does not say', () => {
    const ask = (allowsFutureAllocate: boolean | null, product: object) =>
      attemptRequest(
        shipment({ items: [item(1, 'KTP', 5, { allowsFutureAllocate })] }),
        context({ products: products({ productCode: 'KTP', ...product }) }),
      ).shipment.items[0];
    expect(ask(null, { futureInventoryEnabled: true })).toMatchObject({ allowsFutureAllocate: true });
    expect(ask(null, {})).toMatchObject({ allowsFutureAllocate: false, manageStock: true });
    expect(ask(false, { futureInventoryEnabled: true })).toMatchObject({ allowsFutureAllocate: false });
    expect(ask(true, {})).toMatchObject({ allowsFutureAllocate: true });
    expect(ask(null, { manageStock: false })).toMatchObject({ manageStock: false });
  });

  it('promises no lots of a product that nobody has entered', () => {
    const [line] = attemptRequest(
      shipment({ items: [item(1, 'KTP', 5, { allowsFutureAllocate: null })] }),
      context(),
    ).shipment.items;
    expect(line).toMatchObject({ allowsFutureAllocate: false, manageStock: true });
  });
});
