import type { CalendarDate } from '../../../domain/calendar.ts';
import type { ShipmentNumber } from '../../../domain/ids.ts';
import { availableOf } from '../../../domain/site/stock.ts';
import type { SiteStock } from '../../../routing/attempt-request.ts';
import type { Products } from '../../../routing/switches.ts';
import type { QueuedShipment } from '../../ports/queue.ts';
import { sourceKey, takenBy } from '../taken-units.ts';
import type { TogetherDecision } from './decide-together.ts';

/** What a wave decided of a shipment, and the version of it that it saw. */
interface Planned extends TogetherDecision {
  readonly version: number;
}

/** What a wave was decided on, besides the shipments and the settings. */
export interface DecidedOn {
  /** The day of the site. */
  readonly today: CalendarDate;
  /** Of the locations of the site. */
  readonly locationsVersion: number;
  readonly products: Products;
  /** What its shipments may take. */
  readonly stock: SiteStock;
}

/** Units of a source, and when they come. */
interface Units {
  readonly units: number;
  /** `YYYY-MM-DD`; null: they are there, or nobody knows. */
  readonly deliveryDate: CalendarDate | null;
}

/**
 * What was decided of shipments whose page has not come yet. It is kept in this process only: whoever goes on without
 * it decides them anew.
 */
export interface DecidedAhead extends Omit<DecidedOn, 'stock'> {
  readonly planned: ReadonlyMap<ShipmentNumber, Planned>;
  /** What all the plans together leave of each source. */
  readonly left: ReadonlyMap<string, Units>;
}

/** Units of each source that are left for plans to take. */
function unitsOf({ current, lots }: SiteStock): Map<string, Units> {
  const units = new Map<string, Units>();
  for (const row of current) {
    const key = sourceKey({ ...row, futureInventoryId: null });
    units.set(key, { units: availableOf(row), deliveryDate: null });
  }
  for (const lot of lots) {
    units.set(sourceKey(lot), { units: lot.quantity - lot.allocated, deliveryDate: lot.deliveryDate });
  }
  return units;
}

/** Units that plans take of each source. */
function takenOfSources(plans: Iterable<Pick<Planned, 'decision'>>): Map<string, number> {
  const taken = new Map<string, number>();
  for (const { decision } of plans) {
    for (const each of takenBy(decision)) {
      const key = sourceKey(each);
      taken.set(key, (taken.get(key) ?? 0) + each.quantity);
    }
  }
  return taken;
}

/** What was decided together, for the pages to come. */
export function decidedAhead(
  { stock, ...decidedOn }: DecidedOn,
  planned: ReadonlyMap<ShipmentNumber, Planned>,
): DecidedAhead {
  const taken = takenOfSources(planned.values());
  const left = [...unitsOf(stock)].map(
    ([key, { units, deliveryDate }]) =>
      [key, { units: units - (taken.get(key) ?? 0), deliveryDate }] as const,
  );
  return { ...decidedOn, planned, left: new Map(left) };
}

/** What is left of it once a page of it has been carried out. */
export function withoutPage(ahead: DecidedAhead, page: readonly ShipmentNumber[]): DecidedAhead {
  const planned = new Map(ahead.planned);
  for (const shipmentNumber of page) planned.delete(shipmentNumber);
  return { ...ahead, planned };
}

/**
 * Whether the sources hold what the plans of a page take, and nothing has come since they were decided: of what
 * comes those on the page may have a use who were held, and stand before others of it.
 */
function areSourcesAsDecided(
  { planned, left }: DecidedAhead,
  page: readonly Planned[],
  stock: SiteStock,
): boolean {
  const [byPage, byAll] = [takenOfSources(page), takenOfSources(planned.values())];
  const now = unitsOf(stock);
  for (const key of byPage.keys()) if (!now.has(key)) return false;
  return [...now].every(([key, { units, deliveryDate }]) => {
    const before = left.get(key);
    const taken = byPage.get(key) ?? 0;
    if (before === undefined) return units <= 0 && taken === 0;
    if (taken > 0 && units < taken) return false;
    return before.deliveryDate === deliveryDate && units - (byAll.get(key) ?? 0) <= before.units;
  });
}

/**
 * Whether the shipments of a page can still go as they were decided: all of them are in the plan, and neither they nor
 * what they were decided on has changed, but for what others have taken and they do not.
 *
 * @param on as it is now; the stock with what others before them want left alone
 */
export function holdsFor(ahead: DecidedAhead, page: readonly QueuedShipment[], on: DecidedOn): boolean {
  if (ahead.today !== on.today || ahead.locationsVersion !== on.locationsVersion) return false;
  const plans: Planned[] = [];
  for (const { shipment } of page) {
    const plan = ahead.planned.get(shipment.shipmentNumber);
    if (plan === undefined || plan.version !== shipment.version) return false;
    plans.push(plan);
  }
  const codes = new Set(page.flatMap(({ shipment }) => shipment.items.map((item) => item.productCode)));
  for (const code of codes) {
    if (JSON.stringify(ahead.products.get(code)) !== JSON.stringify(on.products.get(code))) return false;
  }
  return areSourcesAsDecided(ahead, plans, on.stock);
}
