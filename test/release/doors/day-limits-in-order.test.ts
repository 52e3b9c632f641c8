import { describe, expect, it } from 'vitest';
import type { LocationCode } from '../../../src/domain/ids.ts';
import { SiteLocation } from '../../../src/domain/site/catalogue.ts';
import type { ShipmentRecord } from '../../../src/domain/site/shipment.ts';
import { putLocations } from '../../../src/release/catalogue.ts';
import { withWaiting } from '../../../src/release/queue/shown.ts';
import { releaseRun } from '../../../src/release/run/release-run.ts';
import { rejectShipment } from '../../../src/release/shipments/blocked-locations.ts';
import { describeStores } from '../../store/stores.ts';
import { onFirstDecision } from '../on-first-decision.ts';
import { row, TestSite } from '../service/site.ts';

/** Units are there for everybody: what is scarce is the day of a location. */
const PLENTY = 9;

describeStores((under) => {
  const limit = (site: TestSite, maxReleasesPerDay: number) =>
    putLocations(site.ports, site.write(), [
      SiteLocation.parse({ locationCode: 'A' as LocationCode, maxReleasesPerDay }),
    ]);
  async function siteOf(maxReleasesPerDay: number, settings: Record<string, unknown> = {}) {
    const site = new TestSite(under().store);
    await site.products('KTP', 'KTP2', 'KTP3');
    await site.settings({ futureInventoryEnabled: true, ...settings });
    await limit(site, maxReleasesPerDay);
    return site;
  }
  const one = async (site: TestSite, product: string, more = {}): Promise<ShipmentRecord> =>
    (await site.order({ [product]: 1 }, more))[0]!;
  const statusOf = async (site: TestSite, { shipmentNumber }: ShipmentRecord) =>
    (await site.shipment(shipmentNumber)).shipmentStatus;
  const reasonOf = async (site: TestSite, { shipmentNumber }: ShipmentRecord) =>
    (await withWaiting(site.reader, [await site.shipment(shipmentNumber)], site.now))[0]!.waiting?.reason;

  describe('the day of a location goes to who stands first', () => {
    it('is left by an order, whatever it wants, to those whom a raised limit has made undecided', async () => {
      const site = await siteOf(1);
      await site.refresh(row('KTP2', 'A', PLENTY));
      const first = await one(site, 'KTP');
      const second = await one(site, 'KTP');
      await site.refresh(row('KTP', 'A', PLENTY));
      await site.settle();
      expect([await statusOf(site, first), await statusOf(site, second)]).toEqual(['READY', 'BACKORDER']);
      // Nobody has been tried since when the orders come.
      await limit(site, 2);
      const same = await one(site, 'KTP');
      const other = await one(site, 'KTP2');
      expect([same.shipmentStatus, other.shipmentStatus]).toEqual(['BACKORDER', 'BACKORDER']);
      expect(await reasonOf(site, other)).toBe('BEING_DECIDED');
      await site.settle();
      expect(await statusOf(site, second)).toBe('READY');
      expect([await reasonOf(site, same), await reasonOf(site, other)]).toEqual([
        'LOCATION_DAY_FULL',
        'LOCATION_DAY_FULL',
      ]);
    });

    it('is taken by an order where it is enough for those before it as well', async () => {
      const site = await siteOf(2);
      await site.refresh(row('KTP2', 'A', PLENTY));
      const first = await one(site, 'KTP');
      await site.refresh(row('KTP', 'A', PLENTY));
      expect((await one(site, 'KTP2')).shipmentStatus).toBe('READY');
      await site.settle();
      expect(await statusOf(site, first)).toBe('READY');
    });

    it('is kept by nobody who could not go from there', async () => {
      const site = await siteOf(1, { releaseOnInventoryChange: false });
      await site.refresh(row('KTP2', 'A', PLENTY));
      // Undecided all of them: one whose stock is elsewhere, a pickup elsewhere, and one that A could not send.
      await one(site, 'KTP3');
      await site.refresh(row('KTP3', 'B', PLENTY));
      await one(site, 'KTP', { shipmentType: 'BOPIS', pickupLocationCode: 'B' });
      await site.refresh(row('KTP', 'A', PLENTY));
      expect((await one(site, 'KTP2')).shipmentStatus).toBe('READY');
    });

    it('is kept by nobody whose line is blocked there', async () => {
      const site = await siteOf(2, { releaseOnInventoryChange: false });
      await site.refresh(row('KTP', 'A', PLENTY), row('KTP2', 'A', PLENTY));
      const missing = await one(site, 'KTP');
      await rejectShipment(site.ports, site.write(), missing.shipmentNumber, {
        reason: null,
        blockLocation: true,
      });
      expect(await statusOf(site, missing)).toBe('BACKORDER');
      expect((await one(site, 'KTP2')).shipmentStatus).toBe('READY');
    });

    it('is not kept by one that a run has found to be held, whatever has changed before', async () => {
      const site = await siteOf(1, { releaseOnInventoryChange: false });
      const older = (await site.order({ KTP: 1, KTP3: 1 }))[0]!;
      const younger = await one(site, 'KTP2');
      await site.settle();
      await site.refresh(row('KTP', 'A', PLENTY), row('KTP2', 'A', PLENTY));
      const run = { trigger: 'manual', policy: 'first-come', dryRun: false, scope: {} } as const;
      expect((await releaseRun(site.ports, site.write(), run)).counts).toMatchObject({
        held: 1,
        released: 1,
      });
      expect([await statusOf(site, older), await statusOf(site, younger)]).toEqual(['BACKORDER', 'READY']);
    });

    it.each([
      ['together with it', false],
      ['after it', true],
    ])('is left to one that could go again while another was decided, %s', async (_, isSettled) => {
      const site = await siteOf(1);
      const older = await one(site, 'KTP');
      if (isSettled) await site.settle();
      const younger = await one(site, 'KTP2');
      await site.refresh(row('KTP2', 'A', PLENTY));
      // Its product has nothing to do with what is being decided, and the location has.
      const wasDecided = onFirstDecision(site, () => site.refresh(row('KTP', 'A', PLENTY)));
      await site.settle();
      expect(wasDecided()).toBe(true);
      expect([await statusOf(site, older), await statusOf(site, younger)]).toEqual(['READY', 'BACKORDER']);
      expect(await reasonOf(site, younger)).toBe('LOCATION_DAY_FULL');
    });

    it('is left to one that becomes undecided while an order is routed', async () => {
      const site = await siteOf(1);
      const older = await one(site, 'KTP');
      await site.refresh(row('KTP2', 'A', PLENTY));
      const wasDecided = onFirstDecision(site, () => site.refresh(row('KTP', 'A', PLENTY)));
      const order = await one(site, 'KTP2');
      expect(wasDecided()).toBe(true);
      expect(order.shipmentStatus).toBe('BACKORDER');
      await site.settle();
      expect(await statusOf(site, older)).toBe('READY');
      expect(await reasonOf(site, order)).toBe('LOCATION_DAY_FULL');
    });
  });
});
