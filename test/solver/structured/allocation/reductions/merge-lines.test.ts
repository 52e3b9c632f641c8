import { describe, expect, it } from 'vitest';
import {
  classesByProduct,
  mergeLines,
} from '../../../../../src/solver/structured/allocation/reductions/merge-lines.ts';
import { classOf, problemOf } from '../../problem.ts';

const lines = [
  { product: 0, quantity: 2 },
  { product: 1, quantity: 4 },
  { product: 0, quantity: 3 },
];
const packages = [
  { location: 0, stock: [{ product: 0, units: 4 }] },
  {
    location: 1,
    stock: [
      { product: 0, units: 1 },
      { product: 1, units: 9 },
    ],
  },
];

describe('lines of one product', () => {
  it('become one demand: no level depends on which of them gets a unit', () => {
    // Lines 0 and 2 want 2 + 3 units of product 0, of which sources 0 and 1 have 4 + 1.
    expect(mergeLines(problemOf({ lines, packages }))).toEqual([
      classOf([0, 2], [0, 1], 5, 5),
      classOf([1], [2], 4, 9),
    ]);
  });

  it('are not merged where they may take from different sources: one may need what the other could spare', () => {
    const problem = problemOf({ lines, packages, excluded: [[2, 1]] });
    const [first, second, third] = [
      classOf([0], [0, 1], 2, 5),
      classOf([1], [2], 4, 9),
      classOf([2], [0], 3, 4),
    ];
    expect(mergeLines(problem)).toEqual([first, second, third]);
    expect(classesByProduct(problem, mergeLines(problem))).toEqual([[first, third], [second]]);
  });

  it('are merged where both lack the same source', () => {
    const excluded = [
      [0, 1],
      [2, 1],
    ] as const;
    expect(mergeLines(problemOf({ lines, packages, excluded }))[0]).toEqual(classOf([0, 2], [0], 5, 4));
  });
});
