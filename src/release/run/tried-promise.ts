import { type AttemptResult, skipped } from '../carry-out/options.ts';
import type { QueuedShipment } from '../ports/queue.ts';
import type { QueuePosition } from '../ports/shipments.ts';
import type { Improvement } from '../promises/improve.ts';
import { nothingOf, type Tried, waitOf } from './tried.ts';

/** What looking for something better comes to, for a FUTURE shipment of a page. */
export function triedPromise(place: QueuePosition, entry: QueuedShipment, found: Improvement): Tried {
  const { shipment } = entry;
  if (found.outcome === 'skipped') {
    const { nextTryDay } = found;
    const waits = found.reasonCode === 'NOT_EARLIER' ? waitOf(entry, null) : null;
    const wait = waits === null ? null : { ...waits, nextTryDay };
    return { ...nothingOf(place), wait, result: skipped(found.reasonCode, shipment) };
  }
  const { proposal } = found;
  const result: AttemptResult = {
    outcome: 'improved',
    reasonCode: null,
    shipment,
    decision: proposal.decision,
    newChildNumbers: [],
  };
  return { ...nothingOf(place), proposed: proposal, result };
}
