import { findMultipliers, type Multipliers, type Prices } from './bounds/multipliers.ts';
import { Fixing, type RestrictedCovering, restrict, unrestricted } from './bounds/restrict.ts';
import { type Budget, CoverSearch } from './cover-search.ts';
import type { Covering } from './covering.ts';
import { Filler } from './fill.ts';
import type { TakeCover } from './incumbent.ts';
import { coverFromPrices } from './primal.ts';

/** Steps of the ascent at the root, once, and at a node. */
const ROOT_STEPS = 250;
const NODE_STEPS = 40;
/** A node with at most this many candidates goes to the depth-first search, for at most so many of its nodes. */
const SMALL_NODE = 40;
const SMALL_NODE_NODES = 400;
/** Part of the candidates that fixings must take before a node is restricted and priced again. */
const WORTH_RESTRICTING = 0.1;

/**
 * Branch and bound that finds new prices at every node: for coverings in which the prices of the root say too
 * little in the depth.
 *
 * At a node the Lagrangian bound is climbed anew from the parent's prices, a cover is read off the prices, and
 * what the bound rules out is fixed (Beasley 1987): rc_k ≥ limit − bound closes a candidate, −rc_k ≥ limit − bound
 * opens it. Fixings restrict the covering, see {@link restrict}. It branches on the candidate that the ascent left
 * least decided, open first.
 *
 * Memory: one restricted covering a level, smaller with every level.
 */
export class TreeSearch {
  #root: RestrictedCovering;
  #isRootPriced = false;
  readonly #size: number;
  readonly #budget: Budget;
  readonly #smallNode: number;
  #limit = 0;
  #takeCover: TakeCover = () => this.#limit;
  #stopped = false;

  constructor(covering: Covering, prices: Prices | undefined, budget: Budget) {
    this.#root = { ...unrestricted(covering), prices };
    this.#size = covering.fixedCost.length;
    this.#budget = budget;
    this.#smallNode = budget.tuning?.smallNode ?? SMALL_NODE;
  }

  /**
   * Searches for covers of a value below `limit`, as far as the budget goes.
   *
   * @param take is given each, and says what the next has to stay below
   * @param fixing a {@link Fixing} a candidate; kept
   * @returns true when everything below the last limit was searched
   */
  find(limit: number, take: TakeCover, fixing: Uint8Array): boolean {
    this.#limit = limit;
    this.#takeCover = take;
    this.#stopped = false;
    if (!this.#isRootPriced) {
      const { covering, prices } = this.#root;
      this.#root = { ...this.#root, prices: findMultipliers(covering, limit, ROOT_STEPS, { from: prices }) };
      this.#isRootPriced = true;
    }
    const root = restrict(this.#root, fixing.slice(), this.#root.prices);
    if (root !== null) this.#explore(root);
    return !this.#stopped;
  }

  #isOutOfBudget(): boolean {
    if (--this.#budget.nodes <= 0 || performance.now() >= this.#budget.deadline) this.#stopped = true;
    return this.#stopped;
  }

  #explore(from: RestrictedCovering): void {
    let node = from;
    for (;;) {
      if (this.#isOutOfBudget()) return;
      if (node.covering.demand.length === 0) {
        this.#take(node, new Uint8Array(node.origin.length), 0);
        return;
      }
      const multipliers = findMultipliers(node.covering, this.#limit - node.base, NODE_STEPS, {
        from: node.prices,
      });
      if (multipliers.bound >= this.#limit - node.base) return;
      this.#tryPrimal(node, multipliers);
      const undecided = node.origin.length - node.covering.fixedOpen.length;
      if (undecided === 0) return;
      const fixing = new Uint8Array(node.origin.length);
      const fixed = this.#fixByBound(node, multipliers, fixing);
      if (multipliers.bound >= this.#limit - node.base) return;
      if (fixed <= WORTH_RESTRICTING * undecided) {
        if (undecided <= this.#smallNode && this.#searchSmall(node, multipliers)) return;
        this.#branch(node, multipliers, fixing);
        return;
      }
      const restricted = restrict(node, fixing, multipliers);
      if (restricted === null) return;
      node = restricted;
    }
  }

  #tryPrimal(node: RestrictedCovering, { reducedCost }: Multipliers): void {
    const cover = coverFromPrices(node.covering, reducedCost, new Filler(node.covering));
    if (cover !== null) this.#take(node, cover.chosen, cover.value);
  }

  #take({ base, origin, opened }: RestrictedCovering, chosen: Uint8Array, value: number): void {
    const total = base + value;
    if (total >= this.#limit) return;
    const all = new Uint8Array(this.#size);
    for (const k of opened) all[k] = 1;
    chosen.forEach((open, k) => {
      if (open === 1) all[origin[k]!] = 1;
    });
    this.#limit = this.#takeCover(all, total);
  }

  /** @returns how many candidates it fixed */
  #fixByBound(
    { covering, base }: RestrictedCovering,
    { reducedCost, bound }: Multipliers,
    fixing: Uint8Array,
  ): number {
    const gap = this.#limit - base - bound;
    let fixed = 0;
    for (let k = 0; k < reducedCost.length; k++) {
      if (Math.abs(reducedCost[k]!) < gap) continue;
      fixing[k] = reducedCost[k]! > 0 ? Fixing.closed : Fixing.open;
      fixed += 1;
    }
    for (const k of covering.fixedOpen) {
      if (fixing[k] !== Fixing.undecided) fixed -= 1;
      fixing[k] = Fixing.open;
    }
    return fixed;
  }

  /** The depth-first search, for a while; false where it did not finish. */
  #searchSmall(node: RestrictedCovering, multipliers: Multipliers): boolean {
    const search = new CoverSearch(node.covering, multipliers, this.#budget);
    const take: TakeCover = (chosen, value) => {
      this.#take(node, chosen, value);
      return this.#limit - node.base;
    };
    return search.find(this.#limit - node.base, take, SMALL_NODE_NODES);
  }

  #branch(node: RestrictedCovering, multipliers: Multipliers, fixing: Uint8Array): void {
    const k = leastDecided(multipliers, fixing);
    for (const side of [Fixing.open, Fixing.closed]) {
      const sideFixing = fixing.slice();
      sideFixing[k] = side;
      const child = restrict(node, sideFixing, multipliers);
      if (child !== null) this.#explore(child);
      if (this.#stopped) return;
    }
  }
}

function leastDecided({ primalEstimate, reducedCost }: Multipliers, fixing: Uint8Array): number {
  let best = -1;
  let bestScore = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < fixing.length; k++) {
    if (fixing[k] !== Fixing.undecided) continue;
    const share = primalEstimate[k]!;
    const score = Math.min(share, 1 - share) - 1e-9 * Math.abs(reducedCost[k]!);
    if (score > bestScore) [best, bestScore] = [k, score];
  }
  return best;
}
