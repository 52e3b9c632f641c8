import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { solveParameters } from '../../../../../src/solver/parameters.ts';
import { climbByBundle } from '../../../../../src/solver/structured/search/bounds/bundle.ts';
import { findMultipliers } from '../../../../../src/solver/structured/search/bounds/multipliers.ts';
import type { Covering } from '../../../../../src/solver/structured/search/covering.ts';
import { solveByCost } from '../../../../../src/solver/structured/search/solve-covering.ts';
import { runs } from '../../../../arbitraries/runs.ts';
import { type CandidateDraft, coveringOf, endless } from '../coverings.ts';

const parameters = solveParameters();
const LIMITS = { steps: 200, enough: Number.POSITIVE_INFINITY, deadline: Number.POSITIVE_INFINITY };

function climb(covering: Covering, target: number) {
  const from = { price: new Float64Array(covering.demand.length), cardinalityPrice: 0 };
  return climbByBundle(covering, { ...LIMITS, from, target });
}

/** Three demands of one unit, each pair at one candidate that costs 1: half of each candidate covers all. */
const TRIANGLE: readonly CandidateDraft[] = [
  { cost: 1, gives: [1, 1, 0] },
  { cost: 1, gives: [0, 1, 1] },
  { cost: 1, gives: [1, 0, 1] },
];

const drawn = fc.record({
  demand: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 4 }),
  candidates: fc.array(
    fc.record({
      cost: fc.integer({ min: 1, max: 9 }),
      gives: fc.array(fc.nat(6), { minLength: 4, maxLength: 4 }),
      unitCost: fc.nat(2),
    }),
    { minLength: 4, maxLength: 9 },
  ),
});

const layOut = ({ demand, candidates }: typeof drawn extends fc.Arbitrary<infer Draft> ? Draft : never) =>
  coveringOf(
    demand,
    candidates.map((each) => ({ ...each, gives: each.gives.slice(0, demand.length) })),
  );

describe('the bundle method', () => {
  it('reaches the linear relaxation, and a solution of it', () => {
    const { bound, primalEstimate } = climb(coveringOf([1, 1, 1], TRIANGLE), 2);
    expect(bound).toBeCloseTo(1.5, 6);
    for (const share of primalEstimate) expect(share).toBeCloseTo(0.5, 2);
  });

  it('charges for opening where few may be opened', () => {
    // The five cheap ones give 5 for 5, the dear one gives 5 for 10; with two openings: y = 1 and 0 of the others.
    const cheap = Array.from({ length: 5 }, () => ({ cost: 1, gives: [1] }));
    const covering = coveringOf([5], [...cheap, { cost: 10, gives: [5] }]);
    expect(climb(covering, 10).bound).toBeCloseTo(5, 5);
    const limited = climb({ ...covering, cardinalityLimit: 1 }, 10);
    expect(limited.bound).toBeCloseTo(10, 4);
    expect(limited.cardinalityPrice).toBeGreaterThan(0);
  });

  it('is never above the optimum, and not below the subgradient ascent', () => {
    fc.assert(
      fc.property(drawn, (draft) => {
        const covering = layOut(draft);
        const optimum = solveByCost(covering, endless());
        fc.pre(optimum !== null);
        const ascent = findMultipliers(covering, optimum.cost, { steps: 300, parameters });
        const { bound, reducedCost } = climb(covering, optimum.cost);
        expect(bound).toBeLessThanOrEqual(optimum.cost + 1e-6);
        expect(bound).toBeGreaterThanOrEqual(ascent.bound - 1e-3 * Math.max(1, optimum.cost));
        // Closing what the optimum opens, or opening what it closes, must not rule the optimum out.
        optimum.chosen.forEach((open, k) => {
          const paid = open === 1 ? Math.max(0, reducedCost[k]!) : Math.max(0, -reducedCost[k]!);
          expect(bound + paid).toBeLessThanOrEqual(optimum.cost + 1e-6);
        });
      }),
      runs(2),
    );
  });
});
