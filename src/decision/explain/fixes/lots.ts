import type { Fix } from '../../../domain/fix.ts';
import { compareCodes } from '../../../domain/ids.ts';
import type { FutureLot } from '../../../domain/snapshot.ts';
import { unitsToPromise } from '../../../formulation/eligibility/available.ts';
import { isBeyondFutureDateLimit, isOverdue } from '../../../formulation/eligibility/future-inventory.ts';
import type { Inquiry } from '../inquiry.ts';
import type { AddedStock } from '../relax.ts';
import { neededOf } from './needed.ts';

/** Lots that are tried; of more than these none helps that these do not. */
const MOST_LOTS = 500;

/** Lots that some line may take on that day, earliest first, then the largest. */
function usableLots(
  inquiry: Inquiry,
  day: AddedStock['day'],
  isMeant: (lot: FutureLot) => boolean,
): FutureLot[] {
  const { snapshot } = inquiry;
  return snapshot.futureLots
    .filter((lot) => isMeant(lot) && unitsToPromise(lot.available) > 0)
    .filter(({ productCode, locationCode }) =>
      snapshot.shipment.items.some(
        (line) =>
          line.manageStock &&
          line.productCode === productCode &&
          inquiry.mayTake(line, { locationCode, day }),
      ),
    )
    .sort((a, b) => compareCodes(a.deliveryDay, b.deliveryDay) || b.available - a.available)
    .slice(0, MOST_LOTS);
}

const stockOf = (lots: readonly FutureLot[], day: AddedStock['day']): AddedStock[] =>
  lots.map(({ productCode, locationCode, available }) => ({
    productCode,
    locationCode,
    day,
    units: available,
  }));

const nameOf = ({ futureInventoryId, locationCode, productCode, deliveryDay }: FutureLot) => ({
  futureInventoryId,
  locationCode,
  productCode,
  deliveryDay,
});

/** The receipt of lots whose day has passed, from which none can be left out. */
export async function receiveOverdue(inquiry: Inquiry): Promise<Fix[]> {
  const overdue = usableLots(inquiry, null, (lot) => isOverdue(lot, inquiry.snapshot));
  const lots = await neededOf(overdue, (some) => inquiry.isReleased({ added: stockOf(some, null) }));
  return lots.length === 0 ? [] : [{ kind: 'RECEIVE_OVERDUE_LOTS', lots: lots.map(nameOf) }];
}

/** Lots after the Future Date Limit that come on its last day instead, from which none can be left out. */
export async function earlierLots(inquiry: Inquiry): Promise<Fix[]> {
  const { lastFutureDay } = inquiry.snapshot;
  const beyond = usableLots(inquiry, lastFutureDay, (lot) => isBeyondFutureDateLimit(lot, inquiry.snapshot));
  const lots = await neededOf(beyond, (some) => inquiry.isReleased({ added: stockOf(some, lastFutureDay) }));
  if (lots.length === 0) return [];
  return [{ kind: 'MOVE_LOTS_EARLIER', byDay: lastFutureDay, lots: lots.map(nameOf) }];
}
