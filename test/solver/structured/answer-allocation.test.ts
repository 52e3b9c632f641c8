import { expect, it } from 'vitest';
import { DEFAULT_PARAMETERS } from '../../../src/solver/parameters.ts';
import { solveAllocation } from '../../../src/solver/structured/allocation/solve-allocation.ts';
import { answerAllocation } from '../../../src/solver/structured/answer-allocation.ts';
import { problemOf } from './problem.ts';

it('proves a plan that costs nothing, though the search declines it and bounds nothing', () => {
  const problem = problemOf({
    mode: 'line',
    maxSplitItemLocations: 1,
    weights: Float64Array.of(10, 0, 0, 0, 0),
    lines: [
      { product: 0, quantity: 2, group: 0 },
      { product: 0, quantity: 2, group: 0 },
    ],
    packages: [0, 1].map((location) => ({ location, stock: [{ product: 0, units: 2 }] })),
  });
  const limits = { timeLimitMs: 1000, nodeLimit: 1000, parameters: DEFAULT_PARAMETERS };
  expect(solveAllocation(problem, limits)).toHaveProperty('declined');

  const answer = answerAllocation(problem, limits);

  expect(answer).toMatchObject({ status: 'optimal', bounds: Float64Array.of(0) });
  expect(answer.units!.reduce((sum, units) => sum + units, 0)).toBe(4);
});
