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
  const numbers = await reader.standingBefore({ productCodes, before, today, limit: MOST_NAMED + 1 });
  return numbers.filter((number) => number !== before.shipmentNumber).slice(0, MOST_NAMED);
}
