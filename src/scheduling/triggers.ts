import type { ClaimedQueue } from '../release/ports/triggers.ts';
import type { JobPorts } from './ports.ts';

/** How long a worker that died keeps a queue from the others. */
const LEASE_MS = 60_000;

type LoopPorts = Pick<JobPorts, 'store' | 'work' | 'wait'>;

/** Renews a claim until `ended`. */
async function keepRenewing(
  { store, wait }: LoopPorts,
  claimed: ClaimedQueue,
  ended: AbortSignal,
): Promise<void> {
  for (;;) {
    await wait(LEASE_MS / 3, ended);
    if (ended.aborted) return;
    // A renewal that fails lets the lease run out: another worker does the work again, which is safe.
    await store.renewQueue(claimed, LEASE_MS).catch(() => undefined);
  }
}

/**
 * Works on the queue of every site that has undecided shipments and that no other worker holds. A site whose work fails
 * is left with more to do, and is looked at again.
 *
 * @returns how many queues were worked on
 */
export async function workOffTriggers(ports: LoopPorts): Promise<number> {
  const { store, work } = ports;
  for (let count = 0; ; count += 1) {
    const claimed = await store.claimQueue(LEASE_MS);
    if (claimed === null) return count;
    const ended = new AbortController();
    const renewing = keepRenewing(ports, claimed, ended.signal);
    try {
      await work.releaseUndecided(claimed.siteId);
    } finally {
      ended.abort();
      await renewing;
    }
    await store.leaveQueue(claimed, false);
  }
}
