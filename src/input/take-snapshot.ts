import { calendarDayOf, lastDayOfLimit } from '../domain/calendar.ts';
import { InputError } from '../domain/faults.ts';
import type { OptimizeRequest } from '../domain/optimize-request.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { contradictionsOf, isContradictory } from './contradictions.ts';
import { WrittenOrder } from './written-order.ts';

/**
 * The ordered, dated view of a request.
 *
 * @param request a parsed request
 * @param now the clock's instant, ISO 8601, used where the request has no `asOf`
 * @throws InputError `contradictory` with every contradiction and its path
 */
export function takeSnapshot(request: OptimizeRequest, now: string): Snapshot {
  const order = new WrittenOrder(request);
  const today = calendarDayOf(request.asOf ?? now, request.timeZone);
  const snapshot: Snapshot = {
    today,
    lastFutureDay: lastDayOfLimit(today, request.settings.futureDateLimit),
    settings: request.settings,
    shipment: { ...request.shipment, items: order.items() },
    currentInventory: order.currentInventory(),
    futureLots: order.futureLots(),
    locations: order.locations(),
  };
  const { clashes, dayOf } = order;
  const isClean = !isContradictory(request) && Object.values(clashes).every(({ length }) => length === 0);
  if (isClean) return snapshot;
  throw new InputError('contradictory', contradictionsOf(request, clashes, dayOf));
}
