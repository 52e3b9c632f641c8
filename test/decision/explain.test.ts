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
    const late = await explainHold(snapshot, 'full', askUntil(engine, performance.now() - 1));
    expect(late.explanation).toBe('partial');
    expect(late.reason).toBe('LOCATION_LIMIT');
    expect(late.lines.map(({ short }) => short > 0)).toContain(true);
    expect((await explain(snapshot)).explanation).toBe('complete');
  });
});

describe('a reason by date', () => {
  it('is OVERDUE_SUPPLY where lots that did not come on their day would be enough', async () => {
    const snapshot = snapshotOf({
      lines: [{ quantity: 5 }],
      inventory: [stock('A', 2)],
      futureInventory: [lot('late', 'A', '2026-04-20', 2), lot('later', 'B', '2026-04-25', 3)],
    });
    expect(await reasons(snapshot)).toEqual(['1 OVERDUE_SUPPLY 3']);
    expect(await fixes(snapshot)).toContainEqual({
      kind: 'RECEIVE_OVERDUE_LOTS',
      lots: [
        { futureInventoryId: 'later', locationCode: 'B', productCode: 'KTP', deliveryDay: '2026-04-25' },
      ],
    });
  });

  it('is the switch of another line of its product, where nothing lies after the limit', async () => {
    const snapshot = snapshotOf({
      lines: [
        { quantity: 5, allowsFutureAllocate: false },
        { quantity: 5, excludedLocationCodes: ['B'] },
      ],
      settings: FUTURE,
      inventory: [stock('A', 5)],
      futureInventory: [lot('po', 'B', '2026-05-10', 5)],
    });
    expect(await reasons(snapshot)).toEqual([
      '1 WAITING_FOR_OTHER_LINES 0',
      '2 FUTURE_DISABLED_FOR_PRODUCT 5',
    ]);
  });

  it('counts the lots after the limit that another line would take, where it has none of its own', async () => {
    const snapshot = snapshotOf({
      lines: [{ quantity: 5 }, { quantity: 5, excludedLocationCodes: ['B'] }],
      settings: { ...FUTURE, futureDateLimit: { unit: 'days', quantity: 2 } },
      inventory: [stock('A', 5)],
      futureInventory: [lot('po', 'B', '2026-05-10', 5)],
    });
    const { lines } = await explain(snapshot);
    expect(lines[1]).toMatchObject({ reason: 'BEYOND_FUTURE_DATE_LIMIT', futureBeyondLimit: 5, short: 5 });
  });

  it('does not change by a row of a product that nobody wants', async () => {
    const ask = (inventory: ReturnType<typeof stock>[]) =>
      explain(
        snapshotOf({
          lines: [{ quantity: 5 }],
          locations: [{ locationCode: 'X', active: false }],
          inventory,
        }),
      );
    const alone = await ask([]);
    expect(alone.reason).toBe('NO_ELIGIBLE_LOCATION');
    expect(await ask([stock('A', 9, 'unwanted')])).toEqual(alone);
  });
});

describe('a release that costs more than waiting', () => {
  const priced = (unfilledUnit: number, unitDay: number) =>
    snapshotOf({
      lines: [{ quantity: 5 }],
      settings: {
        ...FUTURE,
        partialRelease: 'quantity',
        objective: { mode: 'weighted', weights: { unfilledUnit, unitDay } },
      },
      futureInventory: [lot('po', 'A', '2026-05-11', 5)],
    });

  it('is held for its price, with nothing missing', async () => {
    expect(await reasons(priced(4, 1))).toEqual(['1 RELEASE_COSTS_MORE 0']);
  });

  it('goes on the first day on which waiting is cheap enough, between two arrivals', async () => {
    // Ten days on 1 May, so that the wait costs less than the 3.5 of leaving a unit from 8 May on.
    expect((await explain(priced(3.5, 1))).earliestReleaseDate).toBe('2026-05-08');
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
