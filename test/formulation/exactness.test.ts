import { describe, expect, it } from 'vitest';
import { formulate } from '../../src/formulation/formulate.ts';
import { layOutTier } from '../../src/formulation/tiers/lay-out-tier.ts';
import { FUTURE, lot, rows, snapshotOf, stock } from './readable.ts';

describe('a level of the objective', () => {
  const layOut = (cost: number, upper: number) => {
    const { costs, scale, integral } = layOutTier({ name: 'x', offset: 0, costs: new Map([[0, cost]]) }, [
      upper,
    ]);
    return { cost: costs[0], scale, integral };
  };

  it('is laid out in integers as far as its largest total stays exact', () => {
    expect(layOut(0.1, 2 ** 50)).toEqual({ cost: 1, scale: 10, integral: true });
    expect(layOut(-0.1, 2 ** 50)).toEqual({ cost: -1, scale: 10, integral: true });
  });

  it('keeps the decimals of the caller where integers of that size would not be exact', () => {
    expect(layOut(0.1, 2 ** 51)).toEqual({ cost: 0.1, scale: 1, integral: false });
    expect(layOut(-0.1, 2 ** 51)).toEqual({ cost: -0.1, scale: 1, integral: false });
  });

  it('counts as integral without scaling up to the largest safe integer', () => {
    expect(layOut(1, Number.MAX_SAFE_INTEGER)).toEqual({ cost: 1, scale: 1, integral: true });
    expect(layOut(1, Number.MAX_SAFE_INTEGER + 1)).toEqual({ cost: 1, scale: 1, integral: false });
  });
});

describe('the weighted sum', () => {
  const weighted = (weights: object, settings: object = {}, unitCost = 0.7) => {
    const snapshot = snapshotOf({
      lines: [{ quantity: 5 }],
      settings: { ...FUTURE, ...settings, objective: { mode: 'weighted', weights } },
      locations: [{ locationCode: 'A', cost: 2.5 }],
      inventory: [stock('A', 2, 'KTP', unitCost)],
    });
    const { program, levelOffsets } = formulate(snapshot);
    return { costs: [...program.levels[0]!.costs], scale: program.levels[0]!.scale, levelOffsets };
  };

  it('multiplies weights and costs as the decimals that they are', () => {
    // 0.1 · 0.7 is 0.06999999999999999 in floating point.
    expect(weighted({ locationCost: 0.1 })).toEqual({ costs: [7, 25], scale: 100, levelOffsets: [0] });
  });

  it('stays in floating point where a weight is no decimal', () => {
    expect(weighted({ locationCost: Math.PI })).toEqual({
      costs: [Math.PI * 0.7, Math.PI * 2.5],
      scale: 1,
      levelOffsets: [0],
    });
  });

  it('stays in floating point where a cost is no decimal', () => {
    expect(weighted({ locationCost: 0.3 }, {}, Math.E)).toEqual({
      costs: [0.3 * Math.E, 0.3 * 2.5],
      scale: 1,
      levelOffsets: [0],
    });
  });

  it('adds the units that lines want, by line, at the weight of an unfilled unit', () => {
    // 3 · (5 − 5 z1) + 0.1 · (0.7 x1,A + 2.5 yA), in hundredths.
    expect(weighted({ unfilledUnit: 3, locationCost: 0.1 }, { partialRelease: 'line' })).toEqual({
      costs: [7, 25, -1500],
      scale: 100,
      levelOffsets: [15],
    });
  });
});

describe('a program', () => {
  it('has one column for each location that the release may use, however many days it gives', () => {
    const snapshot = snapshotOf({
      lines: [{ quantity: 5 }],
      settings: { ...FUTURE, maxFulfillingLocations: 1 },
      inventory: [stock('A', 1)],
      futureInventory: [lot('a', 'A', '2026-05-05', 5)],
    });
    // Two cells, two packages, one location.
    expect(formulate(snapshot).program.columnUpper).toHaveLength(5);
  });

  it('has one row less for the lines kept together than there are lines, by line', () => {
    const kit = { itemDependency: 'kit', quantity: 5 };
    const snapshot = snapshotOf({
      lines: [kit, kit, kit],
      settings: { partialRelease: 'line' },
      inventory: [stock('A', 15)],
    });
    expect(rows(snapshot).filter((row) => row.startsWith('z'))).toEqual(['z2 - z1 = 0', 'z3 - z1 = 0']);
  });
});
