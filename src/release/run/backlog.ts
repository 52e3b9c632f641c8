import type { CalendarDate } from '../../domain/calendar.ts';
import type { ShipmentNumber } from '../../domain/ids.ts';
import type { RunScope } from '../../domain/site/run.ts';
import type { ShipmentRecord } from '../../domain/site/shipment.ts';
import type { QueuePosition, ShipmentFilter } from '../ports/shipments.ts';
import type { StoreReader } from '../ports/store.ts';

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
 * The next shipments of the backlog that a run tries, in queue order (priority, first submitted, number).
 *
 * @param today the site's day
 * @param after the place of the last that it has tried; null: from the first on
 */
export async function backlogPage(
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
