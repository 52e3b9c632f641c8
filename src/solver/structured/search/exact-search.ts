import type { SolveParameters } from '../../parameters.ts';
import { climbByBundle } from './bounds/bundle.ts';
import type { Multipliers } from './bounds/multipliers.ts';
import type { Budget } from './budget.ts';
import { CoverSearch } from './cover-search.ts';
import type { Covering } from './covering.ts';
import { Fixing } from './fixing.ts';
import type { Incumbent } from './incumbent.ts';
import { improveByRowWeighting } from './row-weighting.ts';
import { TreeSearch } from './tree-search.ts';

/**
 * Nodes of the depth-first search before the tree takes over. The defaults come from `npm run bench:attempt`: where
 * candidates are only counted, the number that may still be opened decides most nodes, and the depth-first search
 * knows that number for little work. Unit costs need prices.
 */
function quickNodesFor({ unitCost, fixedCost, amount }: Covering, parameters: SolveParameters): number {
  if (unitCost !== null) return parameters.quickNodesUnitCosts;
  const isCounting = fixedCost.every((cost) => cost === 1);
  if (!isCounting) return parameters.quickNodesFixedCosts;
  return Math.min(parameters.quickNodesCounting, Math.ceil(parameters.quickWork / amount.length));
}

/**
 * Solves a covering exactly: first depth-first with the prices that are given, which settles most coverings in a few
 * hundred cheap nodes; then, with few demands, by the best prices, see {@link climbByBundle}; last by {@link TreeSearch}.
 * A caller may fix candidates between two searches.
 */
export class ExactSearch {
  readonly #covering: Covering;
  readonly #budget: Budget;
  #quick: CoverSearch;
  #tree: TreeSearch | null = null;
  readonly #fixing: Uint8Array;
  #quickNodes: number;
  #multipliers: Multipliers;
  #isBestPriced: boolean;
  #isImproved = false;
  #proven: number;

  constructor(covering: Covering, multipliers: Multipliers, budget: Budget) {
    this.#covering = covering;
    this.#budget = budget;
    this.#quick = new CoverSearch(covering, multipliers, budget);
    this.#quickNodes = quickNodesFor(covering, budget.parameters);
    this.#multipliers = multipliers;
    this.#isBestPriced = covering.demand.length > budget.parameters.bundleDemands;
    this.#proven = multipliers.bound;
    this.#fixing = new Uint8Array(covering.fixedCost.length);
    for (const k of covering.fixedOpen) this.#fixing[k] = Fixing.open;
  }

  /** Opens a candidate for every search to come. */
  open(k: number): void {
    this.#fixing[k] = Fixing.open;
    this.#quick.open(k);
  }

  /** Takes {@link open} back. */
  undoOpen(k: number): void {
    this.#fixing[k] = Fixing.undecided;
    this.#quick.undoOpen(k);
  }

  /** Closes a candidate for every search to come. */
  close(k: number): void {
    this.#fixing[k] = Fixing.closed;
    this.#quick.close(k);
  }

  /** Whether a candidate is neither fixed open nor closed. */
  isUndecided(k: number): boolean {
    return this.#fixing[k] === Fixing.undecided;
  }

  /** A proven lower bound on the value of a cover, before anything was fixed. */
  get proven(): number {
    return this.#proven;
  }

  /** The best prices so far, with nothing fixed. */
  get multipliers(): Multipliers {
    return this.#multipliers;
  }

  /** How many candidates are fixed open. */
  get opened(): number {
    return this.#quick.opened;
  }

