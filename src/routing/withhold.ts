import { addAmounts } from '../domain/site/money.ts';
import type { ShipmentItem } from '../domain/site/shipment.ts';
import type { RoutedOrder, RoutedShipment, Routing } from './route-order.ts';

/** Of a line what several shipments hold of it together; none where they hold nothing. */
function together(item: ShipmentItem, shipments: readonly RoutedShipment[]): ShipmentItem[] {
  const parts = shipments.flatMap(({ items }) => items.filter((part) => part.lineId === item.lineId));
  if (parts.length === 0) return [];
  const quantity = parts.reduce((sum, part) => sum + part.quantity, 0);
  return [{ ...item, quantity, amounts: addAmounts(parts.map((part) => part.amounts)) }];
}

/**
 * What routing has assigned waits instead, in one shipment with whatever waits besides; what it has canceled or given to
 * customer care stays so. Nothing changes where it has assigned nothing.
 */
export function withhold(routing: Routing, { items, pickupLocationCode }: RoutedOrder): Routing {
  const isAssigned = ({ shipmentStatus }: RoutedShipment) =>
    shipmentStatus === 'READY' || shipmentStatus === 'FUTURE';
  if (!routing.shipments.some(isAssigned)) return routing;
  const waits = routing.shipments.filter((each) => isAssigned(each) || each.shipmentStatus === 'BACKORDER');
  const waiting: RoutedShipment = {
    shipmentStatus: 'BACKORDER',
    fulfillmentLocationCode: pickupLocationCode,
    futureDate: null,
    items: items.flatMap((item) => together(item, waits)),
    allocations: [],
  };
  return { ...routing, shipments: [waiting, ...routing.shipments.filter((each) => !waits.includes(each))] };
}
