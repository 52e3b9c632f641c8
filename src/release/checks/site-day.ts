import { type CalendarDate, calendarDayOf, type TimeZone } from '../../domain/calendar.ts';
import { InputError } from '../../domain/faults.ts';
import type { CatalogueReader } from '../ports/catalogue.ts';
import { readSettings } from '../site-view.ts';

const FIRST_DAY = '0001-01-01';
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * The site's calendar day of a date.
 *
 * @param date ISO 8601; one with a time means the day that it is at the site then
 * @param path where the date stands, for the refusal
 * @throws InputError `contradictory` where the day lies outside the years 1 to 9999, as one at their edge does in
 *   some time zones
 */
export function siteDay(date: string, timeZone: TimeZone, path: string): CalendarDate {
  const day = calendarDayOf(date, timeZone);
  if (DAY.test(day) && day >= FIRST_DAY) return day;
  const message = `must be a day of the years 1 to 9999 in ${timeZone}`;
  throw new InputError('contradictory', [{ path, code: 'out_of_range', message }]);
}

/**
 * Like {@link siteDay}, in the time zone that the site has set, which is read only for a date.
 *
 * @param date null: no day is known
 * @throws InputError `contradictory`
 */
export async function readSiteDay(
  reader: CatalogueReader,
  date: string | null,
  path: string,
): Promise<CalendarDate | null> {
  if (date === null) return null;
  const { value: settings } = await readSettings(reader);
  return siteDay(date, settings.timeZone, path);
}
