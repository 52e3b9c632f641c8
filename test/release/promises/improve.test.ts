import { describe, expect, it } from 'vitest';
import type { FutureInventoryId, ProductCode } from '../../../src/domain/ids.ts';
import { Product } from '../../../src/domain/site/catalogue.ts';
import type { ShipmentRecord } from '../../../src/domain/site/shipment.ts';
import { putProducts } from '../../../src/release/catalogue.ts';
import { cancelShipment } from '../../../src/release/shipments/commands.ts';
import { changeLot } from '../../../src/release/supply/change-lot.ts';
import { receiveLots } from '../../../src/release/supply/receipts.ts';
import { describeStores } from '../../store/stores.ts';
import { row } from '../service/site.ts';
import { improveSite } from './improve-site.ts';

const id = (text: string) => text as FutureInventoryId;

describeStores((under) => {
  const siteOf = improveSite(under);

  describe('supply that comes earlier than promised', () => {
    it('makes a FUTURE shipment READY under its number, and what it gave up goes to the next', async () => {
      const { site, order, promised, settled, topics } = await siteOf();
      const first = await promised('2026-05-20');
      const next = await order({ KTP: 1 });
      const before = (await topics(first)).length;
      await site.refresh(row('KTP', 'A', 1));
      expect(await settled(first)).toEqual(['READY@A']);
      expect(await site.leaves(next)).toEqual(['FUTURE@Z 05-20 KTP×1']);
      expect((await topics(first)).slice(before)).toEqual(['shipment.statuschanged']);
      const audit = await site.reader.audit(first.shipmentNumber);
      expect(audit.at(-1)).toMatchObject({
        action: 'improve',
        details: { from: 'FUTURE', to: 'READY', oldFutureDate: '2026-05-20', futureDate: null },
      });
    });

    it('gives it an earlier day, perhaps at another location', async () => {
      const { site, promised, settled, topics } = await siteOf();
      const shipment = await promised('2026-05-20');
      const before = (await topics(shipment)).length;
      await site.refresh(row('KTP', 'B', 1, ['po-early', '2026-05-12']));
      expect(await settled(shipment)).toEqual(['FUTURE@B 2026-05-12']);
      const told = (await site.told(shipment.shipmentNumber)).slice(before);
      expect(told.map((event) => event.topic)).toEqual(['shipment.futuredatechanged']);
      const properties = Object.fromEntries(
        told[0]!.extendedProperties.map(({ key, value }) => [key, value]),
      );
      expect(properties).toMatchObject({
        oldFutureDate: '2026-05-20',
        futureDate: '2026-05-12',
        locationCode: 'B',
      });
    });

    it('moves a whole chain up: each takes what the one before it gave up', async () => {
      const { site, order, promised, settled } = await siteOf();
      const chain = [
        await promised('2026-05-10'),
        await promised('2026-05-15'),
        await promised('2026-05-20'),
      ];
      const waits = await order({ KTP: 1 });
      await site.refresh(row('KTP', 'A', 1));
      expect(await settled(...chain)).toEqual(['READY@A', 'FUTURE@Z 2026-05-10', 'FUTURE@Z 2026-05-15']);
      expect(await site.leaves(waits)).toEqual(['FUTURE@Z 05-20 KTP×1']);
    });

    it('goes to who stands first, be it FUTURE or in BACKORDER', async () => {
      const older = await siteOf();
      const future = await older.promised('2026-05-20', { KTP: 2 });
      const younger = await older.order({ KTP: 2 });
      await older.site.refresh(row('KTP', 'A', 2));
      expect(await older.settled(future)).toEqual(['READY@A']);
      expect(await older.site.leaves(younger)).toEqual(['FUTURE@Z 05-20 KTP×2']);

      const { site, order, promised, settled } = await siteOf();
      const waits = await order({ KTP: 2 });
      const behind = await promised('2026-05-20', { KTP: 1 });
      await site.refresh(row('KTP', 'A', 2));
      expect(await settled(waits, behind)).toEqual(['READY@A', 'FUTURE@Z 2026-05-20']);
    });

    it('is not a newcomer’s, also in the moment before anybody is tried', async () => {
      const { site, order, promised, settled } = await siteOf();
      const first = await promised('2026-05-20');
      await site.refresh(row('KTP', 'A', 1));
      const newcomer = await order({ KTP: 1 });
      expect(newcomer.shipmentStatus).toBe('BACKORDER');
      expect(await settled(first)).toEqual(['READY@A']);
      expect(await site.leaves(newcomer)).toEqual(['FUTURE@Z 05-20 KTP×1']);
    });

    it('of which there is enough for one of two is the first one’s', async () => {
      const { site, promised, settled } = await siteOf();
      const [first, second] = [await promised('2026-05-20'), await promised('2026-05-22')];
      await site.refresh(row('KTP', 'B', 1, ['po-early', '2026-05-12']));
      expect(await settled(first, second)).toEqual(['FUTURE@B 2026-05-12', 'FUTURE@Z 2026-05-20']);
    });

    it('moves nobody to a later day, nor to the same one elsewhere, and nobody is tried for it', async () => {
      const { site, promised, settled } = await siteOf();
      const shipment = await promised('2026-05-10');
      await settled(shipment);
      const runs = (await site.reader.runs(10)).length;
      await site.refresh(
        row('KTP', 'A', 5, ['po-later', '2026-05-11']),
        row('KTP', 'B', 5, ['po-same', '2026-05-10']),
      );
      expect(await settled(shipment)).toEqual(['FUTURE@Z 2026-05-10']);
      expect(await site.reader.runs(10)).toHaveLength(runs);
    });

    it('of one product moves nobody to the later day, or the day too near, on which all would be there', async () => {
      const { site, promised, settled } = await siteOf({ improveMinDays: 5 });
      const shipment = await promised('2026-05-20', { KTP: 1, KTP2: 1 });
      const lots = ['2026-05-16', '2026-05-25'].flatMap((day) => [
        row('KTP', 'A', 1, [`po-a-${day}`, day]),
        row('KTP2', 'A', 1, [`po-a-${day}`, day]),
      ]);
      await site.refresh(row('KTP', 'B', 1), ...lots);
      const before = (await site.reader.runs(10)).length;
      expect(await settled(shipment)).toEqual(['FUTURE@Z 2026-05-20']);
      // It was tried, and what there is was no gain.
      expect((await site.reader.runs(10)).length).toBe(before + 1);
    });

    it('has to gain improveMinDays', async () => {
      const { site, promised, settled } = await siteOf({ improveMinDays: 5 });
      const shipment = await promised('2026-05-20');
      await site.refresh(row('KTP', 'A', 1, ['po-4', '2026-05-16']));
      expect(await settled(shipment)).toEqual(['FUTURE@Z 2026-05-20']);
      await site.refresh(row('KTP', 'A', 1, ['po-5', '2026-05-15']));
      expect(await settled(shipment)).toEqual(['FUTURE@A 2026-05-15']);
    });

    it('does not touch what is due within freezeDays', async () => {
      const { site, promised, settled } = await siteOf();
      const [frozen, free] = [await promised('2026-05-03'), await promised('2026-05-04')];
      await site.refresh(row('KTP', 'A', 2));
      expect(await settled(frozen, free)).toEqual(['FUTURE@Z 2026-05-03', 'READY@A']);
      await site.settings({ futureInventoryEnabled: true, freezeDays: 0 });
      expect(await settled(frozen)).toEqual(['READY@A']);
    });

    it('improves nobody while improveFuture is off, and whoever it can once it is on', async () => {
      const { site, order, promised, settled } = await siteOf({ improveFuture: false });
      const [first, second] = [await promised('2026-05-20'), await promised('2026-05-22')];
      await site.refresh(row('KTP', 'A', 2));
      expect(await settled(first)).toEqual(['FUTURE@Z 2026-05-20']);
      expect((await order({ KTP: 1 })).shipmentStatus).toBe('READY');
      await site.settings({ futureInventoryEnabled: true });
      expect(await settled(first, second)).toEqual(['READY@A', 'FUTURE@Z 2026-05-20']);
    });

    it('elsewhere is nothing to a pickup', async () => {
      const { site, promised, settled } = await siteOf();
      const pickup = { shipmentType: 'BOPIS', pickupLocationCode: 'A' };
      const shipment = await promised('2026-05-20', { KTP: 1 }, pickup, 'A');
      await site.refresh(row('KTP', 'B', 1));
      expect(await settled(shipment)).toEqual(['FUTURE@A 2026-05-20']);
      await site.refresh(row('KTP', 'A', 1));
      expect(await settled(shipment)).toEqual(['READY@A']);
    });

    it('at a location that a line may not come from is nothing to it', async () => {
      const { site, promised, settled } = await siteOf();
      const items = [{ lineId: 1, productCode: 'KTP', quantity: 1, excludedLocationCodes: ['A'] }];
      const shipment = await promised('2026-05-20', { KTP: 1 }, { items });
      await site.refresh(row('KTP', 'A', 1));
      expect(await settled(shipment)).toEqual(['FUTURE@Z 2026-05-20']);
    });

    it('that a cancellation frees is such supply', async () => {
      const { site, promised, settled } = await siteOf();
      const [first, second] = [await promised('2026-05-10'), await promised('2026-05-20')];
      await cancelShipment(site.ports, site.write(), first.shipmentNumber);
      expect(await settled(second)).toEqual(['FUTURE@Z 2026-05-10']);
    });
  });

  describe('a shipment of several products', () => {
    it('is improved only as a whole, from one location on one day', async () => {
      const { site, promised, settled } = await siteOf();
      const shipment = await promised('2026-05-20', { KTP: 1, KTP2: 1 });
      await site.refresh(row('KTP', 'A', 1), row('KTP2', 'B', 1), row('KTP', 'B', 1, ['po-b', '2026-05-10']));
      expect(await settled(shipment)).toEqual(['FUTURE@Z 2026-05-20']);
      await site.refresh(row('KTP2', 'B', 1, ['po-b', '2026-05-10']));
      expect(await settled(shipment)).toEqual(['FUTURE@B 2026-05-10']);
      await site.refresh(row('KTP2', 'A', 1));
      expect(await settled(shipment)).toEqual(['READY@A']);
    });

    it('keeps what has arrived of it while it waits for an earlier rest', async () => {
      const { site, promised, settled } = await siteOf();
      const shipment = await promised('2026-05-20', { KTP: 2, KTP2: 1 });
      const receipt = { futureInventoryId: id('po-2026-05-20'), productCode: 'KTP' as ProductCode };
      await receiveLots(site.ports, site.write(), [receipt]);
      await site.refresh(row('KTP2', 'Z', 1, ['po-early', '2026-05-10']));
      expect(await settled(shipment)).toEqual(['FUTURE@Z 2026-05-10']);
      const held = await site.reader.allocationsOf([shipment.shipmentNumber]);
      expect(held.map(({ productCode, futureInventoryId }) => [productCode, futureInventoryId])).toEqual([
        ['KTP', null],
        ['KTP2', 'po-early'],
      ]);
      await site.refresh(row('KTP2', 'Z', 1));
      expect(await settled(shipment)).toEqual(['READY@Z']);
    });

    it('that waits for two days waits for the earlier one only, once the other half comes as early', async () => {
      const { site, promised, settled } = await siteOf();
      const shipment = await promised('2026-05-10', { KTP: 1, KTP2: 1 });
      const lot = { futureInventoryId: id('po-2026-05-10'), productCode: 'KTP2' as ProductCode };
      await changeLot(site.ports, site.write(), lot, { deliveryDate: '2026-05-25' });
      expect(await settled(shipment)).toEqual(['FUTURE@Z 2026-05-25']);
      await site.refresh(row('KTP2', 'Z', 1, ['po-early', '2026-05-14']));
      expect(await settled(shipment)).toEqual(['FUTURE@Z 2026-05-14']);
    });

    it('is READY where the rest of it needs no stock any more', async () => {
      const { site, promised, settled } = await siteOf();
      const shipment = await promised('2026-05-20', { KTP: 1, KTP2: 1 });
      const receipt = { futureInventoryId: id('po-2026-05-20'), productCode: 'KTP' as ProductCode };
      await receiveLots(site.ports, site.write(), [receipt]);
      await putProducts(site.ports, site.write(), [
        Product.parse({ productCode: 'KTP2', manageStock: false }),
      ]);
      expect(await settled(shipment)).toEqual(['READY@Z']);
    });
  });

  it('many promises in a row are improved by few tries', async () => {
    const { site, order, settled } = await siteOf();
    const elder = await order({ KTP: 1000 });
    await site.refresh(row('KTP', 'Z', 60, ['po-1', '2026-05-20']));
    await site.settle();
    const all: ShipmentRecord[] = [];
    for (let index = 0; index < 60; index++) all.push(await order({ KTP: 1 }));
    await settled();
    const before = (await site.reader.runs(100)).length;
    await site.refresh(row('KTP', 'A', 60));
    expect(new Set(await settled(...all))).toEqual(new Set(['READY@A']));
    const runs = (await site.reader.runs(100)).slice(0, -before);
    const tries = runs.reduce((sum, run) => sum + run.counts.tried, 0);
    // Each once, and who stands before them before and after.
    expect(tries).toBeLessThanOrEqual(60 + 3);
    expect(elder.shipmentStatus).toBe('BACKORDER');
  }, 60_000);
});
