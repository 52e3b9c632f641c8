import type { FutureInventoryId, ProductCode, ShipmentNumber } from '../../domain/ids.ts';
import type { ShipmentRecord, StatusReason } from '../../domain/site/shipment.ts';
import type { LotRow, StockAllocation } from '../../domain/site/stock.ts';
import { productsOf } from '../changed-meanwhile.ts';
import type { EventContext } from '../events/new-events.ts';
import type { StoreReader, StoreTransaction } from '../ports/store.ts';
import { recordSteps } from '../record-steps.ts';
import { readExpectedDays } from '../site-view.ts';
import { backToBackorder } from '../transition.ts';

/** What one shipment holds of a lot. */
export interface LotClaim {
  readonly shipmentNumber: ShipmentNumber;
  readonly units: number;
}

/** Who holds units of a lot, in queue order: priority, first submitted, number. */
export async function claimsOf(reader: StoreReader, id: FutureInventoryId): Promise<LotClaim[]> {
  const units = new Map<ShipmentNumber, number>();
  for (const { shipmentNumber, quantity } of await reader.allocationsOfLot(id)) {
    units.set(shipmentNumber, (units.get(shipmentNumber) ?? 0) + quantity);
  }
  return [...units].map(([shipmentNumber, sum]) => ({ shipmentNumber, units: sum }));
}

/**
 * Divides a quantity among claims: in queue order each that fits whole into what is left keeps its units.
 *
 * @param quantity units that there are
 */
export function divide(
  claims: readonly LotClaim[],
  quantity: number,
): { readonly kept: ShipmentNumber[]; readonly lost: ShipmentNumber[] } {
  const kept: ShipmentNumber[] = [];
  const lost: ShipmentNumber[] = [];
  let left = quantity;
  for (const { shipmentNumber, units } of claims) {
    if (units <= left) {
      kept.push(shipmentNumber);
      left -= units;
    } else lost.push(shipmentNumber);
  }
  return { kept, lost };
}

/**
 * Locks every product that lots, and shipments that hold units of them, are about; stock before shipments.
 *
 * @param products to be locked besides
 * @returns the lots as they are while they are locked
 */
export async function lockLots(
  tx: StoreTransaction,
  ids: readonly FutureInventoryId[],
  products: readonly ProductCode[] = [],
): Promise<LotRow[]> {
  const wanted = new Set<ProductCode>(products);
  // What is read before anything is locked only says what to lock.
  let lots = ids.length === 0 ? [] : await tx.lots(ids);
  for (const lot of lots) wanted.add(lot.productCode);
  for (let before = -1; before < wanted.size; ) {
    before = wanted.size;
    await tx.lockStock([...wanted].sort());
    if (ids.length > 0) lots = await tx.lots(ids);
    // Most lots of a refresh have no promises; only those that have some need their shipments looked up.
    for (const lot of lots) {
      wanted.add(lot.productCode);
      if (lot.allocated === 0) continue;
      const numbers = (await claimsOf(tx, lot.futureInventoryId)).map((claim) => claim.shipmentNumber);
      for (const held of productsOf(await tx.allocationsOf(numbers))) wanted.add(held);
    }
  }
  return lots;
}

/**
 * Takes shipments back to BACKORDER: what they hold is free again, they keep their age and their priority, and
 * they are asked to be tried again. The caller has locked the stock.
 *
 * @returns what they held
 */
export async function takeBack(
  tx: StoreTransaction,
  numbers: readonly ShipmentNumber[],
  reason: StatusReason,
  context: EventContext,
): Promise<StockAllocation[]> {
  if (numbers.length === 0) return [];
  const shipments = await tx.lockShipments([...numbers].sort((a, b) => a - b));
  const cause = { kind: 'supply-lost', reference: reason.moreInfo } as const;
  const held = await tx.deallocate(numbers, cause);
  const codes = productsOf(shipments.flatMap((shipment) => shipment.items));
  const expect = await readExpectedDays(tx, codes, context.now);
  const steps = shipments.map((before: ShipmentRecord) => ({
    before,
    after: backToBackorder(before, 'supply-lost', expect(before.items), context.now, reason),
    trigger: 'supply-lost' as const,
  }));
  await recordSteps(tx, steps, context, { reason: reason.reasonCode });
  await tx.appendTriggers(productsOf([...held, ...shipments.flatMap((shipment) => shipment.items)]));
  return held;
}

/**
 * After a lot has changed: takes back the shipments that its new quantity no longer covers, or all of them where
 * it comes on another day or not at all.
 */
export async function takeBackFromLot(
  tx: StoreTransaction,
  before: LotRow,
  after: Pick<LotRow, 'deliveryDate' | 'quantity' | 'status'>,
  context: EventContext,
): Promise<void> {
  const claims = await claimsOf(tx, before.futureInventoryId);
  const isMoved = after.deliveryDate !== before.deliveryDate;
  const left = isMoved || after.status !== 'EXPECTED' ? 0 : after.quantity;
  const reasonCode = after.status === 'CANCELED' ? 'LOT_CANCELED' : isMoved ? 'LOT_MOVED' : 'LOT_SHORT';
  const reason = { reasonCode, moreInfo: before.futureInventoryId };
  await takeBack(tx, divide(claims, left).lost, reason, context);
}
