import { describe, expect, it } from 'vitest';
import { describeStores } from '../../store/stores.ts';
import { brokenInvariants } from '../model/invariants.ts';
import { row, TestSite } from './site.ts';

const BY_QUANTITY = {
  partialReleaseOn: 'change',
  releaseBackorderJob: { partialReleaseEnabled: true, partialReleaseType: 'quantity' },
};
const BIKES = {
  items: [
    { lineId: 1, productCode: 'FRAME', quantity: 2, itemDependency: 'bike' },
    { lineId: 2, productCode: 'WHEEL', quantity: 4, itemDependency: 'bike' },
  ],
};
const TOGETHER = { ...BIKES, itemDependencies: [{ itemDependency: 'bike', ship: 'together' }] };

describeStores((under) => {
  async function siteWith(settings: object): Promise<TestSite> {
    const site = new TestSite(under().store);
    await site.products('FRAME', 'WHEEL', 'KTP');
    await site.settings({ ...settings });
    return site;
  }

  describe('lines of an order that are kept together', () => {
    it('leave in whole kits, and what stays keeps its proportion', async () => {
      const site = await siteWith(BY_QUANTITY);
      const [shipment] = await site.order({}, BIKES);
      await site.refresh(row('FRAME', 'A', 1), row('WHEEL', 'A', 3));
      await site.settle();
      expect(await site.leaves(shipment!)).toEqual([
        'BACKORDER@- FRAME×1 WHEEL×2',
        'READY@A FRAME×1 WHEEL×2',
      ]);
      await site.refresh(row('FRAME', 'B', 1), row('WHEEL', 'B', 1));
      await site.settle();
      expect(await site.leaves(shipment!)).toEqual([
        'READY@A FRAME×1 WHEEL×2',
        'READY@A WHEEL×1',
        'READY@B FRAME×1 WHEEL×1',
      ]);
      expect(await brokenInvariants(site.reader)).toEqual([]);
    });

    it('wait for a location that holds whole kits where they are shipped together', async () => {
      const site = await siteWith({});
      const [shipment] = await site.order({}, TOGETHER);
      expect(shipment!.itemDependencies).toEqual(TOGETHER.itemDependencies);
      await site.refresh(row('FRAME', 'A', 2), row('WHEEL', 'B', 4));
      await site.settle();
      expect(await site.leaves(shipment!)).toEqual(['BACKORDER@- FRAME×2 WHEEL×4']);
      await site.refresh(row('FRAME', 'B', 1), row('WHEEL', 'A', 2));
      await site.settle();
      expect(await site.leaves(shipment!)).toEqual(['READY@A FRAME×1 WHEEL×2', 'READY@B FRAME×1 WHEEL×2']);
    });

    it('are refused where a rule names a group that no line states, or the same one twice', async () => {
      const site = await siteWith({});
      const rules = [{ itemDependency: 'bike' }, { itemDependency: 'car' }, { itemDependency: 'bike' }];
      await expect(site.order({}, { ...BIKES, itemDependencies: rules })).rejects.toMatchObject({
        kind: 'contradictory',
        faults: [
          { path: 'itemDependencies[1].itemDependency', code: 'unknown_group' },
          { path: 'itemDependencies[2].itemDependency', code: 'duplicate' },
        ],
      });
    });
  });

  describe('a limit on child shipments', () => {
    it('counts the children of the whole family', async () => {
      const site = await siteWith({ ...BY_QUANTITY, maxChildShipments: 2 });
      const [shipment] = await site.order({ KTP: 6 });
      for (const location of ['A', 'B', 'C']) {
        await site.refresh(row('KTP', location, 2));
        await site.settle();
      }
      const full = ['BACKORDER@- KTP×2', 'READY@A KTP×2', 'READY@B KTP×2'];
      expect(await site.leaves(shipment!)).toEqual(full);
      await site.settings({ ...BY_QUANTITY, maxChildShipments: 3 });
      await site.refresh(row('KTP', 'C', 3));
      await site.settle();
      expect(await site.leaves(shipment!)).toEqual(['READY@C KTP×2', ...full.slice(1)]);
    });

    it('of one keeps a shipment in one piece', async () => {
      const site = await siteWith({ maxChildShipments: 1 });
      const [shipment] = await site.order({ KTP: 4 });
      await site.refresh(row('KTP', 'A', 2), row('KTP', 'B', 2));
      await site.settle();
      expect(await site.leaves(shipment!)).toEqual(['BACKORDER@- KTP×4']);
      await site.refresh(row('KTP', 'B', 4));
      await site.settle();
      expect(await site.leaves(shipment!)).toEqual(['READY@B KTP×4']);
    });
  });
});
