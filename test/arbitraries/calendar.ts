import fc from 'fast-check';
import {
  type CalendarDate,
  calendarDayOf,
  lastDayOfLimit,
  type TimeZone,
} from '../../src/domain/calendar.ts';

/** When and where an attempt is made, and the days on which lots may be due. */
export interface Setting {
  readonly asOf: string;
  readonly timeZone: string;
  readonly futureDateLimit: { unit: 'days' | 'weeks' | 'months'; quantity: number };
  /** Distinct days around the window's ends: overdue, today, inside, the last day, and just after. */
  readonly days: readonly string[];
  /** Those of them that are inside. */
  readonly eligibleDays: readonly string[];
}

const DAY_MS = 86_400_000;

/** The day so many days after another; plain UTC arithmetic, which knows no daylight saving. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Instants near a month's end, a leap day, midnight and both daylight-saving changes of 2026. */
const instants = fc.constantFrom(
  { asOf: '2026-05-01T09:00:00Z', timeZone: 'UTC' },
  { asOf: '2026-01-31T23:30:00Z', timeZone: 'UTC' },
  { asOf: '2028-02-29T00:00:00Z', timeZone: 'UTC' },
  { asOf: '2026-03-08T07:30:00Z', timeZone: 'America/Chicago' },
  { asOf: '2026-03-29T00:30:00Z', timeZone: 'Europe/Berlin' },
  { asOf: '2026-11-01T04:30:00Z', timeZone: 'America/Chicago' },
  { asOf: '2026-05-01', timeZone: 'Asia/Tokyo' },
  { asOf: '2026-12-31T23:59:59+14:00', timeZone: '+14:00' },
);

const limitOf = (unit: Setting['futureDateLimit']['unit'], most: number) =>
  fc.nat(most).map((quantity) => ({ unit, quantity }));

const limits = fc.oneof(
  { weight: 4, arbitrary: limitOf('days', 12) },
  { weight: 1, arbitrary: limitOf('weeks', 3) },
  { weight: 1, arbitrary: limitOf('months', 2) },
);

/** Draws the attempt's instant, its limit, and at most `most` days for its lots. */
export function settingOf(most: number): fc.Arbitrary<Setting> {
  return fc.tuple(instants, limits).chain(([{ asOf, timeZone }, futureDateLimit]) => {
    const today = calendarDayOf(asOf, timeZone as TimeZone);
    const last = lastDayOfLimit(today, futureDateLimit);
    const inside = [dayAfter(today, 1), dayAfter(today, 2), dayAfter(today, 5)].filter((day) => day <= last);
    const edges: string[] = [today, last, dayAfter(last, 1), dayAfter(last, 9), dayAfter(today, -1)];
    const candidates = [...new Set([...inside, ...edges])] as CalendarDate[];
    return fc
      .shuffledSubarray(candidates, { minLength: 1, maxLength: Math.min(most, candidates.length) })
      .map((days) => {
        const eligibleDays = days.filter((day) => day >= today && day <= last);
        return { asOf, timeZone, futureDateLimit, days, eligibleDays };
      });
  });
}
