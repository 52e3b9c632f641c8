import type { CalendarDate } from './calendar.ts';
import { compareCodes, type FutureInventoryId, type LocationCode, type ProductCode } from './ids.ts';
import type { Settings } from './settings.ts';
import type { Shipment } from './shipment.ts';
import type { CurrentInventory, Location } from './stock.ts';

/** A dated delivery whose day is known. */
export interface FutureLot {
  readonly futureInventoryId: FutureInventoryId;
  readonly locationCode: LocationCode;
  readonly productCode: ProductCode;
  /** The site's calendar day on which it arrives. */
  readonly deliveryDay: CalendarDate;
  readonly available: number;
  readonly unitCost: number;
}

/**
 * Everything one attempt looks at, in the written order, so that the same question has the same answer
 * however its arrays came: lines by id; locations by code; current stock by location, product; lots by
 * location, day, product, id. Stock of products that the shipment does not want is left out.
 */
export interface Snapshot {
  /** The attempt's day at the site. */
  readonly today: CalendarDate;
  /** The last day of the Future Date Limit, inclusive. */
  readonly lastFutureDay: CalendarDate;
  readonly settings: Settings;
  readonly shipment: Shipment;
  /** Those given and those named only in stock rows of wanted products or as the pickup location. */
  readonly locations: readonly Location[];
  readonly currentInventory: readonly CurrentInventory[];
  readonly futureLots: readonly FutureLot[];
}

/** The written order of lots: by location, day, product, id. */
export function compareLots(a: FutureLot, b: FutureLot): number {
  return (
    compareCodes(a.locationCode, b.locationCode) ||
    compareCodes(a.deliveryDay, b.deliveryDay) ||
    compareCodes(a.productCode, b.productCode) ||
    compareCodes(a.futureInventoryId, b.futureInventoryId)
  );
}

/** The written order of current stock: by location, product. */
export function compareCurrent(a: CurrentInventory, b: CurrentInventory): number {
  return compareCodes(a.locationCode, b.locationCode) || compareCodes(a.productCode, b.productCode);
}
