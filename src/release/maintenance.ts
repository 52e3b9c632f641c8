import { calendarDayOf } from '../domain/calendar.ts';
import type { ProductCode, SiteId } from '../domain/ids.ts';
import type { RunRecord } from '../domain/site/run.ts';
import type { SiteSettings } from '../domain/site/settings.ts';
import { recoverPayments } from './payment/recover.ts';
import { endAbandonedRuns } from './run/alive.ts';
import { releaseRun } from './run/release-run.ts';
import type { ReleasePorts, Write } from './service-ports.ts';
import { readSettings } from './site-view.ts';
import { dueDays, repairLots } from './supply/overdue.ts';

const internal = (ports: ReleasePorts, siteId: SiteId): Write => ({
  siteId,
  correlationId: ports.newId(),
  idempotency: null,
  expectedVersion: null,
});

/**
 * Tries the shipments that want one of the products, in queue order. Safe to repeat, and by several at once.
 *
 * @returns the run; null where the site does not release on inventory changes, or nothing waits for the products
 */
async function releaseOnInventoryChange(
  ports: ReleasePorts,
  siteId: SiteId,
  productCodes: readonly ProductCode[],
): Promise<RunRecord | null> {
  const reader = ports.store.reader(siteId);
  const settings = await readSettings(reader);
  if (!settings.value.releaseOnInventoryChange) return null;
  // Stock changes all day; a run that tries nothing is not worth a record.
  const today = calendarDayOf(ports.now(), settings.value.timeZone);
  const waiting = await reader.backlog({
    today,
    productCodes,
    shipmentNumbers: null,
    after: null,
    limit: 1,
  });
  if (waiting.length === 0) return null;
  const request = {
    trigger: 'inventory',
    policy: 'first-come',
    dryRun: false,
    scope: { productCodes },
  } as const;
  return releaseRun(ports, internal(ports, siteId), request, settings);
}

/** Takes back what late and short lots no longer cover, and takes up what a crash left open: payments, runs. */
export async function maintainSite(ports: ReleasePorts, siteId: SiteId): Promise<void> {
  await maintain(ports, siteId, (await readSettings(ports.store.reader(siteId))).value);
}

async function maintain(ports: ReleasePorts, siteId: SiteId, settings: SiteSettings): Promise<void> {
  const today = calendarDayOf(ports.now(), settings.timeZone);
  await repairLots(ports, internal(ports, siteId), dueDays(today, settings.overdueGraceDays));
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
  releaseOnInventoryChange: (siteId: SiteId, productCodes: readonly ProductCode[]) =>
    releaseOnInventoryChange(ports, siteId, productCodes),
  maintainSite: (siteId: SiteId) => maintainSite(ports, siteId),
  runScheduled: (siteId: SiteId) => runScheduled(ports, siteId),
});
