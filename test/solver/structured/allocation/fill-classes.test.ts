import { describe, expect, it } from 'vitest';
import { splitOverLines, takeCheapest } from '../../../../src/solver/structured/allocation/fill-classes.ts';
import { classOf, problemOf } from '../problem.ts';

const three = (unitCosts: readonly number[]) => ({
  sourceAvailable: Float64Array.of(3, 3, 3),
  sourceUnitCost: Float64Array.from(unitCosts),
});

describe('units are taken', () => {
  it.each([
    ['from the cheapest source first', [2, 1, 0], [0, 2, 3]],
    ['from the earliest of sources with equal costs', [1, 1, 1], [3, 2, 0]],
    ['from the cheapest, and then from the earliest of the others', [1, 0, 1], [2, 3, 0]],
  ])('%s', (_, unitCosts, expected) => {
    const taken = new Float64Array(3);
    takeCheapest(three(unitCosts), [0, 1, 2], 5, taken);
    expect([...taken]).toEqual(expected);
  });
});

describe('the units of a class go', () => {
  const problem = problemOf({
    lines: [
      { product: 0, quantity: 2 },
      { product: 0, quantity: 4 },
    ],
    packages: [0, 1].map((location) => ({ location, stock: [{ product: 0, units: 3 }] })),
  });
  const classes = [classOf([0, 1], [0, 1], 6, 6)];
  const split = (released: readonly number[], taken: readonly number[]) => [
    ...splitOverLines(problem, classes, Float64Array.from(taken), Float64Array.from(released)),
  ];

  // Cells: package 0 to line 0 and line 1, then package 1 to line 0 and line 1.
  it('to the first line as far as it wants, package by package', () => {
    expect(split([2, 4], [3, 3])).toEqual([2, 1, 0, 3]);
  });

  it('to no line beyond what it may get', () => {
    expect(split([1, 2], [2, 1])).toEqual([1, 1, 0, 1]);
    expect(split([0, 3], [0, 3])).toEqual([0, 0, 0, 3]);
  });
});
