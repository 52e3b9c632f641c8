import type { JobPorts } from './ports.ts';

/** How long a worker that died keeps triggers from the others. */
const LEASE_MS = 60_000;

/**
 * Works off every trigger that nobody else holds. A release that fails keeps its triggers for the next look.
 *
 * @returns how many claims were worked off
 */
export async function workOffTriggers({ store, work }: JobPorts): Promise<number> {
  for (let count = 0; ; count += 1) {
    const claimed = await store.claimTriggers(LEASE_MS);
    if (claimed === null) return count;
    const renewing = setInterval(() => {
      // A renewal that fails lets the lease run out: somebody else does the work again, which is safe.
      store.renewTriggers(claimed, LEASE_MS).catch(() => undefined);
    }, LEASE_MS / 3);
    try {
      await work.releaseOnInventoryChange(claimed.siteId, claimed.productCodes);
    } finally {
      clearInterval(renewing);
    }
    await store.completeTriggers(claimed);
  }
}
