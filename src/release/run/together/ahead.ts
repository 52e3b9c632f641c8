import type { CalendarDate } from '../../../domain/calendar.ts';
import type { Decision } from '../../../domain/decision.ts';
import type { ShipmentNumber } from '../../../domain/ids.ts';
import { availableOf } from '../../../domain/site/stock.ts';
import type { SiteStock } from '../../../routing/attempt-request.ts';
import type { QueuedShipment } from '../../ports/queue.ts';
import { sourceKey } from '../dry/dry-run-stock.ts';
import type { TogetherDecision } from './decide-together.ts';

/** What a wave decided of a shipment, and the version of it that it saw. */
interface Planned extends TogetherDecision {
  readonly version: number;
}

/**
 * What a wave decided of shipments whose page has not come yet. It is kept in this process only: whoever goes on without
 * it decides them anew.
 */
export interface DecidedAhead {
  /** The day of the site on which they were decided. */
  readonly today: CalendarDate;
  readonly planned: ReadonlyMap<ShipmentNumber, Planned>;
}

/** Units of each source that are left for plans to take. */
function unitsOf({ current, lots }: SiteStock): Map<string, number> {
  const units = new Map<string, number>();
  for (const row of current) units.set(sourceKey(row.locationCode, row.productCode, null), availableOf(row));
  for (const { locationCode, productCode, futureInventoryId, quantity, allocated } of lots) {
    units.set(sourceKey(locationCode, productCode, futureInventoryId), quantity - allocated);
  }
  return units;
}

/** Whether the sources hold what all the plans together take. */
function isThere(plans: readonly Decision[], stock: SiteStock): boolean {
  const units = unitsOf(stock);
  for (const { children } of plans) {
    for (const { fulfillmentLocationCode, items, allocations } of children) {
      for (const { lineId, futureInventoryId, quantity } of allocations) {
        const { productCode } = items.find((item) => item.lineId === lineId)!;
        const key = sourceKey(fulfillmentLocationCode, productCode, futureInventoryId);
        const left = (units.get(key) ?? 0) - quantity;
        if (left < 0) return false;
        units.set(key, left);
      }
    }
  }
  return true;
}

/**
 * Whether the shipments of a page can still go as they were decided: all of them are in the plan, none has changed, and
 * what they take is there, with what others before them want left alone.
 *
 * @param stock what they may take
 */
export function holdsFor(
  { planned, today }: DecidedAhead,
  page: readonly QueuedShipment[],
  stock: SiteStock,
  day: CalendarDate,
): boolean {
  if (today !== day) return false;
  const plans: Decision[] = [];
  for (const { shipment } of page) {
    const plan = planned.get(shipment.shipmentNumber);
    if (plan === undefined || plan.version !== shipment.version) return false;
    plans.push(plan.decision);
  }
  return isThere(plans, stock);
}
