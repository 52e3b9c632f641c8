import { describe, expect, it } from 'vitest';
import { putLocations } from '../../../src/release/catalogue.ts';
import { releaseRun } from '../../../src/release/run/release-run.ts';
import { holdShipment } from '../../../src/release/shipments/commands.ts';
import { describeStores } from '../../store/stores.ts';
import { row } from '../service/site.ts';
import { queueSite } from './queue-site.ts';

describeStores((under) => {
  const { siteOf, statusOf, reasonOf, one, location, topics } = queueSite(under);

  describe('nobody overtakes', () => {
    it('in the moment between a refresh and its releases', async () => {
      const site = await siteOf();
      const [first, second] = [await one(site, { KTP: 1 }), await one(site, { KTP: 1 })];
      await site.settle();
      await site.refresh(row('KTP', 'A', 2));
      const third = await one(site, { KTP: 1 });
      expect(third.shipmentStatus).toBe('BACKORDER');
      expect(await reasonOf(site, third)).toBe('BEING_DECIDED');
      expect(await topics(site, third)).toEqual(['shipment.statuschanged']);
      await site.settle();
      expect([await statusOf(site, first), await statusOf(site, second)]).toEqual(['READY', 'READY']);
      expect(await statusOf(site, third)).toBe('BACKORDER');
      expect(await topics(site, third)).toEqual(['shipment.statuschanged', 'shipment.backordered']);
    });

    it('of a shipment of many lines, neither by what its other lines have waited for', async () => {
      const site = await siteOf();
      await site.refresh(row('KTP2', 'A', 1));
      const first = await one(site, { KTP: 1, KTP2: 1 });
      await site.settle();
      await site.refresh(row('KTP', 'A', 1));
      // It wants nothing of what has come, and would take what the first one can go with now.
      const second = await one(site, { KTP2: 1 });
      expect([second.shipmentStatus, await reasonOf(site, second)]).toEqual(['BACKORDER', 'BEING_DECIDED']);
      await site.settle();
      expect([await statusOf(site, first), await statusOf(site, second)]).toEqual(['READY', 'BACKORDER']);
    });

    it('on a day that lets somebody go, before anybody has noticed the day', async () => {
      const site = await siteOf({ futureDateLimit: { unit: 'days', quantity: 2 } });
      await site.refresh(row('KTP', 'A', 1, ['po-1', '2026-05-05']));
      const first = await one(site, { KTP: 1 });
      await site.settle();
      site.now = '2026-05-03T00:00:00.000Z';
      const second = await one(site, { KTP: 1 });
      expect([second.shipmentStatus, await reasonOf(site, second)]).toEqual(['BACKORDER', 'BEING_DECIDED']);
      await site.settle();
      expect(await site.leaves(first)).toEqual(['FUTURE@A 05-05 KTP×1']);
      expect(await statusOf(site, second)).toBe('BACKORDER');
    });

    it('and whoever comes next has what is left', async () => {
      const site = await siteOf();
      const first = await one(site, { KTP: 2 });
      await site.settle();
      await site.refresh(row('KTP', 'A', 3));
      const plenty = await one(site, { KTP: 1 });
      expect(plenty.shipmentStatus).toBe('READY');
      const short = await one(site, { KTP: 1 });
      expect(short.shipmentStatus).toBe('BACKORDER');
      await site.refresh(row('KTP', 'A', 4));
      await site.settle();
      expect([await statusOf(site, first), await statusOf(site, short)]).toEqual(['READY', 'READY']);
    });

    it('also where changes release nobody by themselves; the next run decides in turn', async () => {
      const site = await siteOf({ releaseOnInventoryChange: false });
      const first = await one(site, { KTP: 1 });
      await site.refresh(row('KTP', 'A', 1));
      const second = await one(site, { KTP: 1 }, { priority: 0 });
      await site.settle();
      expect([await statusOf(site, first), await statusOf(site, second)]).toEqual(['BACKORDER', 'BACKORDER']);
      expect([await reasonOf(site, first), await reasonOf(site, second)]).toEqual([
        'SCHEDULE_ONLY',
        'SCHEDULE_ONLY',
      ]);
      const urgent = await one(site, { KTP: 1 }, { priority: 1 });
      expect(urgent.shipmentStatus).toBe('READY');
      await site.refresh(row('KTP', 'A', 2));
      const run = { trigger: 'schedule', policy: 'first-come', dryRun: false, scope: {} } as const;
      await releaseRun(site.ports, site.write(), run);
      expect([await statusOf(site, first), await statusOf(site, second)]).toEqual(['READY', 'BACKORDER']);
    });

    it('a shipment on hold wants nothing, until it is let go', async () => {
      const site = await siteOf();
      const held = await one(site, { KTP: 1 });
      await holdShipment(site.ports, site.write(), held.shipmentNumber, true);
      await site.refresh(row('KTP', 'A', 1));
      expect(await reasonOf(site, held)).toBe('ON_HOLD');
      expect((await one(site, { KTP: 1 })).shipmentStatus).toBe('READY');
      await site.refresh(row('KTP', 'A', 2));
      await holdShipment(site.ports, site.write(), held.shipmentNumber, false);
      await site.settle();
      expect(await statusOf(site, held)).toBe('READY');
    });

    it('its scenario says what becomes of a new order once those before it have what they want', async () => {
      const outcomes = [
        ['CANCEL_ORDER', ['CANCELED@- KTP×2'], 'KTP'],
        ['ASSIGN_TO_CUSTOMER_CARE', ['CUSTOMER_CARE@- KTP×2'], 'KTP'],
        ['QUANTITY_SPLIT_CANCEL_WITHOUT_INVENTORY', ['READY@A KTP×1', 'CANCELED@- KTP×1'], 'KTP'],
        ['ASSIGN_TO_BACKORDER', ['CUSTOMER_CARE@- NO×2'], 'NO'],
      ] as const;
      for (const [afterAction, leaves, code] of outcomes) {
        const site = await siteOf({
          orderRouting: { afterActionPartial: afterAction, afterActionNone: afterAction },
        });
        const waits = { allowsBackOrder: true };
        const before = { items: [{ lineId: 1, productCode: code, quantity: 2, ...waits }] };
        const [first] = await site.order(
          {},
          {
            ...before,
            routing: { afterActionNone: 'ASSIGN_TO_BACKORDER', afterActionPartial: 'ASSIGN_TO_BACKORDER' },
          },
        );
        await site.settle();
        const isSplit = afterAction.startsWith('QUANTITY');
        await site.refresh(row(code, 'A', isSplit ? 3 : 2));
        const second = await one(site, { [code]: 2 });
        expect(second.shipmentStatus).toBe('BACKORDER');
        await site.settle();
        expect(await statusOf(site, first!)).toBe('READY');
        expect((await site.leaves(second)).sort()).toEqual([...leaves].sort());
      }
    });

    it('with `take-what-is-there` a new order takes whatever is free', async () => {
      const site = await siteOf({ newOrders: 'take-what-is-there' });
      await one(site, { KTP: 1 });
      await site.settle();
      await site.refresh(row('KTP', 'A', 1));
      expect((await one(site, { KTP: 1 })).shipmentStatus).toBe('READY');
    });

    it('with `after-all-waiting` it takes only what exceeds all that those before it want of that source', async () => {
      const site = await siteOf({ newOrders: 'after-all-waiting' });
      const large = await one(site, { KTP: 5 });
      const pickup = { shipmentType: 'BOPIS', pickupLocationCode: 'B' };
      await site.refresh(row('KTP', 'A', 4));
      await site.settle();
      expect(await statusOf(site, large)).toBe('BACKORDER');
      const behind = await one(site, { KTP: 1 });
      expect([behind.shipmentStatus, await reasonOf(site, behind)]).toEqual(['BACKORDER', 'BEHIND_OTHERS']);
      await putLocations(site.ports, site.write(), [location('B', { directShip: false })]);
      await holdShipment(site.ports, site.write(), large.shipmentNumber, true);
      await site.settle();
      expect(await statusOf(site, behind)).toBe('READY');
      expect((await one(site, { KTP: 1 }, pickup)).shipmentStatus).toBe('BACKORDER');
    });

    it('from `reserveAfterDays` on, younger ones leave a shipment what it wants, until it has gathered it', async () => {
      const site = await siteOf({ reserveAfterDays: 3 });
      const old = await one(site, { KTP: 3 }, { submittedAt: '2026-04-20T09:00:00Z' });
      const young = await one(site, { KTP: 1 });
      await site.refresh(row('KTP', 'A', 2));
      await site.settle();
      expect([await statusOf(site, young), await reasonOf(site, young)]).toEqual([
        'BACKORDER',
        'BEHIND_OTHERS',
      ]);
      expect((await one(site, { KTP: 1 })).shipmentStatus).toBe('BACKORDER');
      await site.refresh(row('KTP', 'A', 4));
      await site.settle();
      expect([await statusOf(site, old), await statusOf(site, young)]).toEqual(['READY', 'READY']);
    });
  });
});
