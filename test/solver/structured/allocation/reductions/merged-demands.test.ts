import { describe, expect, it } from 'vitest';
import { solveParameters } from '../../../../../src/solver/parameters.ts';
import { LocationBounds } from '../../../../../src/solver/structured/allocation/location-bounds.ts';
import type { Plan } from '../../../../../src/solver/structured/allocation/rank-plans.ts';
import { mergeLines } from '../../../../../src/solver/structured/allocation/reductions/merge-lines.ts';
import { mergedDemands } from '../../../../../src/solver/structured/allocation/reductions/merged-demands.ts';
import { problemOf } from '../../problem.ts';

/** Two lines of five of one product; five locations have five each, today or, the last two, on day 4. */
const problemWithout = (excluded: readonly (readonly [line: number, item: number])[]) =>
  problemOf({
    maxFulfillingLocations: 2,
    lines: [0, 1].map(() => ({ product: 0, quantity: 5 })),
    packages: [0, 1, 2, 3, 4].map((location) => ({
      location,
      ...(location > 2 && { day: 4 }),
      stock: [{ product: 0, units: 5 }],
    })),
    excluded,
  });

describe('lines of one product that may take from nearly the same sources', () => {
  it('are one demand of all their sources', () => {
    const problem = problemWithout([[0, 0]]);
    const classes = mergeLines(problem);
    expect(classes).toHaveLength(2);
    expect(mergedDemands(problem, classes)).toEqual([
      { lines: [0, 1], sources: [0, 1, 2, 3, 4], wanted: 10, supply: 25 },
    ]);
  });

  it('are bounded as one, which takes no stock twice', () => {
    // Only location 1 has stock today that both lines may take; apart, each of them would take it.
    const problem = problemOf({
      maxFulfillingLocations: 2,
      lines: [0, 1].map(() => ({ product: 0, quantity: 5 })),
      packages: [
        { location: 0, stock: [{ product: 0, units: 1 }] },
        { location: 1, stock: [{ product: 0, units: 5 }] },
        { location: 2, day: 4, stock: [{ product: 0, units: 9 }] },
      ],
      excluded: [[0, 0]],
    });
    const limit = { placeOf: problem.packageLocation, most: 2, mostOfLine: null };
    const bounds = new LocationBounds(problem, limit, mergeLines(problem), solveParameters());
    const known: Plan = {
      status: 'optimal',
      method: 'search',
      tieBreakProven: true,
      units: Float64Array.of(0, 5, 0, 0, 5),
      bounds: Float64Array.of(0, 5, 20),
    };
    // Apart, both would take the five of location 1, and nothing future would be needed.
    expect(bounds.climb(new Uint8Array(3), known, [], 150)?.bounds[1]).toBe(5);
  });
});

it('leaves lines apart that may take from different sources', () => {
  const problem = problemWithout([
    [0, 0],
    [0, 1],
  ]);
  const classes = mergeLines(problem);
  expect(mergedDemands(problem, classes)).toEqual(classes);
});
