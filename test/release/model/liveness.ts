import type { ProductCode } from '../../../src/domain/ids.ts';
import type { ShipmentRecord } from '../../../src/domain/site/shipment.ts';
import { readLocations, readProducts, readSettings } from '../../../src/release/site-view.ts';
import { attemptRequest } from '../../../src/routing/attempt-request.ts';
import type { TestSite } from '../service/site.ts';

/*
 * Liveness: after everything that is due has been worked off, no shipment waits that the stock that is left would
 * release, by an attempt of its own with the settings, locations and switches as they are. Since an attempt takes
 * stock and gives none, and runs go in queue order, whoever is left could not go in its turn either.
 *
 * Nobody is excused but who is on hold, or whose first day has not come.
 */

const productsOf = (shipment: ShipmentRecord): ProductCode[] => [
  ...new Set(shipment.items.map((item) => item.productCode)),
];

/** How many shipments wait, and which of them an attempt would release, in whole or in part. */
export async function releasable(
  site: TestSite,
): Promise<{ readonly waiting: number; readonly couldGo: ShipmentRecord[] }> {
  const { reader, ports } = site;
  const backlog = await reader.shipments({
    statuses: ['BACKORDER'],
    onHold: false,
    after: null,
    limit: 1000,
  });
  const { value: settings } = await readSettings(reader);
  const locations = await readLocations(reader);
  const couldGo: ShipmentRecord[] = [];
  for (const shipment of backlog) {
    const codes = productsOf(shipment);
    const [stock, products] = [await reader.stockOf(codes), await readProducts(reader, codes)];
    const context = {
      settings,
      locations,
      full: new Set<never>(),
      stock,
      products,
      now: site.now,
      timeLimitMs: 5000,
    };
    const decision = await ports.decide(attemptRequest(shipment, { ...context, explain: 'none' }));
    if (decision.decision !== 'held') couldGo.push(shipment);
  }
  return { waiting: backlog.length, couldGo };
}
