import { expect, it } from 'vitest';
import type { CalendarDate } from '../../../../src/domain/calendar.ts';
import type { Decision } from '../../../../src/domain/decision.ts';
import type { FutureInventoryId, LineId, ProductCode } from '../../../../src/domain/ids.ts';
import type { LotRow, StockRow } from '../../../../src/domain/site/stock.ts';
import { DryRunStock } from '../../../../src/release/run/dry/dry-run-stock.ts';
import { at } from '../../shipments.ts';

const current = (location: string, product: string, allocated = 0): StockRow => ({
  locationCode: at(location),
  productCode: product as ProductCode,
  onHand: 9,
  allocated,
  pending: 0,
  safetyStock: 0,
  unitCost: 0,
});

const lot = (id: string, product: string): LotRow => ({
  futureInventoryId: id as FutureInventoryId,
  locationCode: at('A'),
  productCode: product as ProductCode,
  deliveryDate: '2026-05-10' as CalendarDate,
  quantity: 9,
  allocated: 1,
  unitCost: 0,
  status: 'EXPECTED',
  version: 1,
});

/** A decision that takes `[line, product, units, lot]` at one location. */
const taking = (location: string, ...taken: [number, string, number, string | null][]) =>
  ({
    children: [
      {
        fulfillmentLocationCode: at(location),
        items: taken.map(([lineId, productCode, quantity]) => ({ lineId, productCode, quantity })),
        allocations: taken.map(([lineId, , quantity, futureInventoryId]) => ({
          lineId: lineId as LineId,
          quantity,
          futureInventoryId,
        })),
      },
    ],
  }) as unknown as Decision;

it('a dry run takes from each source what its plans would take, all together, and from no other', () => {
  const dry = new DryRunStock();
  const stock = {
    current: [current('A', 'KTP', 2), current('A', 'KTP2'), current('B', 'KTP')],
    lots: [lot('po-1', 'KTP'), lot('po-2', 'KTP')],
  };
  expect(dry.less(stock)).toEqual(stock);
  dry.take(taking('A', [1, 'KTP', 3, null], [2, 'KTP', 2, 'po-1']));
  dry.take(taking('A', [1, 'KTP', 1, null]));
  const { current: rows, lots } = dry.less(stock);
  expect(rows.map(({ allocated }) => allocated)).toEqual([6, 0, 0]);
  expect(lots.map(({ allocated }) => allocated)).toEqual([3, 1]);
  expect(stock.current[0]!.allocated).toBe(2);
  const other = dry.copy();
  other.take(taking('A', [1, 'KTP', 1, null]));
  expect(other.less(stock).current[0]!.allocated).toBe(7);
  expect(dry.less(stock).current[0]!.allocated).toBe(6);
});
