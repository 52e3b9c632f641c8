import type { ShipmentNumber } from '../../domain/ids.ts';
import type { NewEvent } from '../../domain/site/event.ts';
import type { Waiting } from '../../domain/site/waiting.ts';
import { LOCATION_DAY_FULL } from '../day-limits.ts';
import { backordered, type EventContext } from '../events/new-events.ts';
import type { QueueState } from '../ports/queue.ts';
import { BEING_DECIDED, isSame, waitingBecause, waitingFor } from '../queue/waiting.ts';
import type { ReleasePorts } from '../service-ports.ts';
import type { AttemptOptions } from './options.ts';
import type { Payment } from './pay.ts';
import type { Proposed } from './propose.ts';

type Noting = Pick<AttemptOptions, 'siteId' | 'settingsVersion'>;

/** Writes down why a shipment waits, unless it is not due and that is written already. */
export async function note(
  { store }: ReleasePorts,
  { shipmentNumber, version }: { readonly shipmentNumber: ShipmentNumber; readonly version: number },
  { mark, waiting: before }: QueueState,
  { siteId, settingsVersion }: Noting,
  waiting: Waiting,
  events: readonly NewEvent[] = [],
): Promise<void> {
  if (mark === null && isSame(before, waiting)) return;
  await store.transaction(siteId, async (tx) => {
    const decided = { shipmentNumber, version, mark, waiting };
    const [written] = await tx.recordWaiting([decided], settingsVersion);
    if (written !== undefined && events.length > 0) await tx.appendEvents(events);
  });
}

const FOR_PEOPLE = {
  BEHIND_OTHERS: 'what is there is kept for those before it',
  [LOCATION_DAY_FULL]: 'what it could go from has released as many as it may today',
  SCHEDULE_ONLY: 'a part of it may go with the next run',
};

/** What a held shipment waits for, as its attempt says; null where that is not decided yet. */
export function waitOfHeld(
  { decision, blockedBy, nextTryDay, unknownProducts }: Proposed,
  now: string,
): Waiting | null {
  if (blockedBy === 'BEING_DECIDED') return null;
  if (blockedBy === 'UNPROVEN') {
    const { gap } = decision.proof;
    const moreInfo = gap === null ? 'nothing bounds the best plan' : `the gap of its plan is ${gap}`;
    return waitingBecause('UNPROVEN', moreInfo, now);
  }
  if (decision.hold === null) return null;
  const held = waitingFor(decision.hold, nextTryDay, now, unknownProducts);
  return blockedBy === null ? held : { ...held, reason: blockedBy, moreInfo: FOR_PEOPLE[blockedBy] };
}

/** Whether nobody was told that it is backordered, because its turn had not come when it was placed. */
export const isUntold = ({ waiting }: QueueState): boolean => waiting?.reason === BEING_DECIDED;

/**
 * A held shipment waits for what its attempt says. One that somebody undecided stands before is tried again, and one whose
 * turn had not come when it was placed is told to be backordered now.
 */
export async function noteHeld(
  ports: ReleasePorts,
  proposed: Proposed,
  state: QueueState,
  options: Noting,
  context: EventContext,
): Promise<void> {
  const { shipment } = proposed;
  if (proposed.blockedBy === 'BEING_DECIDED') {
    if (state.mark !== null) return;
    await ports.store.transaction(options.siteId, (tx) => tx.triggerShipments([shipment.shipmentNumber]));
    return;
  }
  const waiting = waitOfHeld(proposed, context.now);
  if (waiting === null) return;
  await note(
    ports,
    shipment,
    state,
    options,
    waiting,
    isUntold(state) ? [backordered(shipment, context)] : [],
  );
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
