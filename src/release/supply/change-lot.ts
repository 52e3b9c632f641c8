import type { CalendarDate } from '../../domain/calendar.ts';
import type { LotRow } from '../../domain/site/stock.ts';
import { ServiceError } from '../../errors.ts';
import { productsOf } from '../changed-meanwhile.ts';
import { assertSame } from '../checks/same.ts';
import { readSiteDay } from '../checks/site-day.ts';
import { assertStorable } from '../checks/storable.ts';
import { type EventContext, inventoryEvents } from '../events/new-events.ts';
import { assertVersion, executeWrite } from '../execute-write.ts';
import type { StoredAnswer } from '../ports/idempotency.ts';
import type { StoreTransaction } from '../ports/store.ts';
import { promisable, settlePromises } from '../promises/settle.ts';
import type { ReleasePorts, Write } from '../service-ports.ts';
import { lockLots } from './lock-lots.ts';
import { assertOne, expectedLots, isNamed, type LotName } from './named-lots.ts';

/** Fields of a lot that no change of it touches; its status has requests of its own. */
const FIXED_FIELDS = ['locationCode', 'productCode', 'unitCost', 'status'] as const;

/** What becomes of lots before they arrive; what is left out stays. */
export interface LotChange {
  /** ISO 8601; null: the day is unknown. */
  readonly deliveryDate?: string | null | undefined;
  /** Units that one lot will bring. */
  readonly quantity?: number | undefined;
  readonly status?: 'CANCELED' | undefined;
}

type Next = Pick<LotRow, 'deliveryDate' | 'quantity' | 'status'>;

const isChanged = (before: LotRow, after: Next) =>
  after.deliveryDate !== before.deliveryDate ||
  after.quantity !== before.quantity ||
  after.status !== before.status;

/** Why shipments lose what a lot was to bring. */
export const reasonOfChange = (before: LotRow, after: Next): string => {
  if (after.status === 'CANCELED') return 'LOT_CANCELED';
  return after.deliveryDate === null && before.deliveryDate !== null ? 'LOT_MOVED' : 'LOT_SHORT';
};

async function changeOne(
  tx: StoreTransaction,
  before: LotRow,
  {
    status,
    deliveryDate,
    quantity,
  }: Omit<LotChange, 'deliveryDate'> & { deliveryDate?: CalendarDate | null },
  context: EventContext,
): Promise<LotRow> {
  const next = {
    deliveryDate: deliveryDate === undefined ? before.deliveryDate : deliveryDate,
    quantity: status === 'CANCELED' ? 0 : (quantity ?? before.quantity),
    status: status ?? before.status,
  };
  if (!isChanged(before, next)) return before;
  const cause = { kind: 'lot', reference: before.futureInventoryId } as const;
  const lot = await tx.updateLot(before, { ...next, status }, before.version, cause);
  if (lot === null) throw new ServiceError('STALE_VERSION', `lot ${cause.reference} has changed meanwhile`);
  await tx.appendEvents(inventoryEvents([lot.productCode], { kind: 'lot', lot }, context));
  return lot;
}

/** Of several lots those that have the place and product which the caller sends back; of one, that one. */
function narrowed(lots: LotRow[], { locationCode, productCode }: Partial<Record<string, unknown>>): LotRow[] {
  if (lots.length === 1) return lots;
  const meant = lots.filter(
    (lot) =>
      (locationCode ?? lot.locationCode) === lot.locationCode &&
      (productCode ?? lot.productCode) === lot.productCode,
  );
  return meant.length === 0 ? lots : meant;
}

/** What a call is answered that means one lot, or several. */
export const answerOf = (lots: readonly LotRow[]): StoredAnswer => ({
  status: 200,
  body: lots.length === 1 ? lots[0]! : { lots },
});

/**
 * A slip, a shrink or a cancellation of lots. Shipments that wait for them keep their numbers: they wait for the new
 * day, or are covered by other stock; only those for which there is none go back to BACKORDER, with their age.
 *
 * @param asRead fields that the caller sends back as it has read them
 * @throws ServiceError NOT_FOUND, TRANSITION_NOT_ALLOWED, STALE_VERSION
 * @throws InputError `contradictory` where the date is no day of the site, `asRead` is not what the lot has, or a
 *   quantity or version is given and the name means several lots
 */
export function changeLot(
  ports: ReleasePorts,
  write: Write,
  name: LotName,
  { deliveryDate: date, ...others }: LotChange,
  asRead: { readonly [Field in (typeof FIXED_FIELDS)[number]]?: unknown } = {},
): Promise<StoredAnswer> {
  assertStorable({ ...name });
  const { newId } = ports;
  return executeWrite(ports.store, write, async (tx) => {
    const context = { now: ports.now(), newId, correlationId: write.correlationId };
    const change = {
      ...others,
      ...(date !== undefined && { deliveryDate: await readSiteDay(tx, date, 'deliveryDate') }),
    };
    const known = await lockLots(tx, [name.futureInventoryId], [], (lot) => isNamed(name, lot));
    const lots = narrowed(expectedLots(name, known), asRead);
    if (write.expectedVersion !== null) assertOne(name, lots, 'version');
    if (change.quantity !== undefined) assertOne(name, lots, 'quantity');
    for (const lot of lots) {
      assertVersion(`lot ${lot.futureInventoryId}`, lot.version, write.expectedVersion);
      for (const field of FIXED_FIELDS) assertSame(field, asRead[field], lot[field]);
    }
    const after: LotRow[] = [];
    for (const lot of lots) after.push(await changeOne(tx, lot, change, context));
    const changed = lots.flatMap((before, index) => {
      const lot = after[index]!;
      if (!isChanged(before, lot)) return [];
      return [{ lot, left: promisable(lot), arrived: 0, reasonCode: reasonOfChange(before, lot) }];
    });
    if (changed.length === 0) return answerOf(after);
    await settlePromises(ports, tx, changed, 'supply-moved', context);
    await tx.appendTriggers(productsOf(changed.map(({ lot }) => lot)));
    // Settling gives units back, which is another version.
    const now = await tx.lots([name.futureInventoryId]);
    return answerOf(now.filter((lot) => after.some((each) => isNamed(each, lot))));
  });
}
