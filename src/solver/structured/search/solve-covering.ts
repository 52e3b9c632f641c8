import { findMultipliers } from './bounds/multipliers.ts';
import type { Budget } from './cover-search.ts';
import { asCounting, type Covering, tolerance } from './covering.ts';
import { ExactSearch } from './exact-search.ts';
import { Filler } from './fill.ts';
import { firstAmongEquals } from './first-among-equals.ts';
import { coverGreedily } from './greedy.ts';
import { Incumbent, type ValuedCover } from './incumbent.ts';
import { coverFromPrices } from './primal.ts';

/** Steps of the dual ascent before a search: more pay for themselves only where the search is long. */
const STEPS_FOR_COUNT = 60;
const STEPS_FOR_COST = 60;

/** The answer to a {@link Covering}. */
export interface CoveringAnswer {
  readonly chosen: Uint8Array;
  /** How many candidates are open, and the proven least. */
  readonly opened: number;
  readonly openedBound: number;
  /** Σ fixedCost + the cheapest fill, and the proven least (with as few open, where that comes first). */
  readonly cost: number;
  readonly costBound: number;
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
function improve(covering: Covering, search: ExactSearch, known: ValuedCover) {
  const incumbent = new Incumbent(covering, known.value - tolerance(known.value, covering.integral));
  const complete = search.find(incumbent);
  return { best: incumbent.found ?? known, complete };
}

/**
 * True where equals are worth watching for: unit costs hardly ever add up alike. Every candidate must cost something
 * to open, for a search does not open what changes nothing.
 */
function equalsAreRare({ unitCost, fixedCost, fixedOpen, integral }: Covering, value: number): boolean {
  if (unitCost === null) return false;
  const isFree = new Set(fixedOpen);
  return fixedCost.every((cost, k) => isFree.has(k) || cost >= tolerance(value, integral));
}

/** As {@link improve}; where equals are rare it tells in the same search whether there are any. */
function improveAndCount(covering: Covering, search: ExactSearch, known: ValuedCover) {
  if (!equalsAreRare(covering, known.value)) return { ...improve(covering, search, known), isUnique: false };
  const limit = known.value + tolerance(known.value, covering.integral);
  const incumbent = new Incumbent(covering, limit, { rival: known });
  const complete = search.find(incumbent);
  return { best: incumbent.found ?? known, complete, isUnique: complete && incumbent.isUnique };
}

/** The fewest candidates that cover, with a cover that has them. */
export function fewestOpen(counting: Covering, budget: Budget): { cover: ValuedCover; least: number } | null {
  const first = coverGreedily(counting, counting.fixedCost);
  if (first === null) return null;
  let cover: ValuedCover = { chosen: first.chosen, value: first.opened };
  let least = cardinalityBound(counting);
  if (least >= cover.value) return { cover, least };
  // One more than the next smaller count proves the count.
  const enough = cover.value - 1 + 1e-5;
  const multipliers = findMultipliers(counting, cover.value, STEPS_FOR_COUNT, { enough });
  least = Math.max(least, Math.ceil(multipliers.bound - 1e-6));
  if (least < cover.value) {
    const prices = multipliers.reducedCost.map((cost) => Math.max(cost, 1e-3));
    const second = coverGreedily(counting, prices);
    if (second !== null && second.opened < cover.value) {
      cover = { chosen: second.chosen, value: second.opened };
    }
  }
  if (least >= cover.value) return { cover, least };
  const { best, complete } = improve(counting, new ExactSearch(counting, multipliers, budget), cover);
  return { cover: best, least: complete ? best.value : least };
}

/** True where the number opened decides the cost too. */
function costsAlike({ unitCost, fixedCost, fixedOpen }: Covering): boolean {
  return unitCost === null && fixedOpen.length === 0 && fixedCost.every((cost) => cost === fixedCost[0]);
}

const withFixedOpen = (chosen: Uint8Array, fixedOpen: readonly number[]) =>
  chosen.map((open, k) => (open === 1 || fixedOpen.includes(k) ? 1 : 0));

/**
 * The fewest candidates, beyond the fixedOpen ones, that cover; among those the cheapest; among those the first in the
 * order of candidates.
 *
 * @returns null when nothing covers
 */
export function solveByCountThenCost(covering: Covering, budget: Budget): CoveringAnswer | null {
  const counting = asCounting(covering);
  const nothing = { chosen: new Uint8Array(covering.fixedCost.length), value: 0 };
  const fewest = counting === null ? { cover: nothing, least: 0 } : fewestOpen(counting, budget);
  if (fewest === null) return null;
  const { cover, least } = fewest;
  const chosen = withFixedOpen(cover.chosen, covering.fixedOpen);
  const known = { chosen, value: costOf(covering, new Filler(covering), chosen) };
  const opened = { opened: cover.value, openedBound: least };
  if (least < cover.value) {
    return { chosen, ...opened, cost: known.value, costBound: 0, complete: false };
  }
  if (counting !== null && costsAlike(covering)) {
    const asked = { ...counting, cardinalityLimit: cover.value };
    const multipliers = findMultipliers(asked, cover.value, STEPS_FOR_COUNT);
    const first = firstAmongEquals(asked, new ExactSearch(asked, multipliers, budget), cover, multipliers);
    return { ...first, ...opened, cost: known.value, costBound: known.value };
  }
  const within = { ...covering, cardinalityLimit: cover.value + covering.fixedOpen.length };
  return { ...cheapestCover(within, known, budget), ...opened };
}

/** The cheapest cover within `cardinalityLimit`, the first in the order of candidates among equals. */
function cheapestCover(covering: Covering, first: ValuedCover, budget: Budget) {
  const multipliers = findMultipliers(covering, first.value, STEPS_FOR_COST);
  const priced = coverFromPrices(covering, multipliers.reducedCost, new Filler(covering));
  const known = priced !== null && priced.value < first.value ? priced : first;
  const search = new ExactSearch(covering, multipliers, budget);
  const { best, complete, isUnique } = improveAndCount(covering, search, known);
  if (!complete) {
    const costBound = Math.min(best.value, Math.max(0, multipliers.bound));
    return { chosen: best.chosen, cost: best.value, costBound, complete };
  }
  return {
    ...(isUnique ? { chosen: best.chosen, complete } : firstAmongEquals(covering, search, best, multipliers)),
    cost: best.value,
    costBound: best.value,
  };
}

/** The cheapest cover, the first in the order of candidates among equals; null when nothing covers. */
export function solveByCost(covering: Covering, budget: Budget): CoveringAnswer | null {
  const first = coverGreedily(covering, covering.fixedCost);
  if (first === null) return null;
  const chosen = withFixedOpen(first.chosen, covering.fixedOpen);
  const known = { chosen, value: costOf(covering, new Filler(covering), chosen) };
  return { ...cheapestCover(covering, known, budget), opened: countOpened(chosen), openedBound: 0 };
}
