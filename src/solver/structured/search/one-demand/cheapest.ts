import type { Budget } from '../budget.ts';
import { type Covering, tolerance } from '../covering.ts';
import type { ValuedCover } from '../incumbent.ts';
import { Labelling } from './labelling.ts';
import { bestPrices } from './prices.ts';
import { oneDemandOf } from './problem.ts';

/** What is known of the cheapest cover of one demand. */
export interface OneDemandAnswer {
  /** When complete, the first of the cheapest covers; else the best one that is known. */
  readonly cover: ValuedCover;
  /** A proven lower bound on the value of a cover. */
  readonly bound: number;
  readonly complete: boolean;
}

/**
 * The first pass looks at this part of the gap between the bound and the known cover, each next one at twice as much:
 * labels grow faster than the gap, so that all passes together take little longer than the last one.
 */
const FIRST_PART_OF_GAP = 1 / 1024;

/**
 * The cheapest cover of one demand within the cardinality limit; among equals the first one in the order of candidates.
 *
 * It guesses that the optimum lies within a small part of the gap above the bound. A pass below that guess finds the
 * optimum, or proves that it is not there: then the guess is the new bound.
 *
 * @param known any cover
 */
export function cheapestOfOneDemand(covering: Covering, known: ValuedCover, budget: Budget): OneDemandAnswer {
  const problem = oneDemandOf(covering);
  const prices = bestPrices(problem);
  const labelling = new Labelling(problem, prices);
  // Integers that tie are equal; half a unit keeps rounding out.
  const tieOf = (value: number) => (covering.integral ? 0.5 : tolerance(value, false));
  const gap = known.value - prices.bound;
  let part = gap > tieOf(known.value) ? FIRST_PART_OF_GAP : 1;
  let bound = Math.min(prices.bound, known.value);
  let best = known;
  for (;;) {
    // What is equal depends on the size of what is looked for: a known cover may cost a billion times as much.
    const tie = tieOf(part < 1 ? prices.bound + part * gap : best.value);
    const limit = part < 1 ? prices.bound + part * gap : best.value + 2 * tie;
    const pass = labelling.run({ limit, tie, ...labelsFor(budget), deadline: budget.deadline });
    budget.nodes -= Math.ceil(pass.labels / budget.parameters.labelsPerNode);
    if (pass.opened !== null && pass.value <= best.value + tie) {
      best = coverOf(covering, pass.opened, pass.value);
      // Nothing but a tie of this cover is left to look for.
      part = 1;
    } else part *= 2;
    if (!pass.complete) return { cover: best, bound, complete: false };
    if (tie > 2 * tieOf(best.value)) continue;
    bound = Math.max(bound, Math.min(limit, best.value));
    if (best.value + tie < limit) return { cover: best, bound: best.value, complete: pass.opened !== null };
  }
}

const labelsFor = ({ nodes, parameters }: Budget) => ({
  labels: Math.min(parameters.oneDemandLabels, nodes * parameters.labelsPerNode),
});

function coverOf({ fixedCost, fixedOpen }: Covering, opened: readonly number[], value: number): ValuedCover {
  const chosen = new Uint8Array(fixedCost.length);
  for (const k of [...fixedOpen, ...opened]) chosen[k] = 1;
  return { chosen, value };
}
