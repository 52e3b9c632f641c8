import { Chains, Labels, NOTHING } from './labels.ts';
import { type OneDemandPrices, reducedCost } from './prices.ts';
import type { OneDemand } from './problem.ts';

/** What a pass looks for, and how much it may look at. */
export interface Pass {
  /** Covers of this value or more are of no use. */
  readonly limit: number;
  /** Two values that differ by at most this are equal. */
  readonly tie: number;
  /** The most labels that may be kept. */
  readonly labels: number;
  readonly deadline: number;
}

/** What a pass found. */
export interface PassResult {
  /** The candidates of the first of the best covers below the limit, without the forced ones; null for none. */
  readonly opened: readonly number[] | null;
  /** Its value; +Infinity for none. */
  readonly value: number;
  /** False where labels or time ran out. */
  readonly complete: boolean;
  readonly labels: number;
}

/**
 * Labelling for a one-demand covering (dynamic programming over dominated pairs of cost and units; Nemhauser and
 * Ullmann 1969 for the knapsack).
 *
 * Items are decided in the order of their unit costs. So the last item that a cover opens is the only one that may give
 * a part of its amount: the others are cheaper by the unit, and the cheapest fill uses them up. A label is a set of
 * used-up items that do not yet cover; the next item may cover the rest. A label is dropped where
 *
 * - its Lagrangian bound reaches the limit, or what may still be opened does not cover;
 * - another label that opens as many has at least its units, for no more than the difference at the unit cost of the
 *   next item: then the other one's completions are no dearer. Between labels that tie, the one of the earlier
 *   candidates dominates, because a completion keeps their order.
 */
export class Labelling {
  readonly #problem: OneDemand;
  readonly #prices: OneDemandPrices;
  /** The item of each step. */
  readonly #order: Int32Array;
  /** Of the items from each step on: Σ min(0, rc); Σ amount of the forced and of the other ones; the largest other. */
  readonly #leastReduced: Float64Array;
  readonly #unitsForced: Float64Array;
  readonly #unitsLeft: Float64Array;
  readonly #largest: Float64Array;
  /** Room for the rounding of a bound. */
  readonly #margin: number;
  #pass: Pass = { limit: 0, tie: 0, labels: 0, deadline: 0 };
  #chains: Chains;
  #limit = 0;
  #best = { value: Number.POSITIVE_INFINITY, chain: NOTHING, isFound: false };

  constructor(problem: OneDemand, prices: OneDemandPrices) {
    this.#problem = problem;
    this.#prices = prices;
    this.#order = decisionOrder(problem, prices);
    const steps = this.#order.length;
    this.#leastReduced = new Float64Array(steps + 1);
    this.#unitsForced = new Float64Array(steps + 1);
    this.#unitsLeft = new Float64Array(steps + 1);
    this.#largest = new Float64Array(steps + 1);
    let size = prices.unit * problem.demand;
    for (let step = steps - 1; step >= 0; step--) {
      const item = this.#order[step]!;
      const reduced = Math.min(0, reducedCost(problem, item, prices));
      size -= reduced;
      this.#leastReduced[step] = this.#leastReduced[step + 1]! + reduced;
      const given = problem.amount[item]!;
      const forced = problem.forced[item] === 1 ? given : 0;
      this.#unitsForced[step] = this.#unitsForced[step + 1]! + forced;
      this.#unitsLeft[step] = this.#unitsLeft[step + 1]! + given - forced;
      this.#largest[step] = Math.max(this.#largest[step + 1]!, given - forced);
    }
    this.#margin = 1e-12 * size;
    this.#chains = this.#newChains();
  }

  #newChains = () => new Chains(this.#order.map((item) => this.#problem.candidate[item]!));

