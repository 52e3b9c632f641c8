import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CalendarDate,
  calendarDayOf,
  DateTime,
  daysBetween,
  type FutureDateLimit,
  firstDayReaching,
  instantOf,
  lastDayOfLimit,
  TimeZone,
} from '../../src/domain/calendar.ts';

const day = (text: string) => text as CalendarDate;
const zone = (name: string) => TimeZone.parse(name);
const limit = (quantity: number, unit: FutureDateLimit['unit']): FutureDateLimit => ({ unit, quantity });

describe('the calendar day of a date-time', () => {
  it('is the day itself where no time is given, in every zone', () => {
    expect(calendarDayOf('2026-05-10', zone('Pacific/Kiritimati'))).toBe('2026-05-10');
  });

  it('is the day of the instant in the time zone of the site', () => {
    expect(calendarDayOf('2026-05-01T02:00:00Z', zone('America/Chicago'))).toBe('2026-04-30');
    expect(calendarDayOf('2026-05-01T23:30:00Z', zone('Asia/Tokyo'))).toBe('2026-05-02');
  });

  it('is the wall clock of the site where a time has no offset', () => {
    expect(calendarDayOf('2026-05-01T23:30:00', zone('Asia/Tokyo'))).toBe('2026-05-01');
  });

  it('reads offsets without a colon, as KIBO writes them', () => {
    expect(DateTime.safeParse('2020-09-28T12:00:00-0500').success).toBe(true);
    expect(calendarDayOf('2020-09-28T23:00:00-0500', zone('UTC'))).toBe('2020-09-29');
  });
});

describe('the instant of a date-time', () => {
  it.each([
    ['2026-05-01T09:00:00Z', 'Asia/Tokyo', '2026-05-01T09:00:00.000Z'],
    ['2026-05-01T09:00:00.1239-0500', 'Asia/Tokyo', '2026-05-01T14:00:00.123Z'],
    ['2026-05-01T09:00', 'Asia/Tokyo', '2026-05-01T00:00:00.000Z'],
    ['2026-05-01 09:00', 'America/Chicago', '2026-05-01T14:00:00.000Z'],
    ['2026-05-10', 'UTC', '2026-05-10T00:00:00.000Z'],
    ['2026-05-10', 'Asia/Tokyo', '2026-05-09T15:00:00.000Z'],
    // Midnight is left out there on that day: it begins an hour later.
    ['2026-04-24', 'Africa/Cairo', '2026-04-23T22:00:00.000Z'],
    ['0000-01-01', '+02:00', null],
    ['9999-12-31T23:30-01:00', 'UTC', null],
  ])('of %s in %s is %s', (text, timeZone, instant) => {
    expect(instantOf(text, zone(timeZone))).toBe(instant);
  });

  it('falls on the calendar day of the same text, and their texts are in the order of their times', () => {
    const texts = fc
      .tuple(
        fc.date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
        fc.boolean(),
      )
      .map(([date, isDay]) => (isDay ? date.toISOString().slice(0, 10) : date.toISOString().slice(0, 19)));
    const zones = fc.constantFrom('UTC', 'America/Chicago', 'Asia/Tokyo', 'Pacific/Kiritimati', '-03:30');
    fc.assert(
      fc.property(texts, texts, zones, (a, b, name) => {
        const timeZone = zone(name);
        const [first, second] = [a, b].map((text) => instantOf(text, timeZone)!);
        expect(calendarDayOf(first!, timeZone)).toBe(calendarDayOf(a, timeZone));
        expect(first! < second!).toBe(Date.parse(first!) < Date.parse(second!));
      }),
    );
  });
});

describe('what a date may look like', () => {
  it.each(['2026-02-30', '2026-13-01', '01/05/2026', 'tomorrow', '', '2026-05-01T25:00', '2026-05-01Tnoon'])(
    'refuses %j',
    (text) => {
      expect(DateTime.safeParse(text).success).toBe(false);
    },
  );

  it('refuses a time zone that does not exist', () => {
    expect(TimeZone.safeParse('Mars/Olympus').success).toBe(false);
  });
});

describe('the last day of the Future Date Limit', () => {
  it('counts calendar days', () => {
    expect(lastDayOfLimit(day('2026-05-01'), limit(30, 'days'))).toBe('2026-05-31');
    expect(lastDayOfLimit(day('2026-05-01'), limit(2, 'weeks'))).toBe('2026-05-15');
  });

  it('clamps a month to its end', () => {
    expect(lastDayOfLimit(day('2026-01-31'), limit(1, 'months'))).toBe('2026-02-28');
    expect(lastDayOfLimit(day('2028-01-31'), limit(1, 'months'))).toBe('2028-02-29');
    expect(lastDayOfLimit(day('2026-01-31'), limit(3, 'months'))).toBe('2026-04-30');
  });

  it('is the same across a daylight-saving change', () => {
    // Chicago loses an hour on 8 March 2026 and gains one on 1 November.
    const before = calendarDayOf('2026-03-07T23:30:00-06:00', zone('America/Chicago'));
    expect(lastDayOfLimit(before, limit(1, 'days'))).toBe('2026-03-08');
    const autumn = calendarDayOf('2026-10-31T23:30:00-05:00', zone('America/Chicago'));
    expect(lastDayOfLimit(autumn, limit(1, 'days'))).toBe('2026-11-01');
    expect(daysBetween(day('2026-03-07'), day('2026-03-09'))).toBe(2);
  });

  it('is today itself where the limit is 0', () => {
    expect(lastDayOfLimit(day('2026-05-01'), limit(0, 'days'))).toBe('2026-05-01');
  });
});

describe('the first day whose limit reaches a date', () => {
  const anyDay = fc
    .date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
    .map((date) => day(date.toISOString().slice(0, 10)));
  const anyLimit = fc.record({
    unit: fc.constantFrom('days' as const, 'weeks' as const, 'months' as const),
    quantity: fc.nat({ max: 40 }),
  });

  it('reaches it, and the day before does not', () => {
    fc.assert(
      fc.property(anyDay, anyLimit, (target, window) => {
        const first = firstDayReaching(target, window);
        const before = new Date(Date.parse(first) - 86_400_000).toISOString().slice(0, 10);
        expect(lastDayOfLimit(first, window) >= target).toBe(true);
        expect(lastDayOfLimit(day(before), window) >= target).toBe(false);
      }),
    );
  });
});
