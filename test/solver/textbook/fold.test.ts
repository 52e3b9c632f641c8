import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Tier } from '../../../src/program/program.ts';
import { tierValue } from '../../../src/program/tier-value.ts';
import { foldTiers, unfoldBound } from '../../../src/solver/textbook/fold.ts';
import { runs } from '../../arbitraries/runs.ts';

const EXACT_SPAN = 2 ** 40;

const tierOf = (costs: readonly number[], integral = true): Tier => ({
  name: 'tier',
  costs: Float64Array.from(costs),
  scale: 1,
  integral,
});

/** Tiers over a few 0…3 columns, with ranges that hold for every point of that box. */
const tiersWithRanges = fc
  .integer({ min: 1, max: 4 })
  .chain((columns) =>
    fc.array(fc.array(fc.integer({ min: -5, max: 9 }), { minLength: columns, maxLength: columns }), {
      minLength: 1,
      maxLength: 4,
    }),
  )
  .map((costs) => ({
    tiers: costs.map((one) => tierOf(one)),
    ranges: costs.map((one) => ({
      least: one.reduce((sum, cost) => sum + Math.min(0, 3 * cost), 0),
      most: one.reduce((sum, cost) => sum + Math.max(0, 3 * cost), 0),
    })),
    columns: costs[0]!.length,
  }));

const valuesAt = (tiers: readonly Tier[], point: readonly number[]): number[] =>
  tiers.map((tier) => tierValue(tier, Float64Array.from(point)));

function compareVectors(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at < 0 ? 0 : Math.sign(a[at]! - b[at]!);
}

describe('folding', () => {
  it('ranks any two points by one number as the tiers do, first tier first', () => {
    fc.assert(
      fc.property(
        tiersWithRanges,
        fc.array(fc.nat(3), { minLength: 8, maxLength: 8 }),
        ({ tiers, ranges, columns }, numbers) => {
          const fold = foldTiers(tiers, ranges, EXACT_SPAN);
          expect(fold.count).toBe(tiers.length);
          const a = numbers.slice(0, columns);
          const b = numbers.slice(4, 4 + columns);
          const folded = tierValue(fold, Float64Array.from(a)) - tierValue(fold, Float64Array.from(b));
          expect(Math.sign(folded)).toBe(compareVectors(valuesAt(tiers, a), valuesAt(tiers, b)));
        },
      ),
      runs(5),
    );
  });

  it('gives each tier a weight above all that the lower tiers can add up to, and not one more', () => {
    const ranges = [
      { least: 0, most: 3 },
      { least: 5, most: 9 },
      { least: -1, most: 6 },
    ];
    const fold = foldTiers([tierOf([1]), tierOf([1]), tierOf([1])], ranges, EXACT_SPAN);
    expect(fold.weights).toEqual([5 * 8, 8, 1]);
    expect(4 * 8 + 7 * 1).toBe(5 * 8 - 1);
  });

  it('stops where the values would span more than the engine tells apart', () => {
    const ranges = [9, 9, 9].map((most) => ({ least: 0, most }));
    const tiers = ranges.map(() => tierOf([1]));
    expect(foldTiers(tiers, ranges, 999).count).toBe(3);
    expect(foldTiers(tiers, ranges, 998).count).toBe(2);
    expect(foldTiers(tiers, ranges, 99).count).toBe(2);
    expect(foldTiers(tiers, ranges, 98).count).toBe(1);
    expect(foldTiers(tiers, ranges, 0).count).toBe(1);
  });

  it('takes a tier with decimals alone, first or later', () => {
    const ranges = [9, 9].map((most) => ({ least: 0, most }));
    expect(foldTiers([tierOf([0.5], false), tierOf([1])], ranges, EXACT_SPAN).count).toBe(1);
    expect(foldTiers([tierOf([1]), tierOf([0.5], false)], ranges, EXACT_SPAN).count).toBe(1);
  });

  it('does not fold where a weighted cost would not be an exact integer', () => {
    const ranges = [
      { least: 0, most: 1 },
      { least: 0, most: 4 },
    ];
    const tiers = [tierOf([2 ** 52]), tierOf([1])];
    expect(foldTiers(tiers, ranges, EXACT_SPAN).count).toBe(1);
  });
});

describe('unfolding a bound', () => {
  it('never gives a first tier more than any point at or above the bound has', () => {
    fc.assert(
      fc.property(tiersWithRanges, fc.array(fc.nat(3), { minLength: 4, maxLength: 4 }), (given, numbers) => {
        const { tiers, ranges, columns } = given;
        const fold = foldTiers(tiers, ranges, EXACT_SPAN);
        const point = numbers.slice(0, columns);
        const bound = tierValue(fold, Float64Array.from(point));
        const values = valuesAt(tiers, point);
        // With the point's own value as the bound, its digits are the tiers' values themselves.
        expect(unfoldBound(fold, ranges, bound, values)).toEqual(values);
        const looser = unfoldBound(fold, ranges, bound - 1, null);
        expect(looser[0]).toBeLessThanOrEqual(values[0]!);
      }),
      runs(3),
    );
  });

  it('says no more than the range where the tier before is not proven', () => {
    const ranges = [
      { least: 0, most: 9 },
      { least: 2, most: 9 },
    ];
    const fold = foldTiers([tierOf([1]), tierOf([1])], ranges, EXACT_SPAN);
    const bound = 4 * 8 + 7;
    expect(unfoldBound(fold, ranges, bound, [4, 9])).toEqual([4, 7]);
    expect(unfoldBound(fold, ranges, bound, [5, 2])).toEqual([4, 2]);
    expect(unfoldBound(fold, ranges, bound, null)).toEqual([4, 2]);
  });
});
