import { describe, expect, it } from 'vitest';
import type { Decision } from '../../../src/domain/decision.ts';
import type { LocationCode } from '../../../src/domain/ids.ts';
import { SiteLocation } from '../../../src/domain/site/catalogue.ts';
import type { ShipmentRecord } from '../../../src/domain/site/shipment.ts';
import { putLocations } from '../../../src/release/catalogue.ts';
import { maintainSite } from '../../../src/release/maintenance.ts';
import { withWaiting } from '../../../src/release/queue/shown.ts';
import { releaseRun } from '../../../src/release/run/release-run.ts';
import { cancelShipment, unreleaseShipment } from '../../../src/release/shipments/commands.ts';
import { dryRunShipment, releaseShipment } from '../../../src/release/shipments/release-shipment.ts';
import { changeLot } from '../../../src/release/supply/change-lot.ts';
import { describeStores } from '../../store/stores.ts';
import { row, TestSite } from '../service/site.ts';

const NEXT_DAY = '2026-05-02';

describeStores((under) => {
  const locations = (site: TestSite, limits: Record<string, number | null>) =>
    putLocations(
      site.ports,
      site.write(),
      Object.entries(limits).map(([locationCode, maxReleasesPerDay]) =>
        SiteLocation.parse({ locationCode: locationCode as LocationCode, maxReleasesPerDay }),
      ),
    );
  async function siteOf(limits: Record<string, number | null>, settings: Record<string, unknown> = {}) {
    const site = new TestSite(under().store);
    await site.products('KTP', 'KTP2', 'KTP3');
    await site.settings({ futureInventoryEnabled: true, ...settings });
    await locations(site, limits);
    return site;
  }
  /** Orders of a unit each, before there is any. */
  async function waitingOf(site: TestSite, count: number, product = 'KTP', more = {}) {
    const waiting: ShipmentRecord[] = [];
    for (let each = 0; each < count; each++) waiting.push(...(await site.order({ [product]: 1 }, more)));
    return waiting;
  }
  const leavesOf = async (site: TestSite, shipments: readonly ShipmentRecord[]) =>
    (await Promise.all(shipments.map((each) => site.leaves(each)))).map((leaves) =>
      leaves.map((leaf) => leaf.split(' ')[0]).join(' '),
    );
  const shown = async (site: TestSite, { shipmentNumber }: ShipmentRecord) =>
    (await withWaiting(site.reader, [await site.shipment(shipmentNumber)], site.now))[0]!.waiting;
  const countOf = async (site: TestSite, code = 'A', day = '2026-05-01') =>
    (await site.reader.releasesOn(day as never)).get(code as LocationCode) ?? 0;
  const run = (site: TestSite, dryRun = false) =>
    releaseRun(site.ports, site.write(), { trigger: 'manual', policy: 'first-come', dryRun, scope: {} });

  describe('a location with a limit on its releases of a day', () => {
    it('releases the first ones after a refresh, and the others on the next day', async () => {
      const site = await siteOf({ A: 2 });
      const waiting = await waitingOf(site, 5);
      await site.refresh(row('KTP', 'A', 9));
      await site.settle();
      expect(await leavesOf(site, waiting)).toEqual([
        'READY@A',
        'READY@A',
        'BACKORDER@-',
        'BACKORDER@-',
        'BACKORDER@-',
      ]);
      expect(await shown(site, waiting[2]!)).toMatchObject({
        reason: 'LOCATION_DAY_FULL',
        earliestReleaseDate: NEXT_DAY,
        nextTryDay: NEXT_DAY,
      });
      // Nothing else makes them go: neither the clock of the same day, nor more stock.
      site.now = '2026-05-01T23:59:00.000Z';
      await maintainSite(site.ports, site.siteId);
      await site.refresh(row('KTP', 'A', 20));
      await site.settle();
      expect(await countOf(site)).toBe(2);
      for (const [day, released] of [
        ['2026-05-02', 4],
        ['2026-05-03', 5],
      ] as const) {
        site.now = `${day}T00:00:00.000Z`;
        await maintainSite(site.ports, site.siteId);
        await site.settle();
        const leaves = await leavesOf(site, waiting);
        expect(leaves.filter((leaf) => leaf === 'READY@A')).toHaveLength(released);
      }
      expect((await leavesOf(site, waiting)).at(-1)).toBe('READY@A');
    });

    it('has the day of its site', async () => {
      const site = await siteOf({ A: 1 }, { timeZone: 'America/New_York' });
      site.now = '2026-05-02T03:00:00.000Z';
      await site.refresh(row('KTP', 'A', 9));
      await waitingOf(site, 1);
      const [late] = await waitingOf(site, 1);
      await site.settle();
      expect(await shown(site, late!)).toMatchObject({
        reason: 'LOCATION_DAY_FULL',
        nextTryDay: '2026-05-02',
      });
      site.now = '2026-05-02T04:00:00.000Z';
      await maintainSite(site.ports, site.siteId);
      await site.settle();
      expect(await leavesOf(site, [late!])).toEqual(['READY@A']);
    });

    it('leaves the rest of them to other locations, in one page and over pages', async () => {
      for (const settings of [{}, { maxChildShipments: 3 }]) {
        const site = await siteOf({ A: 2, B: 1 }, settings);
        const waiting = await waitingOf(site, 5);
        await site.refresh(row('KTP', 'A', 9), row('KTP', 'B', 9));
        await site.settle();
        expect(await leavesOf(site, waiting)).toEqual([
          'READY@A',
          'READY@A',
          'READY@B',
          'BACKORDER@-',
          'BACKORDER@-',
        ]);
      }
    });

    it('keeps its limit in a page of shipments that share no product', async () => {
      const site = await siteOf({ A: 2 });
      const waiting = [
        ...(await waitingOf(site, 1)),
        ...(await waitingOf(site, 1, 'KTP2')),
        ...(await waitingOf(site, 1, 'KTP3')),
      ];
      await site.refresh(row('KTP', 'A', 1), row('KTP2', 'A', 1), row('KTP3', 'A', 1));
      await site.settle();
      expect(await leavesOf(site, waiting)).toEqual(['READY@A', 'READY@A', 'BACKORDER@-']);
    });

    it('counts a release once, however many packages it makes there, promised ones among them', async () => {
      const site = await siteOf({ A: 1 });
      const [first] = await site.order({ KTP: 3 });
      await site.refresh(row('KTP', 'A', 1), row('KTP', 'A', 2, ['po-1', '2026-05-10']));
      await site.settle();
      expect(await leavesOf(site, [first!])).toEqual(['READY@A FUTURE@A']);
      expect(await countOf(site)).toBe(1);
      const [second] = await site.order({ KTP2: 1 });
      await site.refresh(row('KTP2', 'A', 1, ['po-2', '2026-05-10']));
      await site.settle();
      expect(await shown(site, second!)).toMatchObject({ reason: 'LOCATION_DAY_FULL' });
    });

    it('counts orders that are placed, and cancels none that only it keeps waiting', async () => {
      const site = await siteOf(
        { A: 1 },
        { orderRouting: { afterActionPartial: 'CANCEL_ORDER', afterActionNone: 'CANCEL_ORDER' } },
      );
      await site.refresh(row('KTP', 'A', 9));
      const placed = await waitingOf(site, 2);
      expect(placed.map((each) => each.shipmentStatus)).toEqual(['READY', 'BACKORDER']);
      await site.settle();
      expect(await shown(site, placed[1]!)).toMatchObject({
        reason: 'LOCATION_DAY_FULL',
        nextTryDay: NEXT_DAY,
      });
      // What no stock covers on any day goes where the scenario says.
      const [short] = await site.order({ KTP: 99 });
      expect(short!.shipmentStatus).toBe('CANCELED');
      expect(await countOf(site)).toBe(1);
    });

    it('counts what is promised from lots, to orders and to who has waited', async () => {
      const site = await siteOf({ A: 1, B: 1 });
      await site.refresh(row('KTP', 'A', 9, ['po-1', '2026-05-10']));
      const placed = await waitingOf(site, 2);
      expect(placed.map((each) => each.shipmentStatus)).toEqual(['FUTURE', 'BACKORDER']);
      expect(await countOf(site)).toBe(1);
      const waited = await waitingOf(site, 2, 'KTP2');
      await site.refresh(row('KTP2', 'B', 9, ['po-2', '2026-05-10']));
      await site.settle();
      expect(await leavesOf(site, waited)).toEqual(['FUTURE@B', 'BACKORDER@-']);
      expect(await shown(site, waited[1]!)).toMatchObject({ reason: 'LOCATION_DAY_FULL' });
      expect(await countOf(site, 'B')).toBe(1);
    });

    it('cancels nothing either of an order whose turn comes later', async () => {
      const site = await siteOf({ A: 1 }, { orderRouting: { afterActionNone: 'CANCEL_ORDER' } });
      const older = await waitingOf(site, 1, 'KTP', { routing: { afterActionNone: 'ASSIGN_TO_BACKORDER' } });
      await site.refresh(row('KTP', 'A', 1));
      await site.refresh(row('KTP', 'A', 2));
      const [younger] = await site.order({ KTP: 2 });
      expect(younger!.shipmentStatus).toBe('BACKORDER');
      await site.refresh(row('KTP', 'A', 3));
      await site.settle();
      expect(await leavesOf(site, older)).toEqual(['READY@A']);
      expect(await shown(site, younger!)).toMatchObject({ reason: 'LOCATION_DAY_FULL' });
    });

    it('hands out no more pickups either', async () => {
      const site = await siteOf({ A: 1 });
      const waiting = await waitingOf(site, 2, 'KTP', { shipmentType: 'BOPIS', pickupLocationCode: 'A' });
      await site.refresh(row('KTP', 'A', 9));
      await site.settle();
      expect(await leavesOf(site, waiting)).toEqual(['READY@A', 'BACKORDER@A']);
    });

    it('keeps its limit against a person, and tells which to raise', async () => {
      const site = await siteOf({ A: 1 });
      const [, second] = await waitingOf(site, 2);
      await site.refresh(row('KTP', 'A', 9));
      await site.settle();
      const { body } = await releaseShipment(site.ports, site.write(), second!.shipmentNumber);
      expect(body).toMatchObject({ outcome: 'held', reasonCode: 'LOCATION_DAY_FULL' });
      const fix = { kind: 'RAISE_DAY_LIMIT', locations: [{ locationCode: 'A', to: 2 }] };
      const { hold } = (body as { decision: Decision }).decision;
      expect(hold).toMatchObject({ earliestReleaseDate: NEXT_DAY });
      expect(hold!.fixes[0]).toEqual(fix);
      const dry = await dryRunShipment(site.ports, site.siteId, second!.shipmentNumber);
      expect(hold!.reason).toBe('LOCATION_DAY_FULL');
      expect(dry.hold).toEqual(hold);
      // What it says is true: the raised limit lets it go, at once.
      await locations(site, { A: 2 });
      await site.settle();
      expect(await leavesOf(site, [second!])).toEqual(['READY@A']);
    });

    it('says of each line whether today or something else keeps it', async () => {
      const site = await siteOf({ A: 1 });
      const [first] = await waitingOf(site, 1);
      const [both] = await site.order({ KTP: 1, KTP2: 1, KTP3: 2 });
      await site.refresh(row('KTP', 'A', 9), row('KTP2', 'B', 1), row('KTP3', 'A', 1));
      await site.settle();
      expect(await leavesOf(site, [first!])).toEqual(['READY@A']);
      const reasons = async () => {
        const { hold } = await dryRunShipment(site.ports, site.siteId, both!.shipmentNumber);
        return [hold!.reason, hold!.earliestReleaseDate, hold!.lines.map((line) => line.reason)];
      };
      const short = ['LOCATION_DAY_FULL', 'WAITING_FOR_OTHER_LINES', 'NO_EXPECTED_DATE'];
      expect(await reasons()).toEqual(['NO_EXPECTED_DATE', null, short]);
      expect(await shown(site, both!)).toMatchObject({
        reason: 'NO_EXPECTED_DATE',
        lines: short.map((reason) => ({ reason })),
        nextTryDay: null,
      });
      // What it was short of is there: now only the day keeps it.
      await site.refresh(row('KTP3', 'A', 2));
      await site.settle();
      const full = ['LOCATION_DAY_FULL', 'WAITING_FOR_OTHER_LINES', 'LOCATION_DAY_FULL'];
      expect(await reasons()).toEqual(['LOCATION_DAY_FULL', NEXT_DAY, full]);
      expect(await shown(site, both!)).toMatchObject({
        reason: 'LOCATION_DAY_FULL',
        lines: full.map((reason) => ({ reason })),
      });
    });

    it('gives nothing back for what is taken back or canceled on the same day', async () => {
      const site = await siteOf({ A: 2 });
      const waiting = await waitingOf(site, 3);
      await site.refresh(row('KTP', 'A', 9));
      await site.settle();
      await unreleaseShipment(site.ports, site.write(), waiting[0]!.shipmentNumber, true);
      await cancelShipment(site.ports, site.write(), waiting[1]!.shipmentNumber);
      await site.settle();
      expect(await leavesOf(site, waiting)).toEqual(['BACKORDER@-', 'CANCELED@A', 'BACKORDER@-']);
    });

    it('holds for runs, dry ones among them', async () => {
      const site = await siteOf({ A: 2 }, { releaseOnInventoryChange: false });
      await waitingOf(site, 3);
      await site.refresh(row('KTP', 'A', 9));
      expect((await run(site, true)).counts).toMatchObject({ tried: 3, released: 2, held: 1 });
      expect(await countOf(site)).toBe(0);
      const { counts, runId } = await run(site);
      expect(counts).toMatchObject({ tried: 3, released: 2, held: 1 });
      const items = await site.reader.runItems(runId, 0, 9);
      expect(items.map((item) => item.reasonCode)).toEqual([null, null, 'LOCATION_DAY_FULL']);
    });

    it('is never passed by releases that were decided at once', async () => {
      const site = await siteOf({ A: 2 });
      const products = ['P1', 'P2', 'P3', 'P4', 'P5', 'P6'];
      await site.products(...products);
      await site.refresh(...products.map((code) => row(code, 'A', 9)));
      const { decide } = site.ports;
      let isWaiting = 0;
      let go: () => void = () => undefined;
      const all = new Promise<void>((resolve) => {
        go = resolve;
      });
      // All are decided before the first is written down.
      const ports = {
        ...site.ports,
        decide: async (request: Parameters<typeof decide>[0]) => {
          const decision = await decide(request);
          isWaiting += 1;
          if (isWaiting === products.length) go();
          await all;
          return decision;
        },
      };
      const other = Object.assign(Object.create(site), { ports }) as TestSite;
      const placed = await Promise.all(products.map((code) => other.order({ [code]: 1 })));
      await site.settle();
      const leaves = await leavesOf(site, placed.flat());
      expect(leaves.filter((leaf) => leaf === 'READY@A')).toHaveLength(2);
      expect(leaves.filter((leaf) => leaf === 'BACKORDER@-')).toHaveLength(4);
      expect(await countOf(site)).toBe(2);
    });

    it('keeps promises in place that need no release, and covers none from where it is full', async () => {
      const site = await siteOf({ B: 1 });
      const [promised] = await (async () => {
        await site.refresh(row('KTP', 'A', 1, ['po-1', '2026-05-10']));
        return waitingOf(site, 1);
      })();
      expect(promised!.shipmentStatus).toBe('FUTURE');
      await site.refresh(row('KTP2', 'B', 9));
      await waitingOf(site, 1, 'KTP2');
      expect(await countOf(site, 'B')).toBe(1);
      await site.refresh(row('KTP', 'B', 1));
      await changeLot(site.ports, site.write(), { futureInventoryId: 'po-1' as never }, { quantity: 0 });
      await site.settle();
      expect(await leavesOf(site, [promised!])).toEqual(['BACKORDER@-']);
      expect(await shown(site, promised!)).toMatchObject({ reason: 'LOCATION_DAY_FULL' });
    });

    it('forgets what it released on days that are over', async () => {
      const site = await siteOf({ A: 3 });
      await site.refresh(row('KTP', 'A', 9));
      await waitingOf(site, 1);
      site.now = '2026-05-05T00:00:00.000Z';
      await maintainSite(site.ports, site.siteId);
      expect(await countOf(site)).toBe(0);
    });
  });
});
