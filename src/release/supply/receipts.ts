import { InputError } from '../../domain/faults.ts';
import type { FutureInventoryId } from '../../domain/ids.ts';
import { MAX_QUANTITY } from '../../domain/quantity.ts';
import type { LotReceipt, LotRow } from '../../domain/site/stock.ts';
import { ServiceError } from '../../errors.ts';
import { productsOf } from '../changed-meanwhile.ts';
import { assertNoDuplicates } from '../checks/duplicates.ts';
import { assertStorable } from '../checks/storable.ts';
import { type EventContext, inventoryEvents } from '../events/new-events.ts';
import { executeWrite } from '../execute-write.ts';
import type { StoredAnswer } from '../ports/idempotency.ts';
import type { StoreTransaction } from '../ports/store.ts';
import { type ChangedLot, settlePromises } from '../promises/settle.ts';
import type { ReleasePorts, Write } from '../service-ports.ts';
import { lockLots } from './lock-lots.ts';
import { assertOne, expectedLots, type LotName, textOf } from './named-lots.ts';

/** Lots that have arrived, or a part of one. */
export interface Receipt extends LotName {
  /** Units that came; null or left out: all that was still expected. */
  readonly quantity?: number | null | undefined;
  /** Nothing more will come. Left out: what has not come is still expected. */
  readonly final?: boolean | undefined;
  /** The caller's id of this receipt; a repeated one is answered as before, and changes nothing. */
  readonly receiptId?: string | undefined;
}

