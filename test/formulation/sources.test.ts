import { describe, expect, it } from 'vitest';
import { findSourcing } from '../../src/formulation/sources.ts';
import { cells, FUTURE, lot, snapshotOf, stock } from './readable.ts';

describe('sources', () => {
  it('stand by line within a package, though stock stands by product', () => {
    const snapshot = snapshotOf({
      lines: [
        { quantity: 1, productCode: 'C' },
        { quantity: 1, productCode: 'B' },
        { quantity: 1, productCode: 'A' },
        { quantity: 1, productCode: 'B' },
      ],
      inventory: [stock('X', 9, 'A'), stock('X', 9, 'B'), stock('X', 9, 'C')],
    });
    expect(cells(snapshot)).toEqual(['1,X', '2,X', '3,X', '4,X']);
    const { sources, cellSource } = findSourcing(snapshot);
    expect(sources.map(({ productCode }) => productCode)).toEqual(['C', 'B', 'A']);
    expect([...cellSource]).toEqual([0, 1, 2, 1]);
  });

  it('stand by line where stock comes in the opposite order', () => {
    const snapshot = snapshotOf({
      lines: [
        { quantity: 1, productCode: 'B' },
        { quantity: 1, productCode: 'A' },
      ],
      inventory: [stock('X', 9, 'A'), stock('X', 9, 'B')],
    });
    expect(cells(snapshot)).toEqual(['1,X', '2,X']);
  });

  it('keep the lots of different products apart that arrive together', () => {
    const snapshot = snapshotOf({
      lines: [{ quantity: 5 }, { quantity: 5, productCode: 'KTP2' }],
      settings: FUTURE,
      futureInventory: [lot('a', 'A', '2026-05-05', 2), lot('b', 'A', '2026-05-05', 3, 'KTP2')],
    });
    const { packages, sources } = findSourcing(snapshot);
    expect(packages).toHaveLength(1);
    expect(sources.map(({ productCode, available }) => [productCode, available])).toEqual([
      ['KTP', 2],
      ['KTP2', 3],
    ]);
  });

  it('leave out stock that only lines without a need of stock name', () => {
    const snapshot = snapshotOf({
      lines: [{ quantity: 5 }, { quantity: 5, productCode: 'GIFT', manageStock: false }],
      inventory: [stock('A', 5), stock('A', 9, 'GIFT')],
    });
    expect(findSourcing(snapshot).sources.map(({ productCode }) => productCode)).toEqual(['KTP']);
  });

  const unordered = /out of order/;

  it('refuse a snapshot whose current stock is not in the order of its locations', () => {
    const snapshot = snapshotOf({ lines: [{ quantity: 5 }], inventory: [stock('A', 1), stock('B', 1)] });
    const reversed = { ...snapshot, currentInventory: [...snapshot.currentInventory].reverse() };
    expect(() => findSourcing(reversed)).toThrow(unordered);
  });

  it('refuse a snapshot whose lots are not in the order of its locations', () => {
    const snapshot = snapshotOf({
      lines: [{ quantity: 5 }],
      settings: FUTURE,
      futureInventory: [lot('a', 'A', '2026-05-05', 2), lot('b', 'B', '2026-05-05', 3)],
    });
    const reversed = { ...snapshot, futureLots: [...snapshot.futureLots].reverse() };
    expect(() => findSourcing(reversed)).toThrow(unordered);
  });
});