  /** Finds the best cover below a limit, and of those that tie the one that opens the earliest candidates. */
  run(pass: Pass): PassResult {
    const { slots, forced } = this.#problem;
    this.#pass = pass;
    this.#limit = pass.limit;
    this.#chains = this.#newChains();
    this.#best = { value: Number.POSITIVE_INFINITY, chain: NOTHING, isFound: false };
    const counts = Number.isFinite(slots) ? slots + 1 : 1;
    let now = new Labels(counts);
    let next = new Labels(counts);
    now.push(0, 0, NOTHING);
    now.starts.fill(1, 1);
    let labels = 1;
    let complete = true;
    for (let step = 0; step < this.#order.length && now.length > 0 && complete; step++) {
      if (forced[this.#order[step]!] === 1) this.#force(step, now, next);
      else this.#decide(step, now, next);
      [now, next] = [next, now];
      labels += now.length;
      complete = labels <= pass.labels && performance.now() < pass.deadline;
    }
    const { value, chain, isFound } = this.#best;
    return { opened: isFound ? this.#chains.candidatesOf(chain) : null, value, complete, labels };
  }

  /** An item that is open in every cover: every label uses it up, or is covered by it. */
  #force(step: number, from: Labels, to: Labels): void {
    const { amount, unitCost } = this.#problem;
    const item = this.#order[step]!;
    to.length = 0;
    for (let n = 0; n + 1 < from.starts.length; n++) {
      to.starts[n] = to.length;
      for (let at = from.starts[n]!; at < from.starts[n + 1]!; at++) {
        const units = from.units[at]! + amount[item]!;
        if (this.#isCovered(units)) this.#finish(item, from.units[at]!, from.cost[at]!, from.chain[at]!);
        else {
          const cost = from.cost[at]! + unitCost[item]! * amount[item]!;
          if (this.#isUseful(step + 1, n, units, cost)) to.push(units, cost, from.chain[at]!);
        }
      }
    }
    to.starts[from.starts.length - 1] = to.length;
  }

  #isCovered(units: number): boolean {
    return units >= this.#problem.demand;
  }

  /** Whether a label may lead to a cover below the limit. */
  #isUseful(step: number, opened: number, units: number, cost: number): boolean {
    const { demand, slots } = this.#problem;
    const missing = demand - units;
    const isLimited = Number.isFinite(slots);
    const most = isLimited ? (slots - opened) * this.#largest[step]! : missing;
    if (this.#unitsForced[step]! + Math.min(most, this.#unitsLeft[step]!) < missing) return false;
    const { unit, opening } = this.#prices;
    const slotsPaid = isLimited ? opening * (slots - opened) : 0;
    return cost + unit * missing - slotsPaid + this.#leastReduced[step]! < this.#limit + this.#margin;
  }

  /** Takes a cover: the labels's items, and the rest of the units from one more item. */
  #finish(item: number, units: number, cost: number, chain: number, step = -1): void {
    const { demand, fixedCost, unitCost } = this.#problem;
    const value = cost + fixedCost[item]! + unitCost[item]! * (demand - units);
    const best = this.#best;
    if (value >= this.#limit || value > best.value + this.#pass.tie) return;
    const opened = step < 0 ? chain : this.#chains.add(step, chain);
    const isBetter = value < best.value - this.#pass.tie;
    if (isBetter || !best.isFound || !this.#chains.isEarlier(best.chain, opened)) best.chain = opened;
    best.isFound = true;
    best.value = Math.min(best.value, value);
    this.#limit = Math.min(this.#limit, best.value + this.#pass.tie);
  }

  /** Leaves an item closed, opens it and uses it up, or opens it for the rest. */
  #decide(step: number, from: Labels, to: Labels): void {
    const { slots } = this.#problem;
    const counts = from.starts.length - 1;
    const isLimited = Number.isFinite(slots);
    to.length = 0;
    for (let n = 0; n < counts; n++) {
      to.starts[n] = to.length;
      const before = isLimited ? n - 1 : n;
      if (before >= 0) this.#merge(step, n, from, before, to);
      else this.#merge(step, n, from, -1, to);
    }
    to.starts[counts] = to.length;
  }

  /**
   * Merges the labels of n opened items with those of one less that use this item up, most units first, without those
   * that others dominate.
   */
  #merge(step: number, n: number, from: Labels, before: number, to: Labels): void {
    const { amount, fixedCost, unitCost } = this.#problem;
    const item = this.#order[step]!;
    const charge = fixedCost[item]! + unitCost[item]! * amount[item]!;
    const end = from.starts[n + 1]!;
    const endBefore = before < 0 ? 0 : from.starts[before + 1]!;
    let without = from.starts[n]!;
    let using = before < 0 ? 0 : from.starts[before]!;
    for (; using < endBefore && this.#isCovered(from.units[using]! + amount[item]!); using++) {
      this.#finish(item, from.units[using]!, from.cost[using]!, from.chain[using]!, step);
    }
    const nextItem = this.#order[step + 1];
    const unitsWorth = nextItem === undefined ? 0 : unitCost[nextItem]!;
    const first = to.length;
    let least = Number.POSITIVE_INFINITY;
    let leastChain = NOTHING;
    while (without < end || using < endBefore) {
      const unitsWithout = without < end ? from.units[without]! : -1;
      const unitsUsing = using < endBefore ? from.units[using]! + amount[item]! : -1;
      const uses =
        unitsUsing > unitsWithout ||
        (unitsUsing === unitsWithout && from.cost[using]! + charge < from.cost[without]!);
      const at = uses ? using++ : without++;
      const units = uses ? unitsUsing : unitsWithout;
      const cost = uses ? from.cost[at]! + charge : from.cost[at]!;
      const adjusted = cost - unitsWorth * units;
      if (adjusted > least + this.#pass.tie || !this.#isUseful(step + 1, n, units, cost)) continue;
      const chain = uses ? this.#chains.add(step, from.chain[at]!) : from.chain[at]!;
      const isFirst = to.length === first;
      if (!isFirst && least <= adjusted && this.#chains.isEarlier(leastChain, chain)) continue;
      if (isFirst || adjusted <= least) [least, leastChain] = [adjusted, chain];
      to.push(units, cost, chain);
    }
  }
}

/**
 * The order in which items are decided. Where units cost something, by unit cost, and forced items first among equals,
 * so that no other item opens for nothing. Else the items first whose decision is clearest, so that few labels are
 * kept for long.
 */
function decisionOrder(problem: OneDemand, prices: OneDemandPrices): Int32Array {
  const { unitCost, forced } = problem;
  const clear = unitCost.map((_, item) => Math.abs(reducedCost(problem, item, prices)));
  const items = [...unitCost.keys()];
  items.sort(
    (a, b) => unitCost[a]! - unitCost[b]! || forced[b]! - forced[a]! || clear[b]! - clear[a]! || a - b,
  );
  return Int32Array.from(items);
}
