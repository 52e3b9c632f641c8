import { describe, expect, it } from 'vitest';
import { FUTURE, lot, snapshotOf, stock } from '../../formulation/readable.ts';
import { fixes } from './ask.ts';

describe('a fix', () => {
  it('is the switch of the site where that alone is enough', async () => {
    const snapshot = snapshotOf({
      lines: [{ quantity: 5 }],
      futureInventory: [lot('a', 'A', '2026-05-10', 5)],
    });
    expect(await fixes(snapshot)).toContainEqual({ kind: 'ENABLE_FUTURE_FOR_SITE' });
  });

  it('names only the products whose switch is needed', async () => {
    const off = { allowsFutureAllocate: false };
    const snapshot = snapshotOf({
      lines: [
        { quantity: 5, ...off },
        { quantity: 5, productCode: 'KTP2', ...off },
      ],
      settings: FUTURE,
      inventory: [stock('A', 5, 'KTP2')],
      futureInventory: [lot('a', 'A', '2026-05-10', 5), lot('b', 'A', '2026-05-10', 5, 'KTP2')],
    });
    expect(await fixes(snapshot)).toContainEqual({
      kind: 'ENABLE_FUTURE_FOR_PRODUCT',
      productCodes: ['KTP'],
    });
  });

  it('is each kind of change that would do, those that ask the least first', async () => {
    const snapshot = snapshotOf({
      lines: [{ quantity: 5, excludedLocationCodes: ['C'] }],
      settings: { ...FUTURE, futureDateLimit: { unit: 'days', quantity: 2 } },
      locations: [{ locationCode: 'B', active: false, directShip: false }],
      inventory: [stock('A', 2), stock('B', 3), stock('C', 3)],
      futureInventory: [
        lot('late', 'A', '2026-04-20', 3),
        lot('small', 'A', '2026-05-09', 1),
        lot('large', 'A', '2026-05-10', 3),
      ],
    });
    const named = { locationCode: 'A', productCode: 'KTP' };
    expect(await fixes(snapshot)).toEqual([
      {
        kind: 'RECEIVE_OVERDUE_LOTS',
        lots: [{ futureInventoryId: 'late', deliveryDay: '2026-04-20', ...named }],
      },
      { kind: 'ALLOW_LOCATION', lines: [{ lineId: 1, locationCode: 'C' }] },
      { kind: 'OPEN_LOCATION', locations: [{ locationCode: 'B', switches: ['active', 'directShip'] }] },
      { kind: 'EXTEND_FUTURE_DATE_LIMIT', lastDay: '2026-05-10', days: 9 },
      {
        kind: 'MOVE_LOTS_EARLIER',
        byDay: '2026-05-03',
        lots: [{ futureInventoryId: 'large', deliveryDay: '2026-05-10', ...named }],
      },
      { kind: 'ADD_UNITS', units: [{ quantity: 3, byDay: '2026-05-03', ...named }] },
    ]);
  });

  it('is a limit raised by the least that suffices', async () => {
    const snapshot = snapshotOf({
      lines: [{ quantity: 6 }],
      settings: { maxFulfillingLocations: 1 },
      inventory: [stock('A', 2), stock('B', 2), stock('C', 2)],
    });
    expect(await fixes(snapshot)).toContainEqual({
      kind: 'RAISE_LIMIT',
      limit: 'maxFulfillingLocations',
      to: 3,
    });
  });

  it('is to count current stock where that was switched off', async () => {
    const snapshot = snapshotOf({
      lines: [{ quantity: 5 }],
      settings: { useCurrentInventory: false },
      inventory: [stock('A', 5)],
    });
    expect(await fixes(snapshot)).toContainEqual({ kind: 'USE_CURRENT_INVENTORY' });
  });

  it('is the shortest limit that reaches far enough', async () => {
    const snapshot = snapshotOf({
      lines: [{ quantity: 5 }],
      settings: { ...FUTURE, futureDateLimit: { unit: 'days', quantity: 2 } },
      futureInventory: [
        lot('a', 'A', '2026-05-10', 3),
        lot('b', 'A', '2026-05-12', 2),
        lot('c', 'A', '2026-05-20', 5),
      ],
    });
    expect(await fixes(snapshot)).toContainEqual({
      kind: 'EXTEND_FUTURE_DATE_LIMIT',
      lastDay: '2026-05-12',
      days: 11,
    });
  });

  it('is as many units as are missing, where and by when they would count', async () => {
    const snapshot = snapshotOf({
      lines: [
        { quantity: 5, allowsFutureAllocate: false },
        { quantity: 4, productCode: 'KTP2' },
      ],
      settings: FUTURE,
      locations: [{ locationCode: 'A', active: false }],
      inventory: [stock('B', 2), stock('B', 1, 'KTP2')],
    });
    expect(await fixes(snapshot)).toEqual([
      {
        kind: 'ADD_UNITS',
        units: [
          { productCode: 'KTP', quantity: 3, locationCode: 'B', byDay: '2026-05-01' },
          { productCode: 'KTP2', quantity: 3, locationCode: 'B', byDay: '2026-05-31' },
        ],
      },
    ]);
  });

  it('puts the units where the limit on locations lets them count', async () => {
    const snapshot = snapshotOf({
      lines: [{ quantity: 5 }, { quantity: 3, productCode: 'KTP2' }],
      settings: { maxFulfillingLocations: 1 },
      inventory: [stock('B', 5), stock('A', 1, 'KTP2')],
    });
    expect(await fixes(snapshot)).toEqual([
      {
        kind: 'ADD_UNITS',
        units: [{ productCode: 'KTP2', quantity: 3, locationCode: 'B', byDay: '2026-05-01' }],
      },
    ]);
  });

  it('takes what a location holds once where it counts locations', async () => {
    const snapshot = snapshotOf({
      lines: [
        { quantity: 2 },
        { quantity: 6 },
        { quantity: 3, productCode: 'KTP2' },
        { quantity: 3, productCode: 'KTP2' },
      ],
      settings: { maxFulfillingLocations: 2 },
      inventory: [
        stock('A', 2),
        stock('B', 1, 'KTP2'),
        stock('C', 2, 'KTP2'),
        stock('E', 1),
        stock('E', 2, 'KTP2'),
      ],
    });
    // With E: 2 + 5 + 1 are 8, and 4 + 2 are 6.
    expect(await fixes(snapshot)).toEqual([
      {
        kind: 'ADD_UNITS',
        units: [
          { productCode: 'KTP', quantity: 5, locationCode: 'A', byDay: '2026-05-01' },
          { productCode: 'KTP2', quantity: 4, locationCode: 'A', byDay: '2026-05-01' },
        ],
      },
    ]);
  });

  it('asks for the smallest release that a partial mode allows', async () => {
    const ask = (partialRelease: 'line' | 'quantity') =>
      fixes(
        snapshotOf({
          lines: [{ quantity: 5 }, { quantity: 2, productCode: 'KTP2' }],
          settings: { partialRelease },
          locations: [{ locationCode: 'A' }],
        }),
      );
    expect(await ask('line')).toMatchObject([{ units: [{ productCode: 'KTP2', quantity: 2 }] }]);
    expect(await ask('quantity')).toMatchObject([{ units: [{ productCode: 'KTP', quantity: 1 }] }]);
  });
});
