import type { ShipmentNumber } from '../../src/domain/ids.ts';
import type { ShipmentRecord } from '../../src/domain/site/shipment.ts';
import type { StockAllocation } from '../../src/domain/site/stock.ts';
import { readLocations, readProducts, readSettings } from '../../src/release/site-view.ts';
import { attemptRequest, type SiteStock } from '../../src/routing/attempt-request.ts';
import type { RunningSite, Seen } from './site.ts';

/** Reasons for which a shipment may wait though an attempt would release it (docs/queue.md). */
const BLOCKS = [
  'ON_HOLD',
  'NOT_BEFORE',
  'PAYMENT',
  'BEHIND_OTHERS',
  'UNPROVEN',
  'PAUSED',
  'BEING_DECIDED',
  'SCHEDULE_ONLY',
];

/** Who waits: in BACKORDER, with nothing that keeps it from being tried. */
const isFree = ({ waiting }: Seen): boolean => !BLOCKS.includes(waiting?.reason ?? '');

/** Larger priority, then first submitted, then the smaller number. */
function standsBefore(a: Seen, b: Seen): boolean {
  if (a.priority !== b.priority) return a.priority > b.priority;
  if (a.submittedAt !== b.submittedAt) return a.submittedAt < b.submittedAt;
  return a.shipmentNumber < b.shipmentNumber;
}

/** What the interface says that a release of a shipment would come to. */
async function wouldGo(site: RunningSite, { shipmentNumber }: Seen): Promise<boolean> {
  const { status, body } = await site.send('POST', `/v1/shipments/${shipmentNumber}/attempt`, {});
  if (status !== 200) throw new Error(`attempt of ${shipmentNumber}: ${JSON.stringify(body)}`);
  return body.decision !== 'held';
}

/** Law 1. @returns shipments that wait without a reason, and that an attempt would release */
export async function forgotten(site: RunningSite): Promise<number[]> {
  const numbers: number[] = [];
  for (const shipment of await site.shipments('&shipmentStatus=BACKORDER')) {
    if (isFree(shipment) && (await wouldGo(site, shipment))) numbers.push(shipment.shipmentNumber);
  }
  return numbers;
}

/** The stock as if these units had not been taken. */
function givenBack(stock: SiteStock, taken: readonly StockAllocation[]): SiteStock {
  const units = (of: Omit<StockAllocation, 'shipmentNumber' | 'lineId' | 'quantity'>) =>
    taken
      .filter(
        (row) =>
          row.locationCode === of.locationCode &&
          row.productCode === of.productCode &&
          row.futureInventoryId === of.futureInventoryId,
      )
      .reduce((sum, row) => sum + row.quantity, 0);
  return {
    current: stock.current.map((row) => ({
      ...row,
      allocated: row.allocated - units({ ...row, futureInventoryId: null }),
    })),
    lots: stock.lots.map((lot) => ({ ...lot, allocated: lot.allocated - units(lot) })),
  };
}

/** Whether a whole release of a shipment would be possible on what there is and what was taken. */
async function couldHaveGone(
  site: RunningSite,
  shipment: ShipmentRecord,
  taken: readonly StockAllocation[],
): Promise<boolean> {
  const reader = site.ports.store.reader(site.siteId);
  const codes = [...new Set(shipment.items.map((item) => item.productCode))];
  const { value: settings } = await readSettings(reader);
  const context = {
    settings,
    locations: await readLocations(reader),
    full: new Set<never>(),
    stock: givenBack(await reader.stockOf(codes), taken),
    products: await readProducts(reader, codes),
    now: site.clock.now(),
    timeLimitMs: 5000,
    explain: 'none' as const,
  };
  return (await site.ports.decide(attemptRequest(shipment, context, 'none'))).decision === 'released';
}

/**
 * Law 2, of those that were served since `before`: nobody who stands before one of them still waits and could have gone
 * on what is left and what that one took. What is left now and was taken by it was there when it was served, and
 * more: so whoever could go on that could have gone instead.
 *
 * @returns pairs of who was served and who should have been
 */
export async function overtaken(site: RunningSite, before: ReadonlyMap<number, Seen>): Promise<string[]> {
  const reader = site.ports.store.reader(site.siteId);
  const all = await site.shipments();
  const waiting = all.filter((each) => each.shipmentStatus === 'BACKORDER' && isFree(each));
  const served = all.filter(
    ({ shipmentNumber, shipmentStatus }) =>
      (shipmentStatus === 'READY' || shipmentStatus === 'FUTURE') &&
      !['READY', 'FUTURE'].includes(before.get(shipmentNumber)?.shipmentStatus ?? ''),
  );
  const pairs: string[] = [];
  for (const one of served) {
    const family = all.filter((each) => each.originalShipmentNumber === one.originalShipmentNumber);
    const numbers = family.map((each) => each.shipmentNumber as ShipmentNumber);
    const taken = await reader.allocationsOf(numbers);
    for (const other of waiting) {
      if (
        family.includes(other) ||
        !standsBefore(other, { ...one, shipmentNumber: one.originalShipmentNumber })
      )
        continue;
      const record = await reader.shipment(other.shipmentNumber as ShipmentNumber);
      if (await couldHaveGone(site, record!, taken))
        pairs.push(`${one.shipmentNumber} before ${other.shipmentNumber}`);
    }
  }
  return pairs;
}
