import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { FutureDateLimit } from '../../src/domain/calendar.ts';
import { LineId, LocationCode, ShipmentNumber } from '../../src/domain/ids.ts';
import { OptimizeRequest } from '../../src/domain/optimize-request.ts';
import { Available, Cost, Quantity } from '../../src/domain/quantity.ts';
import { Objective, Settings } from '../../src/domain/settings.ts';
import { Product, SiteLocation } from '../../src/domain/site/catalogue.ts';
import { Amounts, NO_AMOUNTS, totalOf } from '../../src/domain/site/money.ts';
import { OrderRequest } from '../../src/domain/site/order.ts';
import { SiteSettings } from '../../src/domain/site/settings.ts';

const line = { lineId: 1, productCode: 'KTP', quantity: 5 };

describe('what a caller leaves out', () => {
  it('of an attempt is off, neutral, or the default of the field', () => {
    expect(OptimizeRequest.parse({ shipment: { shipmentNumber: 1, items: [line] } })).toEqual({
      timeZone: 'UTC',
      settings: {
        futureInventoryEnabled: false,
        futureDateLimit: { unit: 'days', quantity: 30 },
        partialRelease: 'none',
        useCurrentInventory: true,
        useFutureBeforeCurrent: false,
        maxFulfillingLocations: null,
        maxSplitItemLocations: null,
        maxChildShipments: null,
        objective: { mode: 'lexicographic' },
      },
      shipment: {
        shipmentNumber: 1,
        shipmentType: 'STH',
        fulfillmentLocationCode: null,
        itemDependencies: [],
        items: [
          {
            ...line,
            allowsFutureAllocate: true,
            manageStock: true,
            itemDependency: null,
            excludedLocationCodes: [],
            excludedFutureLocationCodes: [],
          },
        ],
      },
      locations: [],
      inventory: [],
      futureInventory: [],
      limits: { timeLimitMs: 1000 },
      explain: 'full',
    });
  });

  it('of stock costs nothing', () => {
    const at = { locationCode: 'A', productCode: 'KTP', available: 1 };
    const request = OptimizeRequest.parse({
      shipment: { shipmentNumber: 1, items: [line] },
      locations: [{ locationCode: 'A' }],
      inventory: [at],
      futureInventory: [{ ...at, futureInventoryId: 'po', deliveryDate: null }],
    });
    expect(request.locations).toEqual([
      { locationCode: 'A', cost: 0, active: true, directShip: true, pickup: true },
    ]);
    expect(request.inventory[0]!.unitCost).toBe(0);
    expect(request.futureInventory[0]!.unitCost).toBe(0);
  });

  it('of weights is 0', () => {
    const zero = { unfilledUnit: 0, futureUnit: 0, unitDay: 0, childShipment: 0, locationCost: 0 };
    expect(Objective.parse({ mode: 'weighted' })).toEqual({ mode: 'weighted', weights: zero });
  });

  it('of the settings of a site is off, except what a release needs', () => {
    expect(SiteSettings.parse({})).toEqual({
      timeZone: 'UTC',
      defaultBackOrderDays: null,
      paymentVoidAndReauth: false,
      futureInventoryEnabled: false,
      futureDateLimit: { unit: 'days', quantity: 30 },
      releaseBackorderJob: {
        isEnabled: false,
        interval: 30,
        partialReleaseEnabled: false,
        partialReleaseType: 'line',
      },
      releaseOnInventoryChange: true,
      newOrders: 'after-releasable',
      reserveAfterDays: null,
      partialReleaseOn: 'schedule',
      minPartialUnits: 1,
      unprovenRetryMs: 10_000,
      maxGap: null,
      overdueGraceDays: 3,
      improveFuture: true,
      improveMinDays: 1,
      freezeDays: 2,
      releasePolicy: 'first-come',
      pauseReleases: false,
      useCurrentInventory: true,
      useFutureBeforeCurrent: false,
      maxFulfillingLocations: null,
      maxSplitItemLocations: null,
      maxChildShipments: null,
      orderRouting: {
        afterActionPartial: 'ASSIGN_TO_BACKORDER',
        afterActionNone: 'ASSIGN_TO_BACKORDER',
        defaultStateChange: 'CUSTOMER_CARE',
      },
    });
  });

  it('of an order is nothing, and its routing is the site’s', () => {
    expect(OrderRequest.parse({ items: [line] })).toEqual({
      externalOrderId: null,
      shipmentType: 'STH',
      pickupLocationCode: null,
      priority: 0,
      currencyCode: 'USD',
      itemDependencies: [],
      releaseNotBefore: null,
      items: [
        {
          ...line,
          itemDependency: null,
          excludedLocationCodes: [],
          excludedFutureLocationCodes: [],
          backorderReleaseDate: null,
          amounts: NO_AMOUNTS,
        },
      ],
      amounts: NO_AMOUNTS,
      payment: null,
      routing: {},
    });
  });

  it('of the catalogue is what most products and locations are', () => {
    expect(Product.parse({ productCode: 'KTP' })).toEqual({
      productCode: 'KTP',
      outOfStockBehavior: 'DisplayMessage',
      futureInventoryEnabled: false,
      manageStock: true,
      backorderDays: null,
    });
    expect(SiteLocation.parse({ locationCode: 'A' })).toEqual({
      locationCode: 'A',
      cost: 0,
      active: true,
      directShip: true,
      pickup: true,
      maxReleasesPerDay: null,
    });
  });
});

