import { type CalendarDate, firstDayReaching } from '../../domain/calendar.ts';
import type { StoreTransaction } from '../ports/store.ts';
import { promisable, settlePromises } from '../promises/settle.ts';
import type { ReleasePorts, Write } from '../service-ports.ts';
import { lockLots } from './lock-lots.ts';
import { isNamed } from './named-lots.ts';

/** The days by which lots are overdue. */
export interface DueDays {
  readonly today: CalendarDate;
  /** Lots due before that day are not waited for any more. */
  readonly givenUpBefore: CalendarDate;
}

/** The days by which lots are overdue at a site, by its `overdueGraceDays`. */
export const dueDays = (today: CalendarDate, graceDays: number): DueDays => ({
  today,
  givenUpBefore: firstDayReaching(today, { unit: 'days', quantity: graceDays }),
});

/**
 * Flags the shipments whose lots are overdue, and takes back those that have waited for them long enough, or that
 * were promised beyond what a lot brings.
 *
 * @returns how many lots it was
 */
export async function repairLots(ports: ReleasePorts, write: Write, days: DueDays): Promise<number> {
  const { store, newId } = ports;
  const inTrouble = await store.reader(write.siteId).lotsInTrouble(days);
  for (const key of inTrouble) {
    await store.transaction(write.siteId, async (tx: StoreTransaction) => {
      const [lot] = await lockLots(tx, [key.futureInventoryId], [], (each) => isNamed(key, each));
      if (lot === undefined) return;
      const isGivenUp = lot.deliveryDate !== null && lot.deliveryDate < days.givenUpBefore;
      const changed = {
        lot,
        left: isGivenUp ? 0 : promisable(lot),
        arrived: 0,
        reasonCode: isGivenUp ? 'LOT_LATE' : 'LOT_SHORT',
      };
      const context = { now: ports.now(), newId, correlationId: write.correlationId };
      await settlePromises(ports, tx, [changed], 'supply-moved', context);
    });
  }
  return inTrouble.length;
}
