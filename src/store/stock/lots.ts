import type { FutureInventoryId } from '../../domain/ids.ts';
import type { LotRow, StockCause } from '../../domain/site/stock.ts';
import type { LotDelta, StockChange, StockWriter } from '../../release/ports/stock.ts';
import { assertLocked, type TransactionContext } from '../site-context.ts';
import { addArrived, changeLot } from './change-lot.ts';
import { sortedProducts } from './counts.ts';
import { changeOf } from './ledger.ts';
import { type GivenLot, writeLots } from './write-lots.ts';

async function putLots(
  context: TransactionContext,
  rows: readonly GivenLot[],
  cause: StockCause,
): Promise<StockChange> {
  assertLocked(
    context,
    rows.map((row) => row.productCode),
  );
  const judged = await writeLots(context.db, { ...changeOf(context, cause), rows });
  const refusals = new Map(judged.map((row) => [row.future_inventory_id, row.refusal]));
  const changed = judged.filter((row) => row.refusal === null && row.is_changed);
  return {
    changedProducts: sortedProducts(changed.map((row) => row.product_code)),
    refused: rows.flatMap(({ futureInventoryId: id }, row) => {
      const reason = refusals.has(id) ? refusals.get(id)! : ('closed' as const);
      return reason === null ? [] : [{ row, reason }];
    }),
  };
}

/** Lots of products that are locked. */
export function lotWriter(
  context: TransactionContext,
  readLot: (futureInventoryId: FutureInventoryId) => Promise<LotRow | null>,
): Pick<StockWriter, 'setLots' | 'adjustLots' | 'updateLot' | 'receiveLot'> {
  const { db } = context;
  /** The lot, its product locked; null where it is closed or has another version. */
  async function expectedLot(futureInventoryId: FutureInventoryId, expectedVersion: number | null) {
    const lot = await readLot(futureInventoryId);
    if (lot === null || lot.status !== 'EXPECTED') return null;
    if (expectedVersion !== null && lot.version !== expectedVersion) return null;
    assertLocked(context, [lot.productCode]);
    return lot;
  }
  /** Writes a lot that was read. @returns the lot as it is then; null where another has changed it meanwhile */
  async function writeOver(
    { futureInventoryId, version }: LotRow,
    next: Pick<LotRow, 'deliveryDate' | 'quantity' | 'status'>,
    cause: StockCause,
  ): Promise<LotRow | null> {
    const { deliveryDate, quantity, status } = next;
    const values = { futureInventoryId, expectedVersion: version, deliveryDate, quantity, status };
    const [changed] = await changeLot(db, { ...changeOf(context, cause), ...values });
    return changed ?? null;
  }
  return {
    setLots: (rows, cause) => putLots(context, rows, cause),
    adjustLots: (rows: readonly LotDelta[], cause) => putLots(context, rows, cause),
    async updateLot(futureInventoryId, change, expectedVersion, cause) {
      const lot = await expectedLot(futureInventoryId, expectedVersion);
      if (lot === null) return null;
      const status = change.status ?? lot.status;
      const next = {
        status,
        deliveryDate: change.deliveryDate === undefined ? lot.deliveryDate : change.deliveryDate,
        quantity: status === 'CANCELED' ? 0 : (change.quantity ?? lot.quantity),
      };
      return writeOver(lot, next, cause);
    },
    async receiveLot(futureInventoryId, quantity, cause) {
      const lot = await expectedLot(futureInventoryId, null);
      if (lot === null) return null;
      const { deliveryDate, locationCode, productCode } = lot;
      const received = await writeOver(lot, { deliveryDate, quantity: 0, status: 'RECEIVED' }, cause);
      if (received === null) return null;
      await addArrived(db, { ...changeOf(context, cause), locationCode, productCode, quantity });
      return received;
    },
  };
}
