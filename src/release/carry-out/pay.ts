import type { ShipmentRecord } from '../../domain/site/shipment.ts';
import { ChangedMeanwhile } from '../changed-meanwhile.ts';
import type { EventContext } from '../events/new-events.ts';
import { authorizeAnew, costOf } from '../payment/authorize-anew.ts';
import { PAYMENT_REFUSED } from '../payment/refused.ts';
import { authorizationKey, lockOrder, recordVoids, settleVoids } from '../payment/voids.ts';
import { recorded, recordSteps } from '../record-steps.ts';
import type { ReleasePorts } from '../service-ports.ts';
import type { AttemptOptions } from './options.ts';

/** Whether the release may go on, and with which money. */
export type Payment =
  | { readonly outcome: 'go-on'; readonly authorizationId: string | null }
  | { readonly outcome: 'skipped'; readonly reasonCode: string; readonly shipment: ShipmentRecord };

const GO_ON: Payment = { outcome: 'go-on', authorizationId: null };

/** Marks the shipment for people, and writes down the voids of what is authorized for it as it was. */
async function mark(
  ports: ReleasePorts,
  shipment: ShipmentRecord,
  changes: Partial<ShipmentRecord>,
  trigger: 'payment-refused' | 'payment-unused',
  { siteId }: AttemptOptions,
  context: EventContext,
): Promise<ShipmentRecord> {
  return ports.store.transaction(siteId, async (tx) => {
    const { orderNumber, shipmentNumber, version } = shipment;
    const ofOrder = await lockOrder(tx, orderNumber);
    const current = ofOrder.find((each) => each.shipmentNumber === shipmentNumber);
    if (current?.version !== version) throw new ChangedMeanwhile(`shipment ${shipmentNumber}`);
    const after = { ...shipment, ...changes, updatedAt: context.now };
    await recordSteps(tx, [{ before: shipment, after, trigger }], context);
    const others = ofOrder.filter((each) => each.shipmentNumber !== shipmentNumber);
    await recordVoids(tx, siteId, orderNumber, [...others, recorded(after)], context.now);
    return recorded(after);
  });
}

/**
 * Where the site voids and re-authorizes: authorizes the money of a shipment that can go. A refusal leaves it in
 * BACKORDER with nothing allocated, on hold and with the reason, until a person lets it go; a gateway that does
 * not answer leaves it unchanged for the next try. Where a shipment can no longer go, its authorization is voided.
 *
 * @throws ChangedMeanwhile where the shipment changed
 */
export async function payFor(
  ports: ReleasePorts,
  shipment: ShipmentRecord,
  options: AttemptOptions,
  isHeld: boolean,
  context: EventContext,
): Promise<Payment> {
  const { siteId, settings } = options;
  if (!settings.paymentVoidAndReauth) return GO_ON;
  const reader = ports.store.reader(siteId);
  const order = await reader.order(shipment.orderNumber);
  const isPaid = shipment.paymentMethod !== null || (order !== null && order.request.payment !== null);
  if (order === null || !isPaid || costOf(shipment) <= 0) return GO_ON;
  if (isHeld) {
    if ((await reader.step(authorizationKey(siteId, shipment))) === null) return GO_ON;
    const { shipmentStatusReason } = shipment;
    await mark(ports, shipment, { shipmentStatusReason }, 'payment-unused', options, context);
    await settleVoids(ports, siteId, shipment.orderNumber);
    return GO_ON;
  }
  const asked = await authorizeAnew(ports, siteId, shipment, order);
  if (asked.outcome === 'authorized') return { outcome: 'go-on', authorizationId: asked.authorizationId };
  if (asked.outcome === 'unknown') return { outcome: 'skipped', reasonCode: 'PAYMENT_UNKNOWN', shipment };
  const shipmentStatusReason = { reasonCode: PAYMENT_REFUSED, moreInfo: asked.reason };
  const changes = { shipmentStatusReason, onHold: true };
  const after = await mark(ports, shipment, changes, 'payment-refused', options, context);
  return { outcome: 'skipped', reasonCode: PAYMENT_REFUSED, shipment: after };
}
