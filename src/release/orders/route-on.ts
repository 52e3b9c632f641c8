import { type CalendarDate, calendarDayOf } from '../../domain/calendar.ts';
import type { HeldLine } from '../../domain/decision.ts';
import type { OrderRequest } from '../../domain/site/order.ts';
import type { SiteSettings } from '../../domain/site/settings.ts';
import type { Waiting } from '../../domain/site/waiting.ts';
import type { AttemptContext } from '../../routing/attempt-request.ts';
import { orderItems } from '../../routing/order-lines.ts';
import {
  keepWaiting,
  type RoutedShipment,
  type Routing,
  type RoutedOrder as RoutingOrder,
  routeOrder,
  scenarioOf,
} from '../../routing/route-order.ts';
import { routeToday } from '../../routing/route-today.ts';
import type { Products } from '../../routing/switches.ts';
import { withhold } from '../../routing/withhold.ts';
import { productsOf } from '../changed-meanwhile.ts';
import { siteDay } from '../checks/site-day.ts';
import { type DayLimits, fullLocations, readPlaces } from '../day-limits.ts';
import type { StockVersions } from '../ports/stock.ts';
import type { StoreReader } from '../ports/store.ts';
import {
  BEING_DECIDED,
  nextTryDay,
  PAUSED,
  unknownProducts,
  waitingBecause,
  waitingFor,
} from '../queue/waiting.ts';
import type { ReleasePorts } from '../service-ports.ts';
import { readProducts, readSettings } from '../site-view.ts';
import { assertDays, submissionOf } from './order-checks.ts';
import { type OthersBefore, readOthersBefore } from './others-before.ts';

/** An order with what routing made of it, and what that was decided on. */
export interface RoutedOrder {
  readonly routing: Routing;
  readonly versions: StockVersions;
  /** Null where nothing that others want matters. */
  readonly before: OthersBefore | null;
  /** Null where nothing is assigned. */
  readonly dayLimits: DayLimits | null;
  /** Why one of its shipments waits that does; null where that is to be found out. */
  readonly waitingOf: (routed: RoutedShipment) => Waiting | null;
  /** Its first day has come. */
  readonly mayGo: boolean;
  readonly settings: SiteSettings;
  readonly settingsVersion: number;
  readonly products: Products;
  /** Its age, ISO 8601 in UTC with milliseconds. */
  readonly submittedAt: string;
  readonly releaseNotBefore: CalendarDate | null;
}

/**
 * Why a shipment of a routed order waits, as far as one attempt of all of it says. One that a person decides about has
 * the reasons of its lines; what else is a part is tried by itself.
 */
function waitingIn(
  { whole }: Routing,
  order: RoutingOrder,
  context: AttemptContext,
): (routed: RoutedShipment) => Waiting | null {
  if (whole === null || whole.hold === null) return () => null;
  const { hold } = whole;
  const attempted = {
    ...order,
    shipmentNumber: 0 as never,
    fulfillmentLocationCode: order.pickupLocationCode,
  };
  const day = nextTryDay(attempted, context);
  const mayPart = context.settings.releaseBackorderJob.partialReleaseEnabled;
  return ({ items, shipmentStatus }) => {
    const isPart = items.length < order.items.length;
    // Of a part, and where a part may be released, nothing has been decided yet.
    const isOpen = isPart || (mayPart && hold.lines.some(isPartlyThere));
    if (isOpen && shipmentStatus === 'BACKORDER') return null;
    const ids = new Set(items.map((item) => item.lineId));
    const lines = hold.lines.filter((line) => ids.has(line.lineId));
    const unknown = unknownProducts(items, context);
    return waitingFor({ ...hold, lines }, day, context.now, unknown);
  };
}

const isPartlyThere = ({ currentAvailable, futureEligible }: HeldLine): boolean =>
  currentAvailable + futureEligible > 0;

type Routed = Pick<RoutedOrder, 'routing' | 'waitingOf' | 'before'>;

const assignsAll = ({ shipments }: Routing): boolean =>
  shipments.every(({ shipmentStatus }) => shipmentStatus === 'READY' || shipmentStatus === 'FUTURE');

