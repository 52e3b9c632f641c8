import { type CalendarDate, calendarDayOf, firstDayReaching, lastDayOfLimit } from '../../domain/calendar.ts';
import type { SiteSettings } from '../../domain/site/settings.ts';
import type { ShipmentRecord } from '../../domain/site/shipment.ts';
import type { QueueDay } from '../ports/queue.ts';

/**
 * The day of the site, and which promises may be improved on it: those that are due so late that there is something to
 * gain, and not so soon that they are frozen.
 *
 * @param now the clock's instant, ISO 8601
 */
export function queueDay(settings: SiteSettings, now: string): QueueDay {
  const { improveFuture, improveMinDays, freezeDays } = settings;
  const today = calendarDayOf(now, settings.timeZone);
  const leastAhead = { unit: 'days', quantity: Math.max(freezeDays, improveMinDays - 1) } as const;
  const improvableAfter = improveFuture ? lastDayOfLimit(today, leastAhead) : null;
  return { today, improvableAfter, improveMinDays };
}

/** What an improvement of a promise has to come to. */
export interface Gain {
  /** Last day on which the lots of another promise may be due; null: only current stock is better. */
  readonly lastDay: CalendarDate | null;
}

/**
 * What is better for a FUTURE shipment than its promise, by as much as the site asks for. Of a promise that is overdue
 * nobody knows when it comes: current stock is better, and no day is.
 *
 * @returns null where its promise is not touched
 */
export function gainOf(
  { shipmentStatus, futureDate, releaseNotBefore }: ShipmentRecord,
  { today, improvableAfter, improveMinDays }: QueueDay,
): Gain | null {
  if (shipmentStatus !== 'FUTURE' || futureDate === null || improvableAfter === null) return null;
  if (releaseNotBefore !== null && releaseNotBefore > today) return null;
  if (futureDate < today) return { lastDay: null };
  if (futureDate <= improvableAfter) return null;
  return { lastDay: firstDayReaching(futureDate, { unit: 'days', quantity: improveMinDays }) };
}
