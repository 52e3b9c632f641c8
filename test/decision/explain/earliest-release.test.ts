import { describe, expect, it } from 'vitest';
import { FUTURE, lot, snapshotOf } from '../../formulation/readable.ts';
import { explain } from './ask.ts';

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

  it('is the arrival of a lot that no line may be promised, for it is current stock from then on', async () => {
    const held = (settings: object) =>
      explain(
        snapshotOf({
          lines: [{ quantity: 5, excludedFutureLocationCodes: ['A'] }],
          settings,
          futureInventory: [lot('a', 'A', '2026-05-20', 5)],
        }),
      );
    expect((await held(FUTURE)).earliestReleaseDate).toBe('2026-05-20');
    expect((await held({})).earliestReleaseDate).toBe('2026-05-20');
    expect((await held({ ...FUTURE, useCurrentInventory: false })).earliestReleaseDate).toBeNull();
  });
});
