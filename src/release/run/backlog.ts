import type { CalendarDate } from '../../domain/calendar.ts';
import type { ShipmentNumber } from '../../domain/ids.ts';
import type { RunScope } from '../../domain/site/run.ts';
import type { ShipmentRecord } from '../../domain/site/shipment.ts';
import type { OpenRun } from '../ports/runs.ts';
import type { QueuePosition, ShipmentFilter } from '../ports/shipments.ts';
import type { StoreReader } from '../ports/store.ts';
import { comesBefore } from '../promises/standing.ts';
import { queueDay } from '../queue/queue-day.ts';

const PAGE = 200;

/** Numbers of the shipments in BACKORDER that some orders or places name. */
async function numbersAmong(
  reader: StoreReader,
  filters: readonly Pick<ShipmentFilter, 'orderNumber' | 'locationCode'>[],
): Promise<Set<ShipmentNumber>> {
  const numbers = new Set<ShipmentNumber>();
  for (const filter of filters) {
    for (let after: ShipmentNumber | null = null; ; ) {
      const page: ShipmentRecord[] = await reader.shipments({
        ...filter,
        statuses: ['BACKORDER'],
        after,
        limit: PAGE,
      });
      for (const { shipmentNumber } of page) numbers.add(shipmentNumber);
      after = page.at(-1)?.shipmentNumber ?? null;
      if (page.length < PAGE) break;
    }
  }
  return numbers;
}

/** The shipments that orders, places and numbers of the scope leave; null where it names none of them. */
async function numbersOfScope(
  reader: StoreReader,
  { shipmentNumbers, locationCodes, orderNumbers }: RunScope,
): Promise<ShipmentNumber[] | null> {
  const named: ReadonlySet<ShipmentNumber>[] = [];
  if (shipmentNumbers !== undefined) named.push(new Set(shipmentNumbers));
  if (orderNumbers !== undefined) {
    named.push(
      await numbersAmong(
        reader,
        orderNumbers.map((orderNumber) => ({ orderNumber })),
      ),
    );
  }
  if (locationCodes !== undefined) {
    named.push(
      await numbersAmong(
        reader,
        locationCodes.map((locationCode) => ({ locationCode })),
      ),
    );
  }
  const [first, ...others] = named;
  if (first === undefined) return null;
  return [...first].filter((number) => others.every((each) => each.has(number)));
}

/**
 * The next shipments of the backlog that a scope means, in queue order (priority, first submitted, number).
 *
 * @param today the site's day
 * @param after the place of the last that it has tried; null: from the first on
 */
async function backlogPage(
  reader: StoreReader,
  scope: RunScope,
  today: CalendarDate,
  after: QueuePosition | null,
  limit: number,
): Promise<QueuePosition[]> {
  const { productCodes = null } = scope;
  const shipmentNumbers = await numbersOfScope(reader, scope);
  return reader.backlog({ today, productCodes, shipmentNumbers, after, limit });
}

/**
 * The next shipments that a run tries, in queue order. One over everything also tries FUTURE shipments for which
 * something has come that may be earlier than they are promised.
 *
 * @param now the clock's instant
 */
export async function runPage(
  reader: StoreReader,
  { run: { scope, settings }, progress: { after } }: OpenRun,
  now: string,
  limit: number,
): Promise<QueuePosition[]> {
  const day = queueDay(settings, now);
  const waiting = await backlogPage(reader, scope, day.today, after, limit);
  if (Object.values(scope).some((part) => part !== undefined)) return waiting;
  const promises = await reader.duePromises(day, after, limit);
  if (promises.length === 0) return waiting;
  return [...waiting, ...promises].sort((a, b) => (comesBefore(a, b) ? -1 : 1)).slice(0, limit);
}
