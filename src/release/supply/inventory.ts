import type { TimeZone } from '../../domain/calendar.ts';
import { type Fault, InputError } from '../../domain/faults.ts';
import type { ProductCode } from '../../domain/ids.ts';
import type { LotRow } from '../../domain/site/stock.ts';
import { productsOf } from '../changed-meanwhile.ts';
import { assertStorable } from '../checks/storable.ts';
import { type EventContext, inventoryEvents } from '../events/new-events.ts';
import { executeWrite } from '../execute-write.ts';
import type { StoredAnswer } from '../ports/idempotency.ts';
import type { StoreTransaction } from '../ports/store.ts';
import { lotKeyOf } from '../promises/divide.ts';
import { promisable, settlePromises } from '../promises/settle.ts';
import type { ReleasePorts, Write } from '../service-ports.ts';
import { readSettings } from '../site-view.ts';
import { reasonOfChange } from './change-lot.ts';
import {
  type InventoryRow,
  type PlacedRow,
  type SourceRow,
  type SourcesRead,
  type SplitRows,
  sourceRows,
  splitRows,
} from './inventory-rows.ts';
import { lockLots } from './lock-lots.ts';
import { assertNoneRefused, faultOf, type RefusedSource, refusedSources } from './refused-rows.ts';

/** Of rows without dates, for which any time zone does. */
const UTC = 'UTC' as TimeZone;

/** Events that are made and written without letting anybody else have the thread: 10,000 take a tenth of a second. */
const EVENTS_AT_ONCE = 1_000;

/** What the store has made of the rows. */
interface Written {
  readonly changedProducts: readonly ProductCode[];
  readonly refused: readonly RefusedSource[];
}

async function setRows(tx: StoreTransaction, { current, future }: SplitRows): Promise<Written> {
  const cause = { kind: 'refresh', reference: '' } as const;
  const counts = current.map(({ locationCode, productCode, quantity, pending, safetyStock, unitCost }) => ({
    locationCode,
    productCode,
    onHand: quantity,
    pending,
    safetyStock,
    unitCost,
  }));
  const lots = future.map(({ locationCode, productCode, quantity, unitCost, lot }) => ({
    locationCode,
    productCode,
    quantity,
    unitCost,
    ...lot,
  }));
  const set = await tx.setOnHand(counts, cause);
  const dated = await tx.setLots(lots, cause);
  return {
    changedProducts: [...set.changedProducts, ...dated.changedProducts],
    refused: [...refusedSources(current, set.refused), ...refusedSources(future, dated.refused)],
  };
}

async function adjustRows(tx: StoreTransaction, { current, future }: SplitRows): Promise<Written> {
  const cause = { kind: 'adjust', reference: '' } as const;
  const deltas = current.map(({ locationCode, productCode, quantity }) => ({
    locationCode,
    productCode,
    delta: quantity,
  }));
  const lots = future.map(({ locationCode, productCode, quantity, lot }) => ({
    locationCode,
    productCode,
    delta: quantity,
    ...lot,
  }));
  const adjusted = await tx.adjustOnHand(deltas, cause);
  const dated = await tx.adjustLots(lots, cause);
  return {
    changedProducts: [...adjusted.changedProducts, ...dated.changedProducts],
    refused: [...refusedSources(current, adjusted.refused), ...refusedSources(future, dated.refused)],
  };
}

/** Whether a lot that was promised now comes later, earlier or short. */
const isBroken = (before: LotRow, after: LotRow) =>
  after.deliveryDate !== before.deliveryDate || after.quantity < before.allocated;

/** Brings the promises of lots in line that the write has changed. */
async function settleChanged(
  ports: ReleasePorts,
  tx: StoreTransaction,
  before: readonly LotRow[],
  context: EventContext,
): Promise<void> {
  const promised = new Map(before.filter((lot) => lot.allocated > 0).map((lot) => [lotKeyOf(lot), lot]));
  if (promised.size === 0) return;
  const now = await tx.lots([...new Set([...promised.values()].map((lot) => lot.futureInventoryId))]);
  const changed = now.flatMap((lot) => {
    const was = promised.get(lotKeyOf(lot));
    if (was === undefined || !isBroken(was, lot)) return [];
    return [{ lot, left: promisable(lot), arrived: 0, reasonCode: reasonOfChange(was, lot) }];
  });
  await settlePromises(ports, tx, changed, 'supply-moved', context);
}

/** The rows with their sources. The settings are read only where a row has a date. */
async function withSources(tx: StoreTransaction, given: readonly PlacedRow[]): Promise<SourcesRead> {
  const hasDates = given.some(({ row }) => typeof row.deliveryDate === 'string');
  return sourceRows(given, hasDates ? (await readSettings(tx)).value.timeZone : UTC);
}

