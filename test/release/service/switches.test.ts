import { describe, expect, it } from 'vitest';
import { Product } from '../../../src/domain/site/catalogue.ts';
import { putProducts } from '../../../src/release/catalogue.ts';
import { describeStores } from '../../store/stores.ts';
import { brokenInvariants } from '../model/invariants.ts';
import { row, TestSite } from './site.ts';

describeStores((under) => {
  describe('a switch of a product, thrown while a shipment waits', () => {
    async function waiting(switches: Record<string, unknown>) {
      const site = new TestSite(under().store);
      const put = (changes: Record<string, unknown>) =>
        putProducts(site.ports, site.write(), [
          Product.parse({
            productCode: 'KTP',
            outOfStockBehavior: 'AllowBackOrder',
            ...switches,
            ...changes,
          }),
        ]);
      await put({});
      await site.settings({ futureInventoryEnabled: true });
      return { site, put };
    }
    const LOT = row('KTP', 'A', 5, ['po-1', '2026-05-10']);

    it('lets it be promised from lots from then on', async () => {
      const { site, put } = await waiting({ futureInventoryEnabled: false });
      const [shipment] = await site.order({ KTP: 5 });
      await site.refresh(LOT);
      await site.settle();
      expect(await site.leaves(shipment!)).toEqual(['BACKORDER@- KTP×5']);
      await put({ futureInventoryEnabled: true });
      await site.settle();
      expect(await site.leaves(shipment!)).toEqual(['FUTURE@A 05-10 KTP×5']);
    });

    it('keeps it from lots from then on', async () => {
      const { site, put } = await waiting({ futureInventoryEnabled: true });
      const [shipment] = await site.order({ KTP: 5 });
      await put({ futureInventoryEnabled: false });
      await site.refresh(LOT);
      await site.settle();
      expect(await site.leaves(shipment!)).toEqual(['BACKORDER@- KTP×5']);
    });

    it('does not matter to a line that says for itself', async () => {
      const { site } = await waiting({ futureInventoryEnabled: false });
      const items = [{ lineId: 1, productCode: 'KTP', quantity: 5, allowsFutureAllocate: true }];
      const [shipment] = await site.order({}, { items });
      await site.refresh(LOT);
      await site.settle();
      expect(await site.leaves(shipment!)).toEqual(['FUTURE@A 05-10 KTP×5']);
    });

    it('lets it go without stock where the product needs none any more', async () => {
      const { site, put } = await waiting({});
      const [shipment] = await site.order({ KTP: 5 });
      await put({ manageStock: false });
      await site.settle();
      const after = await site.shipment(shipment!.shipmentNumber);
      expect(after).toMatchObject({ shipmentStatus: 'READY', items: [{ manageStock: false }] });
      expect(await site.reader.allocationsOf([after.shipmentNumber])).toEqual([]);
      expect(await brokenInvariants(site.reader)).toEqual([]);
    });
  });
});
