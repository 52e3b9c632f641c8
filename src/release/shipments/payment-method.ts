import type { ShipmentNumber } from '../../domain/ids.ts';
import { productsOf } from '../changed-meanwhile.ts';
import { assertStorable } from '../checks/storable.ts';
import { PAYMENT_REFUSED } from '../payment/refused.ts';
import type { StoredAnswer } from '../ports/idempotency.ts';
import type { ReleasePorts, Write } from '../service-ports.ts';
import { assertWaits } from '../transition.ts';
import { command } from './commands.ts';

/**
 * Another means of payment for a shipment that waits, by which its release is authorized anew. Where the last one was
 * refused, that no longer holds it: it is let go. One that waits in BACKORDER is tried.
 *
 * @throws InputError `malformed` for a text that cannot be stored
 * @throws ServiceError NOT_FOUND, TRANSITION_NOT_ALLOWED where it does not wait, STALE_VERSION
 */
export async function changePaymentMethod(
  ports: ReleasePorts,
  write: Write,
  number: ShipmentNumber,
  paymentMethod: string,
): Promise<StoredAnswer> {
  assertStorable({ paymentMethod });
  return command(ports, write, number, async (_tx, shipment, { now }) => {
    assertWaits(shipment, 'another means of payment');
    const wasRefused = shipment.shipmentStatusReason?.reasonCode === PAYMENT_REFUSED;
    const changes = wasRefused ? { onHold: false, shipmentStatusReason: null } : {};
    const isSame = shipment.paymentMethod === paymentMethod && !wasRefused;
    const after = isSame ? shipment : { ...shipment, ...changes, paymentMethod, updatedAt: now };
    const isTried = after.shipmentStatus === 'BACKORDER' && !after.onHold;
    return { after, trigger: 'payment-method', freed: isTried ? productsOf(shipment.items) : [] };
  });
}
