import { describe, expect, it } from 'vitest';
import type { FutureInventoryId, ProductCode } from '../../../src/domain/ids.ts';
import { SiteLocation } from '../../../src/domain/site/catalogue.ts';
import { putLocations } from '../../../src/release/catalogue.ts';
import { maintainSite } from '../../../src/release/maintenance.ts';
import { releaseRun } from '../../../src/release/run/release-run.ts';
import { holdShipment } from '../../../src/release/shipments/commands.ts';
import { releaseShipment } from '../../../src/release/shipments/release-shipment.ts';
import { changeLot } from '../../../src/release/supply/change-lot.ts';
import { describeStores } from '../../store/stores.ts';
import { row } from '../service/site.ts';
import { improveSite } from './improve-site.ts';

const id = (text: string) => text as FutureInventoryId;

describeStores((under) => {
  const siteOf = improveSite(under);

  describe('a promise', () => {
    it('that is kept beyond the Future Date Limit may become an earlier one that still is', async () => {
      const { site, promised, settled } = await siteOf();
      const shipment = await promised('2026-05-20');
      await changeLot(
        site.ports,
        site.write(),
        { futureInventoryId: id('po-2026-05-20') },
        { deliveryDate: '2026-07-20' },
      );
      await site.refresh(row('KTP', 'A', 1, ['po-july', '2026-07-10']));
      expect(await settled(shipment)).toEqual(['FUTURE@A 2026-07-10']);
    });

    it('that is overdue is served from current stock, and waits for no other day', async () => {
      const { site, promised, settled } = await siteOf();
      const shipment = await promised('2026-05-05');
      site.now = '2026-05-07T09:00:00.000Z';
      await maintainSite(site.ports, site.siteId);
      await site.refresh(row('KTP', 'A', 1, ['po-later', '2026-05-08']));
      expect(await settled(shipment)).toEqual(['FUTURE@Z 2026-05-05']);
      await site.refresh(row('KTP', 'A', 1));
      expect(await settled(shipment)).toEqual(['READY@A']);
      expect(await site.shipment(shipment.shipmentNumber)).toMatchObject({ overdue: false });
    });

    it('that was frozen while stock lay there is served from it as soon as it is overdue', async () => {
      const { site, promised, settled } = await siteOf();
      const shipment = await promised('2026-05-03');
      await site.refresh(row('KTP', 'A', 1));
      for (const [day, expected] of [
        ['2026-05-03', 'FUTURE@Z 2026-05-03'],
        ['2026-05-04', 'READY@A'],
      ] as const) {
        site.now = `${day}T09:00:00.000Z`;
        await maintainSite(site.ports, site.siteId);
        expect(await settled(shipment)).toEqual([expected]);
      }
    });

    it('counts against what a location may release in a day, and goes on the next one', async () => {
      for (const maxChildShipments of [null, 1]) {
        const { site, promised, settled } = await siteOf({ maxChildShipments });
        const location = SiteLocation.parse({ locationCode: 'A', maxReleasesPerDay: 1 });
        await putLocations(site.ports, site.write(), [location]);
        const [first, second] = [await promised('2026-05-18'), await promised('2026-05-20')];
        await site.refresh(row('KTP', 'A', 2));
        expect(await settled(first, second)).toEqual(['READY@A', 'FUTURE@Z 2026-05-18']);
        site.now = '2026-05-02T00:00:00.000Z';
        await maintainSite(site.ports, site.siteId);
        expect(await settled(second)).toEqual(['READY@A']);
      }
    });

    it('for another day at a place that is full may become earlier there, and not move to one', async () => {
      const { site, order, promised, settled } = await siteOf();
      const [here, elsewhere] = [
        await promised('2026-05-18'),
        await promised('2026-05-19', { KTP: 1 }, {}, 'B'),
      ];
      const full = SiteLocation.parse({ locationCode: 'Z', maxReleasesPerDay: 1 });
      await putLocations(site.ports, site.write(), [full]);
      await site.refresh(row('KTP2', 'Z', 1));
      expect(await order({ KTP2: 1 })).toMatchObject({
        shipmentStatus: 'READY',
        fulfillmentLocationCode: 'Z',
      });
      await site.refresh(row('KTP', 'Z', 2, ['po-early', '2026-05-10']));
      expect(await settled(here, elsewhere)).toEqual(['FUTURE@Z 2026-05-10', 'FUTURE@B 2026-05-19']);
    });

    it('of a shipment that is not to go before a day is not improved before that day', async () => {
      const { site, order, settled } = await siteOf();
      const waits = await order({ KTP: 1 }, { releaseNotBefore: '2026-05-10' });
      await site.refresh(row('KTP', 'Z', 1, ['po-1', '2026-05-20']));
      await releaseShipment(site.ports, site.write(), waits.shipmentNumber);
      const [number] = (await site.shipment(waits.shipmentNumber)).childShipmentNumbers;
      const child = await site.shipment(number!);
      await site.refresh(row('KTP', 'A', 1));
      for (const [day, expected] of [
        ['2026-05-09', 'FUTURE@Z 2026-05-20'],
        ['2026-05-10', 'READY@A'],
      ] as const) {
        site.now = `${day}T00:00:00.000Z`;
        await maintainSite(site.ports, site.siteId);
        expect(await settled(child)).toEqual([expected]);
      }
    });

    it('waits for the next run where changes release nothing, and nobody takes what it wants meanwhile', async () => {
      const { site, order, promised, settled } = await siteOf({ releaseOnInventoryChange: false });
      const shipment = await promised('2026-05-20');
      await site.refresh(row('KTP', 'A', 1));
      expect(await settled(shipment)).toEqual(['FUTURE@Z 2026-05-20']);
      expect((await order({ KTP: 1 })).shipmentStatus).toBe('BACKORDER');
      const request = { trigger: 'manual', policy: 'first-come', dryRun: false, scope: {} } as const;
      const run = await releaseRun(site.ports, site.write(), request);
      expect(run.counts).toMatchObject({ improved: 1, failed: 0 });
      const [first] = await site.reader.runItems(run.runId, 0, 10);
      const { shipmentNumber } = shipment;
      expect(first).toMatchObject({ shipmentNumber, outcome: 'improved', shipmentStatus: 'READY' });
      expect(await settled(shipment)).toEqual(['READY@A']);
    });

    it('is counted by a dry run, which changes nothing, and not tried by a run over some of the backlog', async () => {
      const { site, promised, settled } = await siteOf({ releaseOnInventoryChange: false });
      const shipment = await promised('2026-05-20');
      await site.refresh(row('KTP', 'A', 1));
      const request = { trigger: 'manual', policy: 'first-come' } as const;
      const scope = { productCodes: ['KTP' as ProductCode] };
      for (const [how, improved] of [
        [{ dryRun: true, scope: {} }, 1],
        [{ dryRun: true, scope }, 0],
        [{ dryRun: false, scope }, 0],
      ] as const) {
        const run = await releaseRun(site.ports, site.write(), { ...request, ...how });
        expect(run.counts).toMatchObject({ tried: improved, improved });
      }
      expect(await settled(shipment)).toEqual(['FUTURE@Z 2026-05-20']);
    });

    it('stays as it is while releases are paused, and is improved afterwards', async () => {
      const { site, promised, settled } = await siteOf();
      const shipment = await promised('2026-05-20');
      await site.settings({ futureInventoryEnabled: true, pauseReleases: true });
      await site.refresh(row('KTP', 'A', 1));
      expect(await settled(shipment)).toEqual(['FUTURE@Z 2026-05-20']);
      await site.settings({ futureInventoryEnabled: true });
      expect(await settled(shipment)).toEqual(['READY@A']);
    });

    it('has no hold: a release by hand ends that of its shipment', async () => {
      const { site, order, settled } = await siteOf();
      const waits = await order({ KTP: 1 });
      await holdShipment(site.ports, site.write(), waits.shipmentNumber, true);
      await site.refresh(row('KTP', 'Z', 1, ['po-1', '2026-05-20']));
      await settled();
      await releaseShipment(site.ports, site.write(), waits.shipmentNumber);
      const [number] = (await site.shipment(waits.shipmentNumber)).childShipmentNumbers;
      const child = await site.shipment(number!);
      expect(child).toMatchObject({ shipmentStatus: 'FUTURE', onHold: false });
      await expect(holdShipment(site.ports, site.write(), number!, true)).rejects.toMatchObject({
        code: 'TRANSITION_NOT_ALLOWED',
      });
      await site.refresh(row('KTP', 'A', 1));
      expect(await settled(child)).toEqual(['READY@A']);
    });

    it('is improved one at a time where releases are, and counts no further child', async () => {
      const { site, order, promised, settled } = await siteOf({ maxChildShipments: 1 });
      const [first, second] = [await promised('2026-05-10'), await promised('2026-05-20')];
      const waits = await order({ KTP: 1 });
      await site.refresh(row('KTP', 'A', 1));
      expect(await settled(first, second)).toEqual(['READY@A', 'FUTURE@Z 2026-05-10']);
      expect(await site.leaves(waits)).toEqual(['FUTURE@Z 05-20 KTP×1']);
    });

    it('leaves to a shipment that has waited for long what that one wants', async () => {
      const { site, order, promised, settled } = await siteOf({ reserveAfterDays: 5 });
      const old = { submittedAt: '2026-04-01T09:00:00Z' };
      const large = await order({ KTP: 3 }, old);
      const shipment = await promised('2026-05-20', { KTP: 1 }, { submittedAt: '2026-03-01T09:00:00Z' });
      const young = await siteOf({ reserveAfterDays: 5 });
      await young.order({ KTP: 3 }, old);
      await young.site.settings({ futureInventoryEnabled: true });
      const behind = await young.promised('2026-05-20');
      await young.site.settings({ futureInventoryEnabled: true, reserveAfterDays: 5 });
      await young.site.refresh(row('KTP', 'A', 2));
      expect(await young.settled(behind)).toEqual(['FUTURE@Z 2026-05-20']);
      await site.refresh(row('KTP', 'A', 2));
      expect(await settled(shipment, large)).toEqual(['READY@A', 'BACKORDER@-']);
    });
  });
});
