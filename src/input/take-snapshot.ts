import { calendarDayOf, lastDayOfLimit } from '../domain/calendar.ts';
import { InputError } from '../domain/faults.ts';
import type { OptimizeRequest } from '../domain/optimize-request.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { type Clash, isContradictory, shipmentFaults, stockFaults } from './contradictions.ts';
import { linesInOrder, WrittenOrder } from './written-order.ts';

/**
 * The ordered, dated view of a request.
 *
 * @param request a parsed request
 * @param now the clock's instant, ISO 8601, used where the request has no `asOf`
 * @throws InputError `contradictory` with every contradiction and its path
 */
export function takeSnapshot(request: OptimizeRequest, now: string): Snapshot {
  const { shipment } = request;
  const order = new WrittenOrder(request, {
    products: shipment.items.map(({ productCode }) => productCode),
    locations: shipment.fulfillmentLocationCode === null ? [] : [shipment.fulfillmentLocationCode],
  });
  const today = calendarDayOf(request.asOf ?? now, request.timeZone);
  const repeatedLines: Clash[] = [];
  const snapshot: Snapshot = {
    today,
    lastFutureDay: lastDayOfLimit(today, request.settings.futureDateLimit),
    settings: request.settings,
    shipment: { ...shipment, items: linesInOrder(shipment.items, repeatedLines) },
    currentInventory: order.currentInventory(),
    futureLots: order.futureLots(),
    locations: order.locations(),
  };
  const { clashes, dayOf } = order;
  const isClean =
    !isContradictory(shipment) &&
    repeatedLines.length === 0 &&
    Object.values(clashes).every(({ length }) => length === 0);
  if (isClean) return snapshot;
  throw new InputError('contradictory', [
    ...shipmentFaults(shipment, repeatedLines, ['shipment']),
    ...stockFaults(request, clashes, dayOf),
  ]);
}
