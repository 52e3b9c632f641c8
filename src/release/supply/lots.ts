import type { CalendarDate } from '../../domain/calendar.ts';
import { InputError } from '../../domain/faults.ts';
import type { FutureInventoryId, ShipmentNumber } from '../../domain/ids.ts';
import { MAX_QUANTITY } from '../../domain/quantity.ts';
import type { ShipmentRecord } from '../../domain/site/shipment.ts';
import { availableOf, type LotRow, type StockAllocation } from '../../domain/site/stock.ts';
import { ServiceError } from '../../errors.ts';
import { productsOf } from '../changed-meanwhile.ts';
import { assertNoDuplicates } from '../checks/duplicates.ts';
import { assertSame } from '../checks/same.ts';
import { readSiteDay } from '../checks/site-day.ts';
import { assertStorable } from '../checks/storable.ts';
import { type EventContext, inventoryEvents } from '../events/new-events.ts';
import { assertVersion, executeWrite } from '../execute-write.ts';
import type { StoredAnswer } from '../ports/idempotency.ts';
import type { StoreTransaction } from '../ports/store.ts';
import { recordSteps } from '../record-steps.ts';
import type { ReleasePorts, Write } from '../service-ports.ts';
import { arrive } from '../transition.ts';
import { claimsOf, divide, lockLots, takeBack, takeBackFromLot } from './take-back.ts';

/** A lot that arrives, and what is really in it. */
export interface Receipt {
  readonly futureInventoryId: FutureInventoryId;
  /** Units; null: as announced. */
  readonly quantity: number | null;
}

/** @throws ServiceError NOT_FOUND, TRANSITION_NOT_ALLOWED where it is received or canceled already */
async function expectedLot(tx: StoreTransaction, id: FutureInventoryId): Promise<LotRow> {
  const lot = await tx.lot(id);
  if (lot === null) throw new ServiceError('NOT_FOUND', `there is no lot ${id}`);
  if (lot.status === 'EXPECTED') return lot;
  throw new ServiceError('TRANSITION_NOT_ALLOWED', `lot ${id} is ${lot.status}, not EXPECTED`);
}

/** Fields of a lot that no change of it touches; its status has requests of its own. */
const FIXED_FIELDS = ['locationCode', 'productCode', 'unitCost', 'status'] as const;

/** What becomes of a lot before it arrives; what is left out stays. */
export interface LotChange {
  /** ISO 8601; null: the day is unknown. */
  readonly deliveryDate?: string | null | undefined;
  /** Units that it will bring. */
  readonly quantity?: number | undefined;
  readonly status?: 'CANCELED' | undefined;
}

/**
 * A slip, a shrink or a cancellation of a lot; the shipments it no longer covers go back with their age.
 *
 * @param asRead fields that the caller sends back as it has read them
 * @throws ServiceError NOT_FOUND, TRANSITION_NOT_ALLOWED, STALE_VERSION
 * @throws InputError `contradictory` where the date is no day of the site, or `asRead` is not what the lot has
 */
export function changeLot(
  ports: ReleasePorts,
  write: Write,
  id: FutureInventoryId,
  { deliveryDate: date, ...others }: LotChange,
  asRead: { readonly [Name in (typeof FIXED_FIELDS)[number]]?: unknown } = {},
): Promise<StoredAnswer> {
  const { newId } = ports;
  return executeWrite(ports.store, write, async (tx) => {
    const context = { now: ports.now(), newId, correlationId: write.correlationId };
    const change = {
      ...others,
      ...(date !== undefined && { deliveryDate: await readSiteDay(tx, date, 'deliveryDate') }),
    };
    await lockLots(tx, [id]);
    const before = await expectedLot(tx, id);
    assertVersion(`lot ${id}`, before.version, write.expectedVersion);
    for (const name of FIXED_FIELDS) assertSame(name, asRead[name], before[name]);
    const { deliveryDate = before.deliveryDate, quantity = before.quantity, status = before.status } = change;
    const isSame =
      deliveryDate === before.deliveryDate && quantity === before.quantity && status === before.status;
    if (isSame) return { status: 200, body: before };
    await takeBackFromLot(tx, before, { deliveryDate, quantity, status }, context);
    const lot = await tx.updateLot(id, change, write.expectedVersion, { kind: 'lot', reference: id });
    if (lot === null) throw new ServiceError('STALE_VERSION', `lot ${id} has changed meanwhile`);
    await tx.appendEvents(inventoryEvents([lot.productCode], { kind: 'lot', lot }, context));
    await tx.appendTriggers([lot.productCode]);
    return { status: 200, body: lot };
  });
}

