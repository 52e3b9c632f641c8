import type { CalendarDate } from '../../domain/calendar.ts';
import { InputError } from '../../domain/faults.ts';
import type { FutureInventoryId, LocationCode, ProductCode } from '../../domain/ids.ts';
import type { LotRow } from '../../domain/site/stock.ts';
import { ServiceError } from '../../errors.ts';
import { productsOf } from '../changed-meanwhile.ts';
import { inventoryEvents, type Occasion } from '../events/new-events.ts';
import { executeWrite } from '../execute-write.ts';
import type { StoredAnswer } from '../ports/idempotency.ts';
import type { StoreTransaction } from '../ports/store.ts';
import type { ReleasePorts, Write } from '../service-ports.ts';
import { lockLots, takeBackFromLot } from './take-back.ts';

/** One row of a refresh (absolute) or an adjustment (difference). With a lot's id it is future inventory. */
export interface InventoryRow {
  readonly locationCode: LocationCode;
  readonly productCode: ProductCode;
  /** Units: what there is, or by how much it changes. */
  readonly quantity: number;
  readonly pending?: number | undefined;
  readonly safetyStock?: number | undefined;
  readonly unitCost?: number | undefined;
  readonly lot: {
    readonly futureInventoryId: FutureInventoryId;
    /** Null: nobody knows when; undefined: as it is. */
    readonly deliveryDate: CalendarDate | null | undefined;
  } | null;
}

interface SplitRows {
  readonly current: readonly InventoryRow[];
  readonly future: readonly (Omit<InventoryRow, 'lot'> & {
    readonly lot: {
      readonly futureInventoryId: FutureInventoryId;
      readonly deliveryDate: CalendarDate | null;
    };
  })[];
}

/** @param known lots as they are before the write, by id */
function splitRows(rows: readonly InventoryRow[], known: ReadonlyMap<FutureInventoryId, LotRow>): SplitRows {
  return {
    current: rows.filter((row) => row.lot === null),
    future: rows.flatMap((row) => {
      if (row.lot === null) return [];
      const { futureInventoryId, deliveryDate } = row.lot;
      const before = known.get(futureInventoryId)?.deliveryDate ?? null;
      const lot = { futureInventoryId, deliveryDate: deliveryDate === undefined ? before : deliveryDate };
      return [{ ...row, lot }];
    }),
  };
}

/** Lots cannot be written once they are closed, nor become another product's or location's. @throws ServiceError, InputError */
function assertWritable(rows: readonly InventoryRow[], known: ReadonlyMap<FutureInventoryId, LotRow>): void {
  rows.forEach((row, index) => {
    const lot = row.lot === null ? undefined : known.get(row.lot.futureInventoryId);
    if (lot === undefined) return;
    if (lot.locationCode !== row.locationCode || lot.productCode !== row.productCode) {
      const message = `is the lot of ${lot.productCode} at ${lot.locationCode}`;
      const path = `inventory[${index}].futureInventoryId`;
      throw new InputError('contradictory', [{ path, code: 'not_allowed', message }]);
    }
    if (lot.status !== 'EXPECTED') {
      const detail = `lot ${lot.futureInventoryId} (inventory[${index}]) is ${lot.status}, not EXPECTED`;
      throw new ServiceError('TRANSITION_NOT_ALLOWED', detail);
    }
  });
}

const keyOf = ({ locationCode, productCode }: { locationCode: string; productCode: string }) =>
  `${productCode} at ${locationCode}`;

/** @throws ServiceError INSUFFICIENT_STOCK naming the rows, so that nothing of the request is done */
function refuse(what: string, refused: readonly string[]): void {
  if (refused.length === 0) return;
  const more = refused.length > 5 ? ` and ${refused.length - 5} more` : '';
  throw new ServiceError('INSUFFICIENT_STOCK', `${what}: ${refused.slice(0, 5).join(', ')}${more}`);
}

async function setRows(tx: StoreTransaction, { current, future }: SplitRows): Promise<ProductCode[]> {
  const cause = { kind: 'refresh', reference: '' } as const;
  const counts = current.map(({ quantity, lot: _, ...row }) => ({ ...row, onHand: quantity }));
  const lots = future.map(({ pending: _, safetyStock: __, lot, ...row }) => ({ ...row, ...lot }));
  const set = await tx.setOnHand(counts, cause);
  const dated = await tx.setLots(lots, cause);
  refuse('these lots were closed meanwhile', dated.refused);
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
  refuse('less than nothing would be on hand of', adjusted.refused.map(keyOf));
  const dated = await tx.adjustLots(lots, cause);
  refuse('less than nothing would come of the lots', dated.refused);
  return [...adjusted.changedProducts, ...dated.changedProducts];
}

/** Whether a lot that was promised now comes later, earlier or short. */
const isBroken = (before: LotRow, after: LotRow) =>
  before.allocated > 0 && (after.deliveryDate !== before.deliveryDate || after.quantity < before.allocated);

async function repairChangedLots(
  tx: StoreTransaction,
  before: readonly LotRow[],
  occasion: Occasion,
): Promise<void> {
  const after = new Map(
    (await tx.lots(before.map((lot) => lot.futureInventoryId))).map((lot) => [lot.futureInventoryId, lot]),
  );
  for (const lot of before) {
    const now = after.get(lot.futureInventoryId);
    if (now !== undefined && isBroken(lot, now)) await takeBackFromLot(tx, lot, now, occasion);
  }
}

/**
 * Writes rows of stock in one transaction, all or nothing: a refresh sets what there is, an adjustment changes
 * it. Lots that are promised and come on another day or short give their shipments back. What changed is told,
 * and the shipments that want a changed product are asked to be tried again.
 *
 * @throws ServiceError INSUFFICIENT_STOCK where something would fall below nothing; TRANSITION_NOT_ALLOWED where a
 *   lot is closed
 * @throws InputError `contradictory` where a lot is another location's or product's
 */
export function writeInventory(
  ports: ReleasePorts,
  write: Write,
  mode: 'refresh' | 'adjust',
  rows: readonly InventoryRow[],
): Promise<StoredAnswer> {
  const { newId } = ports;
  const ids = rows.flatMap((row) => (row.lot === null ? [] : [row.lot.futureInventoryId]));
  return executeWrite(ports.store, write, async (tx) => {
    const occasion = { now: ports.now(), newId, correlationId: write.correlationId };
    await lockLots(tx, ids, productsOf(rows));
    const before = await tx.lots(ids);
    const known = new Map(before.map((lot) => [lot.futureInventoryId, lot]));
    assertWritable(rows, known);
    const parts = splitRows(rows, known);
    const changed = await (mode === 'refresh' ? setRows : adjustRows)(tx, parts);
    const changedProducts = [...new Set(changed)].sort();
    await repairChangedLots(tx, before, occasion);
    if (changedProducts.length > 0) {
      await tx.appendEvents(inventoryEvents(changedProducts, mode, occasion));
      await tx.appendTriggers(changedProducts);
    }
    return { status: 200, body: { rows: rows.length, changedProducts } };
  });
}
