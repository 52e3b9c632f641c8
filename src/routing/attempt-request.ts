import type { Decision } from '../domain/decision.ts';
import type { LocationCode, ShipmentNumber } from '../domain/ids.ts';
import type { OptimizeRequest } from '../domain/optimize-request.ts';
import { MAX_QUANTITY } from '../domain/quantity.ts';
import type { ItemDependencyRule } from '../domain/shipment.ts';
import { excludedLocationsOf } from '../domain/site/blocked.ts';
import type { SiteLocation } from '../domain/site/catalogue.ts';
import type { SiteSettings } from '../domain/site/settings.ts';
import type { ShipmentItem } from '../domain/site/shipment.ts';
import { availableOf, type LotRow, type StockRow } from '../domain/site/stock.ts';
import type { FutureInventory } from '../domain/stock.ts';
import { allowsFuture, type Products, withSwitches } from './switches.ts';

/** Decides one attempt; what it answers has passed the checker. */
export type DecideAttempt = (request: OptimizeRequest) => Promise<Decision>;

/** What may be promised at one moment. */
export interface SiteStock {
  readonly current: readonly StockRow[];
  readonly lots: readonly LotRow[];
}

/** The part of a shipment that an attempt looks at. */
export interface AttemptedShipment {
  readonly shipmentNumber: ShipmentNumber;
  readonly shipmentType: 'STH' | 'BOPIS';
  readonly fulfillmentLocationCode: LocationCode | null;
  readonly itemDependencies: readonly ItemDependencyRule[];
  readonly items: readonly ShipmentItem[];
}

/** What an attempt of a site is decided with. */
export interface AttemptContext {
  readonly settings: SiteSettings;
  readonly locations: readonly SiteLocation[];
  /** Locations that have released as many as they may today: they count as not shipping. */
  readonly full: ReadonlySet<LocationCode>;
  readonly stock: SiteStock;
  /** The products of its lines, as they are now. */
  readonly products: Products;
  /** The clock's instant, ISO 8601. */
  readonly now: string;
  readonly timeLimitMs: number;
  readonly explain: OptimizeRequest['explain'];
}

/** How much of a shipment the site lets a release take. */
function partialReleaseOf({ releaseBackorderJob: job }: SiteSettings): 'none' | 'line' | 'quantity' {
  return job.partialReleaseEnabled ? job.partialReleaseType : 'none';
}

/**
 * Units as an attempt takes them. No write leaves a row beyond that; one that an earlier version has left gives as
 * much as any row may, and keeps nobody else from being tried.
 */
const withinReach = (units: number): number => Math.max(-MAX_QUANTITY, Math.min(units, MAX_QUANTITY));

/** Lots of one source must agree on their cost: the dearest speaks for all. */
function agreeOnCosts(lots: readonly LotRow[]): FutureInventory[] {
  const keyOf = (lot: LotRow) => JSON.stringify([lot.locationCode, lot.productCode, lot.deliveryDate]);
  const dearest = new Map<string, number>();
  for (const lot of lots) dearest.set(keyOf(lot), Math.max(lot.unitCost, dearest.get(keyOf(lot)) ?? 0));
  return lots.map((lot) => ({
    futureInventoryId: lot.futureInventoryId,
    locationCode: lot.locationCode,
    productCode: lot.productCode,
    deliveryDate: lot.deliveryDate,
    available: withinReach(lot.quantity - lot.allocated),
    unitCost: dearest.get(keyOf(lot))!,
  }));
}

/** A location as attempts know it; one that is full for today neither ships nor hands out. */
function locationOf(
  { locationCode, cost, active, directShip, pickup }: SiteLocation,
  full: ReadonlySet<LocationCode>,
): OptimizeRequest['locations'][number] {
  const isOpen = !full.has(locationCode);
  return { locationCode, cost, active, directShip: directShip && isOpen, pickup: pickup && isOpen };
}

/** What attempts of a site are decided with, whoever is decided. */
export function siteOf(
  { settings, locations, full, stock, now }: Omit<AttemptContext, 'products'>,
  partialRelease = partialReleaseOf(settings),
): Pick<OptimizeRequest, 'asOf' | 'timeZone' | 'settings' | 'locations' | 'inventory' | 'futureInventory'> {
  return {
    asOf: now,
    timeZone: settings.timeZone,
    settings: {
      futureInventoryEnabled: settings.futureInventoryEnabled,
      futureDateLimit: settings.futureDateLimit,
      partialRelease,
      useCurrentInventory: settings.useCurrentInventory,
      useFutureBeforeCurrent: settings.useFutureBeforeCurrent,
      maxFulfillingLocations: settings.maxFulfillingLocations,
      maxSplitItemLocations: settings.maxSplitItemLocations,
      maxChildShipments: settings.maxChildShipments,
      objective: { mode: 'lexicographic' },
    },
    locations: locations.map((location) => locationOf(location, full)),
    inventory: stock.current.map((row) => ({
      locationCode: row.locationCode,
      productCode: row.productCode,
      available: withinReach(availableOf(row)),
      unitCost: row.unitCost,
    })),
    futureInventory: agreeOnCosts(stock.lots),
  };
}

/** A shipment as an attempt looks at it, its lines as their products are now. */
export const attemptedShipment = (
  shipment: AttemptedShipment,
  products: Products,
): OptimizeRequest['shipment'] => ({
  shipmentNumber: shipment.shipmentNumber,
  shipmentType: shipment.shipmentType,
  fulfillmentLocationCode: shipment.shipmentType === 'BOPIS' ? shipment.fulfillmentLocationCode : null,
  // A group that is gone, because all its lines left or were canceled, is no group of the attempt.
  itemDependencies: shipment.itemDependencies.filter((rule) =>
    shipment.items.some((item) => item.itemDependency === rule.itemDependency),
  ),
  items: withSwitches(shipment.items, products).map((item) => ({
    lineId: item.lineId,
    productCode: item.productCode,
    quantity: item.quantity,
    allowsFutureAllocate: allowsFuture(item, products),
    manageStock: item.manageStock,
    itemDependency: item.itemDependency,
    excludedLocationCodes: [...excludedLocationsOf(item)],
    excludedFutureLocationCodes: [...item.excludedFutureLocationCodes],
  })),
});

/** The request of one attempt, from the records of a site. */
export const attemptRequest = (
  shipment: AttemptedShipment,
  context: AttemptContext,
  partialRelease = partialReleaseOf(context.settings),
): OptimizeRequest => ({
  ...siteOf(context, partialRelease),
  shipment: attemptedShipment(shipment, context.products),
  limits: { timeLimitMs: context.timeLimitMs },
  explain: context.explain,
});
