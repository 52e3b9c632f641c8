import type { ClaimedTriggers } from '../release/ports/triggers.ts';
import type { JobPorts } from './ports.ts';

/** How long a worker that died keeps triggers from the others. */
const LEASE_MS = 60_000;

type LoopPorts = Pick<JobPorts, 'store' | 'work' | 'wait'>;

/** Renews a claim on triggers until `ended`. */
async function keepRenewing(
  { store, wait }: LoopPorts,
  claimed: ClaimedTriggers,
  ended: AbortSignal,
): Promise<void> {
  for (;;) {
    await wait(LEASE_MS / 3, ended);
    if (ended.aborted) return;
    // A renewal that fails lets the lease run out: another worker does the work again, which is safe.
    await store.renewTriggers(claimed, LEASE_MS).catch(() => undefined);
  }
}

/**
 * Works off every trigger that no other worker holds. A release that fails keeps its triggers for the next look.
 *
 * @returns how many claims were worked off
 */
export async function workOffTriggers(ports: LoopPorts): Promise<number> {
  const { store, work } = ports;
  for (let count = 0; ; count += 1) {
    const claimed = await store.claimTriggers(LEASE_MS);
    if (claimed === null) return count;
    const ended = new AbortController();
    const renewing = keepRenewing(ports, claimed, ended.signal);
    try {
      await work.releaseOnInventoryChange(claimed.siteId, claimed.productCodes);
    } finally {
      ended.abort();
      await renewing;
    }
    await store.completeTriggers(claimed);
  }
}
