import { describe, expect, it } from 'vitest';
import { solveParameters } from '../../../../../src/solver/parameters.ts';
import {
  LimitedAscent,
  type Limits,
} from '../../../../../src/solver/structured/search/bounds/limited-ascent.ts';
import { coveringOf } from '../coverings.ts';

const parameters = solveParameters();
/** Ten units from three locations: two halves at 1 each, or all at 3. */
const covering = coveringOf(
  [10],
  [
    { cost: 1, gives: [5] },
    { cost: 1, gives: [5] },
    { cost: 3, gives: [10] },
  ],
);
const limitsOf = (mostLocations: number, rest: Partial<Limits> = {}): Limits => ({
  locationOf: Int32Array.of(0, 1, 2),
  mostLocations,
  isLocationOpen: new Uint8Array(3),
  caps: [],
  ...rest,
});
const boundOf = (limits: Limits, target: number) =>
  new LimitedAscent(covering, limits, parameters, null).climb(target, 1_000).bound;

describe('the Lagrangian bound under limits', () => {
  it('is that of the covering where the limit does not bind', () => {
    expect(boundOf(limitsOf(3), 2)).toBeCloseTo(2, 2);
  });

  it('rises where one location must cover alone', () => {
    const bound = boundOf(limitsOf(1), 3);
    expect(bound).toBeGreaterThan(2.9);
    expect(bound).toBeLessThanOrEqual(3 + 1e-9);
  });

  it('rises where a cap on an earlier level rules the cheap candidates out', () => {
    // A unit from a half counts 1 in the earlier level, of which at most 1 is allowed: 1 unit from a half at 1/5, and
    // nine tenths of the whole at 3 · 9/10.
    const caps = [{ unitCost: Float64Array.of(1, 1, 0), most: 1 }];
    const bound = boundOf(limitsOf(3, { caps }), 3);
    expect(bound).toBeGreaterThan(2.8);
    expect(bound).toBeLessThanOrEqual(0.2 + 2.7 + 1e-9);
  });

  it('lets an open location count once towards the limit, whatever it earns', () => {
    const isLocationOpen = Uint8Array.of(1, 0, 0);
    const found = new LimitedAscent(covering, limitsOf(2, { isLocationOpen }), parameters, null).climb(
      2,
      1_000,
    );
    expect(found.locationCost[0]).toBe(Number.NEGATIVE_INFINITY);
    expect(found.bound).toBeLessThanOrEqual(2 + 1e-9);
  });
});
