import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { solveParameters } from '../../../../../src/solver/parameters.ts';
import { type Covering, layOutCovering } from '../../../../../src/solver/structured/search/covering.ts';
import { cheapestOfOneDemand } from '../../../../../src/solver/structured/search/one-demand/cheapest.ts';
import { solveByCountThenCost } from '../../../../../src/solver/structured/search/solve-covering.ts';
import { runs } from '../../../../arbitraries/runs.ts';
import { coveringOf, endless } from '../coverings.ts';

/** Quarters are exact in binary, so that equal costs are equal numbers although they are no integers. */
const drawn = fc.record({
  demandShare: fc.double({ min: 0.05, max: 1, noNaN: true }),
  candidates: fc.array(
    fc.record({
      cost: fc.integer({ min: 1, max: 12 }),
      amount: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 1_000_000 })),
      unitCost: fc.nat(3),
      isFree: fc.nat(7).map((draw) => draw === 0),
    }),
    { minLength: 1, maxLength: 10 },
  ),
  costsUnits: fc.boolean(),
  quarter: fc.boolean(),
  slots: fc.oneof(fc.constant(Number.POSITIVE_INFINITY), fc.integer({ min: 1, max: 6 })),
});

function layOut({
  demandShare,
  candidates,
  costsUnits,
  quarter,
  slots,
}: typeof drawn extends fc.Arbitrary<infer Draft> ? Draft : never): Covering {
  const supply = candidates.reduce((sum, { amount }) => sum + amount, 0);
  const unit = quarter ? 0.25 : 1;
  const fixedOpen = candidates.flatMap(({ isFree }, k) => (isFree ? [k] : []));
  const laidOut = layOutCovering(
    Float64Array.of(Math.max(1, Math.floor(supply * demandShare))),
    candidates.map(({ cost, amount, unitCost, isFree }) => ({
      fixedCost: isFree ? 0 : cost * unit,
      entries: [{ demand: 0, amount, unitCost: costsUnits ? unitCost * unit : 0 }],
    })),
    { integral: !quarter, fixedOpen },
  );
  return { ...laidOut, cardinalityLimit: slots + fixedOpen.length };
}

/** The cost of a set of candidates, with the cheapest units first; +Infinity where it does not cover. */
function costOf({ demand, amount, unitCost, fixedCost }: Covering, chosen: readonly number[]): number {
  let left = demand[0]!;
  let cost = 0;
  const cheapestFirst = [...chosen].sort((a, b) => (unitCost?.[a] ?? 0) - (unitCost?.[b] ?? 0));
  for (const k of cheapestFirst) {
    const units = Math.min(left, amount[k]!);
    cost += fixedCost[k]! + units * (unitCost?.[k] ?? 0);
    left -= units;
  }
  return left > 0 ? Number.POSITIVE_INFINITY : cost;
}

/** The cheapest of all subsets, the earliest among equals. */
function byTrying(covering: Covering) {
  const size = covering.fixedCost.length;
  let best: { chosen: number[]; value: number } | null = null;
  for (let set = 0; set < 1 << size; set++) {
    // The first candidate is the highest bit: later sets are earlier in the tie-break.
    const chosen = Array.from({ length: size }, (_, k) => k).filter((k) => (set >> (size - 1 - k)) & 1);
    if (chosen.length > covering.cardinalityLimit) continue;
    if (covering.fixedOpen.some((k) => !chosen.includes(k))) continue;
    const value = costOf(covering, chosen);
    if (Number.isFinite(value) && (best === null || value <= best.value)) best = { chosen, value };
  }
  return best;
}

/** A covering of many locations whose costs are cents apart. */
function centsApart(locations: number, wanted: number, most: number): Covering {
  const candidates = Array.from({ length: locations }, (_, k) => ({
    cost: 795 + ((k * 7919) % 7),
    gives: [1 + ((k * 104_729) % most)],
  }));
  return coveringOf([wanted], candidates);
}

describe('a covering of one demand', () => {
  it('has the least cost of all subsets, and the earliest candidates of that cost', () => {
    let tried = 0;
    fc.assert(
      fc.property(drawn, fc.boolean(), (draft, isTight) => {
        const covering = layOut(draft);
        const expected = byTrying(covering);
        fc.pre(expected !== null);
        tried += 1;
        const chosen = Uint8Array.from(covering.fixedCost, (_, k) => (expected.chosen.includes(k) ? 1 : 0));
        // A known cover may be the best one, or far from it.
        const known = { chosen, value: isTight ? expected.value : 2 * expected.value + 40 };
        const answer = cheapestOfOneDemand(covering, known, endless());
        expect(answer.complete).toBe(true);
        expect([answer.cover.value, answer.bound]).toEqual([expected.value, expected.value]);
        expect([...answer.cover.chosen]).toEqual([...chosen]);
      }),
      runs(5),
    );
    expect(tried).toBeGreaterThan(100);
  });

  it('has a bound that no optimum is below, however few labels there are', () => {
    fc.assert(
      fc.property(drawn, fc.nat(60), (draft, oneDemandLabels) => {
        const covering = layOut(draft);
        const expected = byTrying(covering);
        fc.pre(expected !== null);
        const chosen = Uint8Array.from(covering.fixedCost).fill(1);
        const budget = { ...endless(), parameters: solveParameters({ oneDemandLabels }) };
        const answer = cheapestOfOneDemand(covering, { chosen, value: 2 * expected.value + 40 }, budget);
        expect(answer.bound).toBeLessThanOrEqual(expected.value + 1e-9 * expected.value);
        expect(answer.cover.value).toBeGreaterThanOrEqual(expected.value);
        if (answer.complete) expect(answer.cover.value).toBe(expected.value);
      }),
      runs(3),
    );
  });

  it.each([
    { locations: 100, wanted: 25, most: 4 },
    { locations: 150, wanted: 600, most: 40 },
    { locations: 150, wanted: 90_000_000, most: 9_000_000 },
  ])(
    'is proven in few nodes where $locations costs are cents apart and $wanted units are wanted',
    ({ locations, wanted, most }) => {
      const budget = { ...endless(), nodes: 3000 };
      expect(solveByCountThenCost(centsApart(locations, wanted, most), budget)?.complete).toBe(true);
    },
  );
});
