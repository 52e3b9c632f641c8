import { type CalendarDate, calendarDayOf } from '../../domain/calendar.ts';
import type { ProductCode, ShipmentNumber } from '../../domain/ids.ts';
import type { ShipmentRecord, StatusReason } from '../../domain/site/shipment.ts';
import { availableOf, type LotRow, type StockAllocation } from '../../domain/site/stock.ts';
import { productsOf } from '../changed-meanwhile.ts';
import type { EventContext, ShipmentStep } from '../events/new-events.ts';
import type { StoreTransaction } from '../ports/store.ts';
import { recordSteps } from '../record-steps.ts';
import type { ReleasePorts } from '../service-ports.ts';
import { readExpectedDays, readSettings } from '../site-view.ts';
import { arrive, backToBackorder, promiseAnew } from '../transition.ts';
import { CoverAnew } from './cover-anew.ts';
import { divide, lotKeyOf, placeKeyOf } from './divide.ts';

/** A lot that is other than it was promised, as it is now. */
export interface ChangedLot {
  readonly lot: LotRow;
  /** Units still to come that shipments may hold. */
  readonly left: number;
  /** Units of it that have just been added to what is on hand. */
  readonly arrived: number;
  /** Why who loses by it does: `LOT_SHORT`, `LOT_MOVED`, `LOT_CANCELED`, `LOT_LATE`. */
  readonly reasonCode: string;
}

/** Units of a lot that may be promised: none where it does not come, or nobody knows when. */
export const promisable = ({ status, deliveryDate, quantity }: LotRow): number =>
  status === 'EXPECTED' && deliveryDate !== null ? quantity : 0;

/** What settling is done with. */
interface Settling {
  readonly ports: ReleasePorts;
  readonly tx: StoreTransaction;
  readonly context: EventContext;
  readonly today: CalendarDate;
  readonly trigger: 'receipt' | 'supply-moved';
}

/** The latest of some days. */
const latest = (days: readonly CalendarDate[]): CalendarDate => [...days].sort().at(-1)!;

/** The steps of shipments that keep what they were promised: READY, on another day, or as they were. */
async function stepsOfKept(
  { tx, context: { now }, today, trigger }: Settling,
  shipments: readonly ShipmentRecord[],
): Promise<ShipmentStep[]> {
  const held = await tx.allocationsOf(shipments.map((each) => each.shipmentNumber));
  const waitedFor = held.filter((row) => row.futureInventoryId !== null);
  const lots = await tx.lots([...new Set(waitedFor.map((row) => row.futureInventoryId!))]);
  const dayOf = new Map(lots.map((lot) => [lotKeyOf(lot), lot.deliveryDate]));
  const daysOf = new Map<ShipmentNumber, CalendarDate[]>();
  for (const row of waitedFor) {
    const day = dayOf.get(lotKeyOf({ ...row, futureInventoryId: row.futureInventoryId! }));
    // One without a day is in nobody's promise; who holds units of it has lost them.
    if (day === undefined || day === null) continue;
    daysOf.set(row.shipmentNumber, [...(daysOf.get(row.shipmentNumber) ?? []), day]);
  }
  return shipments.flatMap((before) => {
    const days = daysOf.get(before.shipmentNumber) ?? [];
    if (days.length === 0) return [{ before, after: arrive(before, trigger, now), trigger }];
    const futureDate = latest(days);
    const overdue = days.some((day) => day < today);
    if (futureDate === before.futureDate && overdue === before.overdue) return [];
    return [{ before, after: promiseAnew(before, trigger, now, { futureDate, overdue }), trigger }];
  });
}

/** Covers shipments anew that lost something, in queue order; takes back those for which there is nothing. */
async function stepsOfLost(
  { ports, tx, context }: Settling,
  shipments: readonly ShipmentRecord[],
  locked: readonly ProductCode[],
  reasonOf: ReadonlyMap<ShipmentNumber, StatusReason>,
): Promise<ShipmentStep[]> {
  const { now } = context;
  const cover = await CoverAnew.over(ports, tx, locked, now);
  const codes = productsOf(shipments.flatMap((shipment) => shipment.items));
  const expect = await readExpectedDays(tx, codes, now);
  const steps: ShipmentStep[] = [];
  const taken: StockAllocation[] = [];
  for (const before of shipments) {
    const found = await cover.find(before);
    const reason = reasonOf.get(before.shipmentNumber)!;
    const details = { reason: reason.reasonCode };
    if (found === null) {
      const after = backToBackorder(before, 'supply-lost', expect(before.items), now, reason);
      steps.push({ before, after, trigger: 'supply-lost', details });
      continue;
    }
    const { futureDate } = found.child;
    // Where no line needs stock any more it leaves from where it is.
    const fulfillmentLocationCode = found.child.fulfillmentLocationCode ?? before.fulfillmentLocationCode;
    const asNow = { ...before, items: found.items };
    taken.push(...found.allocations);
    const trigger = 'supply-moved';
    const after =
      futureDate === null
        ? arrive(asNow, trigger, now, { fulfillmentLocationCode })
        : promiseAnew(asNow, trigger, now, { fulfillmentLocationCode, futureDate });
    steps.push({ before, after, trigger, details });
  }
  if (taken.length > 0 && !(await tx.allocate(taken, { kind: 'supply-moved', reference: '' }))) {
    throw new Error('what was found to cover shipments anew does not');
  }
  return steps;
}

