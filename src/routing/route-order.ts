import type { CalendarDate } from '../domain/calendar.ts';
import type { Allocation, Decision } from '../domain/decision.ts';
import type { ItemDependency, LineId, LocationCode, ShipmentNumber } from '../domain/ids.ts';
import type { ItemDependencyRule } from '../domain/shipment.ts';
import { cutItems } from '../domain/site/cut.ts';
import type { OrderRequest } from '../domain/site/order.ts';
import type { AfterAction, OrderRouting, SiteSettings, StateChange } from '../domain/site/settings.ts';
import type { ShipmentItem, ShipmentStatus } from '../domain/site/shipment.ts';
import { AFTER_ACTION_TABLE, withoutBackorder } from './after-action.ts';
import { type AttemptContext, attemptRequest, type DecideAttempt } from './attempt-request.ts';

/** A shipment that routing makes, before it has a number. */
export interface RoutedShipment {
  readonly shipmentStatus: Extract<
    ShipmentStatus,
    'READY' | 'FUTURE' | 'BACKORDER' | 'CUSTOMER_CARE' | 'CANCELED'
  >;
  readonly fulfillmentLocationCode: LocationCode | null;
  readonly futureDate: CalendarDate | null;
  readonly items: readonly ShipmentItem[];
  readonly allocations: readonly Allocation[];
}

/** What routing did, and by which after-action; null where everything could be assigned, or the order waits for its day. */
export interface Routing {
  readonly afterAction: AfterAction | null;
  readonly shipments: readonly RoutedShipment[];
  /** The attempt of all of it at once; null where none was made. */
  readonly whole: Decision | null;
  /** Units that could be assigned, were parts of lines sent. */
  readonly some: number;
}

/** An order as routing looks at it. */
export interface RoutedOrder {
  readonly shipmentType: 'STH' | 'BOPIS';
  readonly pickupLocationCode: LocationCode | null;
  readonly itemDependencies: readonly ItemDependencyRule[];
  readonly items: readonly ShipmentItem[];
  readonly scenario: OrderRouting;
}

/** What the order does not say, the site does. */
export function scenarioOf(
  { orderRouting: site }: Pick<SiteSettings, 'orderRouting'>,
  { routing }: Pick<OrderRequest, 'routing'>,
): OrderRouting {
  return {
    afterActionPartial: routing.afterActionPartial ?? site.afterActionPartial,
    afterActionNone: routing.afterActionNone ?? site.afterActionNone,
    defaultStateChange: routing.defaultStateChange ?? site.defaultStateChange,
  };
}

const STATUS_OF = { BACKORDER: 'BACKORDER', CUSTOMER_CARE: 'CUSTOMER_CARE', CANCEL: 'CANCELED' } as const;
/** The order in which shipments without stock are listed. */
const STATE_CHANGES = ['BACKORDER', 'CUSTOMER_CARE', 'CANCEL'] as const;

/** Asks for lines of the order as if they were a shipment. */
function attemptLines(
  order: RoutedOrder,
  items: readonly ShipmentItem[],
  partialRelease: 'none' | 'line' | 'quantity',
  context: AttemptContext,
  decide: DecideAttempt,
): Promise<Decision> {
  const shipment = {
    shipmentNumber: 0 as ShipmentNumber,
    shipmentType: order.shipmentType,
    fulfillmentLocationCode: order.pickupLocationCode,
    itemDependencies: order.itemDependencies,
    items,
  };
  return decide(attemptRequest(shipment, context, partialRelease));
}

function assigned(
  { children }: Decision,
  items: readonly ShipmentItem[],
  order: RoutedOrder,
): {
  readonly shipments: RoutedShipment[];
  readonly left: readonly ShipmentItem[];
} {
  const { parts, left } = cutItems(
    items,
    children.map((child) => child.items),
  );
  const shipments = children.map((child, index) => ({
    shipmentStatus: child.shipmentStatus,
    fulfillmentLocationCode: child.fulfillmentLocationCode ?? order.pickupLocationCode,
    futureDate: child.futureDate,
    items: parts[index]!,
    allocations: child.allocations,
  }));
  return { shipments, left };
}

/** Lines that nothing may backorder: a short one that may not wait, and those kept together with it. */
function linesThatMayNotWait(
  items: readonly ShipmentItem[],
  short: ReadonlySet<LineId>,
): ReadonlySet<LineId> {
  const barred = items.filter((item) => short.has(item.lineId) && !item.allowsBackOrder);
  const groups = new Set<ItemDependency | null>(barred.map((item) => item.itemDependency));
  groups.delete(null);
  const lines = items.filter((item) => barred.includes(item) || groups.has(item.itemDependency));
  return new Set(lines.map((item) => item.lineId));
}

