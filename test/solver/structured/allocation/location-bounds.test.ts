import { describe, expect, it } from 'vitest';
import { solveParameters } from '../../../../src/solver/parameters.ts';
import { LocationBounds } from '../../../../src/solver/structured/allocation/location-bounds.ts';
import type { Plan } from '../../../../src/solver/structured/allocation/rank-plans.ts';
import { Fixing } from '../../../../src/solver/structured/search/fixing.ts';
import { classOf, problemOf } from '../problem.ts';

/** Five units wanted from one location: A has 3 and B has 2 in stock, C has 10 on day 5. */
const problem = problemOf({
  maxFulfillingLocations: 1,
  lines: [{ product: 0, quantity: 5 }],
  packages: [
    { location: 0, stock: [{ product: 0, units: 3 }] },
    { location: 1, stock: [{ product: 0, units: 2 }] },
    { location: 2, day: 5, stock: [{ product: 0, units: 10 }] },
  ],
});
const limit = { placeOf: problem.packageLocation, most: 1, mostOfLine: null };
const bounds = new LocationBounds(problem, limit, [classOf([0], [0, 1, 2], 5, 15)], solveParameters());
const known = (...levels: number[]): Plan => ({
  status: 'optimal',
  method: 'search',
  tieBreakProven: true,
  units: Float64Array.of(0, 0, 5),
  bounds: Float64Array.from(levels),
});

describe('bounds under a limit on locations', () => {
  it('meet the best plan, which takes all five units from C and waits 25 unit-days', () => {
    const found = bounds.climb(new Uint8Array(3), known(0, 5, 25), [], 150);
    expect(found?.isTied).toBe(true);
  });

  it('end a node where every plan needs more future units than the known one', () => {
    expect(bounds.climb(new Uint8Array(3), known(0, 4, 20), [], 150)).toBeNull();
  });

  it('do not end a node where a plan with fewer future units is left', () => {
    const found = bounds.climb(new Uint8Array(3), known(0, 6, 30), [], 150);
    expect(found).not.toBeNull();
    expect(found!.last!.bound).toBeLessThanOrEqual(5 + 1e-9);
  });

  it('keep the location that every best plan uses', () => {
    const fixing = new Uint8Array(3);
    bounds.climb(fixing, known(0, 5, 25), [], 150);
    expect(fixing[2]).not.toBe(Fixing.closed);
  });

  it('keep a location whose plan ties on an early level and wins on a later one', () => {
    // One location has to give all five. A and B both take five future units, but those of B come two days earlier.
    const [a, b, c] = [0, 1, 2] as const;
    const two = problemOf({
      maxFulfillingLocations: 1,
      lines: [{ product: 0, quantity: 5 }],
      packages: [
        { location: a, day: 5, stock: [{ product: 0, units: 5 }] },
        { location: b, day: 3, stock: [{ product: 0, units: 5 }] },
        { location: c, stock: [{ product: 0, units: 4 }] },
      ],
    });
    const ofTwo = new LocationBounds(two, limit, [classOf([0], [0, 1, 2], 5, 14)], solveParameters());
    const fromA: Plan = { ...known(0, 5, 25), units: Float64Array.of(5, 0, 0) };
    const fixing = new Uint8Array(3);
    const found = ofTwo.climb(fixing, fromA, [], 150);
    expect([fixing[b], fixing[c]]).toEqual([Fixing.undecided, Fixing.closed]);
    // The best plan waits 15 unit-days, and no bound may pass that.
    expect(found?.isTied).toBe(false);
    expect(found!.last!.bound).toBeCloseTo(15, 6);
  });
});
