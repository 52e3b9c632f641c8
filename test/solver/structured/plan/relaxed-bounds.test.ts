import { expect, it } from 'vitest';
import { relaxedBounds } from '../../../../src/solver/structured/plan/relaxed-bounds.ts';
import { problemOf } from '../problem.ts';

it('bounds level 3 among all plans where the known plan is not the best in level 2', () => {
  // With one child the two current units have to go, though future units would count less in level 2.
  const problem = problemOf({
    futureFirst: true,
    maxChildShipments: 1,
    lines: [{ product: 0, quantity: 2 }],
    packages: [
      { location: 0, day: 5, stock: [{ product: 0, units: 1 }] },
      { location: 1, day: 5, stock: [{ product: 0, units: 1 }] },
      { location: 2, stock: [{ product: 0, units: 2 }] },
    ],
  });
  const optimum = Float64Array.of(0, 2, 0, 1, 0);
  expect(relaxedBounds(problem, optimum).bounds).toEqual(Float64Array.of(0, 0, 0, 1, 0));
  expect(relaxedBounds(problem, Float64Array.of(0, 0, 10, 2, 0)).bounds[2]).toBe(10);
});
