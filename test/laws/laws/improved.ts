import { queueDay } from '../../../src/release/queue/queue-day.ts';
import { attemptRequest } from '../../../src/routing/attempt-request.ts';
import { decideHere } from '../engine.ts';
import type { LawSite } from '../site.ts';
import { readShipments, readView, type View } from '../view.ts';

/** Whether nothing but stock keeps promises from becoming better. */
function isFree({ settings, locations }: View): boolean {
  return (
    settings.improveFuture &&
    settings.releaseOnInventoryChange &&
    settings.useCurrentInventory &&
    !settings.useFutureBeforeCurrent &&
    !settings.pauseReleases &&
    settings.reserveAfterDays === null &&
    settings.newOrders === 'after-releasable' &&
    locations.every((location) => location.maxReleasesPerDay === null)
  );
}

/**
 * Law 4, once everything has been worked off: nobody is FUTURE whom what is free at one location would make READY, unless
 * it is due too soon to be touched.
 *
 * @returns what is wrong, a sentence for each shipment
 */
export async function notImproved(site: LawSite): Promise<string[]> {
  const promised = await readShipments(site, '?shipmentStatus=FUTURE');
  if (promised.length === 0) return [];
  const view = await readView(site);
  if (!isFree(view)) return [];
  const now = site.now();
  const { today, improvableAfter } = queueDay(view.settings, now);
  const faults: string[] = [];
  for (const shipment of promised) {
    const { shipmentNumber, futureDate, releaseNotBefore } = shipment;
    if (futureDate! <= improvableAfter! || (releaseNotBefore !== null && releaseNotBefore > today)) continue;
    const context = {
      settings: { ...view.settings, futureInventoryEnabled: false, maxFulfillingLocations: 1 },
      locations: view.locations,
      full: new Set<never>(),
      stock: { current: view.stock, lots: [] },
      products: new Map(view.products.map((product) => [product.productCode, product])),
      now,
      timeLimitMs: 5000,
      explain: 'none' as const,
    };
    const { decision, shipmentStatus } = await decideHere(attemptRequest(shipment, context, 'none'), now);
    if (decision === 'released' && shipmentStatus === 'READY')
      faults.push(`${shipmentNumber} waits for ${futureDate}, and what is there would do`);
  }
  return faults;
}
