import { describe, expect, it } from 'vitest';
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

describe('under weights', () => {
  const weights = Float64Array.of(1, 0, 0, 10, 0);
  const partial = (quantity: number, largest: number) =>
    problemOf({
      mode: 'quantity',
      weights,
      lines: [{ product: 0, quantity }],
      packages: [0, 1, 2].map((location) => ({ location, stock: [{ product: 0, units: largest }] })),
    });

  it('proves that nothing is released where opening a package costs more than all that is left', () => {
    expect(relaxedBounds(partial(5, 5), null).bounds).toEqual(Float64Array.of(5));
  });

  it('counts one package, and the part of a package for each unit', () => {
    // 15 units save 15 and cost at the least one package; 60 come from three packages of 20.
    expect(relaxedBounds(partial(15, 20), null).bounds).toEqual(Float64Array.of(10));
    expect(relaxedBounds(partial(60, 20), null).bounds).toEqual(Float64Array.of(30));
  });
});
