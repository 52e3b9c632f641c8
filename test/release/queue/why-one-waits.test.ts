import { describe, expect, it } from 'vitest';
import type { ShipmentRecord } from '../../../src/domain/site/shipment.ts';
import { reasonsNow } from '../../../src/release/carry-out/reasons-now.ts';
import { withWaiting } from '../../../src/release/queue/shown.ts';
import { releaseRun } from '../../../src/release/run/release-run.ts';
import { cancelShipment, postponeShipment } from '../../../src/release/shipments/commands.ts';
import { dryRunShipment, releaseShipment } from '../../../src/release/shipments/release-shipment.ts';
import { describeStores } from '../../store/stores.ts';
import { row, type TestSite } from '../service/site.ts';
import { queueSite } from './queue-site.ts';

describeStores((under) => {
  const { siteOf, statusOf, reasonOf, waitingOf, one } = queueSite(under);

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
    const dry = () => dryRunShipment(site.ports, site.siteId, waiting.shipmentNumber);
    expect(await dry()).toMatchObject({ decision: 'held', children: [] });
    await site.refresh(row('KTP', 'A', 2));
    expect(await dry()).toMatchObject({ decision: 'partially-released', remainder: [{ quantity: 3 }] });
    await site.settle();
    expect([await statusOf(site, waiting), await reasonOf(site, waiting)]).toEqual([
      'BACKORDER',
      'SCHEDULE_ONLY',
    ]);
    expect(await site.leaves(waiting)).toEqual(['BACKORDER@- KTP×5']);
    await releaseRun(site.ports, site.write(), run);
    expect(await site.leaves(waiting)).toEqual(['BACKORDER@- KTP×3', 'READY@A KTP×2']);
    // Nothing of it could go with the next run any more, and it says what it is short of now.
    await site.settle();
    expect(await waitingOf(site, waiting)).toMatchObject({
      reason: 'NO_EXPECTED_DATE',
      lines: [{ quantity: 3, short: 3 }],
    });
    await site.settings({ releaseBackorderJob, partialReleaseOn: 'change' });
    await site.refresh(row('KTP', 'A', 3));
    await site.settle();
    expect(await site.leaves(waiting)).toEqual(['BACKORDER@- KTP×2', 'READY@A KTP×2', 'READY@A KTP×1']);
  });

  it('before its first day, it goes on no day that lots alone would name', async () => {
    const site = await siteOf({ futureDateLimit: { unit: 'days', quantity: 2 } });
    await site.refresh(row('KTP', 'A', 1, ['po-1', '2026-05-05']));
    const waiting = await one(site, { KTP: 1 });
    await site.settle();
    expect(await waitingOf(site, waiting)).toMatchObject({
      reason: 'BEYOND_FUTURE_DATE_LIMIT',
      earliestReleaseDate: '2026-05-03',
      nextTryDay: '2026-05-03',
    });
    await postponeShipment(site.ports, site.write(), waiting.shipmentNumber, '2026-05-09');
    expect(await waitingOf(site, waiting)).toMatchObject({
      reason: 'NOT_BEFORE',
      earliestReleaseDate: '2026-05-09',
      nextTryDay: '2026-05-09',
    });
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
        const ports = unproven(site, gap, []);
        const dry = await dryRunShipment(ports, site.siteId, waiting.shipmentNumber);
        expect(dry.shipmentStatus).toBe(status);
        await site.settleWith(ports);
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

    describe('for a person', () => {
      async function withCare() {
        const site = await siteOf();
        const [{ shipmentNumber }] = (await site.order({ NOBODY: 1 })) as [ShipmentRecord];
        const reasonBy = async (ports: TestSite['ports']) => {
          const shipments = [await site.shipment(shipmentNumber)];
          const reasons = await reasonsNow(ports, site.reader, shipments);
          return (await withWaiting(site.reader, shipments, site.now, reasons))[0]!.waiting?.reason;
        };
        return { site, shipmentNumber, reasonBy };
      }

      it('is the last that is known where none is found in time, and trouble of the store is trouble', async () => {
        const { site, reasonBy } = await withCare();
        await site.products('NOBODY');
        const failing = (name: string): TestSite['ports'] => ({
          ...site.ports,
          decide: () => Promise.reject(Object.assign(new Error(name), { name })),
        });
        expect(await reasonBy(site.ports)).toBe('NO_EXPECTED_DATE');
        expect(await reasonBy(failing('EngineError'))).toBe('UNKNOWN_PRODUCT');
        expect(await reasonBy(failing('InvariantError'))).toBe('UNKNOWN_PRODUCT');
        await expect(reasonBy(failing('StoreError'))).rejects.toThrow('StoreError');
      });

      it('leaves to who stands before it and is undecided what that one wants', async () => {
        const { site, reasonBy, shipmentNumber } = await withCare();
        await site.products('NOBODY');
        const elder = await one(site, { NOBODY: 1 }, { priority: 1 });
        await site.refresh(row('NOBODY', 'A', 1));
        expect(await reasonBy(site.ports)).toBe('NO_EXPECTED_DATE');
        await cancelShipment(site.ports, site.write(), elder.shipmentNumber);
        await site.settle();
        expect(await reasonBy(site.ports)).toBe('PERSON_DECIDES');
        await postponeShipment(site.ports, site.write(), shipmentNumber, '2026-05-03');
        expect(await reasonBy(site.ports)).toBe('NOT_BEFORE');
      });
    });
  });
});
