import { calendarDayOf } from '../../domain/calendar.ts';
import type { ProductCode, ShipmentNumber } from '../../domain/ids.ts';
import type { SiteSettings } from '../../domain/site/settings.ts';
import type { QueueReader } from '../ports/queue.ts';
import type { QueuePosition } from '../ports/shipments.ts';

/** Those that are named; a person who passes more knows that it is many. */
const MOST_NAMED = 100;

/** The first of those before a place that want one of the products, by number: whom a person passes there. */
export async function readPassed(
  reader: QueueReader,
  before: QueuePosition,
  productCodes: readonly ProductCode[],
  { timeZone }: SiteSettings,
  now: string,
): Promise<ShipmentNumber[]> {
  const today = calendarDayOf(now, timeZone);
  const wants = await reader.wants({ productCodes, before, today, submittedUntil: null });
  const numbers = new Set(wants.map((want) => want.shipmentNumber));
  numbers.delete(before.shipmentNumber);
  return [...numbers].sort((a, b) => a - b).slice(0, MOST_NAMED);
}