describe('a value', () => {
  const order = (more: object) => ({ items: [line], ...more });
  const settings = (quantity: number) => ({ maxFulfillingLocations: quantity });
  const job = (interval: number) => ({ releaseBackorderJob: { interval } });
  const attempt = (timeLimitMs: number) => ({
    shipment: { shipmentNumber: 1, items: [line] },
    limits: { timeLimitMs },
  });
  const days = (quantity: number) => ({ unit: 'days', quantity });

  it.each<[string, z.ZodType, allowed: unknown[], refused: unknown[]]>([
    ['of units wanted', Quantity, [1, 1e9], [0, 1e9 + 1, 1.5, '1']],
    ['of units available', Available, [-1e9, 0, 1e9], [-1e9 - 1, 1e9 + 1, 0.5]],
    ['of a cost', Cost, [0, 0.5, 1e12], [-0.1, 1e12 + 1, Number.NaN, Number.POSITIVE_INFINITY]],
    [
      'of cents',
      Amounts,
      [{ item: 0 }, { item: 1e12 }],
      [{ item: -1 }, { item: 1e12 + 1 }, { item: 0.5 }, { other: 1 }],
    ],
    [
      'of a limit on locations',
      Settings,
      [settings(1), settings(1e6)],
      [settings(0), settings(1e6 + 1), settings(1.5)],
    ],
    ['of the minutes between two runs', SiteSettings, [job(1), job(525_600)], [job(0), job(525_601)]],
    [
      'of the Future Date Limit',
      FutureDateLimit,
      [days(0), days(36_500)],
      [days(-1), days(36_501), { unit: 'years', quantity: 1 }],
    ],
    ['of the time limit', OptimizeRequest, [attempt(1), attempt(600_000)], [attempt(0), attempt(600_001)]],
    ['of a code', LocationCode, ['A', 'x'.repeat(200), 'ü 1'], ['', 'x'.repeat(201), 'a\nb', 'a\u007f']],
    ['of a number of a shipment', ShipmentNumber, [0, 7], [-1, 0.5]],
    ['of a number of a line', LineId, [0, 7], [-1, 0.5]],
    [
      'of a currency',
      OrderRequest,
      [order({ currencyCode: 'EUR' })],
      [order({ currencyCode: 'eur' }), order({ currencyCode: 'EURO' }), order({ currencyCode: 'xEUR' })],
    ],
    [
      'of a priority',
      OrderRequest,
      [order({ priority: -1e6 }), order({ priority: 1e6 })],
      [order({ priority: -1e6 - 1 }), order({ priority: 1e6 + 1 })],
    ],
    [
      'of the lines of an order',
      OrderRequest,
      [order({})],
      [order({ items: [] }), order({ items: Array(10_001).fill(line) })],
    ],
    [
      'of the name of an order',
      OrderRequest,
      [order({ externalOrderId: 'w' })],
      [order({ externalOrderId: '' }), order({ externalOrderId: 'x'.repeat(201) })],
    ],
    [
      'of the days of a product',
      Product,
      [{ productCode: 'K', backorderDays: 0 }],
      [
        { productCode: 'K', backorderDays: -1 },
        { productCode: 'K', backorderDays: 36_501 },
      ],
    ],
  ])('%s is within its bounds', (_what, schema, allowed, refused) => {
    expect(allowed.filter((value) => !schema.safeParse(value).success)).toEqual([]);
    expect(refused.filter((value) => schema.safeParse(value).success)).toEqual([]);
  });

  it('that is to be paid adds every part, and takes the discount off', () => {
    expect(totalOf({ item: 1000, discount: 300, tax: 50, shipping: 20, handling: 7, duty: 1 })).toBe(778);
  });
});
