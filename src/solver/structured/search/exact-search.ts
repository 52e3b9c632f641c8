import type { SolveParameters } from '../../parameters.ts';
import type { Multipliers } from './bounds/multipliers.ts';
import type { Budget } from './budget.ts';
import { CoverSearch } from './cover-search.ts';
import type { Covering } from './covering.ts';
import { Fixing } from './fixing.ts';
import type { Incumbent } from './incumbent.ts';
import { TreeSearch } from './tree-search.ts';

/**
 * Nodes of the depth-first search before the tree takes over. The defaults come from `npm run bench:attempt`: where
 * candidates are only counted, the number that may still be opened decides most nodes, and the depth-first search
 * knows that number for little work. Unit costs need prices.
 */
function quickNodesFor({ unitCost, fixedCost }: Covering, parameters: SolveParameters): number {
  if (unitCost !== null) return parameters.quickNodesUnitCosts;
  const isCounting = fixedCost.every((cost) => cost === 1);
  return isCounting ? parameters.quickNodesCounting : parameters.quickNodesFixedCosts;
}

/**
 * Solves a covering exactly: first depth-first with the prices of the root, which settles most coverings in a few
 * hundred cheap nodes, then by {@link TreeSearch}. A caller may fix candidates between two searches.
 */
export class ExactSearch {
  readonly #quick: CoverSearch;
  readonly #treeOf: () => TreeSearch;
  #tree: TreeSearch | null = null;
  readonly #fixing: Uint8Array;
  #quickNodes: number;
  readonly #quickNodesAgain: number;
  readonly #firstGuess: number;
  readonly #integral: boolean;
  /** The bound of the multipliers. */
  readonly #bound: number;
  #proven: number;

  constructor(covering: Covering, multipliers: Multipliers, budget: Budget) {
    this.#quick = new CoverSearch(covering, multipliers, budget);
    this.#treeOf = () => new TreeSearch(covering, multipliers, budget);
    this.#quickNodes = quickNodesFor(covering, budget.parameters);
    this.#quickNodesAgain = budget.parameters.quickNodesAgain;
    this.#firstGuess = budget.parameters.firstGuess;
    this.#integral = covering.integral;
    this.#bound = multipliers.bound;
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

  /** Where values are integers, a guess that no integer lies below is of no use. */
  #guessFor(above: number): number {
    const guess = this.#bound + above;
    return this.#integral ? Math.max(guess, Math.ceil(this.#bound - 1e-6) + 0.5) : guess;
  }

  /** A proven lower bound on the value of a cover, before anything was fixed. */
  get proven(): number {
    return this.#proven;
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
    this.#quickNodes = Math.min(this.#quickNodes, this.#quickNodesAgain);
    return this.#findByGuesses(incumbent);
  }

  /**
   * The tree guesses that the optimum lies within a small part of the gap above the bound: the smaller the gap, the more
   * candidates reduced costs fix. A search below a guess finds the optimum, or proves the guess as the new bound.
   */
  #findByGuesses(incumbent: Incumbent): boolean {
    this.#tree ??= this.#treeOf();
    const gap = incumbent.cutoff - this.#bound;
    let part = incumbent.wantsAny ? 1 : this.#firstGuess;
    for (;;) {
      const before = incumbent.cutoff;
      const guess = part < 1 ? Math.min(before, this.#guessFor(part * gap)) : before;
      if (!this.#tree.find(incumbent, guess, this.#fixing)) return false;
      if (!incumbent.wantsAny) this.#proven = Math.max(this.#proven, guess);
      if (incumbent.cutoff <= guess) return true;
      part *= 2;
    }
  }
}
