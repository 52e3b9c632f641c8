import { describe, expect, it } from 'vitest';
import { allocation, cause, day, location, lotId, shipment } from '../../store/records.ts';
import { describeStores } from '../../store/stores.ts';
import { KTP, LOT, useStock } from './stock.ts';

describeStores((under) => {
  const { change, reader, view, setLot, allocate } = useStock('lots', under);

  describe('lots', () => {
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
      expect(fallen).toEqual({ changedProducts: [], refused: [{ row: 0, reason: 'below-zero' }] });
      const risen = await change((tx) => tx.adjustLots([{ ...LOT, delta: 999_999_996 }], cause('adjust')));
      expect(risen).toEqual({ changedProducts: [], refused: [{ row: 0, reason: 'out-of-range' }] });
    });

    it('slip and shrink under their version, and leave what is promised to the caller', async () => {
      await setLot(3);
      await allocate(allocation(1, ['A', 'KTP', 3], 'po-1'));
      const { version } = (await view()).lots[0]!;
      const slip = { deliveryDate: day('2026-06-01'), quantity: 1 };
      expect(await change((tx) => tx.updateLot(LOT, slip, version - 1, cause('lot')))).toBeNull();
      expect(await change((tx) => tx.updateLot(LOT, slip, version, cause('lot')))).toMatchObject({
        deliveryDate: '2026-06-01',
        quantity: 1,
        allocated: 3,
        version: version + 1,
      });
      expect(
        await reader().lotsInTrouble({ today: day('2026-05-01'), givenUpBefore: day('2026-05-01') }),
      ).toHaveLength(1);
    });

    it('that are due and still promised are in trouble, those due today are not', async () => {
      await setLot(3);
      expect(
        await reader().lotsInTrouble({ today: day('2026-05-11'), givenUpBefore: day('2026-05-11') }),
      ).toEqual([]);
      await allocate(allocation(1, ['A', 'KTP', 3], 'po-1'));
      expect(
        await reader().lotsInTrouble({ today: day('2026-05-10'), givenUpBefore: day('2026-05-10') }),
      ).toEqual([]);
      expect(
        await reader().lotsInTrouble({ today: day('2026-05-11'), givenUpBefore: day('2026-05-11') }),
      ).toMatchObject([{ futureInventoryId: 'po-1' }]);
    });

    it('that arrive are on hand, and closed to everything else', async () => {
      await setLot(3);
      expect(
        await change((tx) => tx.receiveLot(LOT, { quantity: 2, isFinal: true }, cause('receipt'))),
      ).toMatchObject({
        status: 'RECEIVED',
        quantity: 0,
      });
      expect((await view()).current[0]).toMatchObject({ onHand: 2 });
      expect((await view()).lots).toEqual([]);
      expect(
        await change((tx) => tx.receiveLot(LOT, { quantity: 2, isFinal: true }, cause('receipt'))),
      ).toBeNull();
      expect(await setLot(9)).toEqual({ changedProducts: [], refused: [{ row: 0, reason: 'closed' }] });
      await expect(allocate(allocation(1, ['A', 'KTP', 1], 'po-1'))).rejects.toThrow('short');
    });

    it('that are canceled bring nothing', async () => {
      await setLot(3);
      const canceled = await change((tx) => tx.updateLot(LOT, { status: 'CANCELED' }, null, cause('lot')));
      expect(canceled).toMatchObject({ status: 'CANCELED', quantity: 0 });
    });

    it('of one id are one for each place and product, with counts and days of their own', async () => {
      await setLot(3);
      const elsewhere = { ...LOT, locationCode: location('B'), deliveryDate: day('2026-05-12'), quantity: 4 };
      expect(await change((tx) => tx.setLots([elsewhere], cause('refresh')))).toEqual({
        changedProducts: [KTP],
        refused: [],
      });
      await allocate(allocation(1, ['B', 'KTP', 2], 'po-1'));
      await change((tx) => tx.updateLot(LOT, { status: 'CANCELED' }, null, cause('lot')));
      expect(await reader().lots([LOT.futureInventoryId])).toMatchObject([
        { locationCode: 'A', quantity: 0, allocated: 0, status: 'CANCELED' },
        { locationCode: 'B', quantity: 4, allocated: 2, status: 'EXPECTED' },
      ]);
      const page = (after: Parameters<ReturnType<typeof reader>['lotPage']>[0]['after']) =>
        reader().lotPage({ after, limit: 1 });
      await change((tx) => tx.setLots([{ ...elsewhere, locationCode: location('C') }], cause('refresh')));
      const [first] = await page(null);
      expect((await page(first!)).map((lot) => lot.locationCode)).toEqual(['C']);
    });

    it('arrive in parts: what has not come is still expected, and counts as coming', async () => {
      await setLot(5);
      await allocate(allocation(1, ['A', 'KTP', 2], 'po-1'));
      const receive = (quantity: number, isFinal = false) =>
        change((tx) => tx.receiveLot(LOT, { quantity, isFinal }, cause('receipt')));
      expect(await receive(2)).toMatchObject({ status: 'EXPECTED', quantity: 3, allocated: 2 });
      expect((await view()).current[0]).toMatchObject({ onHand: 2 });
      await change((tx) => tx.giveBack([allocation(1, ['A', 'KTP', 1], 'po-1')], cause('receipt')));
      expect((await view()).lots[0]).toMatchObject({ quantity: 3, allocated: 1 });
      await change((tx) => tx.giveBack([allocation(1, ['A', 'KTP', 1], 'po-1')], cause('receipt')));
      expect(await reader().allocationsOfLots([LOT])).toEqual([]);
      await expect(
        change((tx) => tx.giveBack([allocation(1, ['A', 'KTP', 1], 'po-1')], cause('receipt'))),
      ).rejects.toThrow('nobody held');
      // More than was expected closes it as well.
      expect(await receive(4)).toMatchObject({ status: 'RECEIVED', quantity: 0 });
      expect((await view()).current[0]).toMatchObject({ onHand: 6 });
      const counters = (await under().store.examine(10)).filter(({ check }) => check.includes('ledger'));
      expect(counters).toEqual([]);
    });

    it('name their holders in the order of the queue', async () => {
      await setLot(9);
      await change(async (tx) => {
        await tx.insertShipments([
          shipment(101, { shipmentStatus: 'FUTURE', submittedAt: '2026-04-02T00:00:00.000Z' }),
          shipment(102, { shipmentStatus: 'FUTURE', submittedAt: '2026-04-01T00:00:00.000Z' }),
          shipment(103, { shipmentStatus: 'FUTURE', priority: 1 }),
        ]);
        await tx.allocate(
          [101, 102, 103].map((each) => allocation(each, ['A', 'KTP', 1], 'po-1')),
          cause('release'),
        );
      });
      const holders = await reader().allocationsOfLots([LOT]);
      expect(holders.map((row) => row.shipmentNumber)).toEqual([103, 102, 101]);
    });
  });
});
