import type { SiteId } from '../../domain/ids.ts';
import type { ReleasePorts } from '../service-ports.ts';
import { callAuthorize } from './authorize-anew.ts';
import { PaymentUnknownError } from './gateway.ts';
import { settleVoids } from './voids.ts';

/**
 * Takes up what a crash left between two steps: calls that may not have been made are made again with their
 * keys, what was authorized for a shipment that has changed since is voided, and one that has not is tried
 * again. Safe at any time, and to repeat.
 *
 * @returns how many steps are still open
 */
export async function recoverPayments(ports: ReleasePorts, siteId: SiteId): Promise<number> {
  const { store } = ports;
  let open = 0;
  for (const step of await store.reader(siteId).pendingSteps(1000)) {
    if (step.kind !== 'authorize') continue;
    try {
      await callAuthorize(ports, siteId, step);
    } catch (error) {
      if (!(error instanceof PaymentUnknownError)) throw error;
      open += 1;
      continue;
    }
    // Without this it would not be tried before its stock changes, while the bank holds the customer's money.
    const shipment = await store.reader(siteId).shipment(step.shipmentNumber!);
    if (shipment?.shipmentStatus === 'BACKORDER') {
      await store.transaction(siteId, (tx) => tx.triggerShipments([shipment.shipmentNumber]));
    }
  }
  return open + (await settleVoids(ports, siteId));
}
