import { describe, expect, it } from 'vitest';
import { allocation, cause, number } from '../../store/records.ts';
import { describeStores } from '../../store/stores.ts';
import { atA, LOT, useStock } from './stock.ts';

describeStores((under) => {
  const { siteId, change, reader, view, count, allocate } = useStock('allocations', under);

  describe('allocations', () => {
    it('take from their sources and are given back as they were', async () => {
      await count(5);
      await change((tx) => tx.setLots([{ ...LOT, quantity: 3 }], cause('refresh')));
      const rows = [allocation(1, ['A', 'KTP', 5]), allocation(1, ['A', 'KTP', 2], 'po-1')];
      await allocate(...rows);
      const taken = await view();
      expect([taken.current[0]!.allocated, taken.lots[0]!.allocated]).toEqual([5, 2]);
      expect(await reader().allocationsOf([number(1)])).toEqual(rows);
      expect(await change((tx) => tx.deallocate([number(1)], cause('unrelease')))).toEqual(rows);
      const back = await view();
      expect([back.current[0]!.allocated, back.lots[0]!.allocated]).toEqual([0, 0]);
      expect(await reader().allocationsOf([number(1)])).toEqual([]);
    });

    it('are all or nothing: two rows of one source may not take more than it has between them', async () => {
      await count(5);
      await expect(allocate(allocation(1, ['A', 'KTP', 3]), allocation(2, ['A', 'KTP', 3]))).rejects.toThrow(
        'short',
      );
      expect((await view()).current[0]!.allocated).toBe(0);
      expect(await reader().allocationsOf([number(1), number(2)])).toEqual([]);
    });

    it('of one line and source are one row, taken together or one after another', async () => {
      await count(9);
      await allocate(allocation(1, ['A', 'KTP', 3]), allocation(1, ['A', 'KTP', 1]));
      await allocate(allocation(1, ['A', 'KTP', 2]));
      expect(await reader().allocationsOf([number(1)])).toEqual([allocation(1, ['A', 'KTP', 6])]);
      expect((await view()).current[0]!.allocated).toBe(6);
    });

    it('for several shipments at once have a ledger entry each, and take together what there is at most', async () => {
      await count(5);
      await change((tx) => tx.setLots([{ ...LOT, quantity: 3 }], cause('refresh')));
      const takings = [
        { reference: '1', rows: [allocation(1, ['A', 'KTP', 3]), allocation(1, ['A', 'KTP', 1], 'po-1')] },
        { reference: '2', rows: [allocation(2, ['A', 'KTP', 2]), allocation(2, ['A', 'KTP', 1], 'po-1')] },
      ];
      const before = (await view()).versions;
      expect(await change((tx) => tx.allocateAll(takings, 'release'))).toBe(true);
      const { current, lots, versions } = await view();
      expect([current[0]!.allocated, lots[0]!.allocated]).toEqual([5, 2]);
      expect(versions).not.toEqual(before);
      const { rows } = await under().executeSql(
        `select reference, future_inventory_id as lot, allocated_delta::integer as units from ledger
          where site_id = $1 and cause = 'release' order by 1, 2`,
        [siteId()],
      );
      expect(rows).toEqual([
        { reference: '1', lot: '', units: 3 },
        { reference: '1', lot: 'po-1', units: 1 },
        { reference: '2', lot: '', units: 2 },
        { reference: '2', lot: 'po-1', units: 1 },
      ]);
      const more = { reference: '3', rows: [allocation(3, ['A', 'KTP', 1])] };
      await expect(change((tx) => tx.allocateAll([more], 'release'))).rejects.toMatchObject({
        code: 'REFUSED_WRITE_COMMITTED',
      });
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
      expect(await reader().allocationsOf([number(1)])).toEqual([]);
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
});
