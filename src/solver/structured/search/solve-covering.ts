import { findMultipliers } from './bounds/multipliers.ts';
import { type Budget, tieBreakDeadline } from './budget.ts';
import { asCounting, type Covering, tolerance } from './covering.ts';
import { ExactSearch } from './exact-search.ts';
import { cheapestOfFew } from './few/cheapest-of-few.ts';
import { Filler } from './fill.ts';
import { firstAmongEquals } from './first-among-equals.ts';
import { coverGreedily } from './greedy.ts';
import { Incumbent, type ValuedCover } from './incumbent.ts';
import { cheapestOfOneDemand } from './one-demand/cheapest.ts';
import { earliestOfOneDemand } from './one-demand/earliest.ts';
import { coverFromPrices } from './primal.ts';

/** The answer to a {@link Covering}. */
export interface CoveringAnswer {
  readonly chosen: Uint8Array;
  /** How many candidates are open. */
  readonly opened: number;
  /** A proven lower bound on `opened`. */
  readonly openedBound: number;
  /** Σ fixedCost + the cheapest fill. */
  readonly cost: number;
  /** A proven lower bound on `cost`; among covers that open as few, where the count comes first. */
  readonly costBound: number;
  /** True when the cover is proven to be the first of those that are as good; both bounds are met then. */
  readonly complete: boolean;
}

/** Value of a cover: its fixed costs and its cheapest fill. */
function costOf(covering: Covering, filler: Filler, chosen: Uint8Array): number {
  return chosen.reduce((sum, open, k) => (open ? sum + covering.fixedCost[k]! : sum), filler.cost(chosen));
}

const countOpened = (chosen: Uint8Array) => chosen.reduce((sum, open) => sum + open, 0);

/** A lower bound on the candidates of a cover: the demand that needs the most, even from its largest amounts. */
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

/** The best cover. It is the known one unless the search finds a better one. */
function improve(covering: Covering, search: ExactSearch, known: ValuedCover) {
  const incumbent = new Incumbent(covering, known.value - tolerance(known.value, covering.integral));
  const complete = search.find(incumbent);
  return { best: incumbent.found ?? known, complete };
}

/**
 * True where ties are rare, so that a search had better watch for them at once: sums of unit costs are hardly ever
 * equal. Every candidate must cost something to open, because a search does not open a candidate that changes nothing.
 */
function tiesAreRare({ unitCost, fixedCost, fixedOpen, integral }: Covering, value: number): boolean {
  if (unitCost === null) return false;
  const isFixedOpen = new Set(fixedOpen);
  return fixedCost.every((cost, k) => isFixedOpen.has(k) || cost >= tolerance(value, integral));
}

/** As {@link improve}. Where ties are rare, the same search also finds out whether the best cover is the only one. */
function improveAndWatch(covering: Covering, search: ExactSearch, known: ValuedCover) {
  if (!tiesAreRare(covering, known.value)) return { ...improve(covering, search, known), isUnique: false };
  const cutoff = known.value + tolerance(known.value, covering.integral);
  const incumbent = new Incumbent(covering, cutoff, { known });
  const complete = search.find(incumbent);
  return { best: incumbent.found ?? known, complete, isUnique: complete && incumbent.isUnique };
}

/** A cover with few candidates, and a proven lower bound on their number. */
export interface FewestOpen {
  readonly cover: ValuedCover;
  readonly bound: number;
}

/**
 * Looks for a cover with the fewest candidates. The bound is met unless the budget ended first.
 *
 * @param counting a covering in which every candidate costs 1, see {@link asCounting}
 * @returns null when nothing covers
 */
export function fewestOpen(counting: Covering, budget: Budget): FewestOpen | null {
  const first = coverGreedily(counting, counting.fixedCost);
  if (first === null) return null;
  let cover: ValuedCover = { chosen: first.chosen, value: first.opened };
  let bound = cardinalityBound(counting);
  if (bound >= cover.value) return { cover, bound };
  const { parameters } = budget;
  const multipliers = findMultipliers(counting, cover.value, {
    steps: parameters.countSteps,
    // Counts are integers: a bound just above the next smaller count proves this one.
    enough: cover.value - 1 + 1e-5,
    parameters,
  });
  bound = Math.max(bound, Math.ceil(multipliers.bound - 1e-6));
  if (bound < cover.value) {
    const prices = multipliers.reducedCost.map((cost) => Math.max(cost, 1e-3));
    const second = coverGreedily(counting, prices);
    if (second !== null && second.opened < cover.value) {
      cover = { chosen: second.chosen, value: second.opened };
    }
  }
  if (bound >= cover.value) return { cover, bound };
  const search = new ExactSearch(counting, multipliers, budget);
  const { best, complete } = improve(counting, search, cover);
  return { cover: best, bound: complete ? best.value : Math.max(bound, Math.ceil(search.proven - 1e-6)) };
}

/** True where covers that open equally many candidates cost the same. */
function costsAlike({ unitCost, fixedCost, fixedOpen }: Covering): boolean {
  return unitCost === null && fixedOpen.length === 0 && fixedCost.every((cost) => cost === fixedCost[0]);
}

const withFixedOpen = (chosen: Uint8Array, fixedOpen: readonly number[]) =>
  chosen.map((open, k) => (open === 1 || fixedOpen.includes(k) ? 1 : 0));

/**
 * Finds the cover that opens the fewest candidates beyond those that are fixed open; among these the cheapest one; and
 * among these the first one in the order of candidates.
 *
 * @param counted what {@link fewestOpen} found for the same covering, where it has been asked already
 * @returns null when nothing covers
 */
