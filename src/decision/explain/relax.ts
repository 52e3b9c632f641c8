import type { CalendarDate } from '../../domain/calendar.ts';
import type { FutureInventoryId, LocationCode, ProductCode } from '../../domain/ids.ts';
import { compareCurrent, compareLots, type FutureLot, type Snapshot } from '../../domain/snapshot.ts';
import type { CurrentInventory } from '../../domain/stock.ts';
import { unitsToPromise } from '../../formulation/eligibility/available.ts';
import { isOverdue } from '../../formulation/eligibility/future-inventory.ts';
import type { Gates } from './gates.ts';

/** Units more than there are: in stock now (`day` null), or in one more lot. */
export interface AddedStock {
  readonly productCode: ProductCode;
  readonly locationCode: LocationCode;
  readonly day: CalendarDate | null;
  readonly units: number;
  /** What a unit is known to cost; 0 where nobody says. */
  readonly unitCost: number;
}

/** A pickup as if every active location could serve it. */
export function withEveryLocation(snapshot: Snapshot): Snapshot {
  return {
    ...snapshot,
    shipment: { ...snapshot.shipment, shipmentType: 'STH' },
    locations: snapshot.locations.map((location) => ({ ...location, directShip: true })),
  };
}

/** The same question with the gates opened or closed. */
export function withGates(snapshot: Snapshot, gates: Gates): Snapshot {
  const { useCurrentInventory, futureInventoryEnabled, productsEnabled, lastFutureDay } = gates;
  const { shipment } = snapshot;
  const isEnabled = (code: ProductCode) => productsEnabled === 'every' || productsEnabled.has(code);
  const items = shipment.items.map((line) =>
    isEnabled(line.productCode) ? { ...line, allowsFutureAllocate: true } : line,
  );
  return onDay(
    {
      ...snapshot,
      settings: { ...snapshot.settings, useCurrentInventory, futureInventoryEnabled },
      lastFutureDay,
      shipment: { ...shipment, items },
    },
    gates,
  );
}

/** The same question after lots have arrived at their locations, and, if they have, on that later day. */
function onDay(snapshot: Snapshot, { arrivedThrough, overdueReceived }: Gates): Snapshot {
  if (arrivedThrough === null && !overdueReceived) return snapshot;
  const hasArrived = (lot: FutureLot) =>
    isOverdue(lot, snapshot) ? overdueReceived : arrivedThrough !== null && lot.deliveryDay <= arrivedThrough;
  const arrived = snapshot.futureLots.filter(hasArrived);
  const later = {
    ...snapshot,
    today: arrivedThrough ?? snapshot.today,
    futureLots: snapshot.futureLots.filter((lot) => !hasArrived(lot)),
  };
  return withMoreCurrent(
    later,
    arrived.map(({ locationCode, productCode, available, unitCost }) => ({
      locationCode,
      productCode,
      available: unitsToPromise(available),
      unitCost,
    })),
    // A receipt does not change what the site says of its stock.
    (there) => there,
  );
}

/**
 * The same question with units added to current inventory, at the location and product of each row. A row below zero is
 * made good first.
 *
 * @param costOf the one cost of a unit of a row that is there, and of what comes to it
 */
function withMoreCurrent(
  snapshot: Snapshot,
  rows: readonly CurrentInventory[],
  costOf: (there: number, more: number) => number,
): Snapshot {
  if (rows.length === 0) return snapshot;
  const byKey = new Map<string, CurrentInventory>();
  for (const row of [...snapshot.currentInventory, ...rows]) {
    const key = JSON.stringify([row.locationCode, row.productCode]);
    const known = byKey.get(key);
    if (known === undefined) byKey.set(key, row);
    else {
      const unitCost = costOf(known.unitCost, row.unitCost);
      byKey.set(key, { ...known, available: known.available + row.available, unitCost });
    }
  }
  return { ...snapshot, currentInventory: [...byKey.values()].sort(compareCurrent) };
}

/** The same question with more stock; beside stock of another cost the dearest speaks for all: no fix is promised too cheaply. */
export function withAdded(snapshot: Snapshot, added: readonly AddedStock[]): Snapshot {
  if (added.length === 0) return snapshot;
  const rowOf = ({ locationCode, productCode, units, unitCost }: AddedStock) => ({
    locationCode,
    productCode,
    available: units,
    unitCost,
  });
  const lots = added.filter(({ day }) => day !== null);
  const futureLots = lots.map(
    (row): FutureLot => ({
      ...rowOf(row),
      futureInventoryId: 'added' as FutureInventoryId,
      deliveryDay: row.day!,
    }),
  );
  return {
    ...withMoreCurrent(snapshot, added.filter(({ day }) => day === null).map(rowOf), Math.max),
    futureLots: atOneCost([...snapshot.futureLots, ...futureLots].sort(compareLots), futureLots),
  };
}

/** Lots of one location, day and product have to agree on their cost. */
function atOneCost(lots: readonly FutureLot[], added: readonly FutureLot[]): FutureLot[] {
  const keyOf = (lot: FutureLot) => JSON.stringify([lot.locationCode, lot.deliveryDay, lot.productCode]);
  const days = new Set(added.map(({ deliveryDay }) => deliveryDay));
  const dearest = new Map<string, number>();
  const isBeside = (lot: FutureLot) => days.has(lot.deliveryDay);
  for (const lot of lots) {
    if (!isBeside(lot)) continue;
    dearest.set(keyOf(lot), Math.max(lot.unitCost, dearest.get(keyOf(lot)) ?? 0));
  }
  return lots.map((lot) => (isBeside(lot) ? { ...lot, unitCost: dearest.get(keyOf(lot))! } : lot));
}
