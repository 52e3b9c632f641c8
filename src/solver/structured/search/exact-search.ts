import type { Multipliers } from './bounds/multipliers.ts';
import { Fixing } from './bounds/restrict.ts';
import { type Budget, CoverSearch } from './cover-search.ts';
import type { Covering } from './covering.ts';
import type { Incumbent } from './incumbent.ts';
import { TreeSearch } from './tree-search.ts';

/**
 * Nodes of the depth-first search before the tree with prices of its own takes over. Measured with
 * `npm run bench:attempt`: what only counts is mostly settled by how few may be opened, which the depth-first
 * search sees at every node for little; unit costs need prices.
 */
const QUICK_NODES = { counting: 20_000, costs: 500, unitCosts: 50 };
/** The same, once it has taken over on this covering. */
const QUICK_NODES_AFTER = 200;

function quickNodesFor({ unitCost, fixedCost }: Covering): number {
  if (unitCost !== null) return QUICK_NODES.unitCosts;
  return fixedCost.every((cost) => cost === 1) ? QUICK_NODES.counting : QUICK_NODES.costs;
}

/**
 * Searches below fixings that a caller may move: depth-first with the prices of the root, which settles most
 * coverings in a few hundred cheap nodes, then {@link TreeSearch}.
 */
export class ExactSearch {
  readonly #quick: CoverSearch;
  readonly #treeOf: () => TreeSearch;
  #tree: TreeSearch | null = null;
  readonly #fixing: Uint8Array;
  #quickNodes: number;

  constructor(covering: Covering, multipliers: Multipliers, budget: Budget) {
    this.#quick = new CoverSearch(covering, multipliers, budget);
    this.#treeOf = () => new TreeSearch(covering, multipliers, budget);
    this.#quickNodes = budget.tuning?.quickNodes ?? quickNodesFor(covering);
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

  /** How many candidates are fixed open. */
  get opened(): number {
    return this.#quick.opened;
  }

  /**
   * Searches for covers below the incumbent's limit, as far as the budget goes.
   *
   * @returns true when everything below its last limit was searched
   */
  find(incumbent: Incumbent): boolean {
    if (this.#quick.find(incumbent.limit, incumbent.take, this.#quickNodes)) return true;
    this.#quickNodes = Math.min(this.#quickNodes, QUICK_NODES_AFTER);
    this.#tree ??= this.#treeOf();
    return this.#tree.find(incumbent.limit, incumbent.take, this.#fixing);
  }
}
