import { describe, expect, it } from 'vitest';
import { FUTURE, lot, snapshotOf, stock } from '../../formulation/readable.ts';
import { explain, explainLate, fixes, reasons } from './ask.ts';

describe('a reason under limits', () => {
  it('is no limit that does not bind, and counts what is missing once', async () => {
    const snapshot = snapshotOf({
      lines: [{ quantity: 2 }, { quantity: 3 }],
      settings: { maxFulfillingLocations: 1000 },
      inventory: [stock('A', 2)],
    });
    expect(await reasons(snapshot)).toEqual(['1 WAITING_FOR_OTHER_LINES 0', '2 NO_EXPECTED_DATE 3']);
  });

  it('is SPLIT_LIMIT of a line that it holds alone, whatever else is short', async () => {
    const snapshot = snapshotOf({
      lines: [{ quantity: 5 }, { quantity: 1, productCode: 'KTP2' }],
      settings: { maxSplitItemLocations: 1 },
      inventory: [stock('A', 3), stock('B', 2)],
    });
    expect(await reasons(snapshot)).toEqual(['1 SPLIT_LIMIT 2', '2 NO_EXPECTED_DATE 1']);
  });

  it('is CHILD_LIMIT where stock lies in more packages than there may be', async () => {
    const snapshot = snapshotOf({
      lines: [{ quantity: 5 }, { quantity: 2, productCode: 'KTP2' }],
      settings: { ...FUTURE, maxChildShipments: 1 },
      inventory: [stock('A', 5)],
      futureInventory: [lot('po', 'A', '2026-05-10', 2, 'KTP2')],
    });
    expect(await reasons(snapshot)).toEqual(['1 WAITING_FOR_OTHER_LINES 0', '2 CHILD_LIMIT 2']);
    expect(await fixes(snapshot)).toContainEqual({ kind: 'RAISE_LIMIT', limit: 'maxChildShipments', to: 2 });
  });

  it('is SHIP_TOGETHER where no package could hold a whole kit', async () => {
    const snapshot = snapshotOf({
      lines: [
        { quantity: 2, itemDependency: 'kit' },
        { quantity: 4, productCode: 'KTP2', itemDependency: 'kit' },
      ],
      shipment: { itemDependencies: [{ itemDependency: 'kit', ship: 'together' }] },
      inventory: [stock('A', 2), stock('B', 4, 'KTP2')],
    });
    expect(await reasons(snapshot)).toEqual(['1 WAITING_FOR_OTHER_LINES 0', '2 SHIP_TOGETHER 4']);
  });

  it('is a limit for some line even where there was no time to solve anything, and says so', async () => {
    const snapshot = snapshotOf({
      lines: [1, 2, 3, 4].map((line) => ({ quantity: 2, productCode: `P${line}` })),
      settings: { maxFulfillingLocations: 2, maxSplitItemLocations: 3 },
      inventory: ['A1', 'A2', 'B3', 'C1', 'C4', 'D2', 'D3', 'E4'].map(([code, line]) =>
        stock(code!, code === 'A' || code === 'D' ? 1 : 2, `P${line}`),
      ),
    });
    const late = await explainLate(snapshot);
    expect(late.explanation).toBe('partial');
    expect(late.reason).toBe('LOCATION_LIMIT');
    expect(late.lines.map(({ short }) => short > 0)).toContain(true);
    expect((await explain(snapshot)).explanation).toBe('complete');
  });

  it('is a limit where no line waits for another, though the estimate leaves none short', async () => {
    const kit = { itemDependency: 'kit' };
    const snapshot = snapshotOf({
      lines: [
        { quantity: 2, ...kit },
        { quantity: 2, productCode: 'KTP2', ...kit },
      ],
      shipment: { itemDependencies: [{ itemDependency: 'kit', ship: 'together' }] },
      inventory: [stock('A', 2), stock('B', 2, 'KTP2')],
      settings: { maxFulfillingLocations: 2 },
    });
    const late = await explainLate(snapshot);
    expect(late.explanation).toBe('partial');
    expect(late.lines.map(({ reason }) => reason)).toEqual(['WAITING_FOR_OTHER_LINES', 'LOCATION_LIMIT']);
  });

  it('leaves a kit short as a whole, though some of its units would fit', async () => {
    const kit = { itemDependency: 'kit' };
    const snapshot = snapshotOf({
      lines: [
        { quantity: 3 },
        { quantity: 4, productCode: 'KTP2', ...kit },
        { quantity: 4, productCode: 'KTP3', ...kit },
      ],
      shipment: { itemDependencies: [{ itemDependency: 'kit', ship: 'together' }] },
      settings: { maxFulfillingLocations: 1 },
      inventory: [
        stock('A', 4, 'KTP2'),
        stock('A', 4, 'KTP3'),
        stock('B', 3),
        stock('B', 2, 'KTP2'),
        stock('B', 2, 'KTP3'),
      ],
    });
    expect(await reasons(snapshot)).toContain('2 LOCATION_LIMIT 4');
  });

  it('is never a limit that does not bind, where two others bind together', async () => {
    const snapshot = snapshotOf({
      lines: [{ quantity: 4 }, { quantity: 2, productCode: 'KTP2' }],
      settings: { ...FUTURE, maxFulfillingLocations: 9, maxSplitItemLocations: 1, maxChildShipments: 2 },
      inventory: [stock('A', 2), stock('B', 2)],
      futureInventory: [lot('a', 'A', '2026-05-10', 2), lot('b', 'C', '2026-05-11', 2, 'KTP2')],
    });
    // Without the limit on children A gives line 1 now and on 10 May; without that on a line, B helps, and C is a third.
    expect((await explain(snapshot)).lines.map(({ reason }) => reason)).not.toContain('LOCATION_LIMIT');
  });
});

describe('units added under limits', () => {
  it('come to the locations that the limit leaves, though lines may share none', async () => {
    const snapshot = snapshotOf({
      lines: [
        { quantity: 2, excludedLocationCodes: ['B', 'C', 'D'] },
        { quantity: 3, productCode: 'KTP2', excludedLocationCodes: ['A', 'D'] },
        { quantity: 1, productCode: 'KTP3', excludedLocationCodes: ['A', 'B', 'D'] },
      ],
      settings: { maxFulfillingLocations: 2 },
      locations: ['A', 'B', 'C', 'D'].map((locationCode) => ({ locationCode })),
      inventory: [stock('A', 2)],
    });
    // B comes first for the second line, and would be one location too many.
    expect(await fixes(snapshot)).toContainEqual({
      kind: 'ADD_UNITS',
      units: expect.arrayContaining([
        expect.objectContaining({ productCode: 'KTP2', quantity: 3, locationCode: 'C' }),
        expect.objectContaining({ productCode: 'KTP3', quantity: 1, locationCode: 'C' }),
      ]),
    });
  });
});
