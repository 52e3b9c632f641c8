import { compareCodes } from '../../../domain/ids.ts';
import type { FutureLot } from '../../../domain/snapshot.ts';
import { unitsToPromise } from '../../../formulation/eligibility/available.ts';
import { isBeyondFutureDateLimit, isOverdue } from '../../../formulation/eligibility/future-inventory.ts';
import { EFFORT } from '../effort.ts';
import type { Inquiry } from '../inquiry.ts';
import type { AddedStock } from '../relax.ts';
import { neededOf } from './needed.ts';
import type { OwnFix } from './own-fix.ts';

/** A lot, and what it would be in stock or on another day. */
interface Moved {
  readonly lot: FutureLot;
  readonly stock: AddedStock;
}

/** Lots that some line may take on that day (null: in stock), earliest first, then the largest. */
function usableLots(inquiry: Inquiry, day: AddedStock['day'], isMeant: (lot: FutureLot) => boolean): Moved[] {
  const isWanted = new Set(inquiry.shortProducts());
  const lots = inquiry.snapshot.futureLots
    .filter((lot) => isMeant(lot) && unitsToPromise(lot.available) > 0 && isWanted.has(lot.productCode))
    .sort((a, b) => compareCodes(a.deliveryDay, b.deliveryDay) || b.available - a.available);
  const usable: Moved[] = [];
  for (const lot of lots) {
    if (usable.length === EFFORT.mostLots.value) break;
    const { productCode, locationCode, available, unitCost } = lot;
    const stock: AddedStock = { productCode, locationCode, day, units: available, unitCost };
    if (inquiry.takersOf(stock).length > 0) usable.push({ lot, stock });
  }
  return usable;
}

const stockOf = (moved: readonly Moved[]): AddedStock[] => moved.map(({ stock }) => stock);

const nameOf = ({ lot: { futureInventoryId, locationCode, productCode, deliveryDay } }: Moved) => ({
  futureInventoryId,
  locationCode,
  productCode,
  deliveryDay,
});

/** The receipt of lots whose day has passed, from which none can be left out. */
export async function receiveOverdue(inquiry: Inquiry): Promise<OwnFix[]> {
  const overdue = usableLots(inquiry, null, (lot) => isOverdue(lot, inquiry.snapshot));
  const lots = await neededOf(overdue, (some) => inquiry.isReleased({ added: stockOf(some) }));
  return lots.length === 0 ? [] : [{ kind: 'RECEIVE_OVERDUE_LOTS', lots: lots.map(nameOf) }];
}

/** Lots after the Future Date Limit that come on its last day instead, from which none can be left out. */
export async function earlierLots(inquiry: Inquiry): Promise<OwnFix[]> {
  if (!inquiry.gates.futureInventoryEnabled) return [];
  const { lastFutureDay } = inquiry.snapshot;
  const beyond = usableLots(inquiry, lastFutureDay, (lot) => isBeyondFutureDateLimit(lot, inquiry.snapshot));
  const lots = await neededOf(beyond, (some) => inquiry.isReleased({ added: stockOf(some) }));
  if (lots.length === 0) return [];
  return [{ kind: 'MOVE_LOTS_EARLIER', byDay: lastFutureDay, lots: lots.map(nameOf) }];
}
