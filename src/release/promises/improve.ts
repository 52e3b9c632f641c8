import { type CalendarDate, daysBetween } from '../../domain/calendar.ts';
import type { ChildShipment, Decision } from '../../domain/decision.ts';
import type { SiteSettings } from '../../domain/site/settings.ts';
import type { ShipmentRecord } from '../../domain/site/shipment.ts';
import type { StockAllocation } from '../../domain/site/stock.ts';
import type { SiteStock } from '../../routing/attempt-request.ts';
import { withSwitches } from '../../routing/switches.ts';
import { allocationsOf, type Proposal } from '../carry-out/apply.ts';
import type { StockVersions } from '../ports/stock.ts';
import { type Gain, gainOf, queueDay } from '../queue/queue-day.ts';
import type { Takeable } from '../queue/takeable.ts';
import type { ReleasePorts } from '../service-ports.ts';
import { mayCover } from './may-cover.ts';
import { beyond, type Carried, carriedUnits, withOwnUnits } from './own-units.ts';
import { type PackageContext, singlePackage } from './single-package.ts';

/** What an improvement is decided with. */
export interface ImprovementBasis {
  /** All that the shipment holds. */
  readonly held: readonly StockAllocation[];
  readonly versions: StockVersions;
  /** With the stock as it is. */
  readonly context: PackageContext;
  readonly takeable: Takeable;
}

/** What came of looking for something better. */
export type Improvement =
  | { readonly outcome: 'improved'; readonly proposal: Proposal }
  /** `NOT_EARLIER`: nothing is better. `BEING_DECIDED`: undecided shipments before it may want what might be. */
  | { readonly outcome: 'skipped'; readonly reasonCode: 'NOT_EARLIER' | 'BEING_DECIDED' };

const skipped = (isUndecided: boolean): Improvement => ({
  outcome: 'skipped',
  reasonCode: isUndecided ? 'BEING_DECIDED' : 'NOT_EARLIER',
});

const onlyUntil = ({ current, lots }: SiteStock, lastDay: CalendarDate | null): SiteStock => ({
  current,
  lots: lots.filter(
    ({ deliveryDate }) => lastDay !== null && deliveryDate !== null && deliveryDate <= lastDay,
  ),
});

/** Units that an improvement takes beyond what it gives back. */
export const takenAnew = ({ shipment, decision, givesBack = [] }: Proposal) =>
  beyond(
    decision.children.flatMap((child) => allocationsOf(child, shipment.shipmentNumber)),
    givesBack,
  );

/** The limit binds new promises: one that is kept beyond it may become an earlier one that still is. */
const limitUntil = (today: CalendarDate, { lastDay }: Gain): Pick<SiteSettings, 'futureDateLimit'> => ({
  futureDateLimit: {
    unit: 'days',
    quantity: lastDay === null ? 0 : Math.max(0, daysBetween(today, lastDay)),
  },
});

/** The decision with the lots that its units are really of. */
function withSources(decision: Decision, child: ChildShipment, { sourceOf }: Carried): Decision {
  const allocations = child.allocations.map((units) => {
    const { futureInventoryId: id } = units;
    return id !== null && sourceOf.has(id) ? { ...units, futureInventoryId: sourceOf.get(id)! } : units;
  });
  return { ...decision, children: [{ ...child, allocations } as ChildShipment] };
}

/**
 * Looks for a package that is better for a FUTURE shipment than its promise, by as much as the site asks for: current
 * stock of one location, or what comes to one location by an earlier day. What it holds already it may use, and units of
 * it that come early may wait for the others. Changes nothing.
 */
export async function findImprovement(
  ports: ReleasePorts,
  shipment: ShipmentRecord,
  { held, versions, context, takeable }: ImprovementBasis,
): Promise<Improvement> {
  const { settings, products, now } = context;
  const day = queueDay(settings, now);
  const gain = gainOf(shipment, day);
  if (gain === null) return skipped(false);
  const own = onlyUntil(withOwnUnits(context.stock, takeable.stock, held), gain.lastDay);
  const carried = carriedUnits(own, held);
  const stock = { current: own.current, lots: [...own.lots, ...carried.lots] };
  // What is carried out is what was decided on: lines as their products are now.
  const items = withSwitches(shipment.items, products);
  if (!mayCover(stock, items)) return skipped(takeable.isUndecided);
  const found = await singlePackage(ports, shipment, { ...context, stock }, limitUntil(day.today, gain));
  if (found === null) return skipped(takeable.isUndecided);
  return {
    outcome: 'improved',
    proposal: {
      shipment: { ...shipment, items },
      family: [],
      versions,
      decision: withSources(found.decision, found.child, carried),
      givesBack: held,
    },
  };
}
