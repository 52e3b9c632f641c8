import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CalendarDate, lastDayOfLimit } from '../../../src/domain/calendar.ts';
import { dayOfReach } from '../../../src/release/queue/waiting.ts';

const DAY_MS = 86_400_000;
const plus = (day: string, days: number): CalendarDate =>
  new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10) as CalendarDate;

describe('the day on which a limit reaches a delivery', () => {
  it('is the first of all days on which it does, for days, weeks and months cut to their end', () => {
    const limits = fc.record({
      unit: fc.constantFrom('days' as const, 'weeks' as const, 'months' as const),
      quantity: fc.nat(4),
    });
    fc.assert(
      fc.property(fc.nat(800), fc.integer({ min: 1, max: 300 }), limits, (from, away, limit) => {
        const today = plus('2026-01-01', from);
        const delivery = plus(today, away);
        fc.pre(lastDayOfLimit(today, limit) < delivery);
        let first = today;
        while (lastDayOfLimit(first, limit) < delivery) first = plus(first, 1);
        expect(dayOfReach(today, delivery, limit)).toBe(first);
      }),
      { seed: 20260501, numRuns: 300 },
    );
  });
});
