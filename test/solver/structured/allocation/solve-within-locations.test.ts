import { expect, it } from 'vitest';
import { solveAllocation } from '../../../../src/solver/structured/allocation/solve-allocation.ts';
import { problemOf } from '../problem.ts';

it('goes on from a known plan that is worth nothing, below which no level can be bounded', () => {
  // Only what is left behind costs: 4 units go from the second package alone, which leaves the first for the tie-break.
  const problem = problemOf({
    mode: 'quantity',
    maxChildShipments: 1,
    weights: Float64Array.of(0.5, 0.2, 0.1, 0, 0),
    lines: [{ product: 0, quantity: 4 }],
    packages: [
      { location: 0, stock: [{ product: 0, units: 3, unitCost: 6.5 }] },
      { location: 1, stock: [{ product: 0, units: 41, unitCost: 5.45 }] },
    ],
  });
  const answer = solveAllocation(problem, { timeLimitMs: 10_000, nodeLimit: 1_000_000 });
  expect(answer).toMatchObject({ status: 'optimal', units: Float64Array.of(0, 4) });
});
