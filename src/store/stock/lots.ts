import type { FutureInventoryId } from '../../domain/ids.ts';
import type { LotKey, LotRow, StockCause } from '../../domain/site/stock.ts';
import type { LotDelta, StockChange, StockWriter } from '../../release/ports/stock.ts';
import { asJson } from '../given-rows.ts';
import { assertLocked, type TransactionContext } from '../site-context.ts';
import { addArrived, changeLot } from './change-lot.ts';
import { sortedProducts } from './counts.ts';
import { changeOf } from './ledger.ts';
import { type GivenLot, writeLots } from './write-lots.ts';

const keyOf = ({ futureInventoryId, locationCode, productCode }: LotKey): string =>
  JSON.stringify([futureInventoryId, locationCode, productCode]);

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
  const refusals = new Map(
    judged.map((row) => [
      keyOf({
        futureInventoryId: row.future_inventory_id,
        locationCode: row.location_code,
        productCode: row.product_code,
      }),
      row.refusal,
    ]),
  );
  const changed = judged.filter((row) => row.refusal === null && row.is_changed);
  return {
    changedProducts: sortedProducts(changed.map((row) => row.product_code)),
    refused: rows.flatMap((lot, row) => {
      const key = keyOf(lot);
      const reason = refusals.has(key) ? refusals.get(key)! : ('closed' as const);
      return reason === null ? [] : [{ row, reason }];
    }),
  };
}

type Next = Pick<LotRow, 'deliveryDate' | 'quantity' | 'status'>;

/** Lots of products that are locked. */
export function lotWriter(
  context: TransactionContext,
  readLots: (futureInventoryIds: readonly FutureInventoryId[]) => Promise<LotRow[]>,
): Pick<
  StockWriter,
  'setLots' | 'adjustLots' | 'updateLot' | 'receiveLot' | 'putReceipt' | 'forgetReceiptsBefore'
> {
  const { db, siteId } = context;
  /** The lot, its product locked; null where it is closed or has another version. */
  async function expectedLot(key: LotKey, expectedVersion: number | null): Promise<LotRow | null> {
    const lots = await readLots([key.futureInventoryId]);
    const lot = lots.find((each) => keyOf(each) === keyOf(key));
    if (lot === undefined || lot.status !== 'EXPECTED') return null;
    if (expectedVersion !== null && lot.version !== expectedVersion) return null;
    assertLocked(context, [lot.productCode]);
    return lot;
  }
  /** Writes a lot that was read. @returns the lot as it is then; null where another has changed it meanwhile */
  async function writeOver(lot: LotRow, next: Next, cause: StockCause): Promise<LotRow | null> {
    const { futureInventoryId, locationCode, productCode, version: expectedVersion } = lot;
    const { deliveryDate, quantity, status } = next;
    const key = { futureInventoryId, locationCode, productCode };
    const values = { ...key, expectedVersion, deliveryDate, quantity, status };
    const [changed] = await changeLot(db, { ...changeOf(context, cause), ...values });
    return changed ?? null;
  }
  return {
    setLots: (rows, cause) => putLots(context, rows, cause),
    adjustLots: (rows: readonly LotDelta[], cause) => putLots(context, rows, cause),
    async updateLot(key, change, expectedVersion, cause) {
      const lot = await expectedLot(key, expectedVersion);
      if (lot === null) return null;
      const status = change.status ?? lot.status;
      const next = {
        status,
        deliveryDate: change.deliveryDate === undefined ? lot.deliveryDate : change.deliveryDate,
        quantity: status === 'CANCELED' ? 0 : (change.quantity ?? lot.quantity),
      };
      return writeOver(lot, next, cause);
    },
    async receiveLot(key, { quantity, isFinal }, cause) {
      const lot = await expectedLot(key, null);
      if (lot === null) return null;
      const { locationCode, productCode } = lot;
      const left = isFinal ? 0 : Math.max(0, lot.quantity - quantity);
      if (quantity > 0) {
        const arrived = await addArrived(db, {
          ...changeOf(context, cause),
          locationCode,
          productCode,
          quantity,
        });
        if (arrived.length === 0) return null;
      }
      return writeOver(lot, { ...lot, quantity: left, status: left === 0 ? 'RECEIVED' : 'EXPECTED' }, cause);
    },
    async putReceipt(receipt_id, { receipt, lots }) {
      await db
        .insertInto('lot_receipt')
        .values({
          site_id: siteId,
          receipt_id,
          receipt: asJson(receipt),
          lots: asJson(lots),
          received_at: context.now(),
        })
        .execute();
    },
    async forgetReceiptsBefore(instant) {
      await db
        .deleteFrom('lot_receipt')
        .where('site_id', '=', siteId)
        .where('received_at', '<', instant)
        .execute();
    },
  };
}
