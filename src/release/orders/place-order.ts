import { calendarDayOf } from '../../domain/calendar.ts';
import type { ShipmentNumber } from '../../domain/ids.ts';
import { addAmounts, totalOf } from '../../domain/site/money.ts';
import type { OrderRequest } from '../../domain/site/order.ts';
import type { ShipmentRecord, ShipmentStatus } from '../../domain/site/shipment.ts';
import type { StockAllocation } from '../../domain/site/stock.ts';
import type { Waiting } from '../../domain/site/waiting.ts';
import { ServiceError } from '../../errors.ts';
import { expectedItems } from '../../routing/order-lines.ts';
import type { RoutedShipment } from '../../routing/route-order.ts';
import { assertStill, ChangedMeanwhile, productsOf } from '../changed-meanwhile.ts';
import { countReleases, holdAsDecided } from '../day-limits.ts';
import { answeredBefore, remember } from '../execute-write.ts';
import type { StoredAnswer } from '../ports/idempotency.ts';
import type { StoreTransaction } from '../ports/store.ts';
import { BEING_DECIDED } from '../queue/waiting.ts';
import { recordSteps } from '../record-steps.ts';
import type { ReleasePorts, Write } from '../service-ports.ts';
import { assertConsistent } from './order-checks.ts';
import { assertStillBefore } from './others-before.ts';
import { type RoutedOrder, routeOn } from './route-on.ts';

const TRIES_WITHOUT_LOCK = 4;

/** Statuses in which a shipment waits for a reason. */
const WAITS: readonly ShipmentStatus[] = ['BACKORDER', 'CUSTOMER_CARE'];

/** Whether a shipment that waits is tried at once: nothing is known of it, or not all. */
const isToBeTried = (waiting: Waiting | null): boolean =>
  waiting === null || waiting.reason === BEING_DECIDED;

function recordOf(
  routed: RoutedShipment,
  shipmentNumber: ShipmentNumber,
  orderNumber: number,
  order: OrderRequest,
  authorizationId: string | null,
  { settings, products, submittedAt, releaseNotBefore }: RoutedOrder,
  now: string,
): ShipmentRecord {
  const waits = routed.shipmentStatus === 'BACKORDER';
  const today = calendarDayOf(now, settings.timeZone);
  const items = waits ? expectedItems(routed.items, products, settings, today) : routed.items;
  return {
    shipmentNumber,
    version: 1,
    orderNumber,
    externalOrderId: order.externalOrderId,
    shipmentType: order.shipmentType,
    shipmentStatus: routed.shipmentStatus,
    shipmentStatusReason: null,
    fulfillmentLocationCode: routed.fulfillmentLocationCode,
    futureDate: routed.futureDate,
    overdue: false,
    parentShipmentNumber: null,
    originalShipmentNumber: shipmentNumber,
    childShipmentNumbers: [],
    priority: order.priority,
    submittedAt,
    backorderedAt: waits ? now : null,
    releaseNotBefore,
    onHold: false,
    paymentAuthorizationId: authorizationId,
    paymentMethod: null,
    itemDependencies: order.itemDependencies,
    items,
    reassignedItems: [],
    createdAt: now,
    updatedAt: now,
  };
}

function allocationsOf(routed: RoutedShipment, shipmentNumber: ShipmentNumber): StockAllocation[] {
  const productOf = new Map(routed.items.map((item) => [item.lineId, item.productCode]));
  return routed.allocations.map(({ lineId, quantity, futureInventoryId }) => ({
    shipmentNumber,
    lineId,
    locationCode: routed.fulfillmentLocationCode!,
    productCode: productOf.get(lineId)!,
    futureInventoryId,
    quantity,
  }));
}

/** The authorization that the order was placed with, by which its shipments are paid. */
async function putAuthorization(
  tx: StoreTransaction,
  order: OrderRequest,
  orderNumber: number,
  amountCents: number,
): Promise<string | null> {
  const reference = order.payment?.authorizationReference ?? null;
  if (reference === null) return null;
  const authorizationId = `order:${orderNumber}`;
  await tx.putAuthorization({
    authorizationId,
    orderNumber,
    reference,
    amountCents,
    currencyCode: order.currencyCode,
    status: 'AUTHORIZED',
  });
  return authorizationId;
}

/** @throws ServiceError ORDER_EXISTS where another order of the site has the name */
async function claimName(
  tx: StoreTransaction,
  { externalOrderId }: OrderRequest,
  orderNumber: number,
): Promise<void> {
  if (externalOrderId === null) return;
  const first = await tx.claimExternalOrderId(externalOrderId, orderNumber);
  if (first === null) return;
  throw new ServiceError('ORDER_EXISTS', `${externalOrderId} was placed before, as order ${first}`);
}

