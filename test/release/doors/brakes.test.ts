import { describe, expect, it } from 'vitest';
import { releaseWork } from '../../../src/release/maintenance.ts';
import { releaseRun } from '../../../src/release/run/release-run.ts';
import { releaseShipment } from '../../../src/release/shipments/release-shipment.ts';
import { changeLot } from '../../../src/release/supply/change-lot.ts';
import { describeStores } from '../../store/stores.ts';
import { row, TestSite } from '../service/site.ts';

const ON = { pauseReleases: true };

describeStores((under) => {
  async function siteOf(settings = {}) {
    const site = new TestSite(under().store);
    await site.products('KTP');
    await site.settings(settings);
    return site;
  }
  const run = (site: TestSite, dryRun = false) =>
    releaseRun(site.ports, site.write(), { trigger: 'manual', policy: 'first-come', dryRun, scope: {} });
  const statusOf = async (site: TestSite, number: number) => (await site.shipment(number)).shipmentStatus;

  describe('a site with its brake on', () => {
    it('releases nothing when stock changes, nor on schedule, and whoever waits goes once it is off', async () => {
      const job = { releaseBackorderJob: { isEnabled: true } };
      const site = await siteOf({ ...ON, ...job });
      const [shipment] = await site.order({ KTP: 1 });
      await site.refresh(row('KTP', 'A', 1));
      await site.settle();
      expect(await releaseWork(site.ports).startScheduled(site.siteId)).toBeNull();
      expect(await statusOf(site, shipment!.shipmentNumber)).toBe('BACKORDER');
      await site.settings(job);
      await site.settle();
      expect(await statusOf(site, shipment!.shipmentNumber)).toBe('READY');
    });

    it('makes no run, but dry ones', async () => {
      const site = await siteOf(ON);
      await site.order({ KTP: 1 });
      await site.refresh(row('KTP', 'A', 1));
      await expect(run(site)).rejects.toMatchObject({ code: 'RELEASES_PAUSED' });
      expect(await site.reader.runs(9)).toEqual([]);
      expect((await run(site, true)).counts).toMatchObject({ tried: 1, released: 1 });
    });

    it('ends a run that goes on where it is', async () => {
      const site = await siteOf({ releasePolicy: 'one-by-one' });
      const waiting = [];
      for (let count = 0; count < 4; count++) waiting.push(...(await site.order({ KTP: 1 })));
      await site.refresh(row('KTP', 'A', 4));
      const { decide } = site.ports;
      let decided = 0;
      const ports = {
        ...site.ports,
        decide: async (request: Parameters<typeof decide>[0]) => {
          decided += 1;
          // While the third is decided, so that plans are there when the brake is pulled.
          if (decided === 3) await site.settings(ON);
          return decide(request);
        },
      };
      const request = { trigger: 'manual', policy: 'one-by-one', dryRun: false, scope: {} } as const;
      const { status, counts } = await releaseRun(ports, site.write(), request);
      expect([status, counts]).toMatchObject(['COMPLETED', { tried: 0, released: 0 }]);
      const statuses = await Promise.all(waiting.map((each) => statusOf(site, each.shipmentNumber)));
      expect(statuses).toEqual(['BACKORDER', 'BACKORDER', 'BACKORDER', 'BACKORDER']);
      expect(decided).toBeGreaterThanOrEqual(3);
    });

    it('lets an order that is placed wait, and what no stock covers go where the scenario says', async () => {
      const site = await siteOf({
        ...ON,
        orderRouting: { afterActionPartial: 'LINE_ITEM_SPLIT_CANCEL_WITHOUT_INVENTORY' },
      });
      await site.products('KTP', 'KTP2');
      await site.refresh(row('KTP', 'A', 2));
      const shipments = await site.order({ KTP: 2, KTP2: 1 });
      expect(shipments.map((each) => [each.shipmentStatus, each.items[0]!.productCode])).toEqual([
        ['BACKORDER', 'KTP'],
        ['CANCELED', 'KTP2'],
      ]);
      const { current } = await site.reader.stockOf(['KTP' as never]);
      expect(current[0]!.allocated).toBe(0);
    });

    it('keeps a promise by other lots, and turns none READY', async () => {
      const site = await siteOf({ futureInventoryEnabled: true });
      await site.refresh(row('KTP', 'A', 2, ['po-1', '2026-05-10']));
      const [first] = await site.order({ KTP: 1 });
      const [second] = await site.order({ KTP: 1 });
      await site.settings({ ...ON, futureInventoryEnabled: true });
      await site.refresh(row('KTP', 'B', 9), row('KTP', 'C', 1, ['po-2', '2026-05-12']));
      await changeLot(site.ports, site.write(), { futureInventoryId: 'po-1' as never }, { quantity: 0 });
      await site.settle();
      expect(await site.leaves(first!)).toEqual(['FUTURE@C 05-12 KTP×1']);
      expect(await site.leaves(second!)).toEqual(['BACKORDER@- KTP×1']);
      await site.settings({ futureInventoryEnabled: true });
      await site.settle();
      expect(await site.leaves(second!)).toEqual(['READY@B KTP×1']);
    });

    it('releases by hand', async () => {
      const site = await siteOf(ON);
      const [shipment] = await site.order({ KTP: 1 });
      await site.refresh(row('KTP', 'A', 1));
      const { body } = await releaseShipment(site.ports, site.write(), shipment!.shipmentNumber);
      expect(body).toMatchObject({ outcome: 'released' });
    });
  });
});
