import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../../../src/domain/snapshot.ts';
import { FUTURE, lot, snapshotOf, stock } from '../../formulation/readable.ts';
import { explain, fixes, reasons } from './ask.ts';

describe('what a unit costs in a fix', () => {
  const priced = (unitCost: number, deliveryDate: string) =>
    snapshotOf({
      lines: [{ quantity: 6 }],
      settings: {
        ...FUTURE,
        partialRelease: 'quantity',
        futureDateLimit: { unit: 'weeks', quantity: 1 },
        objective: { mode: 'weighted', weights: { unfilledUnit: 1, locationCost: 1 } },
      },
      locations: [{ locationCode: 'A', cost: 3 }],
      futureInventory: [{ ...lot('po', 'A', deliveryDate, 4), unitCost }],
    });
  const kinds = async (snapshot: Snapshot) => (await fixes(snapshot)).map(({ kind }) => kind);

  it('is what the lot that is moved earlier, or received, costs', async () => {
    // 4 units save 4, and cost 3 with 1.32 or with 0.8.
    expect(await kinds(priced(0.33, '2026-06-01'))).not.toContain('MOVE_LOTS_EARLIER');
    expect(await kinds(priced(0.2, '2026-06-01'))).toContain('MOVE_LOTS_EARLIER');
    expect(await kinds(priced(0.33, '2026-04-01'))).not.toContain('RECEIVE_OVERDUE_LOTS');
    expect(await kinds(priced(0.2, '2026-04-01'))).toContain('RECEIVE_OVERDUE_LOTS');
  });

  it('is that of the dearest unit of the same day there', async () => {
    // 5 units save 5, and cost 3 with 2.5 or with 1.5.
    const beside = (unitCost: number) => {
      const { futureLots, ...snapshot } = priced(0.2, '2026-06-01');
      const there = { ...priced(unitCost, '2026-05-08').futureLots[0]!, available: 1 };
      return { ...snapshot, futureLots: [there, ...futureLots] };
    };
    expect(await kinds(beside(0.5))).not.toContain('MOVE_LOTS_EARLIER');
    expect(await kinds(beside(0.3))).toContain('MOVE_LOTS_EARLIER');
  });
});

describe('what added units cost in a fix', () => {
  it('is what the dearest of the product costs there', async () => {
    // 4 units save 4. Two more than are there make the line whole, and cost as much as those.
    const short = (unitCost: number) =>
      snapshotOf({
        lines: [{ quantity: 4 }],
        settings: {
          partialRelease: 'line',
          objective: { mode: 'weighted', weights: { unfilledUnit: 1, locationCost: 1 } },
        },
        inventory: [{ ...stock('A', 2), unitCost }],
        futureInventory: [{ ...lot('po', 'A', '2026-04-01', 1), unitCost: 0.1 }],
      });
    expect(await fixes(short(1.01))).toEqual([]);
    expect(await fixes(short(0.9))).toEqual([
      {
        kind: 'ADD_UNITS',
        units: [{ productCode: 'KTP', quantity: 2, locationCode: 'A', byDay: '2026-05-01' }],
      },
    ]);
  });

  it('is the dearest that any row there states, whichever comes first', async () => {
    const short = (earlier: number, later: number) =>
      snapshotOf({
        lines: [{ quantity: 4 }],
        settings: {
          partialRelease: 'line',
          objective: { mode: 'weighted', weights: { unfilledUnit: 1, locationCost: 1 } },
        },
        futureInventory: [
          { ...lot('po-1', 'A', '2026-06-01', 1), unitCost: earlier },
          { ...lot('po-2', 'A', '2026-06-02', 1), unitCost: later },
        ],
      });
    const isThere = async (snapshot: Snapshot) =>
      (await fixes(snapshot)).some(({ kind }) => kind === 'ADD_UNITS');
    expect(await isThere(short(0.9, 1.2))).toBe(false);
    expect(await isThere(short(1.2, 0.9))).toBe(false);
    expect(await isThere(short(0.9, 0.95))).toBe(true);
  });

  it('is that of the lots too, where the location has no current stock', async () => {
    const short = (unitCost: number) =>
      snapshotOf({
        lines: [{ quantity: 4 }],
        settings: {
          ...FUTURE,
          partialRelease: 'line',
          objective: { mode: 'weighted', weights: { unfilledUnit: 1, locationCost: 1 } },
        },
        futureInventory: [{ ...lot('po', 'A', '2026-05-10', 2), unitCost }],
      });
    expect(await fixes(short(1.01))).toEqual([]);
    expect(await fixes(short(0.9))).toHaveLength(1);
  });
});

describe('a location where more is promised than there is', () => {
  const owing = (deliveryDate: string | null, units = 4, settings: object = {}) =>
    snapshotOf({
      lines: [{ quantity: 4 }],
      settings,
      inventory: [stock('A', -1)],
      futureInventory: [lot('po', 'A', deliveryDate, units)],
    });

  it('takes the first units that are added', async () => {
    expect(await fixes(owing(null))).toEqual([
      {
        kind: 'ADD_UNITS',
        units: [{ productCode: 'KTP', quantity: 5, locationCode: 'A', byDay: '2026-05-01' }],
      },
    ]);
  });

  it('takes the first units of overdue lots that are received', async () => {
    const received = async (units: number) =>
      (await fixes(owing('2026-04-01', units))).some(({ kind }) => kind === 'RECEIVE_OVERDUE_LOTS');
    expect([await received(4), await received(5)]).toEqual([false, true]);
    expect(await reasons(owing('2026-04-01', 4))).toEqual(['1 NO_EXPECTED_DATE 4']);
    expect(await reasons(owing('2026-04-01', 5))).toEqual(['1 OVERDUE_SUPPLY 4']);
  });

  it('takes the first units of lots that arrive, but not of lots that are promised', async () => {
    const date = async (snapshot: Snapshot) => (await explain(snapshot)).earliestReleaseDate;
    expect(await date(owing('2026-05-09'))).toBeNull();
    expect(await date(owing('2026-05-09', 5))).toBe('2026-05-09');
    const near = { ...FUTURE, futureDateLimit: { unit: 'days', quantity: 3 } };
    expect(await date(owing('2026-05-09', 4, near))).toBe('2026-05-06');
  });

  it('takes them under a limit on locations, too', async () => {
    expect(await fixes(owing(null, 4, { maxFulfillingLocations: 1 }))).toEqual([
      {
        kind: 'ADD_UNITS',
        units: [{ productCode: 'KTP', quantity: 5, locationCode: 'A', byDay: '2026-05-01' }],
      },
    ]);
  });
});
