import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Covering } from '../../../../src/solver/structured/search/covering.ts';
import { Fixing } from '../../../../src/solver/structured/search/fixing.ts';
import { Incumbent } from '../../../../src/solver/structured/search/incumbent.ts';
import { improveByRowWeighting } from '../../../../src/solver/structured/search/row-weighting.ts';
import { runs } from '../../../arbitraries/runs.ts';
import { coveringOf } from './coverings.ts';

const PATIENCE = 300;

function improve(
  covering: Covering,
  { fixing, cutoff = 1e9 }: { fixing?: Uint8Array; cutoff?: number } = {},
) {
  const incumbent = new Incumbent(covering, cutoff);
  improveByRowWeighting(covering, fixing ?? new Uint8Array(covering.fixedCost.length), incumbent, {
    patience: PATIENCE,
    deadline: Number.POSITIVE_INFINITY,
  });
  return incumbent.found;
}

/** Value of a set of candidates, +∞ where it covers too little or opens too many. */
function valueOfSet(
  { demand, fixedCost, starts, demandOf, amount, cardinalityLimit }: Covering,
  set: number,
) {
  const left = demand.slice();
  let [value, opened] = [0, 0];
  for (let k = 0; k < fixedCost.length; k++) {
    if (((set >> k) & 1) === 0) continue;
    value += fixedCost[k]!;
    opened += 1;
    for (let e = starts[k]!; e < starts[k + 1]!; e++) left[demandOf[e]!]! -= amount[e]!;
  }
  return opened <= cardinalityLimit && left.every((units) => units <= 0) ? value : Number.POSITIVE_INFINITY;
}

const drawn = fc
  .record({
    demand: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 }),
    candidates: fc.array(
      fc.record({
        cost: fc.integer({ min: 0, max: 9 }),
        gives: fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 4, maxLength: 4 }),
        fixing: fc.constantFrom(Fixing.undecided, Fixing.undecided, Fixing.open, Fixing.closed),
      }),
      { minLength: 1, maxLength: 8 },
    ),
    cardinalityLimit: fc.constantFrom(Number.POSITIVE_INFINITY, 2, 3, 4),
  })
  .map(({ demand, candidates, cardinalityLimit }) => ({
    covering: coveringOf(
      demand,
      candidates.map((each) => ({ ...each, gives: each.gives.slice(0, demand.length) })),
      { cardinalityLimit },
    ),
    fixing: Uint8Array.from(candidates, ({ fixing }) => fixing),
  }));

describe('the local search by row weighting', () => {
  it('leaves a cover that closing alone does not improve', () => {
    // Greedily the first is opened for its 3 of 6 at 1, and then both others: 1 + 2 + 2. The last two suffice.
    const covering = coveringOf(
      [1, 1, 1, 1],
      [
        { cost: 1, gives: [0, 1, 1, 0] },
        { cost: 2, gives: [1, 1, 0, 0] },
        { cost: 2, gives: [0, 0, 1, 1] },
      ],
    );
    expect(improve(covering)).toEqual({ chosen: Uint8Array.of(0, 1, 1), value: 4 });
  });

  it('finds the fewest points that meet every line of the affine plane over three elements', () => {
    // Nine points, twelve lines; a largest cap has four points, so five meet every line.
    const points = Array.from({ length: 9 }, (_, point) => [Math.floor(point / 3), point % 3] as const);
    const lines = points.flatMap(([a, b], first) =>
      points.flatMap(([c, d], second) => {
        const third = 3 * ((6 - a - c) % 3) + ((6 - b - d) % 3);
        return first < second && second < third ? [[first, second, third]] : [];
      }),
    );
    expect(lines).toHaveLength(12);
    const covering = coveringOf(
      lines.map(() => 1),
      points.map((_, point) => ({ cost: 1, gives: lines.map((line) => (line.includes(point) ? 1 : 0)) })),
    );
    expect(improve(covering)!.value).toBe(5);
  });

  it('gives covers only, keeps what is fixed and the limit, and nearly always ends with the cheapest', () => {
    let [tried, best] = [0, 0];
    fc.assert(
      fc.property(drawn, ({ covering, fixing }) => {
        const count = covering.fixedCost.length;
        let optimum = Number.POSITIVE_INFINITY;
        for (let set = 0; set < 2 ** count; set++) {
          const isOpen = (k: number) => ((set >> k) & 1) === 1;
          const keeps = fixing.every(
            (fixed, k) => fixed === Fixing.undecided || isOpen(k) === (fixed === Fixing.open),
          );
          if (keeps) optimum = Math.min(optimum, valueOfSet(covering, set));
        }
        const found = improve(covering, { fixing });
        expect(improve(covering, { fixing })).toEqual(found);
        if (found === null) return;
        const set = found.chosen.reduce((bits, open, k) => bits | (open << k), 0);
        expect(valueOfSet(covering, set)).toBe(found.value);
        fixing.forEach((fixed, k) => {
          if (fixed !== Fixing.undecided) expect(found.chosen[k]).toBe(fixed === Fixing.open ? 1 : 0);
        });
        expect(found.value).toBeGreaterThanOrEqual(optimum);
        tried += 1;
        if (found.value === optimum) best += 1;
      }),
      runs(10),
    );
    expect(best).toBeGreaterThan(0.98 * tried);
  });

  it('takes nothing that is not below the cutoff', () => {
    const covering = coveringOf([1], [{ cost: 3, gives: [1] }]);
    expect(improve(covering, { cutoff: 3 })).toBeNull();
    expect(improve(covering, { cutoff: 4 })!.value).toBe(3);
  });

  it('ends where nothing covers, and where everything is fixed', () => {
    expect(improve(coveringOf([2], [{ cost: 1, gives: [1] }]))).toBeNull();
    const covering = coveringOf([1], [{ cost: 1, gives: [1] }]);
    expect(improve(covering, { fixing: Uint8Array.of(Fixing.open) })!.value).toBe(1);
  });
});
