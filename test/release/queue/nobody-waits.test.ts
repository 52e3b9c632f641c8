import { describe, expect, it } from 'vitest';
import type { CalendarDate } from '../../../src/domain/calendar.ts';
import { Product } from '../../../src/domain/site/catalogue.ts';
import { putLocations, putProducts } from '../../../src/release/catalogue.ts';
import { maintainSite } from '../../../src/release/maintenance.ts';
import { releaseRun } from '../../../src/release/run/release-run.ts';
import { prioritizeShipment } from '../../../src/release/shipments/commands.ts';
import { changeLot } from '../../../src/release/supply/change-lot.ts';
import { describeStores } from '../../store/stores.ts';
import { row, type TestSite } from '../service/site.ts';
import { queueSite } from './queue-site.ts';

describeStores((under) => {
  const { siteOf, statusOf, reasonOf, waitingOf, one, location } = queueSite(under);

  describe('nobody waits who could go', () => {
    it('after the stock of a product is managed from now on, and then comes', async () => {
      const site = await siteOf();
      const unmanaged = Product.parse({
        productCode: 'FREE',
        outOfStockBehavior: 'AllowBackOrder',
        manageStock: false,
      });
      await putProducts(site.ports, site.write(), [unmanaged]);
      const waiting = await one(site, { KTP: 1, FREE: 1 });
      await putProducts(site.ports, site.write(), [{ ...unmanaged, manageStock: true }]);
      await site.refresh(row('KTP', 'A', 1));
      await site.settle();
      expect(await statusOf(site, waiting)).toBe('BACKORDER');
      await site.refresh(row('FREE', 'A', 1));
      await site.settle();
      expect(await statusOf(site, waiting)).toBe('READY');
    });

    it('after a location is switched on, or may ship', async () => {
      for (const off of [{ active: false }, { directShip: false }]) {
        const site = await siteOf();
        await putLocations(site.ports, site.write(), [location('A', off)]);
        await site.refresh(row('KTP', 'A', 1));
        const waiting = await one(site, { KTP: 1 });
        await site.settle();
        expect(await reasonOf(site, waiting)).toBe('NO_ELIGIBLE_LOCATION');
        await putLocations(site.ports, site.write(), [location('A')]);
        await site.settle();
        expect(await statusOf(site, waiting)).toBe('READY');
      }
    });

    it('after the location of a pickup may hand out', async () => {
      const site = await siteOf();
      await putLocations(site.ports, site.write(), [location('A', { pickup: false })]);
      await site.refresh(row('KTP', 'A', 1));
      const waiting = await one(site, { KTP: 1 }, { shipmentType: 'BOPIS', pickupLocationCode: 'A' });
      await site.settle();
      expect(await statusOf(site, waiting)).toBe('BACKORDER');
      await putLocations(site.ports, site.write(), [location('A')]);
      await site.settle();
      expect(await statusOf(site, waiting)).toBe('READY');
    });

    it('after settings allow it: lots, a longer limit, more locations', async () => {
      const allowed = [
        [{ futureInventoryEnabled: false }, { futureInventoryEnabled: true }, 'FUTURE'],
        [
          { futureDateLimit: { unit: 'days', quantity: 5 } },
          { futureDateLimit: { unit: 'days', quantity: 9 } },
          'FUTURE',
        ],
      ] as const;
      for (const [before, after, status] of allowed) {
        const site = await siteOf(before);
        await site.refresh(row('KTP', 'A', 1, ['po-1', '2026-05-10']));
        const waiting = await one(site, { KTP: 1 });
        await site.settle();
        expect(await statusOf(site, waiting)).toBe('BACKORDER');
        await site.settings({ futureInventoryEnabled: true, ...after });
        await site.settle();
        const [leaf] = await site.leaves(waiting);
        expect(leaf).toContain(status);
      }
      const site = await siteOf({ maxFulfillingLocations: 1 });
      await site.refresh(row('KTP', 'A', 1), row('KTP', 'B', 1));
      const waiting = await one(site, { KTP: 2 });
      await site.settings({ maxFulfillingLocations: 2 });
      await site.settle();
      expect(await site.leaves(waiting)).toEqual(['READY@A KTP×1', 'READY@B KTP×1']);
    });

    it('on the day on which a lot comes inside the limit, and not before', async () => {
      const site = await siteOf({ futureDateLimit: { unit: 'days', quantity: 5 } });
      await site.refresh(row('KTP', 'A', 1, ['po-1', '2026-05-10']));
      await site.settle();
      const waiting = await one(site, { KTP: 1 });
      expect(await waitingOf(site, waiting)).toMatchObject({
        reason: 'BEYOND_FUTURE_DATE_LIMIT',
        nextTryDay: '2026-05-05',
      });
      for (const day of ['2026-05-04', '2026-05-05']) {
        site.now = `${day}T00:00:00.000Z`;
        await maintainSite(site.ports, site.siteId);
        await site.settle();
        const [leaf] = await site.leaves(waiting);
        expect(leaf).toContain(day === '2026-05-05' ? 'FUTURE' : 'BACKORDER');
      }
    });

    it('on the day that a lot has moved the wait to', async () => {
      const site = await siteOf({ futureDateLimit: { unit: 'days', quantity: 5 } });
      await site.refresh(row('KTP', 'A', 1, ['po-1', '2026-05-20']));
      const waiting = await one(site, { KTP: 1 });
      expect((await waitingOf(site, waiting))!.nextTryDay).toBe('2026-05-15');
      await changeLot(
        site.ports,
        site.write(),
        { futureInventoryId: 'po-1' as never },
        { deliveryDate: '2026-05-12' },
      );
      await site.settle();
      expect((await waitingOf(site, waiting))!.nextTryDay).toBe('2026-05-07');
    });

    it('by a location that is switched on, where something is only expected there', async () => {
      const site = await siteOf();
      const put = (flags: object) => putLocations(site.ports, site.write(), [location('A', flags)]);
      await put({ active: false });
      await site.refresh(row('KTP', 'A', 1, ['po-1', '2026-05-10']));
      const waiting = await one(site, { KTP: 1 });
      await site.settle();
      expect(await reasonOf(site, waiting)).toBe('NO_ELIGIBLE_LOCATION');
      await put({ active: true });
      await site.settle();
      expect(await site.leaves(waiting)).toEqual(['FUTURE@A 05-10 KTP×1']);
    });

    it('not once more for a first day that has passed, whenever it is written', async () => {
      const site = await siteOf();
      await site.refresh(row('KTP', 'A', 1, ['po-1', '2026-05-20']));
      await site.settle();
      const promised = await one(site, { KTP: 1 }, { releaseNotBefore: '2026-04-01' });
      expect(promised).toMatchObject({ shipmentStatus: 'FUTURE', releaseNotBefore: '2026-04-01' });
      const today = '2026-05-01' as CalendarDate;
      expect(await site.store.transaction(site.siteId, (tx) => tx.triggerDay(today))).toBe(0);
    });

    it('on its first day', async () => {
      const site = await siteOf();
      await site.refresh(row('KTP', 'A', 1));
      const waiting = await one(site, { KTP: 1 }, { releaseNotBefore: '2026-05-03' });
      await site.settle();
      expect(await waitingOf(site, waiting)).toMatchObject({
        reason: 'NOT_BEFORE',
        nextTryDay: '2026-05-03',
      });
      site.now = '2026-05-03T00:00:00.000Z';
      await maintainSite(site.ports, site.siteId);
      await site.settle();
      expect(await statusOf(site, waiting)).toBe('READY');
    });

    it('where a change comes while a run goes on: a priority raised in front of its place is served first', async () => {
      const site = await siteOf({ releaseOnInventoryChange: false });
      const [early, late] = [await one(site, { KTP2: 1 }), await one(site, { KTP: 1 })];
      const raised = await one(site, { KTP: 1 });
      await site.refresh(row('KTP', 'A', 1));
      let isRaised = false;
      const decide: TestSite['ports']['decide'] = async (request) => {
        const decision = await site.ports.decide(request);
        if (request.shipment.shipmentNumber === early.shipmentNumber && !isRaised) {
          isRaised = true;
          await prioritizeShipment(site.ports, site.write(), raised.shipmentNumber, 5);
        }
        return decision;
      };
      const run = { trigger: 'schedule', policy: 'first-come', dryRun: false, scope: {} } as const;
      await releaseRun({ ...site.ports, decide }, site.write(), run);
      await site.settings({ releaseOnInventoryChange: true });
      await site.settle();
      expect([await statusOf(site, late), await statusOf(site, raised)]).toEqual(['BACKORDER', 'READY']);
    });

    it('tries no more than wait for what a change touches', async () => {
      const site = await siteOf({ releasePolicy: 'one-by-one' });
      await one(site, { KTP: 1 });
      await one(site, { KTP2: 1 });
      await site.settle();
      let tries = 0;
      const decide: TestSite['ports']['decide'] = (request) => {
        tries += 1;
        return site.ports.decide(request);
      };
      await site.refresh(row('KTP2', 'B', 0), row('KTP', 'A', 0), row('KTP', 'B', 5));
      await site.settleWith({ ...site.ports, decide });
      expect(tries).toBe(2);
    });
  });
});