/**
 * Routes on what those before it leave. What that does not cover, though what is there might, waits for their decision;
 * where the scenario would cancel it or give it to a person, all of it waits until that is known.
 */
async function routeBehind(
  ports: ReleasePorts,
  order: RoutingOrder,
  context: AttemptContext,
  before: OthersBefore,
): Promise<Routed> {
  const { stock, full } = before;
  const routing = await routeToday(order, { ...context, stock, full }, ports.decide);
  if (!(before.isUndecided || before.isKept) || assignsAll(routing)) {
    return { routing, before, waitingOf: waitingIn(routing, order, context) };
  }
  if (!before.isUndecided) {
    const alone = await routeOrder(order, context, ports.decide);
    const isBehind = alone.afterAction === null || alone.some > routing.some;
    const reason = waitingBecause('BEHIND_OTHERS', 'those before it want what is there', context.now);
    return { routing, before, waitingOf: isBehind ? () => reason : waitingIn(routing, order, context) };
  }
  const waiting = waitingBecause(BEING_DECIDED, 'those before it come first', context.now);
  const onlyWaits = routing.shipments.every(
    ({ shipmentStatus }) => shipmentStatus !== 'CUSTOMER_CARE' && shipmentStatus !== 'CANCELED',
  );
  return { routing: onlyWaits ? routing : keepWaiting(order), before, waitingOf: () => waiting };
}

/** While the site has its brake on, what would be assigned waits for its end. */
function withheld(routed: Routed, order: RoutingOrder, now: string): Routed {
  const routing = withhold(routed.routing, order);
  if (routing === routed.routing) return routed;
  const paused = waitingBecause(PAUSED, '', now);
  const waitingOf = (each: RoutedShipment) =>
    each.shipmentStatus === 'BACKORDER' ? paused : routed.waitingOf(each);
  return { ...routed, routing, waitingOf };
}

/**
 * Routes an order on what there is, and what of it is nobody's before it.
 *
 * @throws InputError `contradictory` where a date is no day of the site
 */
export async function routeOn(
  ports: ReleasePorts,
  reader: StoreReader,
  order: OrderRequest,
): Promise<RoutedOrder> {
  const { value: settings, version: settingsVersion } = await readSettings(reader);
  const now = ports.now();
  assertDays(order, settings.timeZone);
  const submittedAt = submissionOf(order, settings.timeZone, now);
  const { releaseNotBefore: earliest } = order;
  const releaseNotBefore =
    earliest === null ? null : siteDay(earliest, settings.timeZone, 'releaseNotBefore');
  const codes = productsOf(order.items);
  // Stock first: its versions also count the switches of the products.
  const stock = await reader.stockOf(codes);
  const products = await readProducts(reader, codes);
  const asRouted = {
    shipmentType: order.shipmentType,
    pickupLocationCode: order.pickupLocationCode,
    itemDependencies: order.itemDependencies,
    items: orderItems(order, products, settings),
    scenario: scenarioOf(settings, order),
  };
  const today = calendarDayOf(now, settings.timeZone);
  const mayGo = releaseNotBefore === null || releaseNotBefore <= today;
  const asRead = { versions: stock.versions, settings, settingsVersion };
  const others = { ...asRead, products, submittedAt, releaseNotBefore, mayGo };
  if (!mayGo)
    return {
      ...others,
      routing: keepWaiting(asRouted),
      before: null,
      waitingOf: () => null,
      dayLimits: null,
    };
  const { locations, dayLimits } = await readPlaces(reader, settings, now);
  const context = {
    settings,
    locations,
    full: fullLocations(dayLimits),
    stock,
    products,
    now,
    timeLimitMs: ports.attemptTimeLimitMs,
    explain: 'reasons' as const,
  };
  const { priority } = order;
  const placing = { productCodes: codes, priority, submittedAt, settings, dayLimits, now };
  const before = await readOthersBefore(reader, placing, stock, products);
  const routed = await routeBehind(ports, asRouted, context, before);
  const sent = settings.pauseReleases ? withheld(routed, asRouted, now) : routed;
  return { ...sent, ...others, dayLimits };
}
