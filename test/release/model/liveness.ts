import type { ProductCode, ShipmentNumber } from '../../../src/domain/ids.ts';
import type { ShipmentRecord } from '../../../src/domain/site/shipment.ts';
import type { Store, StoreTransaction } from '../../../src/release/ports/store.ts';
import { readLocations, readProducts, readSettings } from '../../../src/release/site-view.ts';
import { attemptRequest } from '../../../src/routing/attempt-request.ts';
import type { TestSite } from '../service/site.ts';

/*
 * Liveness: after everything that is due has been worked off, no shipment waits that the stock that is left would
 * release, by an attempt of its own with the settings, locations and switches as they are. Since an attempt takes
 * stock and gives none, and runs go in queue order, whoever is left could not go in its turn either.
 *
 * What the system does not promise yet is excused, until a change asks for the shipment again: what other settings or
 * a new day make releasable, and what a new order could be given in part. A shipment on hold is a person's.
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
    const context = { settings, locations, stock, products, now: site.now, timeLimitMs: 5000 };
    const decision = await ports.decide(attemptRequest(shipment, { ...context, explain: 'none' }));
    if (decision.decision !== 'held') couldGo.push(shipment);
  }
  return { waiting: backlog.length, couldGo };
}

/** What a command has changed, as far as it decides who is excused. */
interface Change {
  readonly kind: string;
  /** The instant before. */
  readonly before: string;
  /** Shipments that there were before. */
  readonly known: ReadonlySet<ShipmentNumber>;
  /** Products that were asked to be tried again. */
  readonly triggered: ReadonlySet<ProductCode>;
}

/** Brings up to date who could be released and has no right to have been tried. */
export async function excuseUntried(
  untried: Set<ShipmentNumber>,
  site: TestSite,
  couldGo: readonly ShipmentRecord[],
  { kind, before, known, triggered }: Change,
): Promise<void> {
  const { value: settings } = await readSettings(site.reader);
  const isPartial = settings.releaseBackorderJob.partialReleaseEnabled;
  const isOtherwise = kind === 'settings' || before.slice(0, 10) !== site.now.slice(0, 10);
  const excused = couldGo.filter((shipment) => {
    const { shipmentNumber } = shipment;
    if (isOtherwise) return true;
    if (isPartial && kind === 'order' && !known.has(shipmentNumber)) return true;
    const wasTried = kind === 'run' || productsOf(shipment).some((code) => triggered.has(code));
    return untried.has(shipmentNumber) && !wasTried;
  });
  untried.clear();
  for (const { shipmentNumber } of excused) untried.add(shipmentNumber);
}

/** The store, and each product that a committed transaction asks to be tried again added to `triggered`. */
export function observeTriggers(store: Store, triggered: Set<ProductCode>): Store {
  return {
    ...store,
    async transaction<T>(...[siteId, work]: [Parameters<Store['transaction']>[0], Work<T>]): Promise<T> {
      let asked: ProductCode[] = [];
      const result = await store.transaction(siteId, (tx) => {
        asked = [];
        return work({
          ...tx,
          appendTriggers(codes) {
            asked.push(...codes);
            return tx.appendTriggers(codes);
          },
        });
      });
      for (const code of asked) triggered.add(code);
      return result;
    },
  };
}
type Work<T> = (tx: StoreTransaction) => Promise<T>;
