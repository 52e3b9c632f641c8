import { describe, expect, it } from 'vitest';
import { InputError } from '../../../src/domain/faults.ts';
import type { FutureInventoryId } from '../../../src/domain/ids.ts';
import { availableOf } from '../../../src/domain/site/stock.ts';
import { writeInventory } from '../../../src/release/supply/inventory.ts';
import type { InventoryRow } from '../../../src/release/supply/inventory-rows.ts';
import { receiveLots } from '../../../src/release/supply/receipts.ts';
import { product } from '../../store/records.ts';
import { describeStores } from '../../store/stores.ts';
import { row, TestSite } from './site.ts';

const MOST = 1_000_000_000;

/** What a write is refused for, as `path code`. */
async function faultsOf(write: Promise<unknown>): Promise<string[]> {
  const error = await write.then(
    () => new Error('it was taken'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof InputError)) throw error;
  expect(error.kind).toBe('contradictory');
  return error.faults.map(({ path, code }) => `${path} ${code}`);
}

describeStores((under) => {
  describe('a row that would leave the range of an attempt', () => {
    async function fresh() {
      const site = new TestSite(under().store);
      await site.products('KTP');
      const adjust = (...rows: InventoryRow[]) => writeInventory(site.ports, site.write(), 'adjust', rows);
      return { site, adjust };
    }

    it('by two adjustments is refused at the second', async () => {
      const { site, adjust } = await fresh();
      await adjust(row('KTP', 'A', MOST));
      const second = adjust(row('KTP', 'B', 1), row('KTP', 'A', 1));
      expect(await faultsOf(second)).toEqual(['inventory[1].quantity out_of_range']);
      expect((await site.reader.stockOf([product('KTP')])).current).toMatchObject([{ onHand: MOST }]);
    });

    it('by what is kept back is refused where the caller stated it', async () => {
      const { site } = await fresh();
      const both = site.refresh({ ...row('KTP', 'A', 0), pending: MOST, safetyStock: 1 });
      expect(await faultsOf(both)).toEqual(['inventory[0].pending out_of_range']);
      await site.refresh({ ...row('KTP', 'A', 0), pending: MOST });
      const later = site.refresh(row('KTP', 'B', 1), { ...row('KTP', 'A', 0), safetyStock: 1 });
      expect(await faultsOf(later)).toEqual(['inventory[1].safetyStock out_of_range']);
      const [kept] = (await site.reader.stockOf([product('KTP')])).current;
      expect(availableOf(kept!)).toBe(-MOST);
    });

    it('by a lot that grows, or by what one brings, is refused', async () => {
      const { site, adjust } = await fresh();
      const lot = ['po-1', '2026-05-10'] as const;
      await site.refresh(row('KTP', 'A', MOST, lot), row('KTP', 'A', 1));
      expect(await faultsOf(adjust(row('KTP', 'A', 1, lot)))).toEqual(['inventory[0].quantity out_of_range']);
      const po = 'po-1' as FutureInventoryId;
      const receipt = receiveLots(site.ports, site.write(), [{ futureInventoryId: po, quantity: MOST }]);
      expect(await faultsOf(receipt)).toEqual(['receipts[0].quantity out_of_range']);
      await receiveLots(site.ports, site.write(), [{ futureInventoryId: po, quantity: MOST - 1 }]);
      expect((await site.reader.stockOf([product('KTP')])).current).toMatchObject([{ onHand: MOST }]);
    });

    it('of an earlier version is read as the most that a row may have, and poisons nobody', async () => {
      const { site } = await fresh();
      const [waiting] = await site.order({ KTP: 5 });
      await site.refresh(row('KTP', 'A', 1));
      await under().executeSql(
        `update stock set on_hand = 5000000000 where site_id = $1 and location_code = 'A'`,
        [site.siteId],
      );
      const [placed] = await site.order({ KTP: 1 });
      expect(placed!.shipmentStatus).toBe('READY');
      await site.refresh(row('KTP', 'B', 1));
      await site.settle();
      expect(await site.leaves(waiting!)).toEqual(['READY@A KTP×5']);
      // It can be brought back by a difference, however far away that ends.
      await writeInventory(site.ports, site.write(), 'adjust', [row('KTP', 'A', -1)]);
    });
  });
});
