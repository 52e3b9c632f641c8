import { describe, expect, it } from 'vitest';
import type { FutureInventoryId } from '../../../src/domain/ids.ts';
import type { ShipmentRecord } from '../../../src/domain/site/shipment.ts';
import { changeLot, type LotChange } from '../../../src/release/supply/change-lot.ts';
import { describeStores } from '../../store/stores.ts';
import { brokenInvariants } from '../model/invariants.ts';
import { row, TestSite } from '../service/site.ts';

describeStores((under) => {
  async function siteOf(settings: Record<string, unknown> = {}) {
    const site = new TestSite(under().store);
    await site.products('KTP', 'KTP2');
    await site.settings({ futureInventoryEnabled: true, ...settings });
    return site;
  }
  const one = async (site: TestSite, units: number, more = {}) =>
    (await site.order({ KTP: units }, more))[0]!;
  const change = (site: TestSite, lot: string, to: LotChange) =>
    changeLot(site.ports, site.write(), { futureInventoryId: lot as FutureInventoryId }, to);
  const stand = async (site: TestSite, ...shipments: ShipmentRecord[]) => {
    expect(await brokenInvariants(site.reader)).toEqual([]);
    return (await Promise.all(shipments.map((each) => site.leaves(each)))).flat();
  };

  /** One that is promised the 20th, and behind it one that is promised the 21st. */
  async function twoPromised(settings: Record<string, unknown> = {}) {
    const site = await siteOf(settings);
    await site.refresh(
      row('KTP', 'A', 2, ['po-1', '2026-05-20']),
      row('KTP', 'A', 2, ['po-2', '2026-05-21']),
    );
    await site.settle();
    const elder = await one(site, 2);
    const lost = await one(site, 2);
    expect(await stand(site, elder, lost)).toEqual(['FUTURE@A 05-20 KTP×2', 'FUTURE@A 05-21 KTP×2']);
    return { site, elder, lost };
  }

  describe('a promise that has lost its supply', () => {
    it('takes nothing that makes one before it earlier, which nobody has tried yet', async () => {
      const { site, elder, lost } = await twoPromised();
      await site.refresh(row('KTP', 'B', 2));
      await change(site, 'po-2', { status: 'CANCELED' });
      expect((await site.shipment(lost.shipmentNumber)).shipmentStatus).toBe('BACKORDER');
      await site.settle();
      // The elder leaves, and what it was promised goes to the other.
      expect(await stand(site, elder, lost)).toEqual(['READY@B KTP×2', 'FUTURE@A 05-20 KTP×2']);
    });

    it('takes what is there where nobody before it is to become earlier', async () => {
      const { site, elder, lost } = await twoPromised({ improveFuture: false });
      await site.refresh(row('KTP', 'B', 2));
      await change(site, 'po-2', { status: 'CANCELED' });
      await site.settle();
      expect(await stand(site, elder, lost)).toEqual(['FUTURE@A 05-20 KTP×2', 'READY@B KTP×2']);
    });

    it('is covered at once, under its number, where there is enough for those before it as well', async () => {
      const { site, elder, lost } = await twoPromised();
      await site.refresh(row('KTP', 'B', 4));
      await change(site, 'po-2', { status: 'CANCELED' });
      expect((await site.shipment(lost.shipmentNumber)).shipmentStatus).toBe('READY');
      await site.settle();
      expect(await stand(site, elder, lost)).toEqual(['READY@B KTP×2', 'READY@B KTP×2']);
      expect((await site.told(lost.shipmentNumber)).map(({ topic }) => topic)).not.toContain(
        'shipment.backordered',
      );
    });

    it('is covered at once where there is enough for one that waits before it, too', async () => {
      const site = await siteOf();
      const waiting = await one(site, 3);
      await site.refresh(row('KTP', 'A', 2, ['po-1', '2026-05-20']));
      const lost = await one(site, 2, { submittedAt: site.now });
      await site.settle();
      expect(await stand(site, waiting, lost)).toEqual(['BACKORDER@- KTP×3', 'FUTURE@A 05-20 KTP×2']);
      await site.refresh(row('KTP', 'B', 5));
      await change(site, 'po-1', { status: 'CANCELED' });
      const leaves = await site.reader.lineage(lost.originalShipmentNumber);
      expect(leaves.map(({ shipmentStatus }) => shipmentStatus)).toEqual(['REASSIGNED', 'READY']);
      await site.settle();
      expect(await stand(site, waiting, lost)).toEqual(['READY@B KTP×3', 'READY@B KTP×2']);
    });

    it('takes nothing from one before it that keeps its lot on a later day', async () => {
      const site = await siteOf();
      await site.refresh(row('KTP', 'A', 4, ['po-1', '2026-05-10']));
      await site.settle();
      const elder = await one(site, 2);
      const lost = await one(site, 2);
      await site.refresh(row('KTP', 'B', 2, ['po-2', '2026-05-15']));
      await site.settle();
      // Half of it comes, and two weeks later: the other lot would be earlier for the elder, too.
      await change(site, 'po-1', { deliveryDate: '2026-05-25', quantity: 2 });
      await site.settle();
      expect(await stand(site, elder, lost)).toEqual(['FUTURE@B 05-15 KTP×2', 'FUTURE@A 05-25 KTP×2']);
    });

    it('takes nothing from one before it that has lost its own, and can go from two places', async () => {
      const site = await siteOf();
      await site.refresh(row('KTP', 'A', 6, ['po-1', '2026-05-20']));
      await site.settle();
      const elder = await one(site, 4);
      const lost = await one(site, 2);
      expect(await stand(site, elder, lost)).toEqual(['FUTURE@A 05-20 KTP×4', 'FUTURE@A 05-20 KTP×2']);
      await site.refresh(row('KTP', 'B', 2), row('KTP', 'C', 2));
      await change(site, 'po-1', { status: 'CANCELED' });
      await site.settle();
      expect(await stand(site, elder, lost)).toEqual(['READY@B KTP×2', 'READY@C KTP×2', 'BACKORDER@- KTP×2']);
    });
  });
});
