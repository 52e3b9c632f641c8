import { describe, expect, it } from 'vitest';
import { mergeLines } from '../../../../../src/solver/structured/allocation/reductions/merge-lines.ts';
import {
  optimalFace,
  sharedProduct,
} from '../../../../../src/solver/structured/allocation/shared/optimal-face.ts';
import { problemOf } from '../../problem.ts';

const stock = (units: number) => [{ product: 0, units }];

describe('levels 1 to 3 of a product whose lines may take from different sources', () => {
  it('use up what the classes that are still short may take, and leave the rest a choice', () => {
    // Line 0 may not take from package 0. It uses up package 1 (5 of its 7 units) and waits for 2 more. Line 1 then
    // takes its 3 units from package 0 alone, and the lots of day 3 are line 0's to choose from.
    const problem = problemOf({
      lines: [
        { product: 0, quantity: 7 },
        { product: 0, quantity: 3 },
      ],
      packages: [
        { location: 0, stock: stock(4) },
        { location: 1, stock: stock(5) },
        { location: 2, day: 3, stock: stock(2) },
        { location: 3, day: 3, stock: stock(2) },
        { location: 4, day: 9, stock: stock(9) },
      ],
      excluded: [[0, 0]],
    });
    const classes = mergeLines(problem);
    const face = optimalFace(problem, sharedProduct(classes), Float64Array.of(7, 3));
    expect(face.unfilled).toBe(0);
    expect(face.usedUp).toEqual([1]);
    expect(face.ranks.map(({ units }) => units)).toEqual([8, 2]);
    expect(
      face.blocks.map(({ members, units, usedUp, choice }) => [
        members,
        units,
        usedUp.map(({ source }) => source),
        choice.map(({ source }) => source),
      ]),
    ).toEqual([
      [2, 3, [], [0]],
      [1, 2, [1], [2, 3]],
    ]);
  });

  it('count what no plan can release', () => {
    const problem = problemOf({
      lines: [
        { product: 0, quantity: 4 },
        { product: 0, quantity: 3 },
      ],
      packages: [
        { location: 0, stock: stock(9) },
        { location: 1, stock: stock(1) },
      ],
      excluded: [[0, 0]],
    });
    const face = optimalFace(problem, sharedProduct(mergeLines(problem)), Float64Array.of(4, 3));
    expect([face.unfilled, face.usedUp, face.blocks.length]).toEqual([3, [1], 1]);
  });
});
