import { climbByBundle } from './bounds/bundle.ts';
import { findMultipliers, type Multipliers, type Prices } from './bounds/multipliers.ts';
import { type RestrictedCovering, restrict, unrestricted } from './bounds/restrict.ts';
import type { Budget } from './budget.ts';
import { CoverSearch } from './cover-search.ts';
import type { Covering } from './covering.ts';
import { Filler } from './fill.ts';
import { Fixing } from './fixing.ts';
import type { Incumbent, TakeCover } from './incumbent.ts';
import { coverFromPrices } from './primal.ts';

/**
 * Branch and bound with a dual ascent at every node, for coverings in which the prices of the root give weak bounds
 * deeper in the tree.
 *
 * At a node the ascent starts from the parent's prices. A heuristic reads a cover off the new prices. Reduced-cost
 * fixing (Beasley 1987) closes each candidate with rc_k ≥ cutoff − bound and opens each with −rc_k ≥ cutoff − bound.
 * The fixings give a smaller covering, see {@link restrict}. The node branches on the candidate whose primal estimate
 * is nearest to 1/2, and opens it first.
 *
 * Memory: one restricted covering for each node on the path, each smaller than the one before.
 */
export class TreeSearch {
  #root: RestrictedCovering;
  #isRootPriced = false;
  #rootBound = Number.NEGATIVE_INFINITY;
  readonly #size: number;
  readonly #budget: Budget;
  /** A node whose bound reaches it is of no use: the incumbent's cutoff, or the guess below it. */
  #cutoff = 0;
  #guess = 0;
  #incumbent: Incumbent | null = null;
  #stopped = false;
  #nodesLeft = 0;
  readonly #climbsByBundle: boolean;

  /** @param climbsByBundle whether nodes climb to the linear relaxation; the given prices are then the best ones */
  constructor(covering: Covering, prices: Prices | undefined, budget: Budget, climbsByBundle: boolean) {
    this.#climbsByBundle = climbsByBundle;
    this.#isRootPriced = climbsByBundle;
    this.#root = { ...unrestricted(covering), prices };
    this.#size = covering.fixedCost.length;
    this.#budget = budget;
  }

  /** A proven lower bound on the value of a cover with nothing fixed; −∞ before the root has prices of its own. */
  get rootBound(): number {
    return this.#rootBound;
  }

  /**
   * Searches for covers whose value is below the incumbent's cutoff and below a guess, as far as the budget goes. The
   * incumbent also gets covers that it meets between the guess and the cutoff.
   *
   * @param fixing a {@link Fixing} for each candidate; it is not changed
   * @param nodes how many nodes of the budget this search may take
   * @returns true when the search is complete: no cover below the guess and the last cutoff is left
   */
  find(incumbent: Incumbent, guess: number, fixing: Uint8Array, nodes = Number.POSITIVE_INFINITY): boolean {
    this.#nodesLeft = nodes;
    const cutoff = Math.min(guess, incumbent.cutoff);
    this.#cutoff = cutoff;
    this.#guess = guess;
    this.#incumbent = incumbent;
    this.#stopped = false;
    if (!this.#isRootPriced) {
      const { covering, prices } = this.#root;
      const { parameters } = this.#budget;
      const steps = parameters.treeRootSteps;
      const found = findMultipliers(covering, cutoff, { steps, from: prices, parameters });
      this.#root = { ...this.#root, prices: found };
      this.#isRootPriced = true;
      this.#rootBound = found.bound;
    }
    const root = restrict(this.#root, fixing.slice(), this.#root.prices);
    if (root !== null) this.#explore(root);
    return !this.#stopped;
  }

  #isOutOfBudget(): boolean {
    const isOver = --this.#budget.nodes <= 0 || --this.#nodesLeft < 0;
    if (isOver || performance.now() >= this.#budget.deadline) this.#stopped = true;
    return this.#stopped;
  }

  #explore(from: RestrictedCovering): void {
    const { parameters } = this.#budget;
    let node = from;
    for (;;) {
      if (this.#isOutOfBudget()) return;
      if (node.covering.demand.length === 0) {
        this.#take(node, new Uint8Array(node.origin.length), 0);
        return;
      }
      const multipliers = this.#price(node);
      if (multipliers.bound >= this.#cutoff - node.base) return;
      this.#tryPrimal(node, multipliers);
      const undecided = node.origin.length - node.covering.fixedOpen.length;
      if (undecided === 0) return;
      const fixing = new Uint8Array(node.origin.length);
      const fixed = this.#fixByBound(node, multipliers, fixing);
      if (multipliers.bound >= this.#cutoff - node.base) return;
      if (fixed <= parameters.restrictShare * undecided) {
        const isSmall = undecided <= parameters.smallNodeCandidates;
        if (isSmall && this.#searchSmall(node, multipliers)) return;
        this.#branch(node, multipliers, fixing);
        return;
      }
      const restricted = restrict(node, fixing, multipliers);
      if (restricted === null) return;
      node = restricted;
    }
  }

  #price({ covering, base, prices }: RestrictedCovering): Multipliers {
    const { parameters, deadline } = this.#budget;
    const target = this.#cutoff - base;
    if (!this.#climbsByBundle) {
      return findMultipliers(covering, target, { steps: parameters.treeNodeSteps, from: prices, parameters });
    }
    const from = prices ?? { price: new Float64Array(covering.demand.length), cardinalityPrice: 0 };
    return climbByBundle(covering, {
      from,
      steps: parameters.bundleNodeSteps,
      enough: target,
      target,
      deadline,
    });
  }

  #tryPrimal(node: RestrictedCovering, { reducedCost }: Multipliers): void {
    const cover = coverFromPrices(node.covering, reducedCost, new Filler(node.covering));
    if (cover !== null) this.#take(node, cover.chosen, cover.value);
  }

  #take({ base, origin, opened }: RestrictedCovering, chosen: Uint8Array, value: number): void {
    const total = base + value;
    const incumbent = this.#incumbent!;
    if (total >= incumbent.cutoff) return;
    const all = new Uint8Array(this.#size);
    for (const k of opened) all[k] = 1;
    chosen.forEach((open, k) => {
      if (open === 1) all[origin[k]!] = 1;
    });
    this.#cutoff = Math.min(this.#guess, incumbent.take(all, total));
  }

  /**
   * Reduced-cost fixing.
   *
   * @returns how many candidates it fixed
   */
  #fixByBound(
    { covering, base }: RestrictedCovering,
    { reducedCost, bound }: Multipliers,
    fixing: Uint8Array,
  ): number {
    const gap = this.#cutoff - base - bound;
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

  /** Asks the depth-first search; false where it did not finish within its nodes. */
  #searchSmall(node: RestrictedCovering, multipliers: Multipliers): boolean {
    const search = new CoverSearch(node.covering, multipliers, this.#budget);
    const take: TakeCover = (chosen, value) => {
      this.#take(node, chosen, value);
      return this.#cutoff - node.base;
    };
    return search.find(this.#cutoff - node.base, take, this.#budget.parameters.smallNodeNodes);
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

/** The undecided candidate whose primal estimate is nearest to 1/2. */
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
