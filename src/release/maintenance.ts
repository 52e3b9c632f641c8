import { type CalendarDate, calendarDayOf, lastDayOfLimit } from '../domain/calendar.ts';
import type { SiteId } from '../domain/ids.ts';
import type { RunRecord } from '../domain/site/run.ts';
import type { SiteSettings } from '../domain/site/settings.ts';
import { recoverPayments } from './payment/recover.ts';
import type { ClaimedQueue } from './ports/triggers.ts';
import { newRun, startRun } from './run/new-run.ts';
import { workOnSite } from './run/work-on-site.ts';
import type { ReleasePorts, Write } from './service-ports.ts';
import { readSettings } from './site-view.ts';
import { dueDays, repairLots } from './supply/overdue.ts';

const DAY_MS = 86_400_000;
/** Days for which a repeated receipt is known by its id. After so long its lot is closed, and refuses it. */
const RECEIPTS_KEPT_DAYS = 400;

const internal = (ports: ReleasePorts, siteId: SiteId): Write => ({
  siteId,
  correlationId: ports.newId(),
  idempotency: null,
  expectedVersion: null,
});

/** Takes back what late and short lots no longer cover, and takes up what a crash left open: payments. */
export async function maintainSite(ports: ReleasePorts, siteId: SiteId): Promise<void> {
  await maintain(ports, siteId, (await readSettings(ports.store.reader(siteId))).value);
}

/** Forgets what nobody asks for any more. */
async function forgetOld(ports: ReleasePorts, siteId: SiteId, today: CalendarDate): Promise<void> {
  const keptFrom = new Date(Date.parse(ports.now()) - RECEIPTS_KEPT_DAYS * DAY_MS).toISOString();
  await ports.store.transaction(siteId, async (tx) => {
    // Yesterday may come again, where the site moves to another time zone.
    await tx.forgetReleasesBefore(lastDayOfLimit(today, { unit: 'days', quantity: -1 }));
    await tx.forgetReceiptsBefore(keptFrom);
  });
}

async function maintain(ports: ReleasePorts, siteId: SiteId, settings: SiteSettings): Promise<void> {
  const today = calendarDayOf(ports.now(), settings.timeZone);
  await repairLots(ports, internal(ports, siteId), dueDays(today, settings.overdueGraceDays));
  await ports.store.transaction(siteId, (tx) => tx.triggerDay(today));
  await forgetOld(ports, siteId, today);
  await recoverPayments(ports, siteId);
}

/**
 * Begins the scheduled release of a site: the whole backlog. Whoever works on the site goes on with it.
 *
 * @returns the run; null where the site has the job switched off, or the one before it goes on
 */
async function startScheduled(ports: ReleasePorts, siteId: SiteId): Promise<RunRecord | null> {
  const settings = await readSettings(ports.store.reader(siteId));
  if (settings.value.pauseReleases || !settings.value.releaseBackorderJob.isEnabled) return null;
  const request = { trigger: 'schedule', policy: null, dryRun: false, scope: {} } as const;
  const run = newRun(ports, request, settings, null);
  const begun = await ports.store.transaction(siteId, (tx) => startRun(tx, run, ports.newId()));
  return begun?.run ?? null;
}

/** The background work of a site, which the queue has done. Each part is safe to repeat, and for several processes at once. */
export const releaseWork = (ports: ReleasePorts) => ({
  workOnSite: (claimed: ClaimedQueue, isOver: () => boolean) => workOnSite(ports, claimed, isOver),
  maintainSite: (siteId: SiteId) => maintainSite(ports, siteId),
  startScheduled: (siteId: SiteId) => startScheduled(ports, siteId),
});
