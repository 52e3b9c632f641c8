import { isUntold, waitOfHeld } from '../carry-out/note-waiting.ts';
import type { AttemptResult } from '../carry-out/options.ts';
import type { Proposal } from '../carry-out/proposal.ts';
import type { Proposed } from '../carry-out/propose.ts';
import type { DecidedWait, QueuedShipment } from '../ports/queue.ts';
import type { QueuePosition } from '../ports/shipments.ts';
import { isSame } from '../queue/waiting.ts';
import type { TogetherDecision } from './together/decide-together.ts';

/** What came of one shipment of a page, of which nothing is carried out or written yet. */
export interface Tried {
  readonly place: QueuePosition;
  readonly result: AttemptResult;
  /** The plan; null where it was not decided, or is FUTURE and nothing is better. */
  readonly proposed: Proposal | null;
  /** Why it waits, where that is to be written down. */
  readonly wait: DecidedWait | null;
  /** An order whose turn has only come now, and that stock does not cover: its scenario says what becomes of it. */
  readonly isToBePlaced: boolean;
  /** It is held for what undecided shipments before it may want, and is not marked to be tried again. */
  readonly isToBeMarked: boolean;
}

/** What is to be written of a wait; null where that is written already. */
export function waitOf({ shipment, mark, waiting: before }: QueuedShipment, waiting: DecidedWait['waiting']) {
  if (mark === null && (waiting === null || isSame(before, waiting))) return null;
  const { shipmentNumber, version } = shipment;
  return { shipmentNumber, version, mark, waiting };
}

/** Of which nothing is carried out or written. */
export const nothingOf = (place: QueuePosition) => ({
  place,
  proposed: null,
  wait: null,
  isToBePlaced: false,
  isToBeMarked: false,
});

/**
 * What a decided attempt comes to.
 *
 * @param together what was decided of it with others; of one that is held that says who took what it lacks
 */
export function triedOf(
  place: QueuePosition,
  entry: QueuedShipment,
  proposed: Proposed,
  together: TogetherDecision | null,
  now: string,
): Tried {
  const { blockedBy } = proposed;
  const isHeld = proposed.decision.decision === 'held';
  const isOutranked = isHeld && together?.decision.decision === 'held';
  const decision = isOutranked ? together.decision : proposed.decision;
  const waiting = waitOfHeld(proposed, now);
  return {
    place,
    proposed,
    wait: waiting === null ? null : waitOf(entry, waiting),
    isToBePlaced: waiting !== null && isUntold(entry),
    isToBeMarked: blockedBy === 'BEING_DECIDED' && entry.mark === null,
    result: {
      outcome: decision.decision,
      reasonCode: blockedBy ?? decision.hold?.reason ?? null,
      shipment: entry.shipment,
      decision,
      newChildNumbers: [],
      ...(isOutranked && {
        outranked: { outrankedBy: together.outrankedBy, youngerFirst: together.youngerFirst },
      }),
    },
  };
}
