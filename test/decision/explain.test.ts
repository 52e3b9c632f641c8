import { describe, expect, it } from 'vitest';
import { askUntil } from '../../src/attempt/what-if.ts';
import { explainHold } from '../../src/decision/explain/explain.ts';
import type { Snapshot } from '../../src/domain/snapshot.ts';
import { createPortfolio } from '../../src/solver/portfolio.ts';
import { FUTURE, lot, snapshotOf, stock } from '../formulation/readable.ts';

const engine = createPortfolio();
const explain = (snapshot: Snapshot) =>
  explainHold(snapshot, 'full', askUntil(engine, performance.now() + 5000));
const reasons = async (snapshot: Snapshot) =>
  (await explain(snapshot)).lines.map((line) => `${line.lineId} ${line.reason} ${line.short}`);
const fixes = async (snapshot: Snapshot) => (await explain(snapshot)).fixes;

describe('a reason', () => {
  it('names the gate that is closed first, from the outermost inwards', async () => {
    const ask = (settings: object, line: object = {}) =>
      reasons(
        snapshotOf({
          lines: [{ quantity: 5, ...line }],
          settings: { futureDateLimit: { unit: 'days', quantity: 3 }, ...settings },
          inventory: [stock('A', 2)],
          futureInventory: [lot('po', 'A', '2026-05-10', 3)],
        }),
      );
    expect(await ask({}, { allowsFutureAllocate: false })).toEqual(['1 FUTURE_DISABLED_FOR_SITE 3']);
    expect(await ask(FUTURE, { allowsFutureAllocate: false })).toEqual(['1 FUTURE_DISABLED_FOR_PRODUCT 3']);
    expect(await ask(FUTURE)).toEqual(['1 BEYOND_FUTURE_DATE_LIMIT 3']);
    expect(await ask(FUTURE, { excludedFutureLocationCodes: ['A'] })).toEqual(['1 NO_EXPECTED_DATE 3']);
    expect(await ask(FUTURE, { excludedLocationCodes: ['A'] })).toEqual(['1 NO_ELIGIBLE_LOCATION 5']);
  });

  it('is NO_EXPECTED_DATE where dated stock would not be enough', async () => {
    const snapshot = snapshotOf({
      lines: [{ quantity: 5 }],
      futureInventory: [lot('po', 'A', '2026-05-10', 4)],
    });
    expect(await reasons(snapshot)).toEqual(['1 NO_EXPECTED_DATE 5']);
  });

  it('serves lines of one product in the order of their ids', async () => {
    const snapshot = snapshotOf({ lines: [{ quantity: 3 }, { quantity: 3 }], inventory: [stock('A', 4)] });
    expect(await reasons(snapshot)).toEqual(['1 WAITING_FOR_OTHER_LINES 0', '2 NO_EXPECTED_DATE 2']);
  });

  it('moves an earlier line to another source where that serves a later one', async () => {
    const snapshot = snapshotOf({
      lines: [
        { quantity: 3 },
        { quantity: 3, excludedLocationCodes: ['B'] },
        { quantity: 1, productCode: 'X' },
      ],
      inventory: [stock('A', 3), stock('B', 3)],
    });
    expect(await reasons(snapshot)).toEqual([
      '1 WAITING_FOR_OTHER_LINES 0',
      '2 WAITING_FOR_OTHER_LINES 0',
      '3 NO_EXPECTED_DATE 1',
    ]);
  });

  it('is LOCATION_LIMIT for the lines that the fullest release leaves short', async () => {
    const snapshot = snapshotOf({
      lines: [{ quantity: 5 }, { quantity: 3, productCode: 'KTP2' }],
      settings: { maxFulfillingLocations: 1 },
      inventory: [stock('A', 5), stock('B', 3, 'KTP2')],
    });
    expect(await reasons(snapshot)).toEqual(['1 WAITING_FOR_OTHER_LINES 0', '2 LOCATION_LIMIT 3']);
  });

  it('is SPLIT_LIMIT where only the limit on one line stands in the way', async () => {
    const settings = { maxFulfillingLocations: 2, maxSplitItemLocations: 1 };
    const snapshot = snapshotOf({
      lines: [{ quantity: 5 }],
      settings,
      inventory: [stock('A', 3), stock('B', 2)],
    });
    expect(await reasons(snapshot)).toEqual(['1 SPLIT_LIMIT 2']);
  });
});

describe('the earliest release date', () => {
  const earliest = async (settings: object, futureInventory: ReturnType<typeof lot>[]) =>
    (await explain(snapshotOf({ lines: [{ quantity: 5 }], settings, futureInventory }))).earliestReleaseDate;

  it('is the arrival where dated stock does not count', async () => {
    expect(await earliest({}, [lot('a', 'A', '2026-05-20', 2), lot('b', 'A', '2026-06-01', 3)])).toBe(
      '2026-06-01',
    );
  });

  it('is the first day on which the window reaches the last lot', async () => {
    const limit = { futureDateLimit: { unit: 'weeks' as const, quantity: 1 } };
    expect(await earliest({ ...FUTURE, ...limit }, [lot('a', 'A', '2026-05-20', 5)])).toBe('2026-05-13');
  });

  it('is unknown where overdue or undated lots would be needed', async () => {
    expect(await earliest(FUTURE, [lot('a', 'A', '2026-04-20', 5), lot('b', 'A', null, 5)])).toBeNull();
  });

  it('sees that arrived stock does not count where current inventory is off', async () => {
    const settings = {
      ...FUTURE,
      useCurrentInventory: false,
      futureDateLimit: { unit: 'days' as const, quantity: 2 },
    };
    const lots = [
      lot('a', 'A', '2026-05-10', 3),
      lot('b', 'A', '2026-05-11', 2),
      lot('c', 'A', '2026-05-12', 3),
    ];
    expect(await earliest(settings, lots)).toBe('2026-05-09');
  });
});

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
