import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';

/** A calendar date of a site, `YYYY-MM-DD`; text order is date order (years 0000 to 9999). */
export type CalendarDate = string & z.$brand<'CalendarDate'>;

const DATE_LENGTH = 'YYYY-MM-DD'.length;
const DATE_ONLY = /^\d{4}-\d{2}-\d{2}$/;
const HAS_OFFSET = /(?:[zZ]|[+-]\d{2}(?::?\d{2})?)$/;
/** A date, optionally with a time, optionally with an offset (with or without a colon, as KIBO writes it). */
const ISO_DATE_TIME =
  /^\d{4}-\d{2}-\d{2}(?:[Tt ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?:[zZ]|[+-]\d{2}(?::?\d{2})?)?)?$/;

/** Answers that are kept of one function; beyond it all are forgotten, so that nobody can fill the memory with dates. */
const MOST_REMEMBERED = 10_000;

/** Remembers what a pure function answers: a few dates come again row after row, and request after request. */
function remembered<Answer>(answer: (key: string) => Answer): (key: string) => Answer {
  const known = new Map<string, Answer>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const answered = answer(key);
    if (known.size >= MOST_REMEMBERED) known.clear();
    known.set(key, answered);
    return answered;
  };
}

const exists = remembered((text): boolean => {
  try {
    if (DATE_ONLY.test(text)) Temporal.PlainDate.from(text);
    else if (HAS_OFFSET.test(text)) Temporal.Instant.from(text);
    else Temporal.PlainDateTime.from(text);
    return true;
  } catch {
    return false;
  }
});

/** Why a text is no date, where it is at least written as one; undefined where it is not. */
function missingDay(text: unknown): string | undefined {
  if (typeof text !== 'string' || !ISO_DATE_TIME.test(text)) return undefined;
  const day = text.slice(0, DATE_LENGTH);
  return exists(day) ? 'names a time that no day has' : `there is no such day as ${day}`;
}

const isDateTime = (text: string): boolean => ISO_DATE_TIME.test(text) && exists(text);

/**
 * An ISO 8601 date, or a date with a time. Without a time it means the site's whole day; with a time and no
 * offset it is the site's wall clock.
 */
export const DateTime = z
  .string()
  .refine(isDateTime, {
    error: ({ input }) =>
      missingDay(input) ?? 'must be an ISO 8601 date such as 2026-05-01 or 2026-05-01T09:00:00Z',
  })
  .meta({
    description:
      'ISO 8601 date, with or without a time. A date without a time is the whole day in the time zone of the site. A time without an offset is the clock time there.',
    examples: ['2026-05-01T09:00:00Z', '2026-05-10'],
  });

/** An ISO 8601 calendar date, `YYYY-MM-DD`. */
export const CalendarDate = z
  .string()
  .refine((text) => DATE_ONLY.test(text) && isDateTime(text), {
    error: ({ input }) =>
      (DATE_ONLY.test(String(input)) ? missingDay(input) : undefined) ??
      'must be a calendar date such as 2026-05-01',
  })
  .meta({
    description: 'Calendar day in the time zone of the site, `YYYY-MM-DD`.',
    format: 'date',
    examples: ['2026-05-10'],
  })
  .brand<'CalendarDate'>();

/** Zones that were found valid; building a formatter for one costs far more than the look-up. */
const knownZones = new Set<string>(['UTC']);

function isTimeZone(text: string): boolean {
  if (knownZones.has(text)) return true;
  try {
    Temporal.PlainDate.from('2026-01-01').toZonedDateTime(text);
  } catch {
    return false;
  }
  if (knownZones.size < 1000) knownZones.add(text);
  return true;
}

/** An IANA time zone name (`America/Chicago`) or a fixed offset (`+02:00`). */
export const TimeZone = z
  .string()
  .max(100)
  .refine(isTimeZone, 'must be an IANA time zone such as America/Chicago')
  .meta({
    description:
      'Time zone of the site: an IANA name, or a fixed offset such as `+02:00`. It says on which calendar day an instant falls.',
    examples: ['America/Chicago'],
  })
  .brand<'TimeZone'>();
/** An IANA time zone name (`America/Chicago`) or a fixed offset (`+02:00`). */
export type TimeZone = z.infer<typeof TimeZone>;

