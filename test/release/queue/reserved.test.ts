import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LocationCode, ProductCode } from '../../../src/domain/ids.ts';
import { Product } from '../../../src/domain/site/catalogue.ts';
import type { StockRow } from '../../../src/domain/site/stock.ts';
import type { Want } from '../../../src/release/ports/queue.ts';
import { lessUndecided, lessWanted } from '../../../src/release/queue/reserved.ts';

const KTP = 'KTP' as ProductCode;
const PLACES = ['A', 'B', 'C'] as LocationCode[];
const stockRow = (locationCode: LocationCode, onHand: number): StockRow => ({
  locationCode,
  productCode: KTP,
  onHand,
  allocated: 0,
  pending: 0,
  safetyStock: 0,
  unitCost: 0,
});
const lot = (locationCode: LocationCode, quantity: number) => ({
  ...stockRow(locationCode, 0),
  futureInventoryId: `po-${locationCode}` as never,
  deliveryDate: '2026-05-10' as never,
  quantity,
  status: 'EXPECTED' as const,
  version: 1,
});
const want = (quantity: number, more: Partial<Want> = {}): Want => ({
  productCode: KTP,
  quantity,
  pickupLocationCode: null,
  excludedLocationCodes: [],
  excludedFutureLocationCodes: [],
  allowsFutureAllocate: null,
  ...more,
});
const left = (row: { onHand: number; allocated: number }) => row.onHand - row.allocated;

describe('what undecided shipments want', () => {
  it('is left to them at every source: whoever takes the rest takes no way from them', () => {
    const units = fc.nat(9);
    fc.assert(
      fc.property(fc.tuple(units, units, units), fc.integer({ min: 1, max: 9 }), (there, wanted) => {
        const current = there.map((onHand, index) => stockRow(PLACES[index]!, onHand));
        const rest = lessUndecided({ current, lots: [] }, new Map([[KTP, wanted]]));
        for (const [index, row] of rest.current.entries()) {
          const takes = Math.max(0, left(row));
          // Of each source as much is left as they could take of it at most.
          expect(there[index]! - takes).toBeGreaterThanOrEqual(Math.min(there[index]!, wanted));
        }
      }),
      { seed: 20260501, numRuns: 200 },
    );
  });

  it('does not matter to other products', () => {
    const stock = { current: [stockRow('A' as LocationCode, 3)], lots: [] };
    expect(lessUndecided(stock, new Map([['KTP2' as ProductCode, 9]]))).toEqual(stock);
  });
});

describe('what all before a place want', () => {
  const [A, B] = PLACES as [LocationCode, LocationCode];
  const stock = { current: [stockRow(A, 9), stockRow(B, 9)], lots: [lot(A, 9), lot(B, 9)] };
  const products = (futureInventoryEnabled: boolean) =>
    new Map([[KTP, Product.parse({ productCode: KTP, futureInventoryEnabled })]]);
  const leftOf = (wants: Want[], future = true) => {
    const rest = lessWanted(stock, wants, products(future));
    return [...rest.current.map(left), ...rest.lots.map((row) => row.quantity - row.allocated)];
  };

  it('is taken off every source that may serve it', () => expect(leftOf([want(2)])).toEqual([7, 7, 7, 7]));
  it('of a pickup only where it is picked up', () =>
    expect(leftOf([want(2, { pickupLocationCode: B })])).toEqual([9, 7, 9, 7]));
  it('not at locations that it excludes', () =>
    expect(leftOf([want(2, { excludedLocationCodes: [A] })])).toEqual([9, 7, 9, 7]));
  it('not of lots that it excludes, or that neither it nor its product allows', () => {
    expect(leftOf([want(2, { excludedFutureLocationCodes: [A] })])).toEqual([7, 7, 9, 7]);
    expect(leftOf([want(2)], false)).toEqual([7, 7, 9, 9]);
    expect(leftOf([want(2, { allowsFutureAllocate: false })])).toEqual([7, 7, 9, 9]);
    expect(leftOf([want(2, { allowsFutureAllocate: true })], false)).toEqual([7, 7, 7, 7]);
  });
  it('adds up', () => expect(leftOf([want(2), want(3, { pickupLocationCode: A })])).toEqual([4, 7, 4, 7]));
});
