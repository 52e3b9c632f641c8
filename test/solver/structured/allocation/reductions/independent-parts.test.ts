import { describe, expect, it } from 'vitest';
import { independentParts } from '../../../../../src/solver/structured/allocation/reductions/independent-parts.ts';

describe('independent parts', () => {
  it.each([
    ['share a candidate', [[0, 1], [1, 2], [3]], [[0, 1], [2]]],
    ['share none', [[0], [1]], [[0], [1]]],
    ['are joined by a third demand', [[0], [1], [0, 1]], [[0, 1, 2]]],
    ['have no candidate at all', [[], [4], []], [[0], [1], [2]]],
  ])('of demands that %s', (_, candidatesOf, parts) => {
    const sorted = independentParts(candidatesOf).map((part) => part.toSorted());
    expect(sorted.toSorted(([a], [b]) => a! - b!)).toEqual(parts);
  });
});