/** A source as a key: location, product, lot. */
const sourceOf = (row: Pick<StockAllocation, 'locationCode' | 'productCode' | 'futureInventoryId'>) =>
  JSON.stringify([row.locationCode, row.productCode, row.futureInventoryId]);

/** Units that each source can promise now. */
async function unitsFree(
  tx: StoreTransaction,
  held: readonly StockAllocation[],
): Promise<Map<string, number>> {
  const { current, lots } = await tx.stockOf(productsOf(held));
  return new Map([
    ...current.map((row) => [sourceOf({ ...row, futureInventoryId: null }), availableOf(row)] as const),
    ...lots.map((lot) => [sourceOf(lot), lot.quantity - lot.allocated] as const),
  ]);
}

/**
 * Finds the shipments that can be held again: in queue order each of which all rows still fit. A refresh may have
 * taken away what they held of other sources, and the arrival of a lot does not bring that back.
 */
function fittingShipments(
  claimants: readonly ShipmentNumber[],
  again: readonly StockAllocation[],
  free: Map<string, number>,
): Set<ShipmentNumber> {
  const fitting = new Set<ShipmentNumber>();
  const rowsOf = new Map<ShipmentNumber, StockAllocation[]>();
  for (const row of again) {
    const rows = rowsOf.get(row.shipmentNumber);
    if (rows === undefined) rowsOf.set(row.shipmentNumber, [row]);
    else rows.push(row);
  }
  for (const number of claimants) {
    const wanted = new Map<string, number>();
    for (const row of rowsOf.get(number) ?? []) {
      wanted.set(sourceOf(row), (wanted.get(sourceOf(row)) ?? 0) + row.quantity);
    }
    if ([...wanted].some(([source, units]) => units > (free.get(source) ?? 0))) continue;
    for (const [source, units] of wanted) free.set(source, free.get(source)! - units);
    fitting.add(number);
  }
  return fitting;
}

/** Holds the rows for their shipments; those that wait for no lot any more turn READY. */
async function turnReady(
  tx: StoreTransaction,
  shipments: readonly ShipmentRecord[],
  again: readonly StockAllocation[],
  id: FutureInventoryId,
  context: EventContext,
): Promise<void> {
  if (again.length > 0 && !(await tx.allocate(again, { kind: 'receipt', reference: id }))) {
    throw new Error(`what lot ${id} brought does not cover what it was divided into`);
  }
  const stillWaiting = new Set<ShipmentNumber>(
    again.filter((row) => row.futureInventoryId !== null).map((row) => row.shipmentNumber),
  );
  const steps = shipments
    .filter((shipment) => !stillWaiting.has(shipment.shipmentNumber))
    .map((before) => ({
      before,
      after: arrive(before, 'receipt', context.now),
      trigger: 'receipt' as const,
    }));
  if (steps.length > 0) await recordSteps(tx, steps, context, { lot: id });
}

/** @throws InputError `contradictory` where more would be on hand than an attempt takes */
async function assertRoomFor(tx: StoreTransaction, lot: LotRow, units: number, index: number): Promise<void> {
  const { current } = await tx.stockOf([lot.productCode]);
  const onHand = current.find((row) => row.locationCode === lot.locationCode)?.onHand ?? 0;
  if (onHand + units <= MAX_QUANTITY) return;
  const message = `would leave more than ${MAX_QUANTITY.toLocaleString('en')} on hand of ${lot.productCode} at ${lot.locationCode}`;
  const path = `receipts[${index}].quantity`;
  throw new InputError('contradictory', [{ path, code: 'out_of_range', message }]);
}

