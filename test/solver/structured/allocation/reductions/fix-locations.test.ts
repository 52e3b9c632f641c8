import { describe, expect, it } from 'vitest';
import {
  fixLocations,
  type Offers,
} from '../../../../../src/solver/structured/allocation/reductions/fix-locations.ts';
import { Fixing } from '../../../../../src/solver/structured/search/fixing.ts';
import { problemOf } from '../../problem.ts';

const { undecided, open, closed } = Fixing;

/** One product, of which each location gives so many units. */
const offersOf = (wanted: number, given: readonly number[]): Offers => ({
  demand: Float64Array.of(wanted),
  forEachOffer: (visit) => {
    given.forEach((units, location) => {
      visit({ demand: 0, source: location, item: location, location, units });
    });
  },
});

function fix(wanted: number, given: readonly number[], most: number, mode: 'none' | 'quantity' = 'none') {
  const fixing = new Uint8Array(given.length);
  const isPossible = fixLocations(
    offersOf(wanted, given),
    problemOf({ mode, lines: [], packages: [] }),
    fixing,
    most,
  );
  return isPossible ? [...fixing] : 'impossible';
}

describe('a limit on locations', () => {
  it('opens a location without which the largest others do not cover', () => {
    // Two of 6, 5, 4 give at most 5 + 4 = 9 without the first; without the second 6 + 4 = 10.
    expect(fix(10, [6, 5, 4], 2)).toEqual([open, undecided, undecided]);
  });

  it('closes the others once no location may be added', () => {
    expect(fix(6, [6, 5, 5], 1)).toEqual([open, closed, closed]);
  });

  it('is impossible where the largest locations together do not cover', () => {
    expect(fix(12, [6, 5, 4], 2)).toBe('impossible');
  });

  it('decides nothing where several sets cover', () => {
    expect(fix(9, [6, 5, 4], 2)).toEqual([undecided, undecided, undecided]);
  });

  it('forces no location in a partial release, which may leave units', () => {
    expect(fix(10, [6, 5, 4], 2, 'quantity')).toEqual([undecided, undecided, undecided]);
    expect(fix(10, [6, 5, 4], 0, 'quantity')).toEqual([closed, closed, closed]);
  });
});
