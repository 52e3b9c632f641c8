import type { CalendarDate } from '../../domain/calendar.ts';
import type { Settings } from '../../domain/settings.ts';
import { compareCurrent, compareLots, type FutureLot, type Snapshot } from '../../domain/snapshot.ts';
import type { CurrentInventory } from '../../domain/stock.ts';

/** The end of the calendar: every dated lot lies before it. */
const END_OF_TIME = '9999-12-31' as CalendarDate;

/** The same question with other settings. */
export function withSettings(snapshot: Snapshot, changes: Partial<Settings>): Snapshot {
  return { ...snapshot, settings: { ...snapshot.settings, ...changes } };
}

/**
 * How much could be released at all: the question by quantity, with no line kept together with another and the
 * fewest units left behind.
 */
export function asFullestRelease(snapshot: Snapshot): Snapshot {
  const items = snapshot.shipment.items.map((line) => ({ ...line, itemDependency: null }));
  const question = withSettings(snapshot, {
    partialRelease: 'quantity',
    objective: { mode: 'lexicographic' },
  });
  return { ...question, shipment: { ...snapshot.shipment, items } };
}

/** The same question with a Future Date Limit that ends on another day. */
export function withLastFutureDay(snapshot: Snapshot, lastFutureDay: CalendarDate): Snapshot {
  return { ...snapshot, lastFutureDay };
}

/** The same question with the product's future switch on for some lines. */
export function withProductsEnabled(snapshot: Snapshot, products: ReadonlySet<string>): Snapshot {
  const items = snapshot.shipment.items.map((line) =>
    products.has(line.productCode) ? { ...line, allowsFutureAllocate: true } : line,
  );
  return { ...snapshot, shipment: { ...snapshot.shipment, items } };
}

/** Every dated lot that is not overdue counts: both switches on, no limit. */
export function withEveryDate(snapshot: Snapshot): Snapshot {
  const products = new Set(snapshot.shipment.items.map((line) => line.productCode));
  const enabled = withSettings(withProductsEnabled(snapshot, products), {
    futureInventoryEnabled: true,
  });
  return withLastFutureDay(enabled, END_OF_TIME);
}

/** A pickup as if every active location could serve it. */
export function withEveryLocation(snapshot: Snapshot): Snapshot {
  return {
    ...snapshot,
    shipment: { ...snapshot.shipment, shipmentType: 'STH' },
    locations: snapshot.locations.map((location) => ({
      ...location,
      directShip: true,
    })),
  };
}

/** The same question with units added to current inventory, at the location and product of each row. */
export function withMoreCurrent(snapshot: Snapshot, rows: readonly CurrentInventory[]): Snapshot {
  const byKey = new Map<string, CurrentInventory>();
  for (const row of [...snapshot.currentInventory, ...rows]) {
    const key = JSON.stringify([row.locationCode, row.productCode]);
    const known = byKey.get(key);
    const available = Math.max(0, known?.available ?? 0) + Math.max(0, row.available);
    byKey.set(key, known === undefined ? row : { ...known, available });
  }
  return { ...snapshot, currentInventory: [...byKey.values()].sort(compareCurrent) };
}

/** The same question with more lots. */
export function withMoreFuture(snapshot: Snapshot, lots: readonly FutureLot[]): Snapshot {
  return {
    ...snapshot,
    futureLots: [...snapshot.futureLots, ...lots].sort(compareLots),
  };
}

/**
 * The same question asked on a later day, if nothing changes but time: lots dated up to that day, and not
 * overdue today, have arrived at their locations.
 *
 * @param lastFutureDay the last day of the limit as seen from that day
 */
export function onDay(snapshot: Snapshot, today: CalendarDate, lastFutureDay: CalendarDate): Snapshot {
  const arrived = snapshot.futureLots.filter(
    (lot) => lot.deliveryDay >= snapshot.today && lot.deliveryDay <= today,
  );
  const later = { ...snapshot, today, lastFutureDay };
  return withMoreCurrent(
    {
      ...later,
      futureLots: snapshot.futureLots.filter((lot) => lot.deliveryDay > today),
    },
    arrived.map(({ locationCode, productCode, available, unitCost }) => ({
      locationCode,
      productCode,
      available,
      unitCost,
    })),
  );
}
