import { describe, expect, it } from 'vitest';
import { formulate } from '../../src/formulation/formulate.ts';
import { columnNames, FUTURE, lot, snapshotOf, stock, tiers } from './readable.ts';

const ask = (settings: object = {}) =>
  snapshotOf({
    lines: [{ quantity: 5 }],
    settings: { ...FUTURE, ...settings },
    locations: [{ locationCode: 'A', cost: 2.5 }],
    inventory: [stock('A', 2, 'KTP', 0.1)],
    futureInventory: [lot('a', 'B', '2026-05-05', 5)],
  });

describe('unfilled units', () => {
  it('are none in full release', () => {
    expect(tiers(ask()).unfilledUnits).toBe('0');
  });
  it('are what is left, by quantity', () => {
    expect(tiers(ask({ partialRelease: 'quantity' })).unfilledUnits).toBe('u1');
  });
  it('are the lines that are not released, by line', () => {
    expect(tiers(ask({ partialRelease: 'line' })).unfilledUnits).toBe('5 ; -5 z1');
  });
});

describe('future units', () => {
  it('count what is taken from dated stock', () => {
    expect(tiers(ask()).futureUnits).toBe('x1,B@05-05');
  });
  it('become current units where future goes before current', () => {
    expect(tiers(ask({ useFutureBeforeCurrent: true }))).toMatchObject({ currentUnits: 'x1,A' });
  });
});

describe('wait unit-days', () => {
  it('weigh dated units by their whole days from the attempt', () => {
    expect(tiers(ask()).waitUnitDays).toBe('4 x1,B@05-05');
  });
});

describe('child shipments', () => {
  it('count opened packages', () => {
    expect(tiers(ask()).childShipments).toBe('yA + yB@05-05');
  });
});

describe('location cost', () => {
  it('charges each package and each unit, in integers of the smallest decimal', () => {
    expect(tiers(ask()).locationCost).toBe('x1,A + 25 yA');
    expect(formulate(ask()).program.levels[4]).toMatchObject({ scale: 10, integral: true });
  });

  it('stays in floating point where no six decimals hold it', () => {
    const snapshot = snapshotOf({
      lines: [{ quantity: 5 }],
      locations: [{ locationCode: 'A', cost: Math.PI }],
      inventory: [stock('A', 5)],
    });
    const tier = formulate(snapshot).program.levels[4]!;
    expect(tier).toMatchObject({ scale: 1, integral: false });
    expect([...tier.costs]).toEqual([0, Math.PI]);
  });
});

describe('weighted', () => {
  it('adds the tiers up with the weights of the caller', () => {
    const weights = { futureUnit: 0.7, unitDay: 0.1, childShipment: 3, locationCost: 0.3 };
    const snapshot = ask({ objective: { mode: 'weighted', weights } });
    // In hundredths: 0.7 + 4 · 0.1 a future unit, 3 + 0.3 · 2.5 a package at A, 0.3 · 0.1 a unit from A.
    expect(tiers(snapshot)).toEqual({ weighted: '3 x1,A + 110 x1,B@05-05 + 375 yA + 300 yB@05-05' });
    expect(formulate(snapshot).program.levels[0]).toMatchObject({ scale: 100, integral: true });
  });
});

describe('tie-break', () => {
  it('names packages by location and day, current first, then cells', () => {
    const snapshot = snapshotOf({
      lines: [{ quantity: 5 }, { quantity: 5 }],
      settings: FUTURE,
      inventory: [stock('B', 9), stock('A', 9)],
      futureInventory: [lot('a', 'A', '2026-05-05', 5)],
    });
    const formulation = formulate(snapshot);
    const names = columnNames(formulation);
    expect([...formulation.program.tieBreak].map((column) => names[column])).toEqual([
      'yA',
      'yA@05-05',
      'yB',
      'x1,A',
      'x2,A',
      'x1,A@05-05',
      'x2,A@05-05',
      'x1,B',
      'x2,B',
    ]);
  });
});
