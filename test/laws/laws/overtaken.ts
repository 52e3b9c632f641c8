import type { StockAllocation } from '../../../src/domain/site/stock.ts';
import { attemptRequest, type SiteStock } from '../../../src/routing/attempt-request.ts';
import { decideHere } from '../engine.ts';
import type { LawSite } from '../site.ts';
import { readAllocations, readShipments, readView, type Seen, type View } from '../view.ts';
import { standsBefore } from './waiting.ts';

/** Reasons of those who are not passed by whoever goes before them. To wait for a run, or for its decision, is none. */
const STEPS_ASIDE = ['ON_HOLD', 'NOT_BEFORE', 'PAYMENT', 'BEHIND_OTHERS', 'LOCATION_DAY_FULL'];

/** The stock as if these units had not been taken. */
function givenBack({ stock, lots }: View, taken: readonly StockAllocation[]): SiteStock {
  const units = (of: Omit<StockAllocation, 'shipmentNumber' | 'lineId' | 'quantity'>) =>
    taken
      .filter(
        (row) =>
          row.locationCode === of.locationCode &&
          row.productCode === of.productCode &&
          row.futureInventoryId === of.futureInventoryId,
      )
      .reduce((sum, row) => sum + row.quantity, 0);
  return {
    current: stock.map((row) => ({
      ...row,
      allocated: row.allocated - units({ ...row, futureInventoryId: null }),
    })),
    lots: lots.map((lot) => ({ ...lot, allocated: lot.allocated - units(lot) })),
  };
}

/** Whether a whole release of a shipment would be possible on what there is and what was taken. */
async function couldHaveGone(
  view: View,
  shipment: Seen,
  taken: readonly StockAllocation[],
  now: string,
): Promise<boolean> {
  const context = {
    settings: view.settings,
    locations: view.locations,
    full: new Set<never>(),
    stock: givenBack(view, taken),
    products: new Map(view.products.map((product) => [product.productCode, product])),
    now,
    timeLimitMs: 5000,
    explain: 'none' as const,
  };
  return (await decideHere(attemptRequest(shipment, context, 'none'), now)).decision === 'released';
}

const isServed = ({ shipmentStatus }: Seen): boolean =>
  shipmentStatus === 'READY' || shipmentStatus === 'FUTURE';

/**
 * Law 2, of those that were served since `before`: nobody who stands before one of them still waits and could have gone
 * on what is left and what that one took. What is left now and was taken by it was there when it was served, and
 * more, where stock did not grow in between: so whoever could go on that could have gone instead.
 *
 * @param onlyKnown whether only those count that were there before
 * @returns who was served before whom
 */
export async function overtaken(
  site: LawSite,
  before: ReadonlyMap<number, Seen>,
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
  const faults: string[] = [];
  for (const one of served) {
    const family = all.filter((each) => each.originalShipmentNumber === one.originalShipmentNumber);
    const place = { ...one, shipmentNumber: one.originalShipmentNumber };
    const passed = waiting.filter((other) => !family.includes(other) && standsBefore(other, place));
    if (passed.length === 0) continue;
    const taken = (
      await Promise.all(family.map((each) => readAllocations(site, each.shipmentNumber)))
    ).flat();
    for (const other of passed) {
      if (await couldHaveGone(view, other, taken, site.now()))
        faults.push(`${one.shipmentNumber} was served before ${other.shipmentNumber}`);
    }
  }
  return faults;
}
