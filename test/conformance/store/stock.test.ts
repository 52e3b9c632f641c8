import { beforeEach, describe, expect, it } from 'vitest';
import type { SiteId } from '../../../src/domain/ids.ts';
import { availableOf, type StockAllocation } from '../../../src/domain/site/stock.ts';
import type { StoreTransaction } from '../../../src/release/ports/store.ts';
import {
  allocation,
  cause,
  day,
  location,
  lotId,
  number,
  product,
  shipment,
  site,
} from '../../store/records.ts';
import { describeStores } from '../../store/stores.ts';

const KTP = product('KTP');
const A = location('A');
const atA = { locationCode: A, productCode: KTP };
const LOT = { ...atA, futureInventoryId: lotId('po-1'), deliveryDate: day('2026-05-10') };

describeStores((under) => {
  let siteId: SiteId;
  let sites = 0;
  beforeEach(() => {
    sites += 1;
    siteId = site(`stock-${sites}`);
  });

  /** Runs `work` in a transaction that has locked KTP. */
  const change = <T>(work: (tx: StoreTransaction) => Promise<T>): Promise<T> =>
    under().store.transaction(siteId, async (tx) => {
      await tx.lockStock([KTP]);
      return work(tx);
    });
  const view = () => under().store.reader(siteId).stockOf([KTP]);
  const count = (onHand: number) => change((tx) => tx.setOnHand([{ ...atA, onHand }], cause('refresh')));
  const allocate = (...rows: StockAllocation[]) =>
    change(async (tx) => {
      if (!(await tx.allocate(rows, cause('release')))) throw new Error('short');
    });

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
        refused: [atA, { locationCode: location('C'), productCode: KTP }],
      });
      expect((await view()).current.map((row) => [row.locationCode, row.onHand])).toEqual([
        ['A', 5],
        ['B', 4],
      ]);
    });

    it('take three thousand rows in one call, and page through them', async () => {
      const codes = Array.from({ length: 3000 }, (_, index) => product(`p${String(index).padStart(4, '0')}`));
      const rows = codes.map((productCode) => ({ locationCode: A, productCode, onHand: 1 }));
      const { changedProducts } = await under().store.transaction(siteId, async (tx) => {
        await tx.lockStock(codes);
        return tx.setOnHand(rows, cause('refresh'));
      });
      expect(changedProducts).toEqual(codes);
      const reader = under().store.reader(siteId);
      const first = await reader.stockPage({ after: null, limit: 2000 });
      const rest = await reader.stockPage({ after: first.at(-1)!, limit: 2000 });
      expect([...first, ...rest].map((row) => row.productCode)).toEqual(codes);
    });

    it('read codes with quotes, commas and braces as they are', async () => {
      const odd = ['a"b', "a'b", 'a,b', '{a}', 'a\\b', 'NULL', ' ', 'ä'].map(product);
      await under().store.transaction(siteId, async (tx) => {
        await tx.lockStock(odd);
        await tx.setOnHand(
          odd.map((productCode) => ({ locationCode: A, productCode, onHand: 1 })),
          cause('refresh'),
        );
      });
      const { current, versions } = await under().store.reader(siteId).stockOf(odd);
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
      await change((tx) =>
        tx.updateLot(lotId('po-1'), { deliveryDate: day('2026-06-01') }, null, cause('lot')),
      );
      await note();
      await change((tx) => tx.deallocate([number(1)], cause('cancel')));
      await note();
      await change((tx) => tx.receiveLot(lotId('po-1'), 3, cause('receipt')));
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
      await expect(store.transaction(siteId, (tx) => tx.setOnHand(rows, cause('refresh')))).rejects.toThrow(
        'stock of KTP changed without lockStock',
      );
      await count(5);
      await allocate(allocation(1, ['A', 'KTP', 2]));
      await expect(
        store.transaction(siteId, (tx) => tx.deallocate([number(1)], cause('cancel'))),
      ).rejects.toThrow('without lockStock');
      expect((await view()).current[0]!.allocated).toBe(2);
    });
  });

  describe('allocations', () => {
    it('take from their sources and are given back as they were', async () => {
      await count(5);
      await change((tx) => tx.setLots([{ ...LOT, quantity: 3 }], cause('refresh')));
      const rows = [allocation(1, ['A', 'KTP', 5]), allocation(1, ['A', 'KTP', 2], 'po-1')];
      await allocate(...rows);
      const taken = await view();
      expect([taken.current[0]!.allocated, taken.lots[0]!.allocated]).toEqual([5, 2]);
      expect(
        await under()
          .store.reader(siteId)
          .allocationsOf([number(1)]),
      ).toEqual(rows);
      expect(await change((tx) => tx.deallocate([number(1)], cause('unrelease')))).toEqual(rows);
      const back = await view();
      expect([back.current[0]!.allocated, back.lots[0]!.allocated]).toEqual([0, 0]);
      expect(
        await under()
          .store.reader(siteId)
          .allocationsOf([number(1)]),
      ).toEqual([]);
    });

    it('are all or nothing: two rows of one source may not take more than it has between them', async () => {
      await count(5);
      await expect(allocate(allocation(1, ['A', 'KTP', 3]), allocation(2, ['A', 'KTP', 3]))).rejects.toThrow(
        'short',
      );
      expect((await view()).current[0]!.allocated).toBe(0);
      expect(
        await under()
          .store.reader(siteId)
          .allocationsOf([number(1), number(2)]),
      ).toEqual([]);
    });

    it('do not touch safety stock', async () => {
      await change((tx) => tx.setOnHand([{ ...atA, onHand: 5, safetyStock: 2 }], cause('refresh')));
      await expect(allocate(allocation(1, ['A', 'KTP', 4]))).rejects.toThrow('short');
      await allocate(allocation(1, ['A', 'KTP', 3]));
    });

    it('from a source that is not there, or of another product or place, are refused', async () => {
      await change((tx) => tx.setLots([{ ...LOT, quantity: 3 }], cause('refresh')));
      await expect(allocate(allocation(1, ['A', 'KTP', 1]))).rejects.toThrow('short');
      await expect(allocate(allocation(1, ['B', 'KTP', 1], 'po-1'))).rejects.toThrow('short');
      await expect(allocate(allocation(1, ['A', 'KTP', 1], 'po-2'))).rejects.toThrow('short');
    });

    it('that were refused cannot be committed by oversight', async () => {
      await count(1);
      await expect(
        change((tx) => tx.allocate([allocation(1, ['A', 'KTP', 2])], cause('release'))),
      ).rejects.toMatchObject({ name: 'StoreError', code: 'REFUSED_WRITE_COMMITTED' });
      expect(
        await under()
          .store.reader(siteId)
          .allocationsOf([number(1)]),
      ).toEqual([]);
    });

    it('leave the building with their units, and never take the count below zero', async () => {
      await count(5);
      await allocate(allocation(1, ['A', 'KTP', 3]), allocation(2, ['A', 'KTP', 2]));
      await change((tx) => tx.fulfill([number(1)], cause('fulfill')));
      expect((await view()).current[0]).toMatchObject({ onHand: 2, allocated: 2 });
      await count(1);
      await change((tx) => tx.fulfill([number(2)], cause('fulfill')));
      expect((await view()).current[0]).toMatchObject({ onHand: 0, allocated: 0 });
    });
  });

  describe('lots', () => {
    const setLot = (quantity: number) => change((tx) => tx.setLots([{ ...LOT, quantity }], cause('refresh')));

    it('come in the order of place, day, product and id, undated ones last', async () => {
      const rows = [
        { ...LOT, futureInventoryId: lotId('d'), deliveryDate: null, quantity: 1 },
        { ...LOT, futureInventoryId: lotId('c'), quantity: 1 },
        { ...LOT, futureInventoryId: lotId('b'), quantity: 1 },
        { ...LOT, futureInventoryId: lotId('a'), deliveryDate: day('2026-05-11'), quantity: 1 },
      ];
      await change((tx) => tx.setLots(rows, cause('refresh')));
      const { lots } = await view();
      expect(lots.map((lot) => [lot.futureInventoryId, lot.deliveryDate])).toEqual([
        ['b', '2026-05-10'],
        ['c', '2026-05-10'],
        ['a', '2026-05-11'],
        ['d', null],
      ]);
    });

    it('are set absolutely or by difference, and say what changed', async () => {
      expect(await setLot(3)).toEqual({ changedProducts: [KTP], refused: [] });
      expect(await setLot(3)).toEqual({ changedProducts: [], refused: [] });
      const grown = await change((tx) => tx.adjustLots([{ ...LOT, delta: 2 }], cause('adjust')));
      expect(grown).toEqual({ changedProducts: [KTP], refused: [] });
      expect((await view()).lots[0]).toMatchObject({ quantity: 5, version: 2 });
      const fallen = await change((tx) => tx.adjustLots([{ ...LOT, delta: -6 }], cause('adjust')));
      expect(fallen).toEqual({ changedProducts: [], refused: ['po-1'] });
    });

    it('slip and shrink under their version, and leave what is promised to the caller', async () => {
      await setLot(3);
      await allocate(allocation(1, ['A', 'KTP', 3], 'po-1'));
      const { version } = (await view()).lots[0]!;
      const slip = { deliveryDate: day('2026-06-01'), quantity: 1 };
      expect(await change((tx) => tx.updateLot(lotId('po-1'), slip, version - 1, cause('lot')))).toBeNull();
      expect(await change((tx) => tx.updateLot(lotId('po-1'), slip, version, cause('lot')))).toMatchObject({
        deliveryDate: '2026-06-01',
        quantity: 1,
        allocated: 3,
        version: version + 1,
      });
      expect(await under().store.reader(siteId).lotsInTrouble(day('2026-05-01'))).toHaveLength(1);
    });

    it('that are due and still promised are in trouble, those due today are not', async () => {
      await setLot(3);
      const reader = under().store.reader(siteId);
      expect(await reader.lotsInTrouble(day('2026-05-11'))).toEqual([]);
      await allocate(allocation(1, ['A', 'KTP', 3], 'po-1'));
      expect(await reader.lotsInTrouble(day('2026-05-10'))).toEqual([]);
      expect(await reader.lotsInTrouble(day('2026-05-11'))).toMatchObject([{ futureInventoryId: 'po-1' }]);
    });

    it('that arrive are on hand, and closed to everything else', async () => {
      await setLot(3);
      expect(await change((tx) => tx.receiveLot(lotId('po-1'), 2, cause('receipt')))).toMatchObject({
        status: 'RECEIVED',
        quantity: 0,
      });
      expect((await view()).current[0]).toMatchObject({ onHand: 2 });
      expect((await view()).lots).toEqual([]);
      expect(await change((tx) => tx.receiveLot(lotId('po-1'), 2, cause('receipt')))).toBeNull();
      expect(await setLot(9)).toEqual({ changedProducts: [], refused: ['po-1'] });
      await expect(allocate(allocation(1, ['A', 'KTP', 1], 'po-1'))).rejects.toThrow('short');
    });

    it('that are canceled bring nothing', async () => {
      await setLot(3);
      const canceled = await change((tx) =>
        tx.updateLot(lotId('po-1'), { status: 'CANCELED' }, null, cause('lot')),
      );
      expect(canceled).toMatchObject({ status: 'CANCELED', quantity: 0 });
    });

    it('keep their place and product', async () => {
      await setLot(3);
      const elsewhere = { ...LOT, locationCode: location('B'), quantity: 3 };
      expect(await change((tx) => tx.setLots([elsewhere], cause('refresh')))).toMatchObject({
        refused: ['po-1'],
      });
    });

    it('name their holders in the order of the queue', async () => {
      await setLot(9);
      await change(async (tx) => {
        await tx.insertShipments([
          shipment(101, { shipmentStatus: 'FUTURE', backorderedAt: '2026-04-02T00:00:00.000Z' }),
          shipment(102, { shipmentStatus: 'FUTURE', backorderedAt: '2026-04-01T00:00:00.000Z' }),
          shipment(103, { shipmentStatus: 'FUTURE', priority: 1 }),
        ]);
        await tx.allocate(
          [101, 102, 103].map((each) => allocation(each, ['A', 'KTP', 1], 'po-1')),
          cause('release'),
        );
      });
      const holders = await under().store.reader(siteId).allocationsOfLot(lotId('po-1'));
      expect(holders.map((row) => row.shipmentNumber)).toEqual([103, 102, 101]);
    });
  });

  it('belongs to its site', async () => {
    await count(5);
    const other = under().store.reader(site('elsewhere'));
    expect((await other.stockOf([KTP])).current).toEqual([]);
    expect(await other.stockPage({ after: null, limit: 10 })).toEqual([]);
  });
});
