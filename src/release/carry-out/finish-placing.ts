import type { ChildShipment } from '../../domain/decision.ts';
import type { ShipmentNumber } from '../../domain/ids.ts';
import type { SiteSettings } from '../../domain/site/settings.ts';
import type { ShipmentRecord } from '../../domain/site/shipment.ts';
import { type RoutedShipment, type Routing, scenarioOf } from '../../routing/route-order.ts';
import { routeToday } from '../../routing/route-today.ts';
import { withSwitches } from '../../routing/switches.ts';
import { assertStill, ChangedMeanwhile, productsOf } from '../changed-meanwhile.ts';
import { countReleases, type DayLimits, holdAsDecided } from '../day-limits.ts';
import type { EventContext } from '../events/new-events.ts';
import type { StockVersions } from '../ports/stock.ts';
import type { StoreReader, StoreTransaction } from '../ports/store.ts';
import { readWanted, takeable } from '../queue/takeable.ts';
import { recorded, recordSteps } from '../record-steps.ts';
import type { ReleasePorts } from '../service-ports.ts';
import { split } from '../split.ts';
import { move } from '../transition.ts';
import { allocationsOf } from './apply.ts';
import { readBasis } from './propose.ts';

/** What routing makes of an order whose turn has come, decided on what it may take. */
export interface Placing {
  readonly shipment: ShipmentRecord;
  readonly versions: StockVersions;
  readonly dayLimits: DayLimits;
  readonly routing: Routing;
}

/**
 * Routes a shipment that has waited for those before it since its order was placed: what the scenario says of what stock
 * does not cover has not been done yet.
 *
 * @returns null where all of it goes on waiting, so that nothing is left to be done
 */
export async function routeWaiting(
  ports: ReleasePorts,
  reader: StoreReader,
  shipment: ShipmentRecord,
  settings: SiteSettings,
): Promise<Placing | null> {
  const order = await reader.order(shipment.orderNumber);
  if (order === null) return null;
  const { context, versions, dayLimits } = await readBasis(ports, reader, shipment, settings, 'none');
  const productCodes = productsOf(shipment.items);
  const place = {
    before: shipment,
    productCodes,
    settings,
    dayLimits,
    now: context.now,
    yieldsTo: 'undecided',
  } as const;
  const wanted = await readWanted(reader, place);
  const { stock, full } = takeable(context.stock, wanted, context.products, dayLimits);
  const { shipmentType, itemDependencies, fulfillmentLocationCode } = shipment;
  const asRouted = {
    shipmentType,
    pickupLocationCode: shipmentType === 'BOPIS' ? fulfillmentLocationCode : null,
    itemDependencies,
    items: withSwitches(shipment.items, context.products),
    scenario: scenarioOf(settings, order.request),
  };
  const routing = await routeToday(asRouted, { ...context, stock, full }, ports.decide);
  const onlyWaits = routing.shipments.every(({ shipmentStatus }) => shipmentStatus === 'BACKORDER');
  return onlyWaits
    ? null
    : { shipment: { ...shipment, items: asRouted.items }, versions, dayLimits, routing };
}

/** A routed shipment as a child that a split makes. */
const childOf = (routed: RoutedShipment): ChildShipment =>
  ({
    shipmentStatus: routed.shipmentStatus,
    fulfillmentLocationCode: routed.fulfillmentLocationCode,
    futureDate: routed.futureDate,
    items: routed.items.map(({ lineId, productCode, quantity }) => ({ lineId, productCode, quantity })),
    allocations: routed.allocations,
  }) as ChildShipment;

/**
 * Does what the scenario says: assigns what it assigns, and cancels the rest, gives it to a person or lets it wait.
 *
 * @returns the shipment as it is then
 * @throws ChangedMeanwhile where stock or shipment is not as it was decided on
 */
export async function finishPlacing(
  tx: StoreTransaction,
  { shipment, versions, dayLimits, routing }: Placing,
  context: EventContext,
): Promise<ShipmentRecord> {
  const number = shipment.shipmentNumber;
  assertStill(versions, await tx.lockStock(productsOf(shipment.items)));
  await holdAsDecided(tx, [dayLimits]);
  const [locked] = await tx.lockShipments([number]);
  if (locked?.version !== shipment.version) throw new ChangedMeanwhile(`shipment ${number}`);
  const { afterAction } = routing;
  const leaving = routing.shipments.filter(({ shipmentStatus }) => shipmentStatus !== 'BACKORDER');
  const [first] = leaving;
  const isWhole = leaving.length === 1 && routing.shipments.length === 1;
  const isGivenUp = first?.shipmentStatus === 'CUSTOMER_CARE' || first?.shipmentStatus === 'CANCELED';
  if (isWhole && isGivenUp) {
    const trigger = first.shipmentStatus === 'CANCELED' ? 'cancel' : 'place';
    const after = move(shipment, trigger, first.shipmentStatus, context.now, { backorderedAt: null });
    await recordSteps(tx, [{ before: shipment, after, trigger }], context, { afterAction });
    return recorded(after);
  }
  const numbers = await tx.nextShipmentNumbers(leaving.length);
  const { parent, children } = split(shipment, leaving.map(childOf), numbers, context.now);
  const made = children.map((after) => ({ before: null, after, trigger: 'place' as const }));
  const steps = [...made, { before: shipment, after: parent, trigger: 'place' as const }];
  const rows = leaving.flatMap((each, index) =>
    each.allocations.length === 0 ? [] : allocationsOf(childOf(each), numbers[index] as ShipmentNumber),
  );
  const cause = { kind: 'order', reference: String(shipment.orderNumber) } as const;
  if (rows.length > 0 && !(await tx.allocate(rows, cause))) throw new ChangedMeanwhile('stock of the order');
  await recordSteps(tx, steps, context, { afterAction });
  if (parent.shipmentStatus === 'BACKORDER') await tx.triggerShipments([number]);
  await countReleases(tx, [{ dayLimits, made: children }]);
  return recorded(parent);
}
