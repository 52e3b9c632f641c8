import type { Multipliers } from './bounds/multipliers.ts';
import { SurrogateBound } from './bounds/surrogate.ts';
import { CoverState, UNDECIDED } from './cover-state.ts';
import type { Covering } from './covering.ts';
import { type EntriesByDemand, entriesByDemand } from './entries-by-demand.ts';
import { Filler } from './fill.ts';
import type { TakeCover } from './incumbent.ts';

/** What a search may spend, shared by all searches of one solve. */
export interface Budget {
  /** Milliseconds of `performance.now()` at which to stop. */
  readonly deadline: number;
  /** Nodes left before the search counts as stalled. */
  nodes: number;
  /** How the work is shared; the measured defaults where it is left out. */
  readonly tuning?: SearchTuning;
}

/** How the two searches share the work. */
export interface SearchTuning {
  /** Nodes of the depth-first search before the tree takes over. */
  readonly quickNodes?: number;
  /** A node of the tree with at most so many candidates goes to the depth-first search. */
  readonly smallNode?: number;
}

const NODES_A_CLOCK_LOOK = 256;

/**
 * Depth-first branch and bound for a {@link Covering}, below fixings that a caller may move between searches.
 *
 * - Branching: of each uncovered demand some candidate still to be opened must give at least residual / slots,
 *   where slots is how many more may be opened (pigeonhole). The demand with the fewest such candidates is
 *   branched on: each is opened in turn, and then closed for its later siblings.
 * - Bounds: the Lagrangian bound moves with every opening and closing by the candidate's reduced cost; a demand
 *   that the largest undecided givers, as many as there are slots, do not cover ends the node, and so does the
 *   surrogate bound of all demands together.
 *
 * Memory: one state and one trail, whatever the number of nodes.
 */
export class CoverSearch {
  readonly #covering: Covering;
  readonly #reducedCost: Float64Array;
  readonly #budget: Budget;
  readonly #byDemand: EntriesByDemand;
  readonly #filler: Filler;
  readonly #state: CoverState;
  readonly #surrogate: SurrogateBound;
  readonly #trail: Int32Array;
  #trailed = 0;
  /** The Lagrangian bound with the fixings. */
  #base: number;
  /** A bound that reaches it promises nothing. */
  #limit = Number.POSITIVE_INFINITY;
  #take: TakeCover = () => this.#limit;
  #nodesLeft = 0;
  #stopped = false;
  /** True when the value is the number opened: then the limit bounds the slots too. */
  readonly #countsOpened: boolean;

  constructor(covering: Covering, multipliers: Multipliers, budget: Budget) {
    this.#covering = covering;
    this.#reducedCost = multipliers.reducedCost;
    this.#base = multipliers.bound;
    this.#budget = budget;
    this.#byDemand = entriesByDemand(covering, multipliers.reducedCost);
    this.#filler = new Filler(covering);
    this.#state = new CoverState(covering);
    this.#surrogate = new SurrogateBound(covering.demand.length, covering.fixedCost.length);
    this.#trail = new Int32Array(covering.fixedCost.length);
    // The multipliers' bound has them open.
    for (const k of covering.fixedOpen) this.#state.open(k);
    this.#countsOpened = covering.unitCost === null && covering.fixedCost.every((cost) => cost === 1);
  }

  /** Opens a candidate for every search to come. */
  open(k: number): void {
    this.#base += Math.max(0, this.#reducedCost[k]!);
    this.#state.open(k);
  }

  /** Takes {@link open} back. */
  undoOpen(k: number): void {
    this.#base -= Math.max(0, this.#reducedCost[k]!);
    this.#state.undoOpen(k);
  }

  /** Closes a candidate for every search to come. */
  close(k: number): void {
    this.#base += Math.max(0, -this.#reducedCost[k]!);
    this.#state.close(k);
  }

  /** Whether a candidate is neither fixed open nor closed. */
  isUndecided(k: number): boolean {
    return this.#state.status[k] === UNDECIDED;
  }

  /** How many candidates are fixed open. */
  get opened(): number {
    return this.#state.opened;
  }