  /**
   * Searches for covers whose value is below the incumbent's cutoff, as far as the budget goes.
   *
   * @returns true when the search is complete: no cover below the last cutoff is left
   */
  find(incumbent: Incumbent): boolean {
    if (this.#quick.find(incumbent.cutoff, incumbent.take, this.#quickNodes)) return true;
    this.#quickNodes = Math.min(this.#quickNodes, this.#budget.parameters.quickNodesAgain);
    if (!this.#isBestPriced) {
      const { ascentTreeNodes, ascentTreeWork } = this.#budget.parameters;
      const nodes = Math.max(ascentTreeNodes, Math.ceil(ascentTreeWork / this.#covering.amount.length));
      if (this.#findByTree(incumbent, nodes)) return true;
      this.#priceBest(incumbent.cutoff);
      if (this.#quick.find(incumbent.cutoff, incumbent.take, this.#quickNodes)) return true;
    }
    return this.#findByGuesses(incumbent);
  }

  #mayImprove(incumbent: Incumbent): boolean {
    return !this.#isImproved && !incumbent.wantsAny && this.#covering.unitCost === null;
  }

  /** Before the long searches: the cheaper the best cover, the more candidates reduced costs fix. */
  #improve(incumbent: Incumbent): void {
    this.#isImproved = true;
    const { deadline, parameters } = this.#budget;
    const now = performance.now();
    improveByRowWeighting(this.#covering, this.#fixing, incumbent, {
      patience: parameters.localSearchPatience,
      deadline: now + parameters.localSearchShare * Math.max(0, deadline - now),
    });
  }

  #findByTree(incumbent: Incumbent, nodes: number): boolean {
    const tree = new TreeSearch(this.#covering, this.#multipliers, this.#budget, false);
    return tree.find(incumbent, incumbent.cutoff, this.#fixing, nodes);
  }

  #priceBest(target: number): void {
    this.#isBestPriced = true;
    const { deadline, parameters } = this.#budget;
    const found = climbByBundle(this.#covering, {
      from: this.#multipliers,
      steps: parameters.bundleRootSteps,
      enough: target,
      target,
      deadline,
    });
    if (found.bound <= this.#multipliers.bound) return;
    this.#multipliers = found;
    this.#proven = Math.max(this.#proven, found.bound);
    this.#quick = new CoverSearch(this.#covering, found, this.#budget);
    const isFixedOpen = new Set(this.#covering.fixedOpen);
    this.#fixing.forEach((fixed, k) => {
      if (fixed === Fixing.closed) this.#quick.close(k);
      else if (fixed === Fixing.open && !isFixedOpen.has(k)) this.#quick.open(k);
    });
  }

  /**
   * The tree guesses that the optimum lies within a small part of the gap above the bound: the smaller the gap, the more
   * candidates reduced costs fix. A search below a guess finds the optimum, or proves the guess as the new bound. With
   * many demands the bound is not the best one: there a guess seldom holds, and each one that does not costs a search.
   */
  #findByGuesses(incumbent: Incumbent): boolean {
    const isFew = this.#covering.demand.length <= this.#budget.parameters.bundleDemands;
    this.#tree ??= new TreeSearch(this.#covering, this.#multipliers, this.#budget, isFew);
    if (this.#mayImprove(incumbent)) {
      const { localSearchNodes, localSearchWork } = this.#budget.parameters;
      const nodes = Math.min(localSearchNodes, Math.ceil(localSearchWork / this.#covering.amount.length));
      if (!isFew && this.#tree.find(incumbent, incumbent.cutoff, this.#fixing, nodes)) return true;
      this.#proven = Math.max(this.#proven, this.#tree.rootBound);
      this.#improve(incumbent);
    }
    const gap = incumbent.cutoff - this.#multipliers.bound;
    const first = incumbent.wantsAny || !isFew ? 1 : this.#budget.parameters.firstGuess;
    for (let part = first; ; part *= 2) {
      const guess = part < 1 ? Math.min(incumbent.cutoff, this.#guessFor(part * gap)) : incumbent.cutoff;
      if (!this.#tree.find(incumbent, guess, this.#fixing)) return false;
      if (!incumbent.wantsAny) this.#proven = Math.max(this.#proven, guess);
      if (incumbent.cutoff <= guess) return true;
    }
  }

  /** Where values are integers, a guess that no integer lies below is of no use. */
  #guessFor(above: number): number {
    const { bound } = this.#multipliers;
    return this.#covering.integral ? Math.max(bound + above, Math.ceil(bound - 1e-6) + 0.5) : bound + above;
  }
}
