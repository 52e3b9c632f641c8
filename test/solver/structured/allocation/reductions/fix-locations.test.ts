import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fixLocations,
  type Need,
} from '../../../../../src/solver/structured/allocation/reductions/fix-locations.ts';
import { Fixing } from '../../../../../src/solver/structured/search/fixing.ts';
import { runs } from '../../../../arbitraries/runs.ts';

const { undecided, open, closed } = Fixing;

/** A need of which each location holds so many units. */
const needOf = (units: number, given: readonly number[], mostLocations = Number.POSITIVE_INFINITY): Need => ({
  units,
  mostLocations,
  held: given
    .map((each, location) => ({ location, units: each }))
    .filter((each) => each.units > 0)
    .sort((a, b) => b.units - a.units),
});

function fix(needs: readonly Need[], fixed: readonly number[], most: number) {
  const fixing = Uint8Array.from(fixed);
  return fixLocations(needs, fixing, most) ? [...fixing] : 'impossible';
}

const none = [undecided, undecided, undecided];

describe('a limit on locations', () => {
  it('opens a location without which the largest others do not cover', () => {
    // Two of 6, 5, 4 give at most 5 + 4 = 9 without the first; without the second 6 + 4 = 10.
    expect(fix([needOf(10, [6, 5, 4])], none, 2)).toEqual([open, undecided, undecided]);
  });

  it('closes the others once no location may be added', () => {
    expect(fix([needOf(6, [6, 5, 5])], none, 1)).toEqual([open, closed, closed]);
  });

  it('is impossible where the largest locations together do not cover', () => {
    expect(fix([needOf(12, [6, 5, 4])], none, 2)).toBe('impossible');
  });

  it('decides nothing where several sets cover', () => {
    expect(fix([needOf(9, [6, 5, 4])], none, 2)).toEqual(none);
  });

  it('forces no location where nothing has to be covered, as in a partial release', () => {
    expect(fix([], none, 2)).toEqual(none);
    expect(fix([], none, 0)).toEqual([closed, closed, closed]);
  });

  it('leaves as the last location to come only those that complete every need', () => {
    // A is open and gives both lines 3 of 5. B completes the first line alone, C both, D the second alone.
    const needs = [needOf(5, [3, 2, 2, 0]), needOf(5, [3, 0, 2, 2])];
    expect(fix(needs, [open, undecided, undecided, undecided], 2)).toEqual([open, closed, undecided, closed]);
  });
});

describe('a limit on the locations of a line, beside it', () => {
  it('opens a location without which that many of the largest do not cover', () => {
    // Three locations may be used, but the line takes from two: 6 + 4 covers ten, 5 + 4 does not.
    expect(fix([needOf(10, [6, 5, 4], 2)], none, 3)).toEqual([open, undecided, undecided]);
  });

  it('is impossible where that many of the largest do not cover', () => {
    expect(fix([needOf(12, [6, 5, 4], 2)], none, 3)).toBe('impossible');
    expect(fix([needOf(12, [6, 5, 4], 3)], none, 3)).toEqual([open, open, open]);
  });
});

/** Every set of at most `most` locations that covers the needs, with the open locations and without the closed ones. */
function coveringSets(needs: readonly Need[], fixing: readonly number[], most: number): Set<number> {
  const sets = new Set<number>();
  for (let set = 0; set < 2 ** fixing.length; set++) {
    const has = (location: number) => ((set >> location) & 1) === 1;
    const members = fixing.map((_, location) => location).filter(has);
    if (members.length > most) continue;
    if (fixing.some((each, at) => (each === open && !has(at)) || (each === closed && has(at)))) continue;
    const covers = ({ units, mostLocations, held }: Need) => {
      const largest = held.filter(({ location }) => has(location)).slice(0, mostLocations);
      return largest.reduce((sum, each) => sum + each.units, 0) >= units;
    };
    if (needs.every(covers)) sets.add(set);
  }
  return sets;
}

describe('fixing locations', () => {
  it('loses no set of locations that covers every need, as trying every set shows', () => {
    const need = fc
      .record({
        units: fc.integer({ min: 1, max: 12 }),
        given: fc.array(fc.integer({ min: 0, max: 7 }), { minLength: 6, maxLength: 6 }),
        mostLocations: fc.constantFrom(1, 2, 3, Number.POSITIVE_INFINITY),
      })
      .map(({ units, given, mostLocations }) => needOf(units, given, mostLocations));
    const fixings = fc.array(fc.constantFrom(undecided, undecided, undecided, open, closed), {
      minLength: 6,
      maxLength: 6,
    });
    const ends = { impossible: 0, fixed: 0 };
    fc.assert(
      fc.property(
        fc.array(need, { minLength: 1, maxLength: 4 }),
        fixings,
        fc.integer({ min: 1, max: 4 }),
        (needs, fixing, most) => {
          const before = coveringSets(needs, fixing, most);
          const after = fix(needs, fixing, most);
          if (after === 'impossible') {
            ends.impossible++;
            expect(before.size).toBe(0);
            return;
          }
          if (after.some((each, at) => each !== fixing[at])) ends.fixed++;
          expect(coveringSets(needs, after, most)).toEqual(before);
        },
      ),
      runs(10),
    );
    expect(ends.impossible).toBeGreaterThan(10);
    expect(ends.fixed).toBeGreaterThan(10);
  });
});
