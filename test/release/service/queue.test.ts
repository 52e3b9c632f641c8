import { describe, expect, it } from 'vitest';
import type { LocationCode } from '../../../src/domain/ids.ts';
import { Product, SiteLocation } from '../../../src/domain/site/catalogue.ts';
import type { ShipmentRecord } from '../../../src/domain/site/shipment.ts';
import { putLocations, putProducts } from '../../../src/release/catalogue.ts';
import { maintainSite } from '../../../src/release/maintenance.ts';
import { withWaiting } from '../../../src/release/queue/shown.ts';
import { releaseRun } from '../../../src/release/run/release-run.ts';
import { holdShipment, prioritizeShipment } from '../../../src/release/shipments/commands.ts';
import { releaseShipment } from '../../../src/release/shipments/release-shipment.ts';
import { changeLot } from '../../../src/release/supply/change-lot.ts';
import { describeStores } from '../../store/stores.ts';
import { row, TestSite } from './site.ts';

describeStores((under) => {
  async function siteOf(settings: Record<string, unknown> = {}) {
    const site = new TestSite(under().store);
    await site.products('KTP', 'KTP2');
    await site.settings({ futureInventoryEnabled: true, ...settings });
    return site;
  }
  const statusOf = async (site: TestSite, { shipmentNumber }: ShipmentRecord) =>
    (await site.shipment(shipmentNumber)).shipmentStatus;
  const reasonOf = async (site: TestSite, { shipmentNumber }: ShipmentRecord) => {
    const [shown] = await withWaiting(site.reader, [await site.shipment(shipmentNumber)], site.now);
    return shown!.waiting?.reason ?? null;
  };
  const waitingOf = async (site: TestSite, { shipmentNumber }: ShipmentRecord) =>
    (await withWaiting(site.reader, [await site.shipment(shipmentNumber)], site.now))[0]!.waiting;
  const one = async (site: TestSite, lines: Record<string, number>, more = {}) =>
    (await site.order(lines, more))[0]!;
  const location = (code: string, flags = {}) =>
    SiteLocation.parse({ locationCode: code as LocationCode, ...flags });
  const topics = async (site: TestSite, { shipmentNumber }: ShipmentRecord) =>
    (await site.told(shipmentNumber)).map((event) => event.topic);

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

    it('on its first day', async () => {
      const site = await siteOf();
      await site.refresh(row('KTP', 'A', 1));
      const waiting = await one(site, { KTP: 1 }, { releaseNotBefore: '2026-05-03' });
      await site.settle();
      expect(await reasonOf(site, waiting)).toBe('NOT_BEFORE');
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
      const site = await siteOf();
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

  it('a person who overtakes is told and written down with whom', async () => {
    const site = await siteOf({ releaseOnInventoryChange: false });
    const [first, second] = [await one(site, { KTP: 1 }), await one(site, { KTP: 1 })];
    await site.refresh(row('KTP', 'A', 1));
    await releaseShipment(site.ports, site.write(), second.shipmentNumber);
    expect(await statusOf(site, second)).toBe('READY');
    const audit = (await site.reader.audit(second.shipmentNumber)).at(-1);
    expect(audit).toMatchObject({ action: 'release', details: { passed: [first.shipmentNumber] } });
    const changed = (await site.told(second.shipmentNumber)).findLast(
      (event) => event.topic === 'shipment.statuschanged',
    );
    expect(changed!.extendedProperties).toContainEqual({
      key: 'passedShipmentNumbers',
      value: [first.shipmentNumber],
    });
  });

  it('a part is released by a run, and by a change only where the site says so; never of too few units', async () => {
    const releaseBackorderJob = { partialReleaseEnabled: true, partialReleaseType: 'quantity' };
    const run = { trigger: 'schedule', policy: 'first-come', dryRun: false, scope: {} } as const;
    const site = await siteOf({ releaseBackorderJob, minPartialUnits: 2 });
    const waiting = await one(site, { KTP: 5 });
    await site.refresh(row('KTP', 'A', 1));
    await site.settle();
    await releaseRun(site.ports, site.write(), run);
    expect(await site.leaves(waiting)).toEqual(['BACKORDER@- KTP×5']);
    await site.refresh(row('KTP', 'A', 2));
    await site.settle();
    expect([await statusOf(site, waiting), await reasonOf(site, waiting)]).toEqual([
      'BACKORDER',
      'SCHEDULE_ONLY',
    ]);
    expect(await site.leaves(waiting)).toEqual(['BACKORDER@- KTP×5']);
    await releaseRun(site.ports, site.write(), run);
    expect(await site.leaves(waiting)).toEqual(['BACKORDER@- KTP×3', 'READY@A KTP×2']);
    await site.settings({ releaseBackorderJob, partialReleaseOn: 'change' });
    await site.refresh(row('KTP', 'A', 3));
    await site.settle();
    expect(await site.leaves(waiting)).toEqual(['BACKORDER@- KTP×2', 'READY@A KTP×2', 'READY@A KTP×1']);
  });

  describe('a plan that time ran out on', () => {
    /** Ports whose plans are not proven, the retry's neither. */
    const unproven = (site: TestSite, gap: number | null, limits: number[]) => {
      const decide: TestSite['ports']['decide'] = async (request) => {
        limits.push(request.limits.timeLimitMs);
        const decision = await site.ports.decide(request);
        if (decision.decision === 'held') return decision;
        return { ...decision, proof: { ...decision.proof, status: 'feasible', gap } };
      };
      return { ...site.ports, decide };
    };

    it('is decided once more, and what carries it out says so with the gap', async () => {
      const site = await siteOf({ unprovenRetryMs: 7_000 });
      const waiting = await one(site, { KTP: 1 });
      await site.refresh(row('KTP', 'A', 1));
      const limits: number[] = [];
      await site.settleWith(unproven(site, 0.25, limits));
      expect(limits).toEqual([5_000, 7_000]);
      expect(await site.shipment(waiting.shipmentNumber)).toMatchObject({
        shipmentStatus: 'READY',
        shipmentStatusReason: { reasonCode: 'UNPROVEN', moreInfo: 'gap 0.25' },
      });
      const audit = (await site.reader.audit(waiting.shipmentNumber)).at(-1);
      expect(audit).toMatchObject({ action: 'release', details: { proof: 'feasible', gap: 0.25 } });
      const released = (await site.told(waiting.shipmentNumber)).at(-1)!;
      expect(released.topic).toBe('shipment.released');
      expect(released.extendedProperties).toContainEqual({ key: 'gap', value: 0.25 });
    });

    it('is not carried out where its gap is larger than `maxGap`, or nothing bounds it', async () => {
      for (const [gap, status] of [
        [0.25, 'BACKORDER'],
        [null, 'BACKORDER'],
        [0.1, 'READY'],
      ] as const) {
        const site = await siteOf({ maxGap: 0.1 });
        const waiting = await one(site, { KTP: 1 });
        await site.refresh(row('KTP', 'A', 1));
        await site.settleWith(unproven(site, gap, []));
        expect(await statusOf(site, waiting)).toBe(status);
        if (status === 'BACKORDER') expect(await reasonOf(site, waiting)).toBe('UNPROVEN');
      }
    });
  });

  describe('why it waits', () => {
    it('is said when the order is placed, with the quantities', async () => {
      const site = await siteOf();
      await site.refresh(row('KTP', 'A', 2));
      await site.settle();
      const waiting = await one(site, { KTP: 5 });
      expect(await waitingOf(site, waiting)).toMatchObject({
        reason: 'NO_EXPECTED_DATE',
        lines: [{ productCode: 'KTP', quantity: 5, currentAvailable: 2, short: 3 }],
        earliestReleaseDate: null,
      });
      await site.refresh(row('KTP', 'A', 2), row('KTP', 'B', 3, ['po-1', '2026-09-01']));
      await site.settle();
      expect(await waitingOf(site, waiting)).toMatchObject({
        reason: 'BEYOND_FUTURE_DATE_LIMIT',
        earliestReleaseDate: '2026-08-02',
      });
    });

    it('is a product that nobody knows, also where a person decides', async () => {
      const site = await siteOf();
      const [care] = await site.order({ NOBODY: 1 });
      expect(care!.shipmentStatus).toBe('CUSTOMER_CARE');
      expect(await waitingOf(site, care!)).toMatchObject({ reason: 'UNKNOWN_PRODUCT', moreInfo: 'NOBODY' });
    });
  });
});
