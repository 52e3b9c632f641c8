import { type CalendarDate, calendarDayOf, lastDayOfLimit } from '../../domain/calendar.ts';
import type { Hold } from '../../domain/decision.ts';
import type { ProductCode } from '../../domain/ids.ts';
import { excludedLocationsOf } from '../../domain/site/blocked.ts';
import type { ShipmentItem } from '../../domain/site/shipment.ts';
import type { LotRow } from '../../domain/site/stock.ts';
import type { Waiting } from '../../domain/site/waiting.ts';
import type { AttemptContext, AttemptedShipment } from '../../routing/attempt-request.ts';
import { allowsFuture, type Products } from '../../routing/switches.ts';

/** Somebody before it is not decided yet: it is tried in its turn, and nobody is told of a backorder before. */
export const BEING_DECIDED = 'BEING_DECIDED';

/** The site has its brake on: nothing is released but by hand. */
export const PAUSED = 'PAUSED';

/** A day so many days later. */
const daysLater = (day: CalendarDate, quantity: number): CalendarDate =>
  lastDayOfLimit(day, { unit: 'days', quantity });

/** Days from one to a later one; both as `YYYY-MM-DD`. */
const daysBetween = (from: CalendarDate, to: CalendarDate): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

/**
 * The first day on which a Future Date Limit reaches a delivery that it does not reach today. The limit's last day
 * never moves back as days pass, also where a month is cut to its end, so it is found by halving.
 *
 * @param deliveryDate after the limit of `today`
 */
export function dayOfReach(
  today: CalendarDate,
  deliveryDate: CalendarDate,
  limit: AttemptContext['settings']['futureDateLimit'],
): CalendarDate {
  // On its own day a delivery is inside any limit.
  let [beyond, within] = [0, daysBetween(today, deliveryDate)];
  while (within - beyond > 1) {
    const middle = Math.floor((beyond + within) / 2);
    if (lastDayOfLimit(daysLater(today, middle), limit) >= deliveryDate) within = middle;
    else beyond = middle;
  }
  return daysLater(today, within);
}

/** Whether a line could take from a lot, were it inside the limit. */
function isForLine(
  lot: LotRow,
  item: ShipmentItem,
  shipment: AttemptedShipment,
  products: Products,
): boolean {
  const { locationCode } = lot;
  return (
    lot.productCode === item.productCode &&
    allowsFuture(item, products) &&
    (shipment.shipmentType === 'STH' || shipment.fulfillmentLocationCode === locationCode) &&
    !excludedLocationsOf(item).includes(locationCode) &&
    !item.excludedFutureLocationCodes.includes(locationCode)
  );
}

/**
 * The first day on which time alone may change that a shipment is held: a lot that it could use comes inside the limit.
 * Null where none does. Whatever else changes is told by whoever changes it.
 */
export function nextTryDay(shipment: AttemptedShipment, context: AttemptContext): CalendarDate | null {
  const { settings, stock, products, now } = context;
  if (!settings.futureInventoryEnabled) return null;
  const today = calendarDayOf(now, settings.timeZone);
  const lastDay = lastDayOfLimit(today, settings.futureDateLimit);
  let first: CalendarDate | null = null;
  for (const lot of stock.lots) {
    const { deliveryDate } = lot;
    if (deliveryDate === null || deliveryDate <= lastDay || lot.quantity <= lot.allocated) continue;
    if (first !== null && deliveryDate >= first) continue;
    if (shipment.items.some((item) => isForLine(lot, item, shipment, products))) first = deliveryDate;
  }
  return first === null ? null : dayOfReach(today, first, settings.futureDateLimit);
}

/** Products of lines that nobody has entered and no stock names, in the written order. */
export function unknownProducts(
  items: readonly Pick<ShipmentItem, 'productCode'>[],
  { products, stock }: Pick<AttemptContext, 'products' | 'stock'>,
): ProductCode[] {
  const known = new Set<ProductCode>(products.keys());
  for (const { productCode } of [...stock.current, ...stock.lots]) known.add(productCode);
  const codes = items.map((item) => item.productCode).filter((code) => !known.has(code));
  return [...new Set(codes)].sort();
}

/** Why a shipment is held, as an attempt has explained it; a product that nobody knows comes before all. */
export function waitingFor(
  hold: Hold,
  nextTry: CalendarDate | null,
  now: string,
  unknown: readonly ProductCode[] = [],
): Waiting {
  const { reason, lines, earliestReleaseDate } = hold;
  const why =
    unknown.length === 0
      ? { reason, moreInfo: '' }
      : { reason: 'UNKNOWN_PRODUCT', moreInfo: unknown.join(', ') };
  return { ...why, lines, earliestReleaseDate, nextTryDay: nextTry, decidedAt: now };
}

/** A wait for something that no attempt speaks of. */
export const waitingBecause = (reason: string, moreInfo: string, now: string): Waiting => ({
  reason,
  moreInfo,
  lines: [],
  earliestReleaseDate: null,
  nextTryDay: null,
  decidedAt: now,
});

/** Fields by name: what was kept as JSON has them in an order of its own. */
const inOrder = (_: string, value: unknown): unknown =>
  value === null || typeof value !== 'object' || Array.isArray(value)
    ? value
    : Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));

const asText = (waiting: Waiting): string => JSON.stringify({ ...waiting, decidedAt: '' }, inOrder);

/** Whether it says the same, whenever that was found. */
export const isSame = (before: Waiting | null, after: Waiting): boolean =>
  before !== null && asText(before) === asText(after);
