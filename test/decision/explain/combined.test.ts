import { describe, expect, it } from 'vitest';
import { FUTURE, lot, snapshotOf, stock } from '../../formulation/readable.ts';
import { fixes } from './ask.ts';

const combined = async (...of: Parameters<typeof snapshotOf>) =>
  (await fixes(snapshotOf(...of))).filter(({ kind }) => kind === 'COMBINED');

describe('a combination of fixes', () => {
  it('is the switch of the site and a longer limit, where lots lie after the limit', async () => {
    const asked = {
      lines: [{ quantity: 5 }],
      settings: { futureDateLimit: { unit: 'days' as const, quantity: 2 } },
      futureInventory: [lot('a', 'A', '2026-05-10', 2), lot('b', 'A', '2026-05-11', 3)],
    };
    const named = { locationCode: 'A', productCode: 'KTP' };
    expect(await combined(asked)).toEqual([
      {
        kind: 'COMBINED',
        all: [
          { kind: 'ENABLE_FUTURE_FOR_SITE' },
          { kind: 'EXTEND_FUTURE_DATE_LIMIT', lastDay: '2026-05-11', days: 10 },
        ],
      },
      {
        kind: 'COMBINED',
        all: [
          { kind: 'ENABLE_FUTURE_FOR_SITE' },
          {
            kind: 'MOVE_LOTS_EARLIER',
            byDay: '2026-05-03',
            lots: [
              { futureInventoryId: 'a', deliveryDay: '2026-05-10', ...named },
              { futureInventoryId: 'b', deliveryDay: '2026-05-11', ...named },
            ],
          },
        ],
      },
    ]);
  });

  it('is left out where one kind is enough, for it would contain it', async () => {
    const asked = {
      lines: [{ quantity: 5 }],
      futureInventory: [lot('a', 'A', '2026-05-10', 5), lot('b', 'A', '2026-07-10', 5)],
    };
    expect(await combined(asked)).toEqual([]);
  });

  it('is a closed location and a limit, and comes before goods that nobody has ordered', async () => {
    const asked = snapshotOf({
      lines: [{ quantity: 5 }],
      settings: { maxFulfillingLocations: 1 },
      locations: [{ locationCode: 'B', active: false }],
      inventory: [stock('A', 3), stock('B', 2)],
    });
    expect(await fixes(asked)).toEqual([
      {
        kind: 'COMBINED',
        all: [
          { kind: 'OPEN_LOCATION', locations: [{ locationCode: 'B', switches: ['active'] }] },
          { kind: 'RAISE_LIMIT', limit: 'maxFulfillingLocations', to: 2 },
        ],
      },
      {
        kind: 'ADD_UNITS',
        units: [{ productCode: 'KTP', quantity: 2, locationCode: 'A', byDay: '2026-05-01' }],
      },
    ]);
  });

  it('is a limit and units where lines may share no location, so that neither does', async () => {
    const asked = {
      lines: [
        { quantity: 2, excludedLocationCodes: ['B'] },
        { quantity: 3, productCode: 'KTP2', excludedLocationCodes: ['A'] },
      ],
      settings: { ...FUTURE, maxFulfillingLocations: 1 },
      locations: [{ locationCode: 'A' }, { locationCode: 'B' }],
      inventory: [stock('A', 2)],
    };
    expect(await combined(asked)).toContainEqual({
      kind: 'COMBINED',
      all: [
        { kind: 'RAISE_LIMIT', limit: 'maxFulfillingLocations', to: 2 },
        {
          kind: 'ADD_UNITS',
          units: [{ productCode: 'KTP2', quantity: 3, locationCode: 'B', byDay: '2026-05-31' }],
        },
      ],
    });
  });

  it('is two limits that both bind', async () => {
    const asked = {
      lines: [{ quantity: 4 }],
      settings: { maxFulfillingLocations: 1, maxSplitItemLocations: 1 },
      inventory: [stock('A', 2), stock('B', 2)],
    };
    expect(await combined(asked)).toEqual([
      {
        kind: 'COMBINED',
        all: [
          { kind: 'RAISE_LIMIT', limit: 'maxFulfillingLocations', to: 2 },
          { kind: 'RAISE_LIMIT', limit: 'maxSplitItemLocations', to: 2 },
        ],
      },
    ]);
  });
});
