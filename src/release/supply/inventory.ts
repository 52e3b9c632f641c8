import type { TimeZone } from '../../domain/calendar.ts';
import type { ProductCode } from '../../domain/ids.ts';
import type { LotRow } from '../../domain/site/stock.ts';
import { productsOf } from '../changed-meanwhile.ts';
import { assertStorable } from '../checks/storable.ts';
import { type EventContext, inventoryEvents } from '../events/new-events.ts';
import { executeWrite } from '../execute-write.ts';
import type { StoredAnswer } from '../ports/idempotency.ts';
import type { StoreTransaction } from '../ports/store.ts';
import type { ReleasePorts, Write } from '../service-ports.ts';
import { readSettings } from '../site-view.ts';
import {
  assertWritable,
  type InventoryRow,
  type SourceRow,
  type SplitRows,
  sourceRows,
  splitRows,
} from './inventory-rows.ts';
import { assertNoneRefused, refusedSources } from './refused-rows.ts';
import { lockLots, takeBackFromLot } from './take-back.ts';

/** Of rows without dates, for which any time zone does. */
const UTC = 'UTC' as TimeZone;

/** Events that are made and written without letting anybody else have the thread: 10,000 take a tenth of a second. */
const EVENTS_AT_ONCE = 1_000;

async function setRows(tx: StoreTransaction, { current, future }: SplitRows): Promise<ProductCode[]> {
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
  assertNoneRefused([...refusedSources(current, set.refused), ...refusedSources(future, dated.refused)]);
  return [...set.changedProducts, ...dated.changedProducts];
}

async function adjustRows(tx: StoreTransaction, { current, future }: SplitRows): Promise<ProductCode[]> {
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
  assertNoneRefused([...refusedSources(current, adjusted.refused), ...refusedSources(future, dated.refused)]);
  return [...adjusted.changedProducts, ...dated.changedProducts];
}

/** Whether a lot that was promised now comes later, earlier or short. */
const isBroken = (before: LotRow, after: LotRow) =>
  after.deliveryDate !== before.deliveryDate || after.quantity < before.allocated;

async function repairChangedLots(
  tx: StoreTransaction,
  before: readonly LotRow[],
  context: EventContext,
): Promise<void> {
  const promised = before.filter((lot) => lot.allocated > 0);
  if (promised.length === 0) return;
  const now = await tx.lots(promised.map((lot) => lot.futureInventoryId));
  const after = new Map(now.map((lot) => [lot.futureInventoryId, lot]));
  for (const lot of promised) {
    const changed = after.get(lot.futureInventoryId);
    if (changed !== undefined && isBroken(lot, changed)) await takeBackFromLot(tx, lot, changed, context);
  }
}

/** The rows with their sources. The settings are read only where a row has a date. */
async function withSources(tx: StoreTransaction, given: readonly InventoryRow[]): Promise<SourceRow[]> {
  const hasDates = given.some((row) => typeof row.deliveryDate === 'string');
  return sourceRows(given, hasDates ? (await readSettings(tx)).value.timeZone : UTC);
}

/**
 * Writes rows of stock in one transaction, all or nothing: a refresh sets what there is, an adjustment changes
 * it. Lots that are promised and come on another day or short give their shipments back. Events say what changed,
 * and the shipments that want a changed product are asked to be tried again.
 *
 * @throws ServiceError INSUFFICIENT_STOCK where something would fall below nothing; TRANSITION_NOT_ALLOWED where a
 *   lot is closed
 * @throws InputError `malformed` for a text that cannot be stored; `contradictory` where two rows state one source,
 *   a lot is another location's or product's or has no name, a date is no day of the site, or a row would leave the
 *   range that attempts take
 */
export async function writeInventory(
  ports: ReleasePorts,
  write: Write,
  mode: 'refresh' | 'adjust',
  inventory: readonly InventoryRow[],
): Promise<StoredAnswer> {
  assertStorable({ inventory });
  const { newId } = ports;
  return executeWrite(ports.store, write, async (tx) => {
    const context = { now: ports.now(), newId, correlationId: write.correlationId };
    const rows = await withSources(tx, inventory);
    const ids = rows.flatMap((row) => (row.lot === null ? [] : [row.lot.futureInventoryId]));
    const before = await lockLots(tx, ids, productsOf(rows));
    const known = new Map(before.map((lot) => [lot.futureInventoryId, lot]));
    assertWritable(rows, known);
    const parts = splitRows(rows, known);
    const changed = await (mode === 'refresh' ? setRows : adjustRows)(tx, parts);
    const changedProducts = [...new Set(changed)].sort();
    await repairChangedLots(tx, before, context);
    if (changedProducts.length > 0) {
      for (let at = 0; at < changedProducts.length; at += EVENTS_AT_ONCE) {
        const some = changedProducts.slice(at, at + EVENTS_AT_ONCE);
        await tx.appendEvents(inventoryEvents(some, mode, context));
      }
      await tx.appendTriggers(changedProducts);
    }
    return { status: 200, body: { rows: rows.length, changedProducts } };
  });
}
