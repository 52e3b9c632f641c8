import { daysBetween } from '../../domain/calendar.ts';
import type { Fix } from '../../domain/fix.ts';
import { compareCodes } from '../../domain/ids.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { withLastFutureDay } from './relax.ts';
import { firstReleased } from './search.ts';
import type { WhatIf } from './what-if.ts';

/** The earliest last day of the Future Date Limit that releases the shipment when nothing else changes. */
export async function longerLimit(snapshot: Snapshot, whatIf: WhatIf): Promise<Fix | null> {
  const { futureLots, lastFutureDay, settings, today } = snapshot;
  if (!settings.futureInventoryEnabled) return null;
  const beyond = new Set(futureLots.map((lot) => lot.deliveryDay).filter((day) => day > lastFutureDay));
  const days = [...beyond].sort(compareCodes);
  const questions = days.map((day) => withLastFutureDay(snapshot, day));
  const found = await firstReleased(questions, { isMonotone: true }, whatIf);
  if (found === null) return null;
  const lastDay = days[found]!;
  return {
    kind: 'EXTEND_FUTURE_DATE_LIMIT',
    lastDay,
    days: daysBetween(today, lastDay),
  };
}
