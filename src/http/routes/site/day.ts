import { type CalendarDate, calendarDayOf, type TimeZone } from '../../../domain/calendar.ts';
import { InputError } from '../../../domain/faults.ts';

const FIRST_DAY = '0001-01-01';
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * The site's calendar day of a date in a request.
 *
 * @param path where the date stands, for the refusal
 * @throws InputError `contradictory` where the day lies outside the years 1 to 9999, as one at their edge does in
 *   some time zones
 */
export function siteDay(text: string, timeZone: TimeZone, path: string): CalendarDate {
  const day = calendarDayOf(text, timeZone);
  if (DAY.test(day) && day >= FIRST_DAY) return day;
  const message = `must be a day of the years 1 to 9999 in ${timeZone}`;
  throw new InputError('contradictory', [{ path, code: 'out_of_range', message }]);
}