  /**
   * Searches for covers of a value below `limit`, as far as the budget goes.
   *
   * @param take is given each, and says what the next has to stay below
   * @param nodes of the budget, at most this many
   * @returns true when everything below the last limit was searched
   */
  find(limit: number, take: TakeCover, nodes: number): boolean {
    this.#limit = limit;
    this.#take = take;
    this.#nodesLeft = nodes;
    this.#stopped = false;
    if (this.#base < limit && this.#state.isCoverable()) {
      this.#closeByReducedCost();
      if (this.#state.isCoverable()) this.#search(this.#base);
      this.#reopenTo(0);
    }
    return !this.#stopped;
  }

  /** Closes, for this search, what the bound alone rules out. */
  #closeByReducedCost(): void {
    for (let k = 0; k < this.#reducedCost.length; k++) {
      if (this.#state.status[k] !== UNDECIDED || this.#base + this.#reducedCost[k]! < this.#limit) continue;
      this.#state.close(k);
      this.#trail[this.#trailed++] = k;
    }
  }

  #reopenTo(trailed: number): void {
    while (this.#trailed > trailed) this.#state.undoClose(this.#trail[--this.#trailed]!);
  }

  #isOutOfBudget(): boolean {
    const nodes = --this.#budget.nodes;
    if (
      nodes <= 0 ||
      --this.#nodesLeft < 0 ||
      (nodes % NODES_A_CLOCK_LOOK === 0 && performance.now() >= this.#budget.deadline)
    ) {
      this.#stopped = true;
    }
    return this.#stopped;
  }

  /** How many more candidates may be opened. */
  #slots(): number {
    const { cardinalityLimit } = this.#covering;
    const most = this.#countsOpened
      ? Math.min(cardinalityLimit, Math.ceil(this.#limit) - 1)
      : cardinalityLimit;
    return most - this.#state.opened;
  }

  #search(bound: number): void {
    if (this.#isOutOfBudget()) return;
    if (this.#state.uncovered === 0) this.#atCover(bound);
    else this.#branch(bound);
  }

  #branch(bound: number): void {
    const slots = this.#slots();
    if (slots <= 0) return;
    const p = this.#scarcestDemand(slots);
    if (p < 0) return;
    if (this.#surrogate.appliesTo(slots) && this.#surrogate.rulesOut(this.#state, slots)) return;
    const { candidate, amount, starts } = this.#byDemand;
    const share = this.#shareOf(p, slots);
    const from = this.#trailed;
    let here = bound;
    for (let at = starts[p]!; at < starts[p + 1]! && amount[at]! >= share; at++) {
      const k = candidate[at]!;
      if (this.#state.status[k] !== UNDECIDED) continue;
      const reduced = this.#reducedCost[k]!;
      this.#tryOpen(k, here + Math.max(0, reduced));
      if (this.#stopped) break;
      here += Math.max(0, -reduced);
      this.#trail[this.#trailed++] = k;
      if (!this.#state.close(k) || here >= this.#limit) break;
    }
    this.#reopenTo(from);
  }

  #tryOpen(k: number, bound: number): void {
    if (bound >= this.#limit) return;
    this.#state.open(k);
    this.#search(bound);
    this.#state.undoOpen(k);
  }

  /** The least that the largest giver to a demand must give. */
  #shareOf(p: number, slots: number): number {
    const residual = this.#state.residual[p]!;
    return Number.isFinite(slots) ? residual / slots - 1e-9 * residual : Number.MIN_VALUE;
  }

  /** The uncovered demand with the fewest candidates to branch on; −1 when one cannot be covered any more. */
  #scarcestDemand(slots: number): number {
    const { residual } = this.#state;
    let scarcest = -1;
    let fewest = Number.POSITIVE_INFINITY;
    for (let p = 0; p < residual.length; p++) {
      if (residual[p]! <= 0) continue;
      const count = this.#countBranches(p, slots, fewest);
      if (count === 0) return -1;
      if (count < fewest) {
        scarcest = p;
        fewest = count;
      }
    }
    return scarcest;
  }

  /** Candidates that could be the largest giver to p, counted up to `enough`; 0 when p is out of reach. */
  #countBranches(p: number, slots: number, enough: number): number {
    const { starts, candidate, amount } = this.#byDemand;
    const { status, residual } = this.#state;
    const missing = residual[p]!;
    const share = this.#shareOf(p, slots);
    const end = starts[p + 1]!;
    let count = 0;
    let taken = 0;
    let reached = 0;
    for (let at = starts[p]!; at < end; at++) {
      if (status[candidate[at]!] !== UNDECIDED) continue;
      const units = amount[at]!;
      if (units >= share && count < enough) count++;
      if (taken < slots && reached < missing) {
        taken++;
        reached += units;
      }
      if ((reached >= missing || taken >= slots) && (units < share || count >= enough)) break;
    }
    return reached >= missing ? count : 0;
  }

  /** Every demand is covered: value the cover, and open more where cheaper units could pay for it. */
  #atCover(bound: number): void {
    const value = this.#state.cost + this.#filler.cost(this.#state.status);
    if (value < this.#limit) this.#limit = this.#take(this.#state.chosen(), value);
    if (this.#stopped || this.#covering.unitCost === null || this.#slots() <= 0) return;
    const { status } = this.#state;
    const from = this.#trailed;
    let here = bound;
    for (let k = 0; k < status.length && here < this.#limit; k++) {
      if (status[k] !== UNDECIDED) continue;
      const reduced = this.#reducedCost[k]!;
      this.#tryOpen(k, here + Math.max(0, reduced));
      if (this.#stopped) break;
      here += Math.max(0, -reduced);
      this.#trail[this.#trailed++] = k;
      this.#state.close(k);
    }
    this.#reopenTo(from);
  }
}
