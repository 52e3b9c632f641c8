import { calendarDayOf } from '../domain/calendar.ts';
import type { SiteId } from '../domain/ids.ts';
import type { RunRecord } from '../domain/site/run.ts';
import type { SiteSettings } from '../domain/site/settings.ts';
import { recoverPayments } from './payment/recover.ts';
import { dueShipments, firstDue } from './queue/due-shipments.ts';
import { endAbandonedRuns } from './run/alive.ts';
import { releaseRun } from './run/release-run.ts';
import type { ReleasePorts, Write } from './service-ports.ts';
import { readSettings } from './site-view.ts';
import { repairLots } from './supply/lots.ts';

const internal = (ports: ReleasePorts, siteId: SiteId): Write => ({
  siteId,
  correlationId: ports.newId(),
  idempotency: null,
  expectedVersion: null,
});

/**
 * Tries whoever a change has made undecided, in queue order. Safe to repeat. A change that nobody waits for makes no run.
 *
 * @returns the last run; null where the site does not release on changes, or nobody is undecided
 */
async function releaseUndecided(ports: ReleasePorts, siteId: SiteId): Promise<RunRecord | null> {
  let run: RunRecord | null = null;
  for (;;) {
    const settings = await readSettings(ports.store.reader(siteId));
    const today = calendarDayOf(ports.now(), settings.value.timeZone);
    // Also where nobody is tried now: whoever is undecided is so for the orders that are placed meanwhile.
    const first = await firstDue(ports, siteId, today);
    if (first === null || !settings.value.releaseOnInventoryChange) return run;
    const request = { trigger: 'inventory', policy: 'first-come', dryRun: false, scope: {} } as const;
    const numbers = dueShipments(ports, siteId, settings);
    run = await releaseRun(ports, internal(ports, siteId), request, settings, numbers);
  }
}

/** Takes back what late and short lots no longer cover, and takes up what a crash left open: payments, runs. */
export async function maintainSite(ports: ReleasePorts, siteId: SiteId): Promise<void> {
  await maintain(ports, siteId, (await readSettings(ports.store.reader(siteId))).value);
}

async function maintain(ports: ReleasePorts, siteId: SiteId, settings: SiteSettings): Promise<void> {
  const today = calendarDayOf(ports.now(), settings.timeZone);
  await repairLots(ports, internal(ports, siteId), today);
  await ports.store.transaction(siteId, (tx) => tx.triggerDay(today));
  await recoverPayments(ports, siteId);
  await endAbandonedRuns(ports, siteId);
}

/**
 * The scheduled release of a site: maintenance, then the whole backlog.
 *
 * @returns the run; null where the site has the job switched off
 */
async function runScheduled(ports: ReleasePorts, siteId: SiteId): Promise<RunRecord | null> {
  const settings = await readSettings(ports.store.reader(siteId));
  await maintain(ports, siteId, settings.value);
  if (!settings.value.releaseBackorderJob.isEnabled) return null;
  const request = { trigger: 'schedule', policy: 'first-come', dryRun: false, scope: {} } as const;
  return releaseRun(ports, internal(ports, siteId), request, settings);
}

/** The background work of a site, which the queue has done. Each part is safe to repeat, and for several processes at once. */
export const releaseWork = (ports: ReleasePorts) => ({
  releaseUndecided: (siteId: SiteId) => releaseUndecided(ports, siteId),
  maintainSite: (siteId: SiteId) => maintainSite(ports, siteId),
  runScheduled: (siteId: SiteId) => runScheduled(ports, siteId),
});
