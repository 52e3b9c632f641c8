import fc from 'fast-check';
import { expect, it } from 'vitest';
import { daysBetween } from '../../../src/domain/calendar.ts';
import type { LocationCode, ProductCode } from '../../../src/domain/ids.ts';
import type { SiteSettings } from '../../../src/domain/site/settings.ts';
import type { ShipmentRecord } from '../../../src/domain/site/shipment.ts';
import { availableOf, type LotRow, type StockAllocation } from '../../../src/domain/site/stock.ts';
import { maintainSite } from '../../../src/release/maintenance.ts';
import { cancelShipment } from '../../../src/release/shipments/commands.ts';
import { readSettings } from '../../../src/release/site-view.ts';
import { changeLot } from '../../../src/release/supply/change-lot.ts';
import { writeInventory } from '../../../src/release/supply/inventory.ts';
import { receiveLots } from '../../../src/release/supply/receipts.ts';
import { runs } from '../../arbitraries/runs.ts';
import { describeStores } from '../../store/stores.ts';
import { row, TestSite } from '../service/site.ts';

const PRODUCTS = ['KTP', 'KTP2'] as ProductCode[];
const PLACES = ['A', 'B'] as LocationCode[];
const DAYS = ['2026-05-03', '2026-05-05', '2026-05-08', '2026-05-14', '2026-05-20'];

/** A FUTURE shipment with what it holds. */
interface Promised {
  readonly shipment: ShipmentRecord;
  readonly held: readonly StockAllocation[];
}

/** The site as the laws look at it, read once. */
interface View {
  readonly promised: readonly Promised[];
  readonly stock: Awaited<ReturnType<TestSite['reader']['stockOf']>>;
  readonly settings: SiteSettings;
  readonly today: string;
}

async function look(site: TestSite): Promise<View> {
  const { reader } = site;
  const page = await reader.shipments({ statuses: ['FUTURE'], after: null, limit: 1000 });
  const held = await reader.allocationsOf(page.map((each) => each.shipmentNumber));
  return {
    promised: page.map((shipment) => ({
      shipment,
      held: held.filter((each) => each.shipmentNumber === shipment.shipmentNumber),
    })),
    stock: await reader.stockOf(PRODUCTS),
    settings: (await readSettings(reader)).value,
    today: site.now.slice(0, 10),
  };
}

/** Days from today to that of a promise, as the settings ask whether it may be improved. */
function mayImprove({ futureDate }: ShipmentRecord, { settings, today }: View): boolean {
  const ahead = daysBetween(today as never, futureDate!);
  const { improveFuture, improveMinDays, freezeDays } = settings;
  return improveFuture && (ahead < 0 || (ahead > freezeDays && ahead >= improveMinDays));
}

/** Where and when a promise could be, and better than it is: by adding up what is free and what it holds, place by place. */
function better({ shipment, held }: Promised, view: View): string[] {
  const { stock, settings, today } = view;
  const lotDay = (lot: StockAllocation) =>
    stock.lots.find(
      (each) =>
        each.futureInventoryId === lot.futureInventoryId &&
        each.locationCode === lot.locationCode &&
        each.productCode === lot.productCode,
    )!.deliveryDate!;
  const own = (place: string, product: string, by: string | null) =>
    held
      .filter(({ locationCode, productCode }) => locationCode === place && productCode === product)
      .filter((units) => {
        if (units.futureInventoryId === null) return true;
        return by !== null && lotDay(units) <= by;
      })
      .reduce((sum, units) => sum + units.quantity, 0);
  const free = (place: string, product: string, on: string | null) => {
    const isHere = (each: { readonly locationCode: string; readonly productCode: string }) =>
      each.locationCode === place && each.productCode === product;
    if (on === null) return Math.max(0, ...stock.current.filter(isHere).map(availableOf));
    return stock.lots
      .filter((lot) => isHere(lot) && lot.deliveryDate === on)
      .reduce((sum, lot) => sum + lot.quantity - lot.allocated, 0);
  };
  const isOverdue = shipment.futureDate! < today;
  const lastAhead = daysBetween(today as never, shipment.futureDate!) - settings.improveMinDays;
  const days = [...new Set(stock.lots.map((lot) => lot.deliveryDate!))].filter((day) => {
    const ahead = daysBetween(today as never, day);
    return !isOverdue && ahead >= 0 && ahead <= lastAhead;
  });
  const places = shipment.shipmentType === 'BOPIS' ? [shipment.fulfillmentLocationCode!] : PLACES;
  return places.flatMap((place) =>
    [null, ...days]
      .filter((when) =>
        shipment.items.every(
          ({ productCode, quantity }) =>
            own(place, productCode, when) + free(place, productCode, when) >= quantity,
        ),
      )
      .map((when) => `${shipment.shipmentNumber} at ${place} on ${when ?? 'any day'}`),
  );
}

/** What a shipment that was promised has come to, where that breaks the promise; null where it does not. */
function broken(before: ShipmentRecord, after: ShipmentRecord, view: View): string | null {
  const isSame =
    after.shipmentStatus === 'FUTURE' &&
    after.futureDate === before.futureDate &&
    after.fulfillmentLocationCode === before.fulfillmentLocationCode;
  if (isSame) return null;
  const says = `${before.shipmentNumber}: ${before.futureDate} became ${after.shipmentStatus} ${after.futureDate}`;
  if (after.shipmentStatus !== 'FUTURE' && after.shipmentStatus !== 'READY') return `${says}, and is lost`;
  if (!mayImprove(before, view)) return `${says}, and was not to be touched`;
  if (after.shipmentStatus === 'READY') return null;
  const gained = daysBetween(after.futureDate!, before.futureDate!);
  return gained >= view.settings.improveMinDays ? null : `${says}, and gained ${gained}`;
}

