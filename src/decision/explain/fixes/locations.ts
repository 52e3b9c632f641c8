import { compareCodes, type LocationCode, type ProductCode } from '../../../domain/ids.ts';
import type { Line } from '../../../domain/shipment.ts';
import type { Snapshot } from '../../../domain/snapshot.ts';
import type { Location } from '../../../domain/stock.ts';
import { unitsToPromise } from '../../../formulation/eligibility/available.ts';
import { EFFORT } from '../effort.ts';
import type { Inquiry } from '../inquiry.ts';
import { neededOf } from './needed.ts';
import type { OwnFix } from './own-fix.ts';

type OpenedLocation = Extract<OwnFix, { kind: 'OPEN_LOCATION' }>['locations'][number];
type Allowed = Extract<OwnFix, { kind: 'ALLOW_LOCATION' }>['lines'][number];

/** Units of each product at each location, now or at any time. */
function unitsAt({ currentInventory, futureLots }: Snapshot): Map<LocationCode, Map<ProductCode, number>> {
  const units = new Map<LocationCode, Map<ProductCode, number>>();
  for (const { locationCode, productCode, available } of [...currentInventory, ...futureLots]) {
    const here = units.get(locationCode) ?? new Map<ProductCode, number>();
    units.set(locationCode, here);
    here.set(productCode, (here.get(productCode) ?? 0) + unitsToPromise(available));
  }
  return units;
}

/** Things with units behind them, most first, then in the order they had. */
function mostFirst<Item>(items: readonly Item[], unitsOf: (item: Item) => number): Item[] {
  return items
    .map((item) => ({ item, units: unitsOf(item) }))
    .filter(({ units }) => units > 0)
    .sort((a, b) => b.units - a.units)
    .slice(0, EFFORT.mostSwitches.value)
    .map(({ item }) => item);
}

/** The switches of a location that keep it from serving the shipment. */
function closedSwitches(
  { active, directShip, pickup }: Location,
  isPickup: boolean,
): OpenedLocation['switches'] {
  const switches: OpenedLocation['switches'] = [];
  if (!active) switches.push('active');
  if (!isPickup && !directShip) switches.push('directShip');
  if (isPickup && !pickup) switches.push('pickup');
  return switches;
}

/** The attempt with switches of locations on. */
export function withOpened(snapshot: Snapshot, opened: readonly OpenedLocation[]): Snapshot {
  const byCode = new Map(opened.map(({ locationCode, switches }) => [locationCode, switches]));
  const locations = snapshot.locations.map((location) => {
    const switches = byCode.get(location.locationCode) ?? [];
    return { ...location, ...Object.fromEntries(switches.map((name) => [name, true])) };
  });
  return { ...snapshot, locations };
}

/** Locations that would serve the shipment if they were switched on. */
export function closedLocations({ locations, shipment }: Snapshot): OpenedLocation[] {
  const isPickup = shipment.shipmentType === 'BOPIS';
  return locations
    .filter(({ locationCode }) => !isPickup || locationCode === shipment.fulfillmentLocationCode)
    .map((location) => ({
      locationCode: location.locationCode,
      switches: closedSwitches(location, isPickup),
    }))
    .filter(({ switches }) => switches.length > 0);
}

/** Switching locations on, from which none can be left out. */
export async function openLocations(inquiry: Inquiry): Promise<OwnFix[]> {
  const closed = closedLocations(inquiry.snapshot);
  if (closed.length === 0 || !inquiry.couldGoFromElsewhere) return [];
  const units = unitsAt(inquiry.snapshot);
  const tried = mostFirst(closed, ({ locationCode }) =>
    [...(units.get(locationCode)?.values() ?? [])].reduce((sum, here) => sum + here, 0),
  );
  const needed = await neededOf(tried, (some) =>
    inquiry.isReleased({ rewrite: (snapshot) => withOpened(snapshot, some) }),
  );
  needed.sort((a, b) => compareCodes(a.locationCode, b.locationCode));
  return needed.length === 0 ? [] : [{ kind: 'OPEN_LOCATION', locations: needed }];
}

/** The locations that a line's two lists name. */
export function exclusionsOf({
  lineId,
  excludedLocationCodes,
  excludedFutureLocationCodes,
}: Line): Allowed[] {
  const codes = new Set([...excludedLocationCodes, ...excludedFutureLocationCodes]);
  return [...codes].sort(compareCodes).map((locationCode) => ({ lineId, locationCode }));
}

/** The attempt with locations off the lists of lines. */
export function withAllowed(snapshot: Snapshot, allowed: readonly Allowed[]): Snapshot {
  const items = snapshot.shipment.items.map((line) => {
    const codes = new Set(
      allowed.filter(({ lineId }) => lineId === line.lineId).map((row) => row.locationCode),
    );
    if (codes.size === 0) return line;
    return {
      ...line,
      excludedLocationCodes: line.excludedLocationCodes.filter((code) => !codes.has(code)),
      excludedFutureLocationCodes: line.excludedFutureLocationCodes.filter((code) => !codes.has(code)),
    };
  });
  return { ...snapshot, shipment: { ...snapshot.shipment, items } };
}

/** Locations that lines exclude, taken off their lists; none can be left out. */
export async function allowLocations(inquiry: Inquiry): Promise<OwnFix[]> {
  if (!inquiry.couldGoFromElsewhere) return [];
  const lines = inquiry.snapshot.shipment.items.filter((line) => line.manageStock);
  const products = new Map(lines.map((line) => [line.lineId, line.productCode]));
  const excluded = lines.flatMap(exclusionsOf);
  if (excluded.length === 0) return [];
  const units = unitsAt(inquiry.snapshot);
  const tried = mostFirst(
    excluded,
    ({ lineId, locationCode }) => units.get(locationCode)?.get(products.get(lineId)!) ?? 0,
  );
  const needed = await neededOf(tried, (some) =>
    inquiry.isReleased({ rewrite: (snapshot) => withAllowed(snapshot, some) }),
  );
  needed.sort((a, b) => a.lineId - b.lineId || compareCodes(a.locationCode, b.locationCode));
  return needed.length === 0 ? [] : [{ kind: 'ALLOW_LOCATION', lines: needed }];
}
