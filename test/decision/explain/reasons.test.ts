import { describe, expect, it } from 'vitest';
import { FUTURE, lot, snapshotOf, stock } from '../../formulation/readable.ts';
import { explain, fixes, reasons } from './ask.ts';

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