const product = fc.constantFrom(...PRODUCTS);
const place = fc.constantFrom(...PLACES);
const day = fc.constantFrom(...DAYS);
const some = fc.integer({ min: 1, max: 3 });
const index = fc.nat(100);

/** What is done, with the promises that it may break: those whose own supply it moves. */
type Work = (site: TestSite, view: View, id: number) => Promise<readonly Promised[]>;

const holding = (view: View, lot: LotRow) =>
  view.promised.filter(({ held }) =>
    held.some(
      (units) =>
        units.futureInventoryId === lot.futureInventoryId &&
        units.locationCode === lot.locationCode &&
        units.productCode === lot.productCode,
    ),
  );

const ofLot = (work: (site: TestSite, lot: LotRow) => Promise<unknown>, nth: number): Work => {
  return async (site, view) => {
    const lot = view.stock.lots[nth % Math.max(1, view.stock.lots.length)];
    if (lot === undefined) return [];
    await work(site, lot);
    return holding(view, lot);
  };
};

const works: fc.Arbitrary<Work>[] = [
  fc
    .record({
      lines: fc.uniqueArray(product, { minLength: 1, maxLength: 2 }),
      quantity: fc.integer({ min: 1, max: 2 }),
      priority: fc.nat(1),
      isPickup: fc.constantFrom(false, false, false, true),
    })
    .map(({ lines, quantity, priority, isPickup }) => async (site) => {
      const pickup = isPickup ? { shipmentType: 'BOPIS', pickupLocationCode: 'A' } : {};
      await site.order(Object.fromEntries(lines.map((code) => [code, quantity])), { priority, ...pickup });
      return [];
    }),
  fc.record({ product, place, some }).map((drawn) => async (site) => {
    const more = row(drawn.product, drawn.place, drawn.some);
    await writeInventory(site.ports, site.write(), 'adjust', [more]);
    return [];
  }),
  fc.record({ product, place, some, day }).map((drawn) => async (site, view, id) => {
    if (drawn.day > view.today) {
      await site.refresh(row(drawn.product, drawn.place, drawn.some, [`po-${id}`, drawn.day]));
    }
    return [];
  }),
  index.map((nth) =>
    ofLot(
      (site, { futureInventoryId, locationCode, productCode }) =>
        receiveLots(site.ports, site.write(), [{ futureInventoryId, locationCode, productCode }]),
      nth,
    ),
  ),
  fc
    .record({ index, day })
    .map(({ index: nth, day: deliveryDate }) =>
      ofLot((site, lot) => changeLot(site.ports, site.write(), lot, { deliveryDate }), nth),
    ),
  index.map((nth) => async (site, view) => {
    const one = view.promised[nth % Math.max(1, view.promised.length)];
    if (one === undefined) return [];
    await cancelShipment(site.ports, site.write(), one.shipment.shipmentNumber);
    return [one];
  }),
  fc
    .record({
      improveFuture: fc.constantFrom(true, true, true, false),
      improveMinDays: fc.constantFrom(1, 4),
      freezeDays: fc.constantFrom(0, 2, 6),
    })
    .map((drawn) => async (site) => {
      await site.settings({ futureInventoryEnabled: true, ...drawn });
      return [];
    }),
  fc.constant(async (site, view) => {
    const tomorrow = new Date(Date.parse(site.now) + 86_400_000).toISOString().slice(0, 10);
    site.now = `${tomorrow}T00:00:00.000Z`;
    await maintainSite(site.ports, site.siteId);
    // What is overdue is given up in the end.
    return view.promised.filter(({ shipment }) => shipment.futureDate! < tomorrow);
  }),
];

/** Orders, stock and lots come more often than the rest. */
const work = fc.oneof(...works.map((arbitrary, at) => ({ weight: at < 3 ? 4 : 1, arbitrary })));

describeStores((under) => {
  it('a promise keeps its number, becomes earlier or stays, and nobody misses what is free', async () => {
    const totals = { promised: 0, improved: 0, ready: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(work, { minLength: 10, maxLength: 30, size: 'max' }), async (drawn) => {
        const site = new TestSite(under().store);
        await site.products(...PRODUCTS);
        await site.settings({ futureInventoryEnabled: true });
        // So much is to come late, of which the first orders are promised.
        await site.refresh(
          row('KTP', 'A', 5, ['po-a', '2026-05-20']),
          row('KTP2', 'A', 4, ['po-a', '2026-05-20']),
        );
        await site.refresh(row('KTP', 'B', 3, ['po-b', '2026-05-14']));
        let before = await look(site);
        for (const [id, each] of drawn.entries()) {
          site.now = new Date(Date.parse(site.now) + 1000).toISOString();
          const moved = await each(site, before, id);
          await site.settle();
          const view = await look(site);
          for (const one of before.promised) {
            if (moved.includes(one)) continue;
            const after = await site.shipment(one.shipment.shipmentNumber);
            expect(broken(one.shipment, after, view)).toBeNull();
            if (after.shipmentStatus === 'READY') totals.ready += 1;
            else if (after.futureDate !== one.shipment.futureDate) totals.improved += 1;
          }
          const missed = view.promised.filter(({ shipment }) => mayImprove(shipment, view));
          expect(missed.flatMap((one) => better(one, view))).toEqual([]);
          totals.promised += view.promised.length;
          before = view;
        }
        expect(await under().store.examine(10)).toEqual([]);
      }),
      runs(0.1),
    );
    console.log(`promises: ${JSON.stringify(totals)}`);
    // Where nothing was improved nothing was shown.
    expect(totals.improved).toBeGreaterThan(0);
    expect(totals.ready).toBeGreaterThan(0);
  }, 600_000);
});