async function write(
  ports: ReleasePorts,
  tx: StoreTransaction,
  { correlationId }: Write,
  order: OrderRequest,
  routed: RoutedOrder,
): Promise<StoredAnswer> {
  assertStill(routed.versions, await tx.lockStock(productsOf(order.items)));
  const { settingsVersion, dayLimits } = routed;
  const held = await holdAsDecided(tx, dayLimits === null ? [] : [dayLimits]);
  if (held.settingsVersion !== settingsVersion) throw new ChangedMeanwhile('the settings');
  await assertStillBefore(tx, routed.before);
  const now = ports.now();
  const orderNumber = await tx.nextOrderNumber();
  const { externalOrderId } = order;
  await claimName(tx, order, orderNumber);
  const { submittedAt } = routed;
  const record = { orderNumber, externalOrderId, request: order, submittedAt, createdAt: now };
  await tx.insertOrder(record);
  const amounts = [order.amounts, ...order.items.map((line) => line.amounts)];
  const authorizationId = await putAuthorization(
    tx,
    order,
    orderNumber,
    Math.max(0, totalOf(addAmounts(amounts))),
  );
  const { shipments: made, afterAction } = routed.routing;
  const numbers = await tx.nextShipmentNumbers(made.length);
  const shipments = made.map((each, index) =>
    recordOf(each, numbers[index]!, orderNumber, order, authorizationId, routed, now),
  );
  const context = { now, newId: ports.newId, correlationId };
  const waitingOf = (index: number) =>
    WAITS.includes(shipments[index]!.shipmentStatus) ? routed.waitingOf(made[index]!) : null;
  const steps = shipments.map((after, index) => {
    const waiting = waitingOf(index) ?? undefined;
    return { before: null, after, trigger: 'place' as const, ...(waiting !== undefined && { waiting }) };
  });
  await recordSteps(tx, steps, context, { afterAction });
  const undecided = shipments.filter(
    ({ shipmentStatus }, index) =>
      shipmentStatus === 'BACKORDER' && routed.mayGo && isToBeTried(waitingOf(index)),
  );
  await tx.triggerShipments(undecided.map(({ shipmentNumber }) => shipmentNumber));
  // What it waits for is answered at once; of the rest a moment later.
  const shown = shipments.map((each, index) => ({ ...each, waiting: waitingOf(index) }));
  const rows = made.flatMap((each, index) => allocationsOf(each, numbers[index]!));
  const cause = { kind: 'order', reference: String(orderNumber) } as const;
  if (rows.length > 0 && !(await tx.allocate(rows, cause))) throw new ChangedMeanwhile('stock of the order');
  if (dayLimits !== null) await countReleases(tx, [{ dayLimits, made: shipments }]);
  return {
    status: 201,
    body: { orderNumber, externalOrderId, submittedAt, afterAction, shipments: shown },
  };
}

/**
 * Places an order: order routing decides on what is available now, and order, shipments, allocations and events
 * are written in one transaction against what it decided on.
 *
 * @throws InputError `malformed` for a text that cannot be stored; `contradictory` where the order contradicts
 *   itself, or a date is no day of the site
 * @throws ServiceError ORDER_EXISTS where another order of the site has its `externalOrderId`; STOCK_CONTENDED where the stock changed at every try
 */
export async function placeOrder(
  ports: ReleasePorts,
  request: Write,
  order: OrderRequest,
): Promise<StoredAnswer> {
  assertConsistent(order);
  const { store } = ports;
  for (let tries = 0; tries < 2 * TRIES_WITHOUT_LOCK; tries++) {
    const isLocked = tries >= TRIES_WITHOUT_LOCK;
    const routed = isLocked ? null : await routeOn(ports, store.reader(request.siteId), order);
    try {
      return await store.transaction(request.siteId, async (tx) => {
        const before = await answeredBefore(tx, request);
        if (before !== null) return before;
        if (routed === null) {
          await tx.lockStock(productsOf(order.items));
          await tx.holdSite();
        }
        const answer = await write(ports, tx, request, order, routed ?? (await routeOn(ports, tx, order)));
        return remember(tx, request, answer);
      });
    } catch (error) {
      if (!(error instanceof ChangedMeanwhile)) throw error;
    }
  }
  throw new ServiceError('STOCK_CONTENDED', 'the stock of the order changed at every try');
}
