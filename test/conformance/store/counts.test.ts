import { describe, expect, it } from 'vitest';
import { availableOf } from '../../../src/domain/site/stock.ts';
import { allocation, cause, day, location, number, product, site } from '../../store/records.ts';
import { describeStores } from '../../store/stores.ts';
import { A, atA, KTP, LOT, useStock } from './stock.ts';

describeStores((under) => {
  const { change, reader, view, count, allocate, siteId } = useStock('counts', under);

  describe('counts of what is on hand', () => {
    it('are absolute, and keep what the row does not name', async () => {
      await change((tx) =>
        tx.setOnHand([{ ...atA, onHand: 9, safetyStock: 2, pending: 1, unitCost: 0.25 }], cause('refresh')),
      );
      await count(7);
      const { current } = await view();
      expect(current).toEqual([
        { ...atA, onHand: 7, allocated: 0, pending: 1, safetyStock: 2, unitCost: 0.25 },
      ]);
      expect(availableOf(current[0]!)).toBe(4);
    });

    it('say which products changed, and leave no trace where nothing did', async () => {
      expect(await count(7)).toEqual({ changedProducts: [KTP], refused: [] });
      const before = (await view()).versions;
      expect(await count(7)).toEqual({ changedProducts: [], refused: [] });
      expect((await view()).versions).toEqual(before);
    });

    it('may fall below what is promised, which then nobody more can have', async () => {
      await count(5);
      await allocate(allocation(1, ['A', 'KTP', 5]));
      await count(3);
      expect(availableOf((await view()).current[0]!)).toBe(-2);
      await expect(allocate(allocation(2, ['A', 'KTP', 1]))).rejects.toThrow('short');
    });

    it('move by differences, of which one below zero is refused and the others are written', async () => {
      await count(5);
      const answer = await change((tx) =>
        tx.adjustOnHand(
          [
            { ...atA, delta: -6 },
            { locationCode: location('B'), productCode: KTP, delta: 4 },
            { locationCode: location('C'), productCode: KTP, delta: -1 },
          ],
          cause('adjust'),
        ),
      );
      expect(answer).toEqual({
        changedProducts: [KTP],
        refused: [
          { row: 0, reason: 'below-zero' },
          { row: 2, reason: 'below-zero' },
        ],
      });
      expect((await view()).current.map((row) => [row.locationCode, row.onHand])).toEqual([
        ['A', 5],
        ['B', 4],
      ]);
    });

    it('stay within what an attempt takes, by count and by difference, and the other rows are written', async () => {
      const most = 1_000_000_000;
      const atB = { locationCode: location('B'), productCode: KTP };
      const set = await change((tx) =>
        tx.setOnHand(
          [
            { ...atA, onHand: 0, pending: most, safetyStock: 1 },
            { ...atB, onHand: most - 1, pending: 5 },
          ],
          cause('refresh'),
        ),
      );
      expect(set).toEqual({ changedProducts: [KTP], refused: [{ row: 0, reason: 'out-of-range' }] });
      const adjust = (delta: number) => change((tx) => tx.adjustOnHand([{ ...atB, delta }], cause('adjust')));
      expect((await adjust(1)).refused).toEqual([]);
      expect((await adjust(1)).refused).toEqual([{ row: 0, reason: 'out-of-range' }]);
      // What is kept back counts, whoever stated it.
      const kept = await change((tx) =>
        tx.setOnHand([{ ...atB, onHand: 10, pending: most, safetyStock: 0 }], cause('refresh')),
      );
      expect(kept.refused).toEqual([]);
      const both = await change((tx) =>
        tx.setOnHand([{ ...atB, onHand: 10, safetyStock: 11 }], cause('refresh')),
      );
      expect(both.refused).toEqual([{ row: 0, reason: 'out-of-range' }]);
      expect((await adjust(-10)).refused).toEqual([]);
      expect((await view()).current.map((row) => [row.locationCode, availableOf(row)])).toEqual([
        ['B', -most],
      ]);
    });

    it('take three thousand rows in one call, and page through them', async () => {
      const codes = Array.from({ length: 3000 }, (_, index) => product(`p${String(index).padStart(4, '0')}`));
      const rows = codes.map((productCode) => ({ locationCode: A, productCode, onHand: 1 }));
      const { changedProducts } = await under().store.transaction(siteId(), async (tx) => {
        await tx.lockStock(codes);
        return tx.setOnHand(rows, cause('refresh'));
      });
      expect(changedProducts).toEqual(codes);
      const first = await reader().stockPage({ after: null, limit: 2000 });
      const rest = await reader().stockPage({ after: first.at(-1)!, limit: 2000 });
      expect([...first, ...rest].map((row) => row.productCode)).toEqual(codes);
    });

    it('read codes with quotes, commas and braces as they are', async () => {
      const odd = ['a"b', "a'b", 'a,b', '{a}', 'a\\b', 'NULL', ' ', 'ä'].map(product);
      await under().store.transaction(siteId(), async (tx) => {
        await tx.lockStock(odd);
        await tx.setOnHand(
          odd.map((productCode) => ({ locationCode: A, productCode, onHand: 1 })),
          cause('refresh'),
        );
      });
      const { current, versions } = await reader().stockOf(odd);
      expect(new Set(current.map((row) => row.productCode))).toEqual(new Set(odd));
      expect([...versions.values()]).toEqual(odd.map(() => 1));
    });
  });

  describe('versions', () => {
    it('start at 0 and grow with every change of stock, lot and allocation of the product', async () => {
      const seen = [(await view()).versions.get(KTP)!];
      const note = async () => seen.push((await view()).versions.get(KTP)!);
      await count(5);
      await note();
      await change((tx) => tx.adjustOnHand([{ ...atA, delta: 1 }], cause('adjust')));
      await note();
      await change((tx) => tx.setLots([{ ...LOT, quantity: 3 }], cause('refresh')));
      await note();
      await allocate(allocation(1, ['A', 'KTP', 2]), allocation(1, ['A', 'KTP', 2], 'po-1'));
      await note();
      await change((tx) => tx.updateLot(LOT, { deliveryDate: day('2026-06-01') }, null, cause('lot')));
      await note();
      await change((tx) => tx.deallocate([number(1)], cause('cancel')));
      await note();
      await change((tx) => tx.receiveLot(LOT, { quantity: 3, isFinal: false }, cause('receipt')));
      await note();
      expect(seen[0]).toBe(0);
      for (let place = 1; place < seen.length; place += 1)
        expect(seen[place]).toBeGreaterThan(seen[place - 1]!);
      const locked = await change((tx) => tx.lockStock([KTP]));
      expect(locked).toEqual((await view()).versions);
    });

    it('of a product that was not locked cannot change', async () => {
      const { store } = under();
      const rows = [{ ...atA, onHand: 1 }];
      await expect(store.transaction(siteId(), (tx) => tx.setOnHand(rows, cause('refresh')))).rejects.toThrow(
        'stock of KTP changed without lockStock',
      );
      await count(5);
      await allocate(allocation(1, ['A', 'KTP', 2]));
      await expect(
        store.transaction(siteId(), (tx) => tx.deallocate([number(1)], cause('cancel'))),
      ).rejects.toThrow('without lockStock');
      expect((await view()).current[0]!.allocated).toBe(2);
    });
  });

  it('belongs to its site', async () => {
    await count(5);
    const other = under().store.reader(site('elsewhere'));
    expect((await other.stockOf([KTP])).current).toEqual([]);
    expect(await other.stockPage({ after: null, limit: 10 })).toEqual([]);
  });
});
