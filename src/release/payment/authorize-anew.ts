import type { SiteId } from '../../domain/ids.ts';
import { addAmounts, totalOf } from '../../domain/site/money.ts';
import type { OrderRecord } from '../../domain/site/order.ts';
import type { PaymentStep } from '../../domain/site/payment.ts';
import type { ShipmentRecord } from '../../domain/site/shipment.ts';
import type { ReleasePorts } from '../service-ports.ts';
import { PaymentUnknownError } from './gateway.ts';
import { authorizationKey, lockOrder, recordVoids } from './voids.ts';

/** What came of asking for a new authorization. */
export type NewAuthorization =
  | { readonly outcome: 'authorized'; readonly authorizationId: string }
  | { readonly outcome: 'refused'; readonly reason: string }
  | { readonly outcome: 'unknown'; readonly reason: string };

/** What a shipment costs, in cents; a discount beyond the price may leave one below nothing, and then there is nothing to pay. */
export const costOf = ({ items }: ShipmentRecord): number =>
  totalOf(addAmounts(items.map((item) => item.amounts)));

function stepOf(siteId: SiteId, shipment: ShipmentRecord, order: OrderRecord, now: string): PaymentStep {
  return {
    stepKey: authorizationKey(siteId, shipment),
    kind: 'authorize',
    status: 'PENDING',
    orderNumber: shipment.orderNumber,
    shipmentNumber: shipment.shipmentNumber,
    reference: null,
    paymentMethod: shipment.paymentMethod ?? order.request.payment?.paymentMethod ?? '',
    amountCents: costOf(shipment),
    currencyCode: order.request.currencyCode,
    reason: null,
    createdAt: now,
  };
}

/**
 * Makes the call of a step that is written down, and writes down what came of it; with it, where the shipment has
 * changed since, that the money is to be let go.
 *
 * @throws PaymentUnknownError when that is not known; the step stays `PENDING`
 */
export async function callAuthorize(
  { store, gateway, now }: ReleasePorts,
  siteId: SiteId,
  step: PaymentStep,
): Promise<PaymentStep> {
  const answer = await gateway.authorize({
    idempotencyKey: step.stepKey,
    paymentMethod: step.paymentMethod,
    amountCents: step.amountCents,
    currencyCode: step.currencyCode,
    orderNumber: step.orderNumber,
    shipmentNumber: step.shipmentNumber!,
  });
  const settled =
    answer.outcome === 'authorized'
      ? { ...step, status: 'DONE' as const, reference: answer.reference }
      : { ...step, status: 'REFUSED' as const, reason: answer.reason };
  return store.transaction(siteId, async (tx) => {
    // Another process may have repeated the call and settled it first, with the same answer.
    if (!(await tx.settleStep(settled))) return (await tx.step(step.stepKey)) ?? settled;
    if (answer.outcome === 'authorized') {
      const { orderNumber, amountCents, currencyCode, stepKey } = step;
      await tx.putAuthorization({
        authorizationId: stepKey,
        orderNumber,
        reference: answer.reference,
        amountCents,
        currencyCode,
        status: 'AUTHORIZED',
      });
      // The shipment may have changed while the gateway was asked. Then this is the only place that voids the money.
      await recordVoids(tx, siteId, orderNumber, await lockOrder(tx, orderNumber), now());
    }
    return settled;
  });
}

/**
 * Authorizes a shipment's money anew: written down, asked, written down. Repeated for an unchanged shipment it
 * asks with the same key, and so changes nothing.
 */
export async function authorizeAnew(
  ports: ReleasePorts,
  siteId: SiteId,
  shipment: ShipmentRecord,
  order: OrderRecord,
): Promise<NewAuthorization> {
  const fresh = stepOf(siteId, shipment, order, ports.now());
  const step = await ports.store.transaction(siteId, async (tx) => {
    const isNew = await tx.insertStep(fresh);
    return isNew ? fresh : ((await tx.step(fresh.stepKey)) ?? fresh);
  });
  try {
    const settled = step.status === 'PENDING' ? await callAuthorize(ports, siteId, step) : step;
    if (settled.status === 'REFUSED') return { outcome: 'refused', reason: settled.reason ?? 'refused' };
    return { outcome: 'authorized', authorizationId: settled.stepKey };
  } catch (error) {
    if (!(error instanceof PaymentUnknownError)) throw error;
    return { outcome: 'unknown', reason: error.message };
  }
}