/** How far ahead dated stock counts. */
export const FutureDateLimit = z
  .strictObject({
    unit: z.enum(['days', 'weeks', 'months']).meta({
      description:
        'What `quantity` counts. Months are calendar months: 31 January and one month is the last day of February.',
    }),
    quantity: z
      .int()
      .nonnegative()
      .max(36_500)
      .meta({ description: 'How many of them; 0 is the day of the attempt only.', examples: [30] }),
  })
  .meta({
    description:
      'Future Date Limit: how far after the day of the attempt a future lot may be due and still be promised. The last day counts.',
  });
/** How far ahead dated stock counts. */
export type FutureDateLimit = z.infer<typeof FutureDateLimit>;

const dayInZone = remembered((key): CalendarDate => {
  const [timeZone, text] = key.split(' at ') as [string, string];
  return Temporal.Instant.from(text).toZonedDateTimeISO(timeZone).toPlainDate().toString() as CalendarDate;
});

/**
 * The calendar day, in the site's time zone, that a date or date-time falls on.
 *
 * @param text a valid {@link DateTime}
 */
export function calendarDayOf(text: string, timeZone: TimeZone): CalendarDate {
  if (text.length === DATE_LENGTH) return text as CalendarDate;
  const isItsOwnDay = !HAS_OFFSET.test(text) || (timeZone === 'UTC' && /[zZ]$/.test(text));
  if (isItsOwnDay) return text.slice(0, DATE_LENGTH) as CalendarDate;
  return dayInZone(`${timeZone} at ${text}`);
}

/** Instants of the years 0 to 9999 have four digits for the year, so that the order of their texts is theirs. */
const FOUR_DIGIT_YEAR = /^\d{4}-/;

/**
 * The instant that a date or date-time names, ISO 8601 in UTC with milliseconds, what is finer cut off: of a date
 * the beginning of its day at the site, of a time without an offset what the clock of the site shows then.
 *
 * @param text a valid {@link DateTime}
 * @returns null where it is an instant outside the years 0 to 9999, as one at their edge is in some time zones
 */
export function instantOf(text: string, timeZone: TimeZone): string | null {
  const instant = HAS_OFFSET.test(text.slice(DATE_LENGTH))
    ? Temporal.Instant.from(text)
    : Temporal.PlainDateTime.from(text).toZonedDateTime(timeZone).toInstant();
  const written = instant.toString({ fractionalSecondDigits: 3 });
  return FOUR_DIGIT_YEAR.test(written) ? written : null;
}

const lastDayAfter = remembered((key): CalendarDate => {
  const [day, quantity, unit] = key.split(' ') as [string, string, FutureDateLimit['unit']];
  const last = Temporal.PlainDate.from(day).add({ [unit]: Number(quantity) }, { overflow: 'constrain' });
  return (last.year > 9999 ? '9999-12-31' : last.toString()) as CalendarDate;
});

/**
 * The last day, inclusive, of the Future Date Limit that starts on `day`. Calendar days: a daylight-saving
 * change inside the window neither shortens nor lengthens it, and a month is clamped to the end of the target
 * month (31 January + 1 month = 28 or 29 February).
 */
export function lastDayOfLimit(day: CalendarDate, { unit, quantity }: FutureDateLimit): CalendarDate {
  return lastDayAfter(`${day} ${quantity} ${unit}`);
}

/**
 * The first day whose Future Date Limit reaches `target`: the smallest d with
 * {@link lastDayOfLimit}(d) ≥ target.
 */
export function firstDayReaching(target: CalendarDate, limit: FutureDateLimit): CalendarDate {
  let day = Temporal.PlainDate.from(target).subtract({
    [limit.unit]: limit.quantity,
  });
  const reaches = (d: Temporal.PlainDate) =>
    lastDayOfLimit(d.toString() as CalendarDate, limit) >= (target as string);
  // Clamped months make the subtraction land at most three days off, on either side.
  while (!reaches(day)) day = day.add({ days: 1 });
  for (let before = day.subtract({ days: 1 }); reaches(before); before = before.subtract({ days: 1 }))
    day = before;
  return day.toString() as CalendarDate;
}

const daysFromTo = remembered((key): number => {
  const [from, to] = key.split(' ') as [string, string];
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'days' }).days;
});

/**
 * Whole calendar days from one day to another; negative when `to` is earlier.
 *
 * @returns days
 */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return daysFromTo(`${from} ${to}`);
}
