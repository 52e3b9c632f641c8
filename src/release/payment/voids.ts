import type { SiteId } from '../../domain/ids.ts';
import type { PaymentAuthorization, PaymentStep } from '../../domain/site/payment.ts';
import type { ShipmentRecord } from '../../domain/site/shipment.ts';
import type { StoreReader, StoreTransaction } from '../ports/store.ts';
import type { ReleasePorts } from '../service-ports.ts';
import { TERMINAL_STATUSES } from '../states.ts';
import { PaymentUnknownError } from './gateway.ts';

/** Shipments of one order that are read at once; an order has a handful. */
const ORDER_PAGE = 10_000;

/** All shipments of an order, by number. */
export function shipmentsOfOrder(reader: StoreReader, orderNumber: number): Promise<ShipmentRecord[]> {
  return reader.shipments({ orderNumber, after: null, limit: ORDER_PAGE });
}

/** Locks all shipments of an order. @returns them as they are */
export async function lockOrder(tx: StoreTransaction, orderNumber: number): Promise<ShipmentRecord[]> {
  const shipments = await shipmentsOfOrder(tx, orderNumber);
  return tx.lockShipments(shipments.map((shipment) => shipment.shipmentNumber));
}

/**
 * The key under which a shipment, as it is now, is authorized: the same at every try while it does not change,
 * so that however often the process dies, the gateway holds the money once.
 */
export const authorizationKey = (siteId: SiteId, { shipmentNumber, version }: ShipmentRecord): string =>
  `authorize:${siteId}:${shipmentNumber}:${version}`;

/** Whether an authorization was asked for by a release, and is not the shop's own. */
const isOurs = (authorizationId: string | null): boolean =>
  authorizationId?.startsWith('authorize:') === true;

const voidKey = (authorizationId: string) => `void:${authorizationId}`;

function voidStep(authorization: PaymentAuthorization, now: string): PaymentStep {
  const { authorizationId, orderNumber, reference, amountCents, currencyCode } = authorization;
  return {
    stepKey: voidKey(authorizationId),
    kind: 'void',
    status: 'PENDING',
    orderNumber,
    shipmentNumber: null,
    reference,
    paymentMethod: '',
    amountCents,
    currencyCode,
    reason: null,
    createdAt: now,
  };
}

/**
 * Writes down the voids of the authorizations of an order that nothing rests on any more: no living shipment
 * names them, and no shipment that is as it was when it was authorized may still be about to. The caller has
 * locked the shipments of the order, so that two releases of one order see each other.
 *
 * @param shipments of the order, as they stand after this transaction
 */
export async function recordVoids(
  tx: StoreTransaction,
  siteId: SiteId,
  orderNumber: number,
  shipments: readonly ShipmentRecord[],
  now: string,
): Promise<number> {
  const inUse = new Set<string>();
  for (const shipment of shipments) {
    if (TERMINAL_STATUSES.includes(shipment.shipmentStatus)) continue;
    if (shipment.paymentAuthorizationId !== null) inUse.add(shipment.paymentAuthorizationId);
    inUse.add(authorizationKey(siteId, shipment));
  }
  // What was captured with a fulfilled shipment is spent, not held, and is not voided.
  for (const shipment of shipments) {
    const isSpent = shipment.shipmentStatus === 'FULFILLED' && shipment.paymentAuthorizationId !== null;
    if (isSpent) inUse.add(shipment.paymentAuthorizationId!);
  }
  let written = 0;
  for (const authorization of await tx.authorizationsOf(orderNumber)) {
    if (authorization.status !== 'AUTHORIZED' || inUse.has(authorization.authorizationId)) continue;
    if (await tx.insertStep(voidStep(authorization, now))) written += 1;
  }
  return written;
}

/**
 * Writes down the voids that a change of one shipment by hand leaves: of the money of its release where it is
 * over, and of money that was authorized for it as it was, for a release that now cannot be made. To be called in
 * the transaction that changes it, with it locked.
 *
 * @param after as the store has it afterwards
 * @returns how many
 */
export async function recordVoidsAfter(
  tx: StoreTransaction,
  siteId: SiteId,
  before: ShipmentRecord,
  after: ShipmentRecord,
  now: string,
): Promise<number> {
  const isOver = isOurs(before.paymentAuthorizationId) && TERMINAL_STATUSES.includes(after.shipmentStatus);
  const wasAboutToGo =
    before.shipmentStatus === 'BACKORDER' && (await tx.step(authorizationKey(siteId, before))) !== null;
  if (!isOver && !wasAboutToGo) return 0;
  const others = (await lockOrder(tx, before.orderNumber)).filter(
    (each) => each.shipmentNumber !== after.shipmentNumber,
  );
  return recordVoids(tx, siteId, before.orderNumber, [...others, after], now);
}

async function callVoid({ store, gateway }: ReleasePorts, siteId: SiteId, step: PaymentStep): Promise<void> {
  const answer = await gateway.void({ idempotencyKey: step.stepKey, reference: step.reference! });
  await store.transaction(siteId, async (tx) => {
    const settled =
      answer.outcome === 'voided'
        ? { ...step, status: 'DONE' as const }
        : { ...step, status: 'REFUSED' as const, reason: answer.reason };
    if (!(await tx.settleStep(settled)) || answer.outcome !== 'voided') return;
    const authorization = await tx.authorization(step.stepKey.slice(voidKey('').length));
    if (authorization !== null) await tx.putAuthorization({ ...authorization, status: 'VOIDED' });
  });
}

/**
 * Makes the voids that are written down and not settled: of one order, or all. One of which nothing is known
 * afterwards stays `PENDING` for the next call.
 *
 * @returns how many could not be settled
 */
export async function settleVoids(
  ports: ReleasePorts,
  siteId: SiteId,
  orderNumber: number | null = null,
): Promise<number> {
  let unsettled = 0;
  for (const step of await ports.store.reader(siteId).pendingSteps(1000)) {
    if (step.kind !== 'void' || (orderNumber !== null && step.orderNumber !== orderNumber)) continue;
    try {
      await callVoid(ports, siteId, step);
    } catch (error) {
      if (!(error instanceof PaymentUnknownError)) throw error;
      unsettled += 1;
    }
  }
  return unsettled;
}