export function solveByCountThenCost(
  covering: Covering,
  budget: Budget,
  counted: FewestOpen | null = null,
): CoveringAnswer | null {
  const counting = asCounting(covering);
  const nothing = { chosen: new Uint8Array(covering.fixedCost.length), value: 0 };
  const fewest =
    counting === null ? { cover: nothing, bound: 0 } : (counted ?? fewestWithin(counting, budget));
  if (fewest === null) return null;
  const { cover, bound } = fewest;
  const chosen = withFixedOpen(cover.chosen, covering.fixedOpen);
  const known = { chosen, value: costOf(covering, new Filler(covering), chosen) };
  const opened = { opened: cover.value, openedBound: bound };
  // A cover whose demands only bound the truth may not suffice: then nothing is proven of its cost.
  if (known.value === Number.POSITIVE_INFINITY) {
    return { chosen, ...opened, cost: known.value, costBound: 0, complete: false };
  }
  const within = { ...covering, cardinalityLimit: cover.value + covering.fixedOpen.length };
  if (bound < cover.value) return { ...cheapestAmongFew(within, known, budget), openedBound: bound };
  if (counting !== null && costsAlike(covering)) {
    if (counting.demand.length === 1) {
      const earliest = earliestOfOneDemand(counting, cover.value);
      return { chosen: earliest, ...opened, cost: known.value, costBound: known.value, complete: true };
    }
    const tried = cheapestOfFew(covering, cover.value);
    if (tried !== null) return { ...tried, ...opened, costBound: tried.cost, complete: true };
    const few = { ...counting, cardinalityLimit: cover.value };
    const { parameters } = budget;
    const multipliers = findMultipliers(few, cover.value, { steps: parameters.countSteps, parameters });
    const own = { ...budget, deadline: tieBreakDeadline(budget) };
    const first = firstAmongEquals(few, new ExactSearch(few, multipliers, own), cover, multipliers);
    budget.nodes = own.nodes;
    return { ...first, ...opened, cost: known.value, costBound: known.value };
  }
  if (covering.unitCost === null && covering.fixedOpen.length === 0) {
    const tried = cheapestOfFew(covering, cover.value);
    if (tried !== null) return { ...tried, ...opened, costBound: tried.cost, complete: true };
  }
  return { ...cheapestCover(within, known, budget), ...opened };
}

/** As {@link fewestOpen}, within a share of the time, so that some is left for the cost. */
function fewestWithin(counting: Covering, budget: Budget): FewestOpen | null {
  const now = performance.now();
  const { deadline, parameters } = budget;
  const own = { ...budget, deadline: now + parameters.countShare * Math.max(0, deadline - now) };
  const fewest = fewestOpen(counting, own);
  budget.nodes = own.nodes;
  return fewest;
}

/**
 * A cheap cover of as few candidates as are known to be enough, where it is not proven that fewer do not cover. Its
 * bound holds for fewer candidates as well: the limit that it keeps is one that the best cover keeps too.
 */
function cheapestAmongFew(within: Covering, known: ValuedCover, budget: Budget) {
  const { chosen, cost, costBound } = cheapestCover(within, known, budget);
  return { chosen, opened: countOpened(chosen) - within.fixedOpen.length, cost, costBound, complete: false };
}

/** The cheapest cover within the cardinality limit; among equals the first one in the order of candidates. */
function cheapestCover(covering: Covering, start: ValuedCover, budget: Budget) {
  const { parameters } = budget;
  let first = start;
  let bound = Number.NEGATIVE_INFINITY;
  if (covering.demand.length === 1 && covering.trueFill === null) {
    const answer = cheapestOfOneDemand(covering, start, budget);
    const { chosen, value: cost } = answer.cover;
    if (answer.complete) return { chosen, cost, costBound: cost, complete: true };
    [first, bound] = [answer.cover, answer.bound];
  }
  const multipliers = findMultipliers(covering, first.value, { steps: parameters.costSteps, parameters });
  const priced = coverFromPrices(covering, multipliers.reducedCost, new Filler(covering));
  const known = priced !== null && priced.value < first.value ? priced : first;
  const own = { ...budget };
  const search = new ExactSearch(covering, multipliers, own);
  const { best, complete, isUnique } = improveAndWatch(covering, search, known);
  budget.nodes = own.nodes;
  if (!complete) {
    const costBound = Math.min(best.value, Math.max(0, bound, search.proven));
    return { chosen: best.chosen, cost: best.value, costBound, complete };
  }
  const proven = { cost: best.value, costBound: best.value };
  if (isUnique) return { chosen: best.chosen, complete, ...proven };
  own.deadline = tieBreakDeadline(budget);
  const earliest = firstAmongEquals(covering, search, best, search.multipliers);
  budget.nodes = own.nodes;
  return { ...earliest, ...proven };
}

/**
 * Finds the cheapest cover; among equals the first one in the order of candidates.
 *
 * @returns null when nothing covers
 */
export function solveByCost(covering: Covering, budget: Budget): CoveringAnswer | null {
  const first = coverGreedily(covering, covering.fixedCost);
  if (first === null) return null;
  const filler = new Filler(covering);
  const valued = (chosen: Uint8Array) => ({ chosen, value: costOf(covering, filler, chosen) });
  let known = valued(withFixedOpen(first.chosen, covering.fixedOpen));
  // A cover whose demands only bound the truth may not suffice; if any suffices, all candidates together do.
  if (known.value === Number.POSITIVE_INFINITY) known = valued(first.chosen.map(() => 1));
  if (known.value === Number.POSITIVE_INFINITY) return null;
  const cheapest = cheapestCover(covering, known, budget);
  return { ...cheapest, opened: countOpened(cheapest.chosen), openedBound: 0 };
}
