import { expect, it } from 'vitest';
import { linesApart } from '../../../../../src/solver/structured/allocation/limits/solve-apart.ts';
import { mergeLines } from '../../../../../src/solver/structured/allocation/reductions/merge-lines.ts';
import { problemOf } from '../../problem.ts';

it('leaves kits to others that a limit on the locations of a line lets go in part', () => {
  const problem = problemOf({
    mode: 'quantity',
    maxSplitItemLocations: 1,
    groupKits: Float64Array.of(2),
    lines: [
      { product: 0, quantity: 2, group: 0 },
      { product: 1, quantity: 2, group: 0 },
    ],
    packages: [0, 1].map((location) => ({
      location,
      stock: [
        { product: 0, units: 1 },
        { product: 1, units: 2 },
      ],
    })),
  });

  // One location holds one unit of the first product, so one of the two kits goes.
  expect(linesApart(problem, mergeLines(problem), 1)).toBeNull();
});
