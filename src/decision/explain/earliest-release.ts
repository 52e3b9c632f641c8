import { type CalendarDate, daysBetween, firstDayReaching, lastDayOfLimit } from '../../domain/calendar.ts';
import { compareCodes } from '../../domain/ids.ts';
import { firstIndex } from './first-index.ts';
import type { Inquiry } from './inquiry.ts';

/** The days, from today on, on which a dated lot comes into the limit's window, or arrives; ascending. */
function daysOfChange({ index, snapshot: { today, settings } }: Inquiry): CalendarDate[] {
  const days = new Set<CalendarDate>();
  for (const day of index.days()) {
    days.add(day);
    if (settings.futureInventoryEnabled) days.add(firstDayReaching(day, settings.futureDateLimit));
  }
  return [...days].filter((day) => day >= today).sort(compareCodes);
}

const daysAfter = (day: CalendarDate, quantity: number) => lastDayOfLimit(day, { unit: 'days', quantity });

/** Whether an attempt on that day would release, if nothing changes but time. */
function isReleasedOn(inquiry: Inquiry, day: CalendarDate): Promise<boolean> {
  const lastFutureDay = lastDayOfLimit(day, inquiry.snapshot.settings.futureDateLimit);
  return inquiry.isReleased({ gates: { arrivedThrough: day, lastFutureDay } });
}

/**
 * Where the caller's prices decide, waiting gets cheaper every day, though stock is the same from one day of change to
 * the next: between two of them a later day can only help, across them it need not.
 */
async function earliestPricedRelease(inquiry: Inquiry): Promise<CalendarDate | null> {
  const starts = [...new Set([inquiry.snapshot.today, ...daysOfChange(inquiry)])];
  for (const [position, start] of starts.entries()) {
    if (inquiry.isTimeUp()) return null;
    const next = starts[position + 1];
    const days = next === undefined ? 1 : daysBetween(start, next);
    const found = await firstIndex(days, (after) => isReleasedOn(inquiry, daysAfter(start, after)), {
      isMonotone: true,
    });
    if (found !== null) return daysAfter(start, found);
  }
  return null;
}

/**
 * The first day on which an attempt would release the shipment if nothing changes but time: lots arrive as
 * current inventory of their location on their day, and the Future Date Limit's window moves along.
 *
 * @returns null when no such day is known
 */
export async function earliestReleaseDate(inquiry: Inquiry): Promise<CalendarDate | null> {
  if (inquiry.isPriced) return earliestPricedRelease(inquiry);
  const days = daysOfChange(inquiry);
  // An arrived lot may serve every line that its promise could, unless current inventory does not count at all, or what
  // is promised beyond it takes of it first.
  const isMonotone = inquiry.snapshot.settings.useCurrentInventory && !inquiry.index.isOwing;
  const found = await firstIndex(
    days.length,
    (index) => !inquiry.isTimeUp() && isReleasedOn(inquiry, days[index]!),
    {
      isMonotone,
    },
  );
  return found === null ? null : days[found]!;
}
