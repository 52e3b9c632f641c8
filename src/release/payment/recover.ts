import type { SiteId } from '../../domain/ids.ts';
import type { ReleasePorts } from '../service-ports.ts';
import { callAuthorize } from './authorize-anew.ts';
import { PaymentUnknownError } from './gateway.ts';
import { makeVoids, numbersOf, shipmentsOfOrder, writeVoids } from './voids.ts';

/**
 * Takes up what a crash left between two steps: calls that may not have been made are made again with their
 * keys, and what was authorized for a shipment that has changed since is voided. Safe at any time, and to
 * repeat.
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
    await store.transaction(siteId, async (tx) => {
      const numbers = numbersOf(await shipmentsOfOrder(tx, step.orderNumber));
      await writeVoids(tx, siteId, step.orderNumber, await tx.lockShipments(numbers), ports.now());
    });
  }
  return open + (await makeVoids(ports, siteId));
}
