import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SolveParameters, solveParameters } from '../../../../src/solver/parameters.ts';
import type { Budget } from '../../../../src/solver/structured/search/budget.ts';
import { type Covering, layOutCovering } from '../../../../src/solver/structured/search/covering.ts';
import {
  solveByCost,
  solveByCountThenCost,
} from '../../../../src/solver/structured/search/solve-covering.ts';
import { runs } from '../../../arbitraries/runs.ts';

/** Few demands and candidates with small numbers, so that ties and gaps are common. */
const coverings: fc.Arbitrary<Covering> = fc
  .record({
    demand: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
    candidates: fc.array(
      fc.record({
        fixedCost: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 9 })),
        amounts: fc.array(fc.nat(6), { minLength: 4, maxLength: 4 }),
        unitCosts: fc.array(fc.oneof(fc.constant(0), fc.nat(3)), { minLength: 4, maxLength: 4 }),
        isFree: fc.oneof(
          { weight: 6, arbitrary: fc.constant(false) },
          { weight: 1, arbitrary: fc.boolean() },
        ),
      }),
      { minLength: 1, maxLength: 9 },
    ),
    costsUnits: fc.boolean(),
  })
  .map(({ demand, candidates, costsUnits }) => {
    const fixedOpen = candidates.flatMap(({ isFree }, k) => (isFree ? [k] : []));
    const laidOut = candidates.map(({ fixedCost, amounts, unitCosts, isFree }) => ({
      fixedCost: isFree ? 0 : fixedCost,
      entries: demand.flatMap((_, p) =>
        amounts[p]! > 0 ? [{ demand: p, amount: amounts[p]!, unitCost: costsUnits ? unitCosts[p]! : 0 }] : [],
      ),
    }));
    return layOutCovering(Float64Array.from(demand), laidOut, { integral: true, fixedOpen });
  });

/** The least unit cost of giving one demand its units from open candidates, by trying every number from each entry. */
function cheapestUnits(
  { demand, starts, demandOf, amount, unitCost }: Covering,
  p: number,
  chosen: Uint8Array,
) {
  let least = new Array<number>(demand[p]! + 1).fill(Number.POSITIVE_INFINITY);
  least[0] = 0;
  chosen.forEach((open, k) => {
    for (let e = starts[k]!; e < starts[k + 1]!; e++) {
      if (open === 0 || demandOf[e] !== p) continue;
      least = least.map((_, units) => {
        const ways = Array.from(
          { length: Math.min(units, amount[e]!) + 1 },
          (_none, from) => least[units - from]! + from * (unitCost?.[e] ?? 0),
        );
        return Math.min(...ways);
      });
    }
  });
  return least[demand[p]!]!;
}

/**
 * The best of all subsets that have the fixed-open candidates, in the order that is asked for; the earliest among
 * equals. Shares no code with the search.
 */
function byTrying(covering: Covering, countFirst: boolean) {
  const { fixedCost, fixedOpen, demand } = covering;
  const isFree = new Set(fixedOpen);
  let best: { chosen: Uint8Array; opened: number; cost: number } | null = null;
  for (let set = 0; set < 1 << fixedCost.length; set++) {
    // The first candidate is the highest bit: later sets are earlier in the tie-break.
    const chosen = Uint8Array.from(fixedCost, (_, k) => (set >> (fixedCost.length - 1 - k)) & 1);
    if (fixedOpen.some((k) => chosen[k] === 0)) continue;
    const units = [...demand.keys()].reduce((sum, p) => sum + cheapestUnits(covering, p, chosen), 0);
    if (units === Number.POSITIVE_INFINITY) continue;
    const opened = chosen.reduce((sum, open, k) => sum + (isFree.has(k) ? 0 : open), 0);
    const cost = chosen.reduce((sum, open, k) => sum + open * fixedCost[k]!, units);
    const isBetter =
      best === null || (countFirst && opened !== best.opened ? opened < best.opened : cost <= best.cost);
    if (isBetter) best = { chosen, opened, cost };
  }
  return best;
}

/** As many nodes of the depth-first search before the tree, on every kind of covering. */
const quickNodes = (nodes: number): Partial<SolveParameters> => ({
  quickNodesCounting: nodes,
  quickNodesFixedCosts: nodes,
  quickNodesUnitCosts: nodes,
});

const budgetOf = (given: Partial<SolveParameters>): Budget => ({
  deadline: Number.POSITIVE_INFINITY,
  nodes: 1e9,
  parameters: solveParameters(given),
});

const WAYS: readonly (readonly [string, Partial<SolveParameters>])[] = [
  ['depth first', quickNodes(1e9)],
  ['by the tree alone', { ...quickNodes(0), smallNodeCandidates: 0 }],
  ['by the tree and depth first below it', { ...quickNodes(0), smallNodeCandidates: 5 }],
];

describe.each(WAYS)('a covering searched %s', (_, parameters) => {
  it('has the least cost, and the earliest candidates of that cost', () => {
    fc.assert(
      fc.property(coverings, (covering) => {
        const answer = solveByCost(covering, budgetOf(parameters));
        const expected = byTrying(covering, false);
        expect(answer?.cost).toBe(expected?.cost);
        if (expected === null || answer === null) return;
        expect(answer.complete).toBe(true);
        expect(answer.costBound).toBe(expected.cost);
        expect([...answer.chosen]).toEqual([...expected.chosen]);
      }),
      runs(),
    );
  });

  it('opens the fewest, then costs the least, then opens the earliest', () => {
    fc.assert(
      fc.property(coverings, (covering) => {
        const answer = solveByCountThenCost(covering, budgetOf(parameters));
        const expected = byTrying(covering, true);
        expect(answer?.opened).toBe(expected?.opened);
        if (expected === null || answer === null) return;
        expect(answer.complete).toBe(true);
        expect([answer.openedBound, answer.cost, answer.costBound]).toEqual([
          expected.opened,
          expected.cost,
          expected.cost,
        ]);
        expect([...answer.chosen]).toEqual([...expected.chosen]);
      }),
      runs(),
    );
  });
});
