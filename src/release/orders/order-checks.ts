import { instantOf, type TimeZone } from '../../domain/calendar.ts';
import { InputError } from '../../domain/faults.ts';
import { groupFaults } from '../../domain/group-faults.ts';
import { AMOUNT_FIELDS, addAmounts } from '../../domain/site/money.ts';
import type { OrderRequest } from '../../domain/site/order.ts';
import { assertNoDuplicates } from '../checks/duplicates.ts';
import { siteDay } from '../checks/site-day.ts';
import { assertStorable } from '../checks/storable.ts';

/** Faults that are listed. */
const MOST_FAULTS = 1000;

const contradictory = (path: string, code: string, message: string) =>
  new InputError('contradictory', [{ path, code, message }]);

/**
 * Refuses discounts beyond what they are taken off: of a line its own price, of the order what the lines' discounts leave
 * of all prices. Nothing else is made cheaper by a discount: tax, shipping, handling and duty are stated as they are.
 */
function assertDiscounts({ items, amounts }: OrderRequest): void {
  const faults = items.flatMap(({ amounts: { item, discount } }, index) => {
    const message = `is more than the line costs: ${item}`;
    return discount <= item ? [] : [{ path: `items[${index}].amounts.discount`, code: 'too_large', message }];
  });
  if (faults.length > 0) throw new InputError('contradictory', faults.slice(0, MOST_FAULTS));
  const left = items.reduce((sum, line) => sum + line.amounts.item - line.amounts.discount, amounts.item);
  if (amounts.discount > left) {
    const message = `is more than what is left of all prices: ${left}`;
    throw contradictory('amounts.discount', 'too_large', message);
  }
}

/**
 * Refuses an order that contradicts itself: lines with one id, rules of groups that no line states, a pickup without a place or a place without a
 * pickup, amounts too large to be added up, discounts beyond the price.
 *
 * @throws InputError `malformed` for a text that cannot be stored, else `contradictory`
 */
export function assertConsistent(order: OrderRequest): void {
  assertStorable(order);
  const { items, amounts, shipmentType, pickupLocationCode } = order;
  assertNoDuplicates(items, 'items', 'line', (line) => [line.lineId]);
  const faults = groupFaults(order, ['itemDependencies']);
  if (faults.length > 0) throw new InputError('contradictory', faults);
  if (shipmentType === 'BOPIS' && pickupLocationCode === null) {
    const message = 'is required for a BOPIS order: the pickup location';
    throw contradictory('pickupLocationCode', 'required', message);
  }
  if (shipmentType === 'STH' && pickupLocationCode !== null) {
    throw contradictory('pickupLocationCode', 'not_allowed', 'is for a BOPIS order only');
  }
  const parts = addAmounts([amounts, ...items.map((line) => line.amounts)]);
  const cents = AMOUNT_FIELDS.reduce((sum, field) => sum + parts[field], 0);
  if (!Number.isSafeInteger(cents)) {
    const message = 'with those of the lines come to more cents than can be counted';
    throw contradictory('amounts', 'too_large', message);
  }
  assertDiscounts(order);
}

/** Clocks differ: a time so far ahead of ours, in milliseconds, is taken for now. */
const CLOCKS_DIFFER_MS = 5_000;

/**
 * When an order was submitted, ISO 8601 in UTC with milliseconds; what it does not say is now.
 *
 * @param now the clock's instant, ISO 8601 in UTC with milliseconds
 * @throws InputError `contradictory` where that is in the future, or no instant of the years 0 to 9999
 */
export function submissionOf({ submittedAt }: OrderRequest, timeZone: TimeZone, now: string): string {
  if (submittedAt === undefined) return now;
  const instant = instantOf(submittedAt, timeZone);
  if (instant === null) {
    throw contradictory('submittedAt', 'out_of_range', 'must be an instant of the years 0 to 9999');
  }
  if (Date.parse(instant) - Date.parse(now) > CLOCKS_DIFFER_MS) {
    throw contradictory('submittedAt', 'out_of_range', `is in the future: it is ${now} now`);
  }
  return instant < now ? instant : now;
}

/**
 * Refuses a line whose own date is no day of the site.
 *
 * @throws InputError `contradictory`
 */
export function assertDays({ items }: OrderRequest, timeZone: TimeZone): void {
  items.forEach(({ backorderReleaseDate: date }, index) => {
    if (date !== null) siteDay(date, timeZone, `items[${index}].backorderReleaseDate`);
  });
}
