import type { LocationCode } from '../../domain/ids.ts';
import { ChangedMeanwhile } from '../changed-meanwhile.ts';
import { type Counted, placesOf } from '../day-limits.ts';
import type { InHand, QueueDay, QueueReader } from '../ports/queue.ts';
import type { QueuePosition } from '../ports/shipments.ts';

/**
 * Makes sure that releases leave to undecided shipments before a place what those may want of a location's day. Who they
 * are may have changed since it was decided, by a product that the releases have nothing to do with.
 *
 * @param releases up to the place, in queue order, each with the limits that those before it leave
 * @param inHand shipments that were decided together with them
 * @throws ChangedMeanwhile where they do not
 */
export async function assertReleasesLeft(
  reader: QueueReader,
  releases: readonly Counted[],
  before: QueuePosition,
  day: QueueDay,
  inHand: readonly InHand[],
): Promise<void> {
  const counts = new Map<LocationCode, { readonly left: number; readonly count: number }>();
  for (const { dayLimits, made } of releases) {
    for (const place of placesOf(made)) {
      const left = dayLimits.left.get(place);
      if (left === undefined) continue;
      const known = counts.get(place) ?? { left, count: 0 };
      counts.set(place, { ...known, count: known.count + 1 });
    }
  }
  if (counts.size === 0) return;
  const wanted = await reader.undecidedReleases({ locationCodes: [...counts.keys()], before, day, inHand });
  for (const [place, { left, count }] of counts) {
    if (left - (wanted.get(place) ?? 0) < count) throw new ChangedMeanwhile(`who may want ${place} today`);
  }
}
