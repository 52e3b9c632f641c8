import { describe, expect, it } from 'vitest';
import { pricesOf } from '../../../../src/solver/structured/allocation/weighted-prices.ts';
import { problemOf } from '../problem.ts';

/** A unit in stock at a package that costs 3, and one on day 4 at a package that costs 1 and a quarter a unit. */
const problem = problemOf({
  lines: [{ product: 0, quantity: 2 }],
  packages: [
    { location: 0, cost: 3, stock: [{ product: 0, units: 1 }] },
    { location: 1, day: 4, cost: 1, stock: [{ product: 0, units: 1, unitCost: 0.25 }] },
  ],
});

describe('weights make one price', () => {
  it('of each package, each unit and a unit left behind, as integers', () => {
    // Unfilled 10, future 1, day 0.5, child 2, cost 1. Opening: 2 + 3 and 2 + 1. Units: 0, and 1 + 4 · 0.5 + 0.25.
    const prices = pricesOf(problem, Float64Array.of(10, 1, 0.5, 2, 1));
    expect(prices).toEqual({
      opening: Float64Array.of(5_000, 3_000),
      unit: Float64Array.of(0, 3_250),
      unfilled: 10_000,
      integral: true,
      scale: 1_000,
    });
  });

  it('of current units where future comes first', () => {
    const prices = pricesOf({ ...problem, futureFirst: true }, Float64Array.of(0, 1, 0, 0, 0));
    expect([...prices.unit].map((price) => price / prices.scale)).toEqual([1, 0]);
  });

  it('in floating point where no power of ten makes the weights integers', () => {
    const prices = pricesOf(problem, Float64Array.of(1 / 3, 0, 0, 1, 0));
    expect(prices).toMatchObject({ integral: false, scale: 1, unfilled: 1 / 3 });
    expect([...prices.opening]).toEqual([1, 1]);
  });
});
