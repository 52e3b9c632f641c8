import type { ShipmentNumber } from '../../domain/ids.ts';
import type { Waiting } from '../../domain/site/waiting.ts';
import type { QueueState } from '../ports/queue.ts';
import { waitingBecause, waitingFor } from '../queue/waiting.ts';
import type { ReleasePorts } from '../service-ports.ts';
import type { AttemptOptions } from './options.ts';
import type { Payment } from './pay.ts';
import type { Proposed } from './propose.ts';

type Noting = Pick<AttemptOptions, 'siteId' | 'settingsVersion'>;

/** Whether it says the same, whenever that was found. */
export const isSame = (before: Waiting | null, after: Waiting): boolean =>
  before !== null &&
  JSON.stringify({ ...before, decidedAt: '' }) === JSON.stringify({ ...after, decidedAt: '' });

/** Writes down why a shipment waits, unless it is not due and that is written already. */
export async function note(
  { store }: ReleasePorts,
  { shipmentNumber, version }: { readonly shipmentNumber: ShipmentNumber; readonly version: number },
  { mark, waiting: before }: QueueState,
  { siteId, settingsVersion }: Noting,
  waiting: Waiting,
): Promise<void> {
  if (mark === null && isSame(before, waiting)) return;
  await store.transaction(siteId, (tx) =>
    tx.recordWaiting([{ shipmentNumber, version, mark, waiting }], settingsVersion),
  );
}

/** A held shipment waits for what its attempt says; one that somebody undecided stands before is tried again. */
export async function noteHeld(
  ports: ReleasePorts,
  { shipment, decision, isUndecided, nextTryDay }: Proposed,
  state: QueueState,
  options: Noting,
  now: string,
): Promise<void> {
  if (isUndecided) {
    if (state.mark !== null) return;
    await ports.store.transaction(options.siteId, (tx) => tx.triggerShipments([shipment.shipmentNumber]));
    return;
  }
  if (decision.hold === null) return;
  await note(ports, shipment, state, options, waitingFor(decision.hold, nextTryDay, now));
}

/** One that could go and has not been paid for. A refusal puts it on hold, and then nothing tries it. */
export async function noteUnpaid(
  ports: ReleasePorts,
  { reasonCode, shipment }: Extract<Payment, { readonly outcome: 'skipped' }>,
  state: QueueState,
  options: Noting,
  now: string,
): Promise<void> {
  await note(ports, shipment, state, options, waitingBecause('PAYMENT', reasonCode, now));
}