/** Why each holder of units would lose them: by a lot that brings less than was promised of it, if one does. */
function reasonsOfLoss(
  claims: readonly StockAllocation[],
  changed: readonly ChangedLot[],
): Map<ShipmentNumber, StatusReason> {
  const lotOf = new Map(changed.map((each) => [lotKeyOf(each.lot), each]));
  const reasons = new Map<ShipmentNumber, StatusReason & { readonly isShort: boolean }>();
  for (const claim of claims) {
    const changedLot = lotOf.get(lotKeyOf({ ...claim, futureInventoryId: claim.futureInventoryId! }))!;
    const { lot, left, arrived, reasonCode } = changedLot;
    const isShort = left + arrived < lot.allocated;
    if (reasons.get(claim.shipmentNumber)?.isShort ?? (reasons.has(claim.shipmentNumber) && !isShort))
      continue;
    reasons.set(claim.shipmentNumber, { reasonCode, moreInfo: lot.futureInventoryId, isShort });
  }
  return new Map(
    [...reasons].map(([number, { reasonCode, moreInfo }]) => [number, { reasonCode, moreInfo }]),
  );
}

/** Units of current stock that can be held, where units have arrived. */
async function freeWhereArrived(
  tx: StoreTransaction,
  changed: readonly ChangedLot[],
): Promise<Map<string, number>> {
  const products = productsOf(changed.filter(({ arrived }) => arrived > 0).map(({ lot }) => lot));
  if (products.length === 0) return new Map();
  const { current } = await tx.stockOf(products);
  return new Map(current.map((row) => [placeKeyOf(row), availableOf(row)]));
}

/**
 * Brings the promises of lots in line with what they are now, in place: in queue order each keeps what still covers
 * it, on the new day of its lots; the others are covered by any single location and day that can, and only where
 * there is none go back to BACKORDER, with their age. What is freed is offered to who waits. The caller has locked
 * the stock ({@link import('../supply/lock-lots.ts').lockLots}) and written the lots.
 */
export async function settlePromises(
  ports: ReleasePorts,
  tx: StoreTransaction,
  changed: readonly ChangedLot[],
  trigger: 'receipt' | 'supply-moved',
  context: EventContext,
): Promise<void> {
  const promised = changed.filter(({ lot }) => lot.allocated > 0);
  const claims = await tx.allocationsOfLots(promised.map(({ lot }) => lot));
  if (claims.length === 0) return;
  const { kept, lost, arrived } = divide(claims, {
    lots: promised,
    free: await freeWhereArrived(tx, promised),
  });
  const { timeZone } = (await readSettings(tx)).value;
  const settling = { ports, tx, context, today: calendarDayOf(context.now, timeZone), trigger };
  const records = await tx.lockShipments([...kept, ...lost].sort((a, b) => a - b));
  const recordOf = new Map(records.map((record) => [record.shipmentNumber, record]));
  const cause = { kind: trigger, reference: changed.length === 1 ? changed[0]!.lot.futureInventoryId : '' };
  await tx.giveBack(arrived, cause);
  const onHand = arrived.map((row) => ({ ...row, futureInventoryId: null }));
  if (onHand.length > 0 && !(await tx.allocate(onHand, cause))) {
    throw new Error('what has arrived does not cover what it was divided into');
  }
  const freed = lost.length === 0 ? [] : await tx.deallocate(lost, { ...cause, kind: 'supply-lost' });
  const ofKept = await stepsOfKept(
    settling,
    kept.map((number) => recordOf.get(number)!),
  );
  // Before others look for what they have lost: by its new day one of these may want what is there.
  if (ofKept.length > 0) await recordSteps(tx, ofKept, context);
  const ofLost =
    lost.length === 0
      ? []
      : await stepsOfLost(
          settling,
          lost.map((number) => recordOf.get(number)!),
          productsOf([...claims, ...freed]),
          reasonsOfLoss(claims, promised),
        );
  if (ofLost.length > 0) await recordSteps(tx, ofLost, context);
  // Of one that is overdue nobody knows when it comes: what was no gain before is one now.
  const overdue = ofKept.filter(({ before, after }) => after.overdue && !before?.overdue);
  await tx.triggerShipments(overdue.map(({ after }) => after.shipmentNumber));
  const waiting = ofLost.filter(({ after }) => after.shipmentStatus === 'BACKORDER');
  await tx.appendTriggers(productsOf([...freed, ...waiting.flatMap(({ after }) => after.items)]));
}
