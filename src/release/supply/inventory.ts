import type { CalendarDate } from '../../domain/calendar.ts';
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
    readonly deliveryDate: CalendarDate | null;
  } | null;
}

interface SplitRows {
  readonly current: readonly InventoryRow[];
  readonly future: readonly (InventoryRow & { readonly lot: NonNullable<InventoryRow['lot']> })[];
}

function splitRows(rows: readonly InventoryRow[]): SplitRows {
  return {
    current: rows.filter((row) => row.lot === null),
    future: rows.flatMap((row) => (row.lot === null ? [] : [{ ...row, lot: row.lot }])),
  };
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
  refuse('these lots are closed, or are another location or product', dated.refused);
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
  refuse(
    'these lots are closed, are another location or product, or would fall below nothing',
    dated.refused,
  );
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
 * @throws ServiceError INSUFFICIENT_STOCK where something would fall below nothing, or a lot is closed
 */
export function writeInventory(
  ports: ReleasePorts,
  write: Write,
  mode: 'refresh' | 'adjust',
  rows: readonly InventoryRow[],
): Promise<StoredAnswer> {
  const { newId } = ports;
  const parts = splitRows(rows);
  const ids = parts.future.map((row) => row.lot.futureInventoryId);
  return executeWrite(ports.store, write, async (tx) => {
    const occasion = { now: ports.now(), newId, correlationId: write.correlationId };
    await lockLots(tx, ids, productsOf(rows));
    const before = await tx.lots(ids);
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
