import { describe, expect, it } from 'vitest';
import { solveParameters } from '../../../../../src/solver/parameters.ts';
import { findMultipliers } from '../../../../../src/solver/structured/search/bounds/multipliers.ts';
import type { Covering } from '../../../../../src/solver/structured/search/covering.ts';
import { coveringOf } from '../coverings.ts';

const parameters = solveParameters();
const ascend = (covering: Covering, target: number) =>
  findMultipliers(covering, target, { steps: 500, parameters });

/** Ten units: two halves at 1 each, or all at 3. */
const halves = [
  { cost: 1, gives: [5] },
  { cost: 1, gives: [5] },
  { cost: 3, gives: [10] },
];

describe('the Lagrangian bound', () => {
  it('is the cost of the cheapest candidate that covers one demand', () => {
    // λ = 3: the reduced costs are 3 − 3 and 5 − 3.
    const { bound, price, reducedCost } = ascend(
      coveringOf(
        [10],
        [3, 5].map((cost) => ({ cost, gives: [10] })),
      ),
      3,
    );
    expect([bound, [...price], [...reducedCost]]).toEqual([3, [3], [0, 2]]);
  });

  it('is the linear relaxation: two halves at 1 each', () => {
    expect(ascend(coveringOf([10], halves), 2).bound).toBeCloseTo(2, 6);
  });

  it('counts the price of a limit on how many may be open', () => {
    // With one candidate only the whole at 3 covers; the bound without the limit is 2.
    const { bound, cardinalityPrice } = ascend(coveringOf([10], halves, { cardinalityLimit: 1 }), 3);
    expect(bound).toBeGreaterThan(2.9);
    expect(bound).toBeLessThanOrEqual(3 + 1e-9);
    expect(cardinalityPrice).toBeGreaterThan(0);
  });

  it('counts the cost of units', () => {
    const covering = coveringOf([4], [{ cost: 1, gives: [4], unitCost: 1 }]);
    expect(ascend(covering, 5).bound).toBeCloseTo(5, 6);
  });

  it('counts what fixed-open candidates give, whatever their reduced cost', () => {
    // Three of four units are given anyway; a quarter of the other candidate, at 2, remains to be paid.
    const candidates = [
      { cost: 0, gives: [3] },
      { cost: 2, gives: [4] },
    ];
    const { bound } = ascend(coveringOf([4], candidates, { fixedOpen: [0] }), 2);
    expect(bound).toBeGreaterThan(0.49);
    expect(bound).toBeLessThanOrEqual(0.5 + 1e-9);
  });
});
