import { describe, expect, it } from 'vitest';
import {
  comparePlans,
  type Plan,
  usedLocations,
} from '../../../../src/solver/structured/allocation/rank-plans.ts';
import { problemOf } from '../problem.ts';

/** One line and two packages; the cells are the line at each. */
const problem = problemOf({
  lines: [{ product: 0, quantity: 3 }],
  packages: [
    { location: 1, stock: [{ product: 0, units: 3 }] },
    { location: 0, stock: [{ product: 0, units: 3 }] },
  ],
});
const plan = (units: readonly number[], bounds: readonly number[]): Plan => ({
  status: 'optimal',
  method: 'search',
  tieBreakProven: true,
  units: Float64Array.from(units),
  bounds: Float64Array.from(bounds),
});

describe('of two plans the first is', () => {
  it.each([
    [
      'the one with the lower value in the first level that differs',
      plan([0, 3], [0, 1]),
      plan([3, 0], [0, 2]),
    ],
    [
      'the one that opens the earlier package, where all levels are equal',
      plan([3, 0], [1]),
      plan([0, 3], [1]),
    ],
    ['the one whose first package gives more', plan([2, 1], [2]), plan([1, 2], [2])],
    [
      'decided by the packages where costs differ only by rounding',
      plan([3, 0], [0.1 + 0.2]),
      plan([0, 3], [0.3]),
    ],
  ])('%s', (_, first, second) => {
    expect(comparePlans(problem, first, second)).toBeLessThan(0);
    expect(comparePlans(problem, second, first)).toBeGreaterThan(0);
  });

  it('the one whose earlier package gives more, where weights ask nothing for packages', () => {
    const free = { ...problem, weights: Float64Array.of(10, 1, 0, 0, 0) };
    // Both packages give something in the second plan: that is no reason to prefer it.
    expect(comparePlans(free, plan([3, 0], [0]), plan([2, 1], [0]))).toBeLessThan(0);
    expect(comparePlans(problem, plan([3, 0], [0]), plan([2, 1], [0]))).toBeGreaterThan(0);
  });

  it('neither where they are the same', () => {
    expect(comparePlans(problem, plan([1, 2], [5]), plan([1, 2], [5]))).toBe(0);
  });
});

describe('a plan uses', () => {
  it('the locations that give units', () => {
    expect([...usedLocations(problem, Float64Array.of(2, 0))]).toEqual([0, 1]);
  });
});
