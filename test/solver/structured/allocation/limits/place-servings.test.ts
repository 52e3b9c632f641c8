import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type PlaceStock,
  placeStocks,
} from '../../../../../src/solver/structured/allocation/limits/place-servings.ts';
import { mergeLines } from '../../../../../src/solver/structured/allocation/reductions/merge-lines.ts';
import { runs } from '../../../../arbitraries/runs.ts';
import { problemOf } from '../../problem.ts';

/** One product at several locations, wanted by some lines; the limit is on the locations of a line. */
function stocksOf(
  quantities: readonly number[],
  held: readonly number[],
  mostOfLine: number | null,
  mode: 'none' | 'line' | 'quantity' = 'none',
): readonly PlaceStock[] {
  const problem = problemOf({
    mode,
    lines: quantities.map((quantity) => ({ product: 0, quantity })),
    packages: held.map((units, location) => ({ location, stock: [{ product: 0, units }] })),
  });
  const limit = { placeOf: problem.packageLocation, most: held.length, mostOfLine };
  return placeStocks(problem, mergeLines(problem), limit);
}

const named = (stocks: readonly PlaceStock[]) =>
  Object.fromEntries(stocks.map(({ place, units, least }) => [place, { units, least }]));

describe('what places have of a line', () => {
  it('is no more than the line wants', () => {
    expect(named(stocksOf([5], [9, 2], null))).toEqual({
      0: { units: 5, least: 0 },
      1: { units: 2, least: 0 },
    });
  });

  it('leaves out what has too little, since the largest other place does not give the rest', () => {
    // Ten from two places: beside six the other has to give four, so three is too little; beside four it is six.
    expect(named(stocksOf([10], [6, 4, 3], 2))).toEqual({
      0: { units: 6, least: 6 },
      1: { units: 4, least: 4 },
    });
  });

  it('is needed whole where all places together hold just enough', () => {
    for (const held of [
      [5, 4, 1],
      [5, 4, 1, 0.5],
    ]) {
      expect(named(stocksOf([10], held, 3))).toEqual({
        0: { units: 5, least: 5 },
        1: { units: 4, least: 4 },
        2: { units: 1, least: 1 },
      });
    }
  });

  it('is nothing where no set of places covers the line', () => {
    expect(stocksOf([10], [5, 4, 3], 2)).toEqual([]);
  });

  it('counts the places of every line of a class', () => {
    // Two lines of three may take from two places each, so from four together: beside 4 + 3 + 2 nothing is needed.
    expect(named(stocksOf([3, 3], [4, 3, 2, 1], 2))).toEqual({
      0: { units: 4, least: 0 },
      1: { units: 3, least: 0 },
      2: { units: 2, least: 0 },
      3: { units: 1, least: 0 },
    });
  });

  it('is everything in a partial release, in which the others may give less', () => {
    for (const mode of ['line', 'quantity'] as const) {
      expect(named(stocksOf([10], [6, 4, 3], 2, mode))).toEqual({
        0: { units: 6, least: 0 },
        1: { units: 4, least: 0 },
        2: { units: 3, least: 0 },
      });
    }
  });

  it('leaves out no place that serves in some plan, and none gives less than said, as trying every set shows', () => {
    let held = 0;
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 14 }),
        fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 3 }),
        (wanted, units, most) => {
          const found = named(stocksOf([wanted], units, most));
          // The least that each place gives, over all sets within the limit that cover the line.
          const least = units.map(() => Number.POSITIVE_INFINITY);
          for (let set = 1; set < 2 ** units.length; set++) {
            const members = [...units.keys()].filter((place) => ((set >> place) & 1) === 1);
            const sum = members.reduce((total, place) => total + units[place]!, 0);
            if (members.length > most || sum < wanted) continue;
            for (const place of members) {
              least[place] = Math.min(least[place]!, Math.max(0, wanted - (sum - units[place]!)));
            }
          }
          for (const [place, given] of least.entries()) {
            if (given === Number.POSITIVE_INFINITY) continue;
            expect(found[place], `place ${place}`).toBeDefined();
            expect(found[place]!.least).toBeLessThanOrEqual(given);
            if (found[place]!.least > 0) held++;
          }
        },
      ),
      runs(10),
    );
    expect(held).toBeGreaterThan(100);
  });
});
