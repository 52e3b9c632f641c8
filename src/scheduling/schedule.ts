import type { SiteId } from '../domain/ids.ts';
import type { JobPorts } from './ports.ts';

const MINUTE_MS = 60_000;

/**
 * Whether the scheduled release of a site is due: it is switched on, and its interval has passed since the last
 * one began.
 */
export async function isDue({ store, now }: JobPorts, siteId: SiteId): Promise<boolean> {
  const reader = store.reader(siteId);
  const settings = await reader.settings();
  const job = settings?.value.releaseBackorderJob;
  if (!job?.isEnabled) return false;
  const last = await reader.lastRun('schedule');
  return last === null || Date.parse(now()) - Date.parse(last.startedAt) >= job.interval * MINUTE_MS;
}

/** The site's maintenance and, where it is due, the beginning of its scheduled release. */
export async function serveSite(ports: JobPorts, siteId: SiteId): Promise<void> {
  await ports.work.maintainSite(siteId);
  if (await isDue(ports, siteId)) await ports.work.startScheduled(siteId);
}
