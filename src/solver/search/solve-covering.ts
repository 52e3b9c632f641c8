import { type Budget, CoverSearch, type ValuedCover } from './cover-search.ts';
import { type Covering, tolerance, withFixedCosts } from './covering.ts';
import { Filler } from './fill.ts';
import { firstAmongEquals } from './first-among-equals.ts';
import { coverGreedily } from './greedy.ts';
import { findMultipliers } from './multipliers.ts';

/** Steps of the dual ascent before a search: more pay for themselves only where the search is long. */
const STEPS_FOR_COUNT = 60;
const STEPS_FOR_COST = 250;

/** The answer to a {@link Covering}. */
export interface CoveringAnswer {
  readonly chosen: Uint8Array;
  /** How many candidates are open, and the proven least. */
  readonly opened: number;
  readonly leastOpened: number;
  /** Σ fixedCost + the cheapest fill, and the proven least (with as few open, where that comes first). */
  readonly cost: number;
  readonly leastCost: number;
  /** True when both are proven, and the cover is the first among its equals. */
  readonly complete: boolean;
}

/** Value of a cover: its fixed costs and its cheapest fill. */
function costOf(covering: Covering, filler: Filler, chosen: Uint8Array): number {
  return chosen.reduce((sum, open, k) => (open ? sum + covering.fixedCost[k]! : sum), filler.cost(chosen));
}

const countOpened = (chosen: Uint8Array) => chosen.reduce((sum, open) => sum + open, 0);

/** The least number of candidates that any one demand needs: its largest givers first. */
function cardinalityBound({ demand, starts, demandOf, amount, fixedCost }: Covering): number {
  const amounts: number[][] = Array.from(demand, () => []);
  for (let e = 0; e < starts[fixedCost.length]!; e++) amounts[demandOf[e]!]!.push(amount[e]!);
  return amounts.reduce((most, list, p) => {
    list.sort((a, b) => b - a);
    let needed = 0;
    for (let left = demand[p]!; left > 0; ) left -= list[needed++]!;
    return Math.max(most, needed);
  }, 0);
}

/** The best cover there is, given a known one. */
function improve(covering: Covering, search: CoverSearch, known: ValuedCover) {
  const { found, complete } = search.find(known.value - tolerance(known.value, covering.integral));
  return { best: found ?? known, complete };
}

/** The fewest candidates that cover, with a cover that has them. */
function fewestOpen(covering: Covering, budget: Budget): { cover: ValuedCover; least: number } | null {
  const ones = new Float64Array(covering.fixedCost.length).fill(1);
  const counting = withFixedCosts({ ...covering, mostOpen: Number.POSITIVE_INFINITY }, ones, true);
  const first = coverGreedily(counting, ones);
  if (first === null) return null;
  let cover: ValuedCover = { chosen: first.chosen, value: first.opened };
  let least = cardinalityBound(counting);
  if (least >= cover.value) return { cover, least };
  const multipliers = findMultipliers(counting, cover.value, STEPS_FOR_COUNT);
  least = Math.max(least, Math.ceil(multipliers.bound - 1e-6));
  if (least < cover.value) {
    const second = coverGreedily(
      counting,
      multipliers.reducedCost.map((cost) => Math.max(cost, 1e-3)),
    );
    if (second !== null && second.opened < cover.value) {
      cover = { chosen: second.chosen, value: second.opened };
    }
  }
  if (least >= cover.value) return { cover, least };
  const { best, complete } = improve(counting, new CoverSearch(counting, multipliers, budget), cover);
  return { cover: best, least: complete ? best.value : least };
}

/**
 * The fewest candidates that cover; among those the cheapest; among those the first in the order of candidates.
 *
 * @returns null when nothing covers
 */
export function solveByCountThenCost(covering: Covering, budget: Budget): CoveringAnswer | null {
  const fewest = fewestOpen(covering, budget);
  if (fewest === null) return null;
  const { cover, least } = fewest;
  const filler = new Filler(covering);
  const known = { chosen: cover.chosen, value: costOf(covering, filler, cover.chosen) };
  if (least < cover.value) {
    return {
      chosen: cover.chosen,
      opened: cover.value,
      leastOpened: least,
      cost: known.value,
      leastCost: 0,
      complete: false,
    };
  }
  const cheapest = cheapestCover({ ...covering, mostOpen: cover.value }, known, budget);
  return {
    chosen: cheapest.chosen,
    opened: cover.value,
    leastOpened: least,
    cost: cheapest.cost,
    leastCost: cheapest.leastCost,
    complete: cheapest.complete,
  };
}

/** The cheapest cover within `mostOpen`, the first in the order of candidates among equals. */
function cheapestCover(covering: Covering, known: ValuedCover, budget: Budget) {
  const { fixedCost, unitCost, mostOpen } = covering;
  const costsAlike = unitCost === null && fixedCost.every((cost) => cost === fixedCost[0]);
  // Where every candidate costs the same, the number open is the cost: only the order is left to decide.
  const asked = costsAlike
    ? withFixedCosts(covering, new Float64Array(fixedCost.length).fill(1), true)
    : covering;
  const start = costsAlike ? { ...known, value: mostOpen } : known;
  const multipliers = findMultipliers(asked, start.value, costsAlike ? STEPS_FOR_COUNT : STEPS_FOR_COST);
  const search = new CoverSearch(asked, multipliers, budget);
  const cheapest = costsAlike ? { best: start, complete: true } : improve(asked, search, start);
  const cost = costsAlike ? known.value : cheapest.best.value;
  if (!cheapest.complete) {
    const leastCost = Math.min(cost, Math.max(0, multipliers.bound));
    return { chosen: cheapest.best.chosen, cost, leastCost, complete: false };
  }
  return { ...firstAmongEquals(asked, search, cheapest.best), cost, leastCost: cost };
}

/** The cheapest cover, the first in the order of candidates among equals; null when nothing covers. */
export function solveByCost(covering: Covering, budget: Budget): CoveringAnswer | null {
  const first = coverGreedily(covering, covering.fixedCost);
  if (first === null) return null;
  const filler = new Filler(covering);
  const known = { chosen: first.chosen, value: costOf(covering, filler, first.chosen) };
  const cheapest = cheapestCover(covering, known, budget);
  return { ...cheapest, opened: countOpened(cheapest.chosen), leastOpened: 0 };
}
