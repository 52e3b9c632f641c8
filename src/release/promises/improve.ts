import { type CalendarDate, daysBetween } from '../../domain/calendar.ts';
import type { ChildShipment, Decision } from '../../domain/decision.ts';
import type { LocationCode } from '../../domain/ids.ts';
import type { SiteSettings } from '../../domain/site/settings.ts';
import type { ShipmentRecord } from '../../domain/site/shipment.ts';
import type { StockAllocation } from '../../domain/site/stock.ts';
import type { SiteStock } from '../../routing/attempt-request.ts';
import { withSwitches } from '../../routing/switches.ts';
import { allocationsOf } from '../carry-out/apply.ts';
import type { Proposal } from '../carry-out/proposal.ts';
import type { DayLimits } from '../day-limits.ts';
import type { StockVersions } from '../ports/stock.ts';
import { type Gain, gainOf, queueDay } from '../queue/queue-day.ts';
import type { Takeable } from '../queue/takeable.ts';
import type { ReleasePorts } from '../service-ports.ts';
import { nextDay } from '../told-today.ts';
import { mayCover } from './may-cover.ts';
import { beyond, type Carried, carriedUnits, withOwnUnits } from './own-units.ts';
import { type PackageContext, singlePackage } from './single-package.ts';

/** What an improvement is decided with. */
export interface ImprovementBasis {
  /** All that the shipment holds. */
  readonly held: readonly StockAllocation[];
  readonly versions: StockVersions;
  /** What locations may still release today. */
  readonly dayLimits: DayLimits;
  /** With the stock as it is. */
  readonly context: PackageContext;
  readonly takeable: Takeable;
}

/** What came of looking for something better. */
export type Improvement =
  | { readonly outcome: 'improved'; readonly proposal: Proposal }
  | {
      readonly outcome: 'skipped';
      /** `NOT_EARLIER`: nothing is better. `BEING_DECIDED`: undecided shipments before it may want what might be. */
      readonly reasonCode: 'NOT_EARLIER' | 'BEING_DECIDED';
      /** When time alone may change that: the day on which locations that are full may release again. */
      readonly nextTryDay: CalendarDate | null;
    };

const onlyUntil = ({ current, lots }: SiteStock, lastDay: CalendarDate | null): SiteStock => ({
  current,
  lots: lots.filter(
    ({ deliveryDate }) => lastDay !== null && deliveryDate !== null && deliveryDate <= lastDay,
  ),
});

/** Units that an improvement takes beyond what it gives back. */
export const takenAnew = ({
  shipment,
  decision,
  givesBack = [],
}: Pick<Proposal, 'shipment' | 'decision' | 'givesBack'>) =>
  beyond(
    decision.children.flatMap((child) => allocationsOf(child, shipment.shipmentNumber)),
    givesBack,
  );

/**
 * What comes from places that may release more today. What turns READY is a release, and so is a package at another place;
 * one that waits for another day at its own place was counted there.
 */
function withinLimits(
  stock: SiteStock,
  here: LocationCode | null,
  full: ReadonlySet<LocationCode>,
): SiteStock {
  if (full.size === 0) return stock;
  return {
    current: stock.current.filter(({ locationCode }) => !full.has(locationCode)),
    lots: stock.lots.filter(({ locationCode }) => locationCode === here || !full.has(locationCode)),
  };
}

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
  { held, versions, dayLimits, context, takeable }: ImprovementBasis,
): Promise<Improvement> {
  const { settings, products, now } = context;
  const day = queueDay(settings, now);
  const gain = gainOf(shipment, day);
  if (gain === null) return { outcome: 'skipped', reasonCode: 'NOT_EARLIER', nextTryDay: null };
  const there = onlyUntil(withOwnUnits(context.stock, takeable.stock, held), gain.lastDay);
  const own = withinLimits(there, shipment.fulfillmentLocationCode, takeable.full);
  const carried = carriedUnits(own, held);
  const stock = { current: own.current, lots: [...own.lots, ...carried.lots] };
  // What is carried out is what was decided on: lines as their products are now.
  const items = withSwitches(shipment.items, products);
  const found = mayCover(stock, items)
    ? await singlePackage(
        ports,
        shipment,
        { ...context, full: new Set(), stock },
        limitUntil(day.today, gain),
      )
    : null;
  if (found === null) {
    const reasonCode = takeable.isUndecided ? 'BEING_DECIDED' : 'NOT_EARLIER';
    const isForToday = own.current.length < there.current.length || own.lots.length < there.lots.length;
    return { outcome: 'skipped', reasonCode, nextTryDay: isForToday ? nextDay(day.today) : null };
  }
  return {
    outcome: 'improved',
    proposal: {
      shipment: { ...shipment, items },
      family: [],
      versions,
      dayLimits,
      decision: withSources(found.decision, found.child, carried),
      leaves: takeable.leaves,
      givesBack: held,
    },
  };
}
