import { type CalendarDate, calendarDayOf } from '../../domain/calendar.ts';
import type { ShipmentNumber, SiteId } from '../../domain/ids.ts';
import type { Versioned } from '../../domain/site/catalogue.ts';
import type { SiteSettings } from '../../domain/site/settings.ts';
import type { DueShipment } from '../ports/queue.ts';
import type { ReleasePorts } from '../service-ports.ts';
import { readSettings } from '../site-view.ts';

/** Tries of one shipment that leave it undecided in a row; after them it no longer keeps the others from theirs. */
const MOST_TRIES = 5;

/**
 * Marks out what triggers speak of, and finds the first undecided shipment.
 *
 * @returns null where nobody is undecided
 */
export async function firstDue(
  { store }: ReleasePorts,
  siteId: SiteId,
  today: CalendarDate,
): Promise<DueShipment | null> {
  const reader = store.reader(siteId);
  const found = await reader.due(today, 1);
  if (!found.hasTriggers) return found.shipments[0] ?? null;
  await store.transaction(siteId, (tx) => tx.expandTriggers(today));
  return (await reader.due(today, 1)).shipments[0] ?? null;
}

/**
 * The undecided shipments of a site in queue order, each as it is first when it is asked for: one that a change has
 * moved to the front meanwhile is next. Ends where nobody is undecided any more, or the settings are others than those
 * that the tries are made with.
 *
 * What a try leaves undecided (its stock changed at every turn, or somebody has come before it) is tried again.
 */
export async function* dueShipments(
  ports: ReleasePorts,
  siteId: SiteId,
  settings: Versioned<SiteSettings>,
): AsyncGenerator<ShipmentNumber> {
  const reader = ports.store.reader(siteId);
  let [last, repeated] = ['', 0];
  for (;;) {
    const today = calendarDayOf(ports.now(), settings.value.timeZone);
    const next = await firstDue(ports, siteId, today);
    if (next === null) return;
    if ((await readSettings(reader)).version !== settings.version) return;
    const key = `${next.shipmentNumber} ${next.mark}`;
    repeated = key === last ? repeated + 1 : 0;
    last = key;
    if (repeated < MOST_TRIES) yield next.shipmentNumber;
    else await ports.store.transaction(siteId, (tx) => tx.clearMark(next.shipmentNumber, next.mark));
  }
}