function withoutStock(order: RoutedOrder, stateOf: ReadonlyMap<ShipmentItem, StateChange>): RoutedShipment[] {
  return STATE_CHANGES.flatMap((change) => {
    const items = [...stateOf].filter(([, state]) => state === change).map(([item]) => item);
    if (items.length === 0) return [];
    return [
      {
        shipmentStatus: STATUS_OF[change],
        fulfillmentLocationCode: order.pickupLocationCode,
        futureDate: null,
        items,
        allocations: [],
      },
    ];
  });
}

/** What the action does with what stays; each line goes to exactly one state. */
function statesOfRest(
  items: readonly ShipmentItem[],
  rest: StateChange | 'default',
  short: ReadonlySet<LineId>,
  scenario: OrderRouting,
): Map<ShipmentItem, StateChange> {
  const wanted = rest === 'default' ? scenario.defaultStateChange : rest;
  const barred = linesThatMayNotWait(items, short);
  const stateOf = (item: ShipmentItem): StateChange =>
    wanted === 'BACKORDER' && barred.has(item.lineId)
      ? withoutBackorder(scenario.defaultStateChange)
      : wanted;
  return new Map(items.map((item) => [item, stateOf(item)]));
}

/** Units that a decision assigns. */
const unitsOf = ({ children }: Decision): number =>
  children.flatMap((child) => child.items).reduce((units, item) => units + item.quantity, 0);

/**
 * Places an order: everything is assigned where it can be; else the scenario's partial action (some unit is
 * available) or no-match action (none is) says what is assigned and what becomes of the rest. Only lines that
 * may be backordered wait; a line in stock waits with them where the action keeps the order together.
 *
 * @param given what is decided with; `explain` counts for the attempt of all of it
 */
export async function routeOrder(
  order: RoutedOrder,
  given: AttemptContext,
  decide: DecideAttempt,
): Promise<Routing> {
  const { items, scenario } = order;
  const whole = await attemptLines(order, items, 'none', given, decide);
  if (whole.decision === 'released') {
    return { afterAction: null, shipments: assigned(whole, items, order).shipments, whole, some: 0 };
  }
  // Why it cannot all go is asked once; what a part of it lacks is not.
  const context = { ...given, explain: 'none' } as const;
  const some = await attemptLines(order, items, 'quantity', context, decide);
  const afterAction = some.decision === 'held' ? scenario.afterActionNone : scenario.afterActionPartial;
  const { assign, rest } = AFTER_ACTION_TABLE[afterAction];
  const stays = new Set((some.decision === 'held' ? items : some.remainder).map((item) => item.lineId));
  const short = new Set(
    items.filter((item) => item.manageStock && stays.has(item.lineId)).map((item) => item.lineId),
  );
  const asked = { afterAction, whole, some: unitsOf(some) };
  if (assign === 'none') return { ...asked, shipments: await keptWhole(order, short, rest, context, decide) };
  const taken =
    assign === 'quantity' || some.decision === 'held'
      ? some
      : await attemptLines(order, items, assign, context, decide);
  const { shipments, left } = assigned(taken, items, order);
  // By line another line may stay than by quantity.
  for (const item of left) if (item.manageStock) short.add(item.lineId);
  return {
    ...asked,
    shipments: [...shipments, ...withoutStock(order, statesOfRest(left, rest, short, scenario))],
  };
}

/** An order that is not to be released yet: all of it waits, whatever its scenario and its lines say. */
export function keepWaiting({ items, pickupLocationCode }: RoutedOrder): Routing {
  const shipment = {
    shipmentStatus: 'BACKORDER',
    fulfillmentLocationCode: pickupLocationCode,
    futureDate: null,
    items,
    allocations: [],
  } as const;
  return { afterAction: null, shipments: [shipment], whole: null, some: 0 };
}

/** Nothing is assigned, except that lines in stock do not wait when every line they would wait for is gone. */
async function keptWhole(
  order: RoutedOrder,
  short: ReadonlySet<LineId>,
  rest: StateChange | 'default',
  context: AttemptContext,
  decide: DecideAttempt,
): Promise<RoutedShipment[]> {
  const states = statesOfRest(order.items, rest, short, order.scenario);
  const waiting = order.items.filter((item) => states.get(item) === 'BACKORDER');
  if (waiting.length === 0 || waiting.some((item) => short.has(item.lineId)))
    return withoutStock(order, states);
  const others = new Map([...states].filter(([item]) => !waiting.includes(item)));
  const alone = await attemptLines(order, waiting, 'none', context, decide);
  const { shipments, left } = assigned(alone, waiting, order);
  for (const item of left) others.set(item, 'BACKORDER');
  return [...shipments, ...withoutStock(order, others)];
}
