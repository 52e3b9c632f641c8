import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calendarDayOf, type TimeZone } from '../../src/domain/calendar.ts';
import type { OptimizeRequestInput } from '../../src/domain/optimize-request.ts';
import { dayAfter } from '../arbitraries/calendar.ts';
import { requestWith } from '../arbitraries/request.ts';
import { runs } from '../arbitraries/runs.ts';
import { snapshotOf } from '../arbitraries/snapshot-of.ts';
import { attempt, unexplained } from './attempts.ts';

/**
 * The same request made on a later day, if nothing changed but time: lots due by then, and not overdue when it
 * was first made, lie at their locations as current stock.
 */
function askedOn(request: OptimizeRequestInput, day: string): OptimizeRequestInput {
  const { today } = snapshotOf(request);
  const dueOn = (text: string | null) =>
    text === null ? null : (calendarDayOf(text, (request.timeZone ?? 'UTC') as TimeZone) as string);
  const stock = new Map<string, { locationCode: string; productCode: string; available: number }>();
  const add = (locationCode: string, productCode: string, units: number) => {
    const key = `${locationCode}\u0000${productCode}`;
    const row = stock.get(key) ?? { locationCode, productCode, available: 0 };
    stock.set(key, { ...row, available: row.available + units });
  };
  for (const row of request.inventory ?? []) add(row.locationCode, row.productCode, row.available);
  const lots = request.futureInventory ?? [];
  for (const lot of lots) {
    const due = dueOn(lot.deliveryDate);
    if (due !== null && due >= today && due <= day)
      add(lot.locationCode, lot.productCode, Math.max(0, lot.available));
  }
  return unexplained({
    ...request,
    asOf: day,
    inventory: [...stock.values()],
    futureInventory: lots.filter((lot) => (dueOn(lot.deliveryDate) ?? '') > day),
  });
}

/** The first day on which the request would be released, by asking again day after day; null if on none. */
async function firstReleaseByAsking(request: OptimizeRequestInput): Promise<string | null> {
  const { today, futureLots } = snapshotOf(request);
  const last = [today as string, ...futureLots.map((lot) => lot.deliveryDay)].sort().at(-1)!;
  for (let day: string = today; day <= last; day = dayAfter(day, 1)) {
    const { decision } = await attempt(askedOn(request, day));
    if (decision !== 'held') return day;
  }
  return null;
}

describe('the earliest release date of a held shipment', () => {
  test.each(['none', 'line', 'quantity'] as const)(
    'is the first day on which asking again would release it, with partial release %s',
    async (partialRelease) => {
      const nearWindow = requestWith('small', {
        partialRelease,
        objective: { mode: 'lexicographic' },
        futureDateLimit: { unit: 'days', quantity: 3 },
      });
      await fc.assert(
        fc.asyncProperty(nearWindow, async (request) => {
          const { decision, hold } = await attempt({ ...request, explain: 'reasons' });
          fc.pre(decision === 'held');
          expect(hold?.earliestReleaseDate).toBe(await firstReleaseByAsking(request));
        }),
        runs(0.5),
      );
    },
  );
});
