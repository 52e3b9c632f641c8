import { describe, expect, it } from 'vitest';
import type { LocationCode, ProductCode } from '../../../src/domain/ids.ts';
import { SiteLocation } from '../../../src/domain/site/catalogue.ts';
import { availableOf } from '../../../src/domain/site/stock.ts';
import { putLocations } from '../../../src/release/catalogue.ts';
import { transferStock } from '../../../src/release/supply/transfers.ts';
import { describeStores } from '../../store/stores.ts';
import { row, TestSite } from '../service/site.ts';

type Move = readonly [product: string, from: string, to: string, quantity: number];

describeStores((under) => {
  async function siteOf() {
    const site = new TestSite(under().store);
    await site.products('KTP', 'KTP2');
    return site;
  }
  const move = (site: TestSite, moves: readonly Move[], write = site.write()) =>
    transferStock(
      site.ports,
      write,
      moves.map(([productCode, from, to, quantity]) => ({
        productCode: productCode as ProductCode,
        fromLocationCode: from as LocationCode,
        toLocationCode: to as LocationCode,
        quantity,
      })),
    );
  const counts = async (site: TestSite, ...codes: string[]) => {
    const { current } = await site.reader.stockOf(codes as ProductCode[]);
    return current.map(
      (each) => `${each.productCode}@${each.locationCode} ${each.onHand}/${availableOf(each)}`,
    );
  };

  describe('a transfer', () => {
    it('moves units to another location, tells of it, and releases who waits for them there', async () => {
      const site = await siteOf();
      await putLocations(site.ports, site.write(), [
        SiteLocation.parse({ locationCode: 'STORE', directShip: false }),
      ]);
      await site.refresh(row('KTP', 'STORE', 3));
      const [waiting] = await site.order({ KTP: 2 });
      expect(waiting!.shipmentStatus).toBe('BACKORDER');
      await site.settle();
      const { body } = await move(site, [['KTP', 'STORE', 'A', 2]]);
      expect(body).toMatchObject({
        changedProducts: ['KTP'],
        stock: [
          { locationCode: 'A', onHand: 2, available: 2 },
          { locationCode: 'STORE', onHand: 1, available: 1 },
        ],
      });
      await site.settle();
      expect(await site.leaves(waiting!)).toEqual(['READY@A KTP×2']);
      const told = (await site.told('KTP' as never)).map((each) => each.extendedProperties);
      expect(JSON.stringify(told.at(-1))).toContain('"transfer"');
      // Every count is what the ledger says.
      expect(await under().store.examine(9)).toEqual([]);
    });

    it('leaves to shipments what they hold, and what is kept back', async () => {
      const site = await siteOf();
      await site.refresh({ ...row('KTP', 'A', 9), safetyStock: 2 });
      await site.order({ KTP: 4 });
      await expect(move(site, [['KTP', 'A', 'B', 4]])).rejects.toMatchObject({
        code: 'INSUFFICIENT_STOCK',
        faults: [{ path: 'transfers[0].quantity', code: 'too_large' }],
      });
      await move(site, [['KTP', 'A', 'B', 3]]);
      expect(await counts(site, 'KTP')).toEqual(['KTP@A 6/0', 'KTP@B 3/3']);
    });

    it('is done with the others of its request, in their order, or not at all', async () => {
      const site = await siteOf();
      await site.refresh(row('KTP', 'A', 5), row('KTP2', 'A', 1));
      await move(site, [
        ['KTP', 'A', 'B', 5],
        ['KTP', 'B', 'C', 2],
      ]);
      expect(await counts(site, 'KTP')).toEqual(['KTP@A 0/0', 'KTP@B 3/3', 'KTP@C 2/2']);
      const refused = move(site, [
        ['KTP', 'B', 'A', 1],
        ['KTP2', 'A', 'B', 2],
        ['KTP2', 'NOWHERE', 'B', 1],
      ]);
      await expect(refused).rejects.toMatchObject({
        code: 'INSUFFICIENT_STOCK',
        faults: [{ path: 'transfers[1].quantity' }, { path: 'transfers[2].quantity' }],
      });
      expect(await counts(site, 'KTP', 'KTP2')).toEqual([
        'KTP@A 0/0',
        'KTP2@A 1/1',
        'KTP@B 3/3',
        'KTP@C 2/2',
      ]);
    });

    it('is refused where the units are there already, or too many would be', async () => {
      const site = await siteOf();
      await site.refresh(row('KTP', 'A', 5), row('KTP', 'B', 1_000_000_000));
      await expect(move(site, [['KTP', 'A', 'A', 1]])).rejects.toMatchObject({
        faults: [{ path: 'transfers[0].toLocationCode', code: 'not_allowed' }],
      });
      await expect(move(site, [['KTP', 'A', 'B', 1]])).rejects.toMatchObject({
        faults: [{ path: 'transfers[0].quantity', code: 'out_of_range' }],
      });
    });

    it('is made once, however often its key comes', async () => {
      const site = await siteOf();
      await site.refresh(row('KTP', 'A', 5));
      const write = site.write({ idempotency: { key: 'move-1', requestHash: 'same' } });
      const first = await move(site, [['KTP', 'A', 'B', 2]], write);
      expect(await move(site, [['KTP', 'A', 'B', 2]], write)).toEqual(first);
      expect(await counts(site, 'KTP')).toEqual(['KTP@A 3/3', 'KTP@B 2/2']);
    });
  });
});
