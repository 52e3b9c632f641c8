import { availableOf, type StockAllocation } from '../../../src/domain/site/stock.ts';
import type { HeldUnits } from '../../../src/release/ports/stock.ts';
import { beyond } from '../../../src/release/promises/own-units.ts';
import { attemptRequest, type SiteStock } from '../../../src/routing/attempt-request.ts';
import { decideHere } from '../engine.ts';
import type { LawSite } from '../site.ts';
import { readAllocations, readShipments, readView, type Seen, type View } from '../view.ts';
import { standsBefore } from './waiting.ts';

/** Reasons of those who are not passed by whoever goes before them. To wait for a run, or for its decision, is none. */
const STEPS_ASIDE = ['ON_HOLD', 'NOT_BEFORE', 'PAYMENT', 'BEHIND_OTHERS', 'LOCATION_DAY_FULL'];

const isServed = ({ shipmentStatus }: Seen): boolean =>
  shipmentStatus === 'READY' || shipmentStatus === 'FUTURE';

/** What each FUTURE shipment holds, by its number. */
export type Promised = ReadonlyMap<number, readonly StockAllocation[]>;

/** What FUTURE shipments hold, to be read together with `before`. */
export async function readPromised(site: LawSite, shipments: Iterable<Seen>): Promise<Promised> {
  const numbers = [...shipments]
    .filter(({ shipmentStatus }) => shipmentStatus === 'FUTURE')
    .map(({ shipmentNumber }) => shipmentNumber);
  const held = await Promise.all(numbers.map((number) => readAllocations(site, number)));
  return new Map(numbers.map((number, index) => [number, held[index]!]));
}

/** What promises have given up that were improved: no change has freed it, and it was not there before. */
async function givenUp(site: LawSite, all: readonly Seen[], promised: Promised): Promise<HeldUnits[]> {
  const improved = all.filter((each) => isServed(each) && promised.has(each.shipmentNumber));
  const units = improved.map(async ({ shipmentNumber: number }) =>
    beyond(promised.get(number)!, await readAllocations(site, number)),
  );
  return (await Promise.all(units)).flat();
}

const unitsAt = (rows: readonly HeldUnits[], of: Omit<HeldUnits, 'quantity'>): number =>
  rows
    .filter(
      (row) =>
        row.locationCode === of.locationCode &&
        row.productCode === of.productCode &&
        row.futureInventoryId === of.futureInventoryId,
    )
    .reduce((sum, row) => sum + row.quantity, 0);

/** The stock as if units had not been taken, and what is left of others had not become free. */
function asBefore(
  { stock, lots }: View,
  taken: readonly HeldUnits[],
  freed: readonly HeldUnits[],
): SiteStock {
  const change = (of: Omit<HeldUnits, 'quantity'>, left: number) =>
    Math.min(unitsAt(freed, of), Math.max(0, left)) - unitsAt(taken, of);
  return {
    current: stock.map((row) => {
      const allocated = row.allocated + change({ ...row, futureInventoryId: null }, availableOf(row));
      return { ...row, allocated };
    }),
    lots: lots.map((lot) => ({
      ...lot,
      allocated: lot.allocated + change(lot, lot.quantity - lot.allocated),
    })),
  };
}

/** Whether a whole release of a shipment would be possible on this stock. */
async function couldHaveGone(view: View, shipment: Seen, stock: SiteStock, now: string): Promise<boolean> {
  const context = {
    settings: view.settings,
    locations: view.locations,
    full: new Set<never>(),
    stock,
    products: new Map(view.products.map((product) => [product.productCode, product])),
    now,
    timeLimitMs: 5000,
    explain: 'none' as const,
  };
  return (await decideHere(attemptRequest(shipment, context, 'none'), now)).decision === 'released';
}

/**
 * Law 2, of those that were served since `before`: nobody who stands before one of them still waits and could have gone
 * on what is left and what that one took. What is left now and was taken by it was there when it was served, and
 * more, where stock did not grow in between: so whoever could go on that could have gone instead. Promises that were
 * improved have given units up in between: what is left of these is taken off.
 *
 * @param promised what was held by those that were FUTURE then
 * @param onlyKnown whether only those count that were there before
 * @returns who was served before whom
 */
export async function overtaken(
  site: LawSite,
  before: ReadonlyMap<number, Seen>,
  promised: Promised,
  onlyKnown = false,
): Promise<string[]> {
  const all = await readShipments(site);
  const waiting = all.filter(
    ({ shipmentStatus, shipmentNumber, waiting: why }) =>
      shipmentStatus === 'BACKORDER' &&
      !STEPS_ASIDE.includes(why?.reason ?? '') &&
      (!onlyKnown || before.has(shipmentNumber)),
  );
  const served = all.filter((each) => {
    const known = before.get(each.shipmentNumber);
    return isServed(each) && !(known !== undefined && isServed(known));
  });
  if (waiting.length === 0 || served.length === 0) return [];
  const view = await readView(site);
  const freed = await givenUp(site, all, promised);
  const faults: string[] = [];
  for (const one of served) {
    const family = all.filter((each) => each.originalShipmentNumber === one.originalShipmentNumber);
    const place = { ...one, shipmentNumber: one.originalShipmentNumber };
    const passed = waiting.filter((other) => !family.includes(other) && standsBefore(other, place));
    if (passed.length === 0) continue;
    const taken = (
      await Promise.all(family.map((each) => readAllocations(site, each.shipmentNumber)))
    ).flat();
    const stock = asBefore(view, taken, freed);
    for (const other of passed) {
      if (await couldHaveGone(view, other, stock, site.now()))
        faults.push(`${one.shipmentNumber} was served before ${other.shipmentNumber}`);
    }
  }
  return faults;
}