/** Tells of the products, and asks for another try of the shipments that want them. */
async function tell(
  tx: StoreTransaction,
  mode: 'refresh' | 'adjust',
  changedProducts: readonly ProductCode[],
  context: EventContext,
): Promise<void> {
  if (changedProducts.length === 0) return;
  for (let at = 0; at < changedProducts.length; at += EVENTS_AT_ONCE) {
    const some = changedProducts.slice(at, at + EVENTS_AT_ONCE);
    await tx.appendEvents(inventoryEvents(some, mode, context));
  }
  await tx.appendTriggers(changedProducts);
}

/** The rows whose texts a store can keep, and what is wrong with the others. */
function storableRows(given: readonly PlacedRow[]): Pick<InventoryWrite, 'rows' | 'faults'> {
  const faults: Fault[] = [];
  const rows = given.filter(({ row, path }) => {
    try {
      assertStorable(row);
      return true;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      faults.push(...error.faults.map((fault) => ({ ...fault, path: `${path}.${fault.path}` })));
      return false;
    }
  });
  return { rows, faults };
}

/** Rows of stock to write, and what is wrong with those that could not be read. */
export interface InventoryWrite {
  readonly rows: readonly PlacedRow[];
  readonly faults: readonly Fault[];
  /** The good rows are taken, and the bad ones told; else one bad row refuses all. */
  readonly partial: boolean;
}

/** {@link writeRows} of a list called `inventory` that was read whole: all of it, or nothing. */
export const writeInventory = (
  ports: ReleasePorts,
  write: Write,
  mode: 'refresh' | 'adjust',
  inventory: readonly InventoryRow[],
): Promise<StoredAnswer> =>
  writeRows(ports, write, mode, {
    rows: inventory.map((row, index) => ({ row, path: `inventory[${index}]` })),
    faults: [],
    partial: false,
  });

/**
 * Writes rows of stock in one transaction: a refresh sets what there is, an adjustment changes it. Shipments that wait
 * for lots which come on another day or short keep their numbers, see {@link settlePromises}. Events say what changed,
 * and the shipments that want a changed product are asked to be tried again. A row of a refresh that names a lot which
 * has been received or canceled is listed, and the others have their effect.
 *
 * @throws ServiceError INSUFFICIENT_STOCK where something would fall below nothing; TRANSITION_NOT_ALLOWED where a
 *   lot is closed, and it is an adjustment or there is no other row
 * @throws InputError `malformed` for a text that cannot be stored; `contradictory` where two rows state one source,
 *   a lot has no name, a date is no day of the site, or a row would leave the range that attempts take. With `partial`
 *   none of them
 */
export async function writeRows(
  ports: ReleasePorts,
  write: Write,
  mode: 'refresh' | 'adjust',
  { rows: given, faults: unread, partial }: InventoryWrite,
): Promise<StoredAnswer> {
  const { rows: storable, faults: unstorable } = storableRows(given);
  const unusable = [...unread, ...unstorable];
  if (!partial && unusable.length > 0) throw new InputError('malformed', unusable);
  const { newId } = ports;
  return executeWrite(ports.store, write, async (tx) => {
    const context = { now: ports.now(), newId, correlationId: write.correlationId };
    const { rows, faults } = await withSources(tx, storable);
    if (!partial && faults.length > 0) throw new InputError('contradictory', faults);
    const ids = [...new Set(rows.flatMap((row) => (row.lot === null ? [] : [row.lot.futureInventoryId])))];
    const stated = new Set(rows.flatMap((row) => (row.lot === null ? [] : [keyOfRow(row)])));
    const before = await lockLots(tx, ids, productsOf(rows), (lot) => stated.has(lotKeyOf(lot)));
    const parts = splitRows(rows, before);
    const closed = parts.closed.map((source) => ({ source, reason: 'closed' }) as const);
    if (!partial && (mode === 'adjust' || closed.length === rows.length)) assertNoneRefused(closed);
    const written = await (mode === 'refresh' ? setRows : adjustRows)(tx, parts);
    if (!partial) assertNoneRefused(written.refused);
    await settleChanged(ports, tx, before, context);
    const changedProducts = [...new Set(written.changedProducts)].sort();
    await tell(tx, mode, changedProducts, context);
    const told = [...unusable, ...faults, ...[...closed, ...written.refused].map(faultOf)];
    const taken = rows.length - closed.length - written.refused.length;
    return { status: 200, body: { rows: taken, changedProducts, refused: told } };
  });
}

/** The lot of a row as text. */
const keyOfRow = (row: SourceRow): string =>
  lotKeyOf({ ...row, futureInventoryId: row.lot!.futureInventoryId });
