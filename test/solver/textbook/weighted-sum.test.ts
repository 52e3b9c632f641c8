import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { levelValue } from '../../../src/program/level-value.ts';
import type { ObjectiveLevel } from '../../../src/program/program.ts';
import { levelBoundsOf, weightedSumOf } from '../../../src/solver/textbook/weighted-sum.ts';
import { runs } from '../../arbitraries/runs.ts';

const EXACT_SPAN = 2 ** 40;

const tierOf = (costs: readonly number[], integral = true): ObjectiveLevel => ({
  name: 'level',
  costs: Float64Array.from(costs),
  scale: 1,
  integral,
});

/** Levels over a few 0…3 columns, with ranges that hold for every point of that box. */
const tiersWithRanges = fc
  .integer({ min: 1, max: 4 })
  .chain((columns) =>
    fc.array(fc.array(fc.integer({ min: -5, max: 9 }), { minLength: columns, maxLength: columns }), {
      minLength: 1,
      maxLength: 4,
    }),
  )
  .map((costs) => ({
    levels: costs.map((one) => tierOf(one)),
    ranges: costs.map((one) => ({
      least: one.reduce((sum, cost) => sum + Math.min(0, 3 * cost), 0),
      most: one.reduce((sum, cost) => sum + Math.max(0, 3 * cost), 0),
    })),
    columns: costs[0]!.length,
  }));

const valuesAt = (levels: readonly ObjectiveLevel[], point: readonly number[]): number[] =>
  levels.map((level) => levelValue(level, Float64Array.from(point)));

function compareVectors(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at < 0 ? 0 : Math.sign(a[at]! - b[at]!);
}

describe('weightedSums', () => {
  it('ranks any two points by one number as the levels do, first level first', () => {
    fc.assert(
      fc.property(
        tiersWithRanges,
        fc.array(fc.nat(3), { minLength: 8, maxLength: 8 }),
        ({ levels, ranges, columns }, numbers) => {
          const fold = weightedSumOf(levels, ranges, EXACT_SPAN);
          expect(fold.count).toBe(levels.length);
          const a = numbers.slice(0, columns);
          const b = numbers.slice(4, 4 + columns);
          const folded = levelValue(fold, Float64Array.from(a)) - levelValue(fold, Float64Array.from(b));
          expect(Math.sign(folded)).toBe(compareVectors(valuesAt(levels, a), valuesAt(levels, b)));
        },
      ),
      runs(5),
    );
  });

  it('gives each level a weight above all that the lower levels can add up to, and not one more', () => {
    const ranges = [
      { least: 0, most: 3 },
      { least: 5, most: 9 },
      { least: -1, most: 6 },
    ];
    const fold = weightedSumOf([tierOf([1]), tierOf([1]), tierOf([1])], ranges, EXACT_SPAN);
    expect(fold.weights).toEqual([5 * 8, 8, 1]);
    expect(4 * 8 + 7 * 1).toBe(5 * 8 - 1);
  });

  it('stops where the values would span more than the engine tells apart', () => {
    const ranges = [9, 9, 9].map((most) => ({ least: 0, most }));
    const levels = ranges.map(() => tierOf([1]));
    expect(weightedSumOf(levels, ranges, 999).count).toBe(3);
    expect(weightedSumOf(levels, ranges, 998).count).toBe(2);
    expect(weightedSumOf(levels, ranges, 99).count).toBe(2);
    expect(weightedSumOf(levels, ranges, 98).count).toBe(1);
    expect(weightedSumOf(levels, ranges, 0).count).toBe(1);
  });

  it('takes a level with decimals alone, first or later', () => {
    const ranges = [9, 9].map((most) => ({ least: 0, most }));
    expect(weightedSumOf([tierOf([0.5], false), tierOf([1])], ranges, EXACT_SPAN).count).toBe(1);
    expect(weightedSumOf([tierOf([1]), tierOf([0.5], false)], ranges, EXACT_SPAN).count).toBe(1);
  });

  it('does not fold where a weighted cost would not be an exact integer', () => {
    const ranges = [
      { least: 0, most: 1 },
      { least: 0, most: 4 },
    ];
    const levels = [tierOf([2 ** 52]), tierOf([1])];
    expect(weightedSumOf(levels, ranges, EXACT_SPAN).count).toBe(1);
  });
});

describe('unfolding a bound', () => {
  it('never gives a first level more than any point at or above the bound has', () => {
    fc.assert(
      fc.property(tiersWithRanges, fc.array(fc.nat(3), { minLength: 4, maxLength: 4 }), (given, numbers) => {
        const { levels, ranges, columns } = given;
        const fold = weightedSumOf(levels, ranges, EXACT_SPAN);
        const point = numbers.slice(0, columns);
        const bound = levelValue(fold, Float64Array.from(point));
        const values = valuesAt(levels, point);
        // With the point's own value as the bound, its digits are the levels' values themselves.
        expect(levelBoundsOf(fold, ranges, bound, values)).toEqual(values);
        const looser = levelBoundsOf(fold, ranges, bound - 1, null);
        expect(looser[0]).toBeLessThanOrEqual(values[0]!);
      }),
      runs(3),
    );
  });

  it('says no more than the range where the level before is not proven', () => {
    const ranges = [
      { least: 0, most: 9 },
      { least: 2, most: 9 },
    ];
    const fold = weightedSumOf([tierOf([1]), tierOf([1])], ranges, EXACT_SPAN);
    const bound = 4 * 8 + 7;
    expect(levelBoundsOf(fold, ranges, bound, [4, 9])).toEqual([4, 7]);
    expect(levelBoundsOf(fold, ranges, bound, [5, 2])).toEqual([4, 2]);
    expect(levelBoundsOf(fold, ranges, bound, null)).toEqual([4, 2]);
  });
});
