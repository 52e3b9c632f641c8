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
 * The shipments of the backlog that a run tries, in queue order (priority, first submitted, number), read as
 * the run gets to them.
 *
 * @param today the site's day as it is when it is asked for
 */
export async function* backlogOf(
  reader: StoreReader,
  scope: RunScope,
  today: () => CalendarDate,
): AsyncGenerator<ShipmentNumber> {
  const { productCodes = null } = scope;
  const shipmentNumbers = await numbersOfScope(reader, scope);
  let after: QueuePosition | null = null;
  for (;;) {
    const page: QueuePosition[] = await reader.backlog({
      today: today(),
      productCodes,
      shipmentNumbers,
      after,
      limit: PAGE,
    });
    for (const { shipmentNumber } of page) yield shipmentNumber;
    if (page.length < PAGE) return;
    after = page.at(-1)!;
  }
}
