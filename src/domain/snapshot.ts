import { type CalendarDate, calendarDayOf, lastDayOfLimit } from './calendar.ts';
import { findContradictions } from './contradictions.ts';
import { InputError } from './faults.ts';
import { compareCodes, type FutureInventoryId, type LocationCode, type ProductCode } from './ids.ts';
import type { OptimizeRequest } from './optimize-request.ts';
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
  /** Those given and those named only in stock rows or as the pickup location. */
  readonly locations: readonly Location[];
  readonly currentInventory: readonly CurrentInventory[];
  readonly futureLots: readonly FutureLot[];
}

/** The locations the request knows, by code; one that only a row names gets the defaults. */
function knownLocations(request: OptimizeRequest): Location[] {
  const byCode = new Map<LocationCode, Location>();
  for (const location of request.locations) byCode.set(location.locationCode, location);
  const imply = (locationCode: LocationCode) => {
    if (!byCode.has(locationCode)) {
      byCode.set(locationCode, {
        locationCode,
        cost: 0,
        active: true,
        directShip: true,
        pickup: true,
      });
    }
  };
  for (const row of request.inventory) imply(row.locationCode);
  for (const row of request.futureInventory) imply(row.locationCode);
  if (request.shipment.fulfillmentLocationCode) imply(request.shipment.fulfillmentLocationCode);
  return [...byCode.values()].sort((a, b) => compareCodes(a.locationCode, b.locationCode));
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

function wantedLots(request: OptimizeRequest, wanted: ReadonlySet<ProductCode>): FutureLot[] {
  const lots: FutureLot[] = [];
  for (const row of request.futureInventory) {
    if (row.deliveryDate === null || !wanted.has(row.productCode)) continue;
    const { deliveryDate, ...rest } = row;
    lots.push({
      ...rest,
      deliveryDay: calendarDayOf(deliveryDate, request.timeZone),
    });
  }
  return lots.sort(compareLots);
}

/**
 * The ordered, dated view of a request.
 *
 * @param request a parsed request
 * @param now the clock's instant, ISO 8601, used where the request has no `asOf`
 * @throws InputError `contradictory` with every contradiction and its path
 */
export function takeSnapshot(request: OptimizeRequest, now: string): Snapshot {
  const faults = findContradictions(request);
  if (faults.length > 0) throw new InputError('contradictory', faults);
  const today = calendarDayOf(request.asOf ?? now, request.timeZone);
  const wanted = new Set(request.shipment.items.map((line) => line.productCode));
  const items = [...request.shipment.items].sort((a, b) => a.lineId - b.lineId);
  return {
    today,
    lastFutureDay: lastDayOfLimit(today, request.settings.futureDateLimit),
    settings: request.settings,
    shipment: { ...request.shipment, items },
    locations: knownLocations(request),
    currentInventory: request.inventory
      .filter((row) => wanted.has(row.productCode))
      .sort(
        (a, b) => compareCodes(a.locationCode, b.locationCode) || compareCodes(a.productCode, b.productCode),
      ),
    futureLots: wantedLots(request, wanted),
  };
}
