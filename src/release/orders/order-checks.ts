import type { TimeZone } from '../../domain/calendar.ts';
import { InputError } from '../../domain/faults.ts';
import { groupFaults } from '../../domain/group-faults.ts';
import { AMOUNT_FIELDS, addAmounts } from '../../domain/site/money.ts';
import type { OrderRequest } from '../../domain/site/order.ts';
import { assertNoDuplicates } from '../checks/duplicates.ts';
import { siteDay } from '../checks/site-day.ts';
import { assertStorable } from '../checks/storable.ts';

const contradictory = (path: string, code: string, message: string) =>
  new InputError('contradictory', [{ path, code, message }]);

/**
 * Refuses an order that contradicts itself: lines with one id, rules of groups that no line states, a pickup without a place or a place without a
 * pickup, amounts too large to be added up.
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
