import { daysBetween } from '../../../domain/calendar.ts';
import type { Settings } from '../../../domain/settings.ts';
import { firstIndex } from '../first-index.ts';
import type { Inquiry } from '../inquiry.ts';
import type { OwnFix } from './own-fix.ts';

/** The earliest last day of the Future Date Limit that releases the shipment when nothing else changes. */
export async function longerLimit(inquiry: Inquiry): Promise<OwnFix[]> {
  const { lastFutureDay, settings, today } = inquiry.snapshot;
  if (!settings.futureInventoryEnabled) return [];
  const days = inquiry.index.days().filter((day) => day > lastFutureDay);
  const found = await firstIndex(
    days.length,
    (index) => inquiry.isReleased({ gates: { lastFutureDay: days[index]! } }),
    // Under prices a longer limit can only open more plans, too.
    { isMonotone: true },
  );
  if (found === null) return [];
  const lastDay = days[found]!;
  return [{ kind: 'EXTEND_FUTURE_DATE_LIMIT', lastDay, days: daysBetween(today, lastDay) }];
}

/** A limit on locations or children. */
export type Limit = Extract<OwnFix, { kind: 'RAISE_LIMIT' }>['limit'];

const LIMITS: readonly Limit[] = ['maxFulfillingLocations', 'maxSplitItemLocations', 'maxChildShipments'];

/** Each limit that alone keeps the shipment, raised by the least that releases it. */
export async function higherLimits(inquiry: Inquiry): Promise<OwnFix[]> {
  const fixes: OwnFix[] = [];
  for (const limit of LIMITS) fixes.push(...(await higherLimit(inquiry, limit)));
  return fixes;
}

/** One limit, raised by the least that releases the shipment. */
export async function higherLimit(inquiry: Inquiry, limit: Limit): Promise<OwnFix[]> {
  const to = await leastLimit(inquiry, limit);
  return to === null ? [] : [{ kind: 'RAISE_LIMIT', limit, to }];
}

async function leastLimit(inquiry: Inquiry, limit: Limit & keyof Settings): Promise<number | null> {
  const now = inquiry.snapshot.settings[limit];
  if (now === null || !(await inquiry.isReleased({ limits: { [limit]: null } }))) return null;
  const raisedTo = (most: number) => inquiry.isReleased({ limits: { [limit]: most } });
  // One more is mostly enough, so that steps begin there and double.
  let fails = now;
  let step = 1;
  while (!(await raisedTo(fails + step))) {
    if (inquiry.isTimeUp()) return null;
    fails += step;
    step *= 2;
  }
  const found = await firstIndex(step - 1, (index) => raisedTo(fails + 1 + index), { isMonotone: true });
  return fails + 1 + (found ?? step - 1);
}