/** A receipt that did nothing, beside others that did. */
interface RefusedReceipt {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

/** What a receipt comes to. */
interface Received {
  readonly lots: readonly LotRow[];
  readonly changed: readonly ChangedLot[];
}

/** The receipt as it is remembered. */
const rememberedOf = ({
  futureInventoryId,
  locationCode,
  productCode,
  quantity,
  final,
}: Receipt): LotReceipt => ({
  futureInventoryId,
  locationCode: locationCode ?? null,
  productCode: productCode ?? null,
  quantity: quantity ?? null,
  final: final ?? false,
});

/** The lots that a receipt of that id was answered with; null where it is new. @throws InputError `contradictory` */
async function receivedBefore(
  tx: StoreTransaction,
  receipt: Receipt,
  path: string,
): Promise<LotRow[] | null> {
  const { receiptId } = receipt;
  const before = receiptId === undefined ? null : await tx.receipt(receiptId);
  if (before === null) return null;
  const said = rememberedOf(receipt);
  const isSame = Object.entries(said).every(
    ([name, value]) => before.receipt[name as keyof LotReceipt] === value,
  );
  if (isSame) return [...before.lots];
  const message = `${receiptId} was the id of another receipt`;
  throw new InputError('contradictory', [{ path: `${path}.receiptId`, code: 'not_allowed', message }]);
}

/** @throws InputError `contradictory` where more would be on hand than an attempt takes */
async function assertRoomFor(tx: StoreTransaction, lot: LotRow, units: number, path: string): Promise<void> {
  const { current } = await tx.stockOf([lot.productCode]);
  const onHand = current.find((row) => row.locationCode === lot.locationCode)?.onHand ?? 0;
  if (onHand + units <= MAX_QUANTITY) return;
  const most = MAX_QUANTITY.toLocaleString('en');
  const message = `would leave more than ${most} on hand of ${lot.productCode} at ${lot.locationCode}`;
  throw new InputError('contradictory', [{ path: `${path}.quantity`, code: 'out_of_range', message }]);
}

async function receive(
  tx: StoreTransaction,
  receipt: Receipt,
  known: readonly LotRow[],
  path: string,
  context: EventContext,
): Promise<Received> {
  const lots = expectedLots(receipt, known);
  if (typeof receipt.quantity === 'number') assertOne(receipt, lots, `${path}.quantity`);
  const changed: ChangedLot[] = [];
  for (const lot of lots) {
    const quantity = receipt.quantity ?? lot.quantity;
    await assertRoomFor(tx, lot, quantity, path);
    const cause = { kind: 'receipt', reference: receipt.receiptId ?? lot.futureInventoryId } as const;
    const arrived = { quantity, isFinal: receipt.final ?? false };
    const after = await tx.receiveLot(lot, arrived, cause);
    if (after === null) throw new ServiceError('STALE_VERSION', `${textOf(lot)} has changed meanwhile`);
    const left = after.deliveryDate === null ? 0 : after.quantity;
    changed.push({ lot: after, left, arrived: quantity, reasonCode: 'LOT_SHORT' });
    await tx.appendEvents(inventoryEvents([lot.productCode], { kind: 'receipt', lot: after }, context));
  }
  return { lots: changed.map(({ lot }) => lot), changed };
}

/** Whether a receipt is refused for what its lot is, so that the other receipts need not mind. */
const isOfItsLot = (error: unknown): error is ServiceError =>
  error instanceof ServiceError && (error.code === 'TRANSITION_NOT_ALLOWED' || error.code === 'NOT_FOUND');

/**
 * Lots arrive, or parts of them: in queue order shipments that waited for them hold current stock instead, READY once
 * they wait for nothing else. What has not come is still expected, unless the receipt is final. Who is left without
 * is covered by other stock, or goes back to BACKORDER with its age. A receipt whose lot is closed or unknown is
 * listed, and the others have their effect.
 *
 * @throws ServiceError NOT_FOUND, TRANSITION_NOT_ALLOWED where no receipt has any effect
 * @throws InputError `contradictory` where a lot is named twice, a quantity is given and several lots are meant, an
 *   id of a receipt was used for another, or more would be on hand than attempts take
 */
export async function receiveLots(
  ports: ReleasePorts,
  write: Write,
  receipts: readonly Receipt[],
): Promise<StoredAnswer> {
  assertStorable({ receipts });
  assertNoDuplicates(receipts, 'receipts', 'lot', (row) => [
    row.futureInventoryId,
    row.productCode ?? null,
    row.locationCode ?? null,
    row.receiptId ?? null,
  ]);
  const { newId } = ports;
  return executeWrite(ports.store, write, async (tx) => {
    const context = { now: ports.now(), newId, correlationId: write.correlationId };
    const ids: FutureInventoryId[] = [...new Set(receipts.map((receipt) => receipt.futureInventoryId))];
    await lockLots(tx, ids);
    const lots: LotRow[] = [];
    const refused: RefusedReceipt[] = [];
    let first: ServiceError | null = null;
    for (const [index, receipt] of receipts.entries()) {
      const path = `receipts[${index}]`;
      try {
        lots.push(...(await receiveOnce(ports, tx, receipt, path, context)));
      } catch (error) {
        if (!isOfItsLot(error)) throw error;
        first ??= error;
        const code = error.code === 'NOT_FOUND' ? 'unknown' : 'not_allowed';
        refused.push({ path: `${path}.futureInventoryId`, code, message: error.message });
      }
    }
    if (first !== null && refused.length === receipts.length) throw first;
    return { status: 200, body: { lots, refused } };
  });
}

/** What one receipt comes to, or came to before. */
async function receiveOnce(
  ports: ReleasePorts,
  tx: StoreTransaction,
  receipt: Receipt,
  path: string,
  context: EventContext,
): Promise<readonly LotRow[]> {
  const before = await receivedBefore(tx, receipt, path);
  if (before !== null) return before;
  const { changed } = await receive(tx, receipt, await tx.lots([receipt.futureInventoryId]), path, context);
  await settlePromises(ports, tx, changed, 'receipt', context);
  await tx.appendTriggers(productsOf(changed.map(({ lot }) => lot)));
  const keys = changed.map(({ lot }) => lot);
  const lots = (await tx.lots([receipt.futureInventoryId])).filter((lot) =>
    keys.some((key) => key.locationCode === lot.locationCode && key.productCode === lot.productCode),
  );
  if (receipt.receiptId !== undefined) {
    await tx.putReceipt(receipt.receiptId, { receipt: rememberedOf(receipt), lots });
  }
  return lots;
}