async function receive(
  tx: StoreTransaction,
  { futureInventoryId: id, quantity }: Receipt,
  index: number,
  context: EventContext,
): Promise<LotRow> {
  const lot = await expectedLot(tx, id);
  const units = quantity ?? lot.quantity;
  await assertRoomFor(tx, lot, units, index);
  const claims = await claimsOf(tx, id);
  const numbers = claims.map((claim) => claim.shipmentNumber).sort((a, b) => a - b);
  const shipments = await tx.lockShipments(numbers);
  const held = await tx.deallocate(numbers, { kind: 'receipt', reference: id });
  const received = await tx.receiveLot(id, units, { kind: 'receipt', reference: id });
  if (received === null) throw new ServiceError('STALE_VERSION', `lot ${id} has changed meanwhile`);
  const again = held.map((row) => (row.futureInventoryId === id ? { ...row, futureInventoryId: null } : row));
  const { kept } = divide(claims, units);
  const fitting = fittingShipments(kept, again, await unitsFree(tx, held));
  const isKept = ({ shipmentNumber }: { readonly shipmentNumber: ShipmentNumber }) =>
    fitting.has(shipmentNumber);
  await turnReady(tx, shipments.filter(isKept), again.filter(isKept), id, context);
  const lost = numbers.filter((number) => !fitting.has(number));
  await takeBack(tx, lost, { reasonCode: 'LOT_SHORT', moreInfo: id }, context);
  // What the lost ones held is free again, and the lot may have brought more than was promised of it.
  const freed = held.filter((row) => !isKept(row)).map((row) => row.productCode);
  await tx.appendTriggers([...new Set([lot.productCode, ...freed])].sort());
  await tx.appendEvents(inventoryEvents([lot.productCode], { kind: 'receipt', lot: received }, context));
  return received;
}

/**
 * Lots arrive, all or nothing: FUTURE shipments that waited for them turn READY in queue order as far as the
 * units go; those that a short delivery leaves without go back to BACKORDER with their age.
 *
 * @throws ServiceError NOT_FOUND, TRANSITION_NOT_ALLOWED
 * @throws InputError `contradictory` where a lot is named twice, or leaves more on hand than attempts take
 */
export async function receiveLots(
  ports: ReleasePorts,
  write: Write,
  receipts: readonly Receipt[],
): Promise<StoredAnswer> {
  assertStorable({ receipts });
  assertNoDuplicates(receipts, 'receipts', 'lot', (row) => [row.futureInventoryId]);
  const { newId } = ports;
  return executeWrite(ports.store, write, async (tx) => {
    const context = { now: ports.now(), newId, correlationId: write.correlationId };
    await lockLots(
      tx,
      receipts.map((receipt) => receipt.futureInventoryId),
    );
    const lots: LotRow[] = [];
    for (const [index, receipt] of receipts.entries()) lots.push(await receive(tx, receipt, index, context));
    return { status: 200, body: { lots } };
  });
}

/**
 * Takes back what lots no longer cover: those promised beyond what they bring, and those that were due before
 * today and have not come.
 *
 * @returns how many lots it was
 */
export async function repairLots(ports: ReleasePorts, write: Write, today: CalendarDate): Promise<number> {
  const { store, newId } = ports;
  const inTrouble = await store.reader(write.siteId).lotsInTrouble(today);
  for (const { futureInventoryId: id } of inTrouble) {
    await store.transaction(write.siteId, async (tx) => {
      const [lot] = await lockLots(tx, [id]);
      if (lot === undefined) return;
      const isOverdue = lot.deliveryDate !== null && lot.deliveryDate < today;
      const context = { now: ports.now(), newId, correlationId: write.correlationId };
      const { lost } = divide(await claimsOf(tx, id), isOverdue ? 0 : lot.quantity);
      const reason = { reasonCode: isOverdue ? 'LOT_LATE' : 'LOT_SHORT', moreInfo: id };
      await takeBack(tx, lost, reason, context);
    });
  }
  return inTrouble.length;
}
