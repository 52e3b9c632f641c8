import type { ClaimedQueue } from '../release/ports/triggers.ts';
import type { JobPorts } from './ports.ts';

/**
 * How long a worker that died keeps a site from the others, in milliseconds. Who works renews its claim at least at
 * every step; a step takes some seconds at most.
 */
const LEASE_MS = 15_000;

type LoopPorts = Pick<JobPorts, 'store' | 'work'>;

/**
 * Works on the site that was served the longest time ago, of those that have something to do and that nobody holds.
 *
 * @param isOver asked before each step; true leaves the rest to whoever claims the site next
 * @param onFailure told of work that threw, whose site is then left alone until its claim has run out; left out: it is
 * thrown
 * @returns the site's claim; null where there is none
 */
export async function workOnNext(
  { store, work }: LoopPorts,
  isOver: () => boolean,
  onFailure?: (error: unknown, claimed: ClaimedQueue) => void,
): Promise<ClaimedQueue | null> {
  const claimed = await store.claimQueue(LEASE_MS);
  if (claimed === null) return null;
  try {
    const hasMore = await work.workOnSite(claimed, isOver);
    await store.leaveQueue(claimed, hasMore);
  } catch (error) {
    if (onFailure === undefined) throw error;
    onFailure(error, claimed);
  }
  return claimed;
}

/**
 * Works on every site that has something to do, until none has: undecided shipments, and runs that go on.
 *
 * @returns how many claims it took
 * @throws what the work of a site throws; the site is left alone until its claim has run out
 */
export async function workOffTriggers(ports: LoopPorts): Promise<number> {
  for (let count = 0; ; count += 1) {
    if ((await workOnNext(ports, () => false)) === null) return count;
  }
}
