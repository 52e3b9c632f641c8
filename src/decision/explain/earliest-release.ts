import { type CalendarDate, firstDayReaching, lastDayOfLimit } from '../../domain/calendar.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { onDay } from './relax.ts';
import { firstReleased } from './search.ts';
import type { WhatIf } from './what-if.ts';

/** The days, from today on, on which a dated lot comes into the limit's window, or arrives; ascending. */
function daysOfChange({ today, futureLots, settings }: Snapshot): CalendarDate[] {
  const days = new Set<CalendarDate>();
  for (const { deliveryDay } of futureLots) {
    if (deliveryDay < today) continue;
    days.add(deliveryDay);
    if (settings.futureInventoryEnabled) days.add(firstDayReaching(deliveryDay, settings.futureDateLimit));
  }
  return [...days].filter((day) => day >= today).sort();
}

/**
 * The first day on which an attempt would release the shipment if nothing changes but time: lots arrive as
 * current inventory of their location on their day, and the Future Date Limit's window moves along.
 *
 * @returns null when no such day is known
 */
export async function earliestReleaseDate(snapshot: Snapshot, whatIf: WhatIf): Promise<CalendarDate | null> {
  const { settings } = snapshot;
  const days = daysOfChange(snapshot);
  const found = await firstReleased(
    days.map((day) => onDay(snapshot, day, lastDayOfLimit(day, settings.futureDateLimit))),
    // An arrived lot may serve every line that its promise could, unless current inventory does not count at all.
    { isMonotone: settings.useCurrentInventory },
    whatIf,
  );
  return found === null ? null : days[found]!;
}
