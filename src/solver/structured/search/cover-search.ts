import type { Multipliers } from './bounds/multipliers.ts';
import { SurrogateBound } from './bounds/surrogate.ts';
import type { Budget } from './budget.ts';
import { CoverState, UNDECIDED } from './cover-state.ts';
import type { Covering } from './covering.ts';
import { type EntriesByDemand, entriesByDemand } from './entries-by-demand.ts';
import { Filler } from './fill.ts';
import type { TakeCover } from './incumbent.ts';

/**
 * Depth-first branch and bound for a {@link Covering}. A caller may fix candidates between two searches.
 *
 * - Branching: the node may open `slots` more candidates. By the pigeonhole principle one of them must give at least
 *   residual / slots to each uncovered demand. The node branches on the demand with the fewest candidates that give so
 *   much: it opens each of them in turn, and closes it for the later siblings.
 * - Bounds: every opening and closing moves the Lagrangian bound by the candidate's reduced cost. The node ends where
 *   the bound reaches the cutoff, where the `slots` largest undecided amounts do not cover some demand, and where the
 *   surrogate bound says that no `slots` candidates cover all demands together.
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
  /** The Lagrangian bound below the present fixings. */
  #base: number;
  /** A node whose bound reaches it holds no better cover. */
  #cutoff = Number.POSITIVE_INFINITY;
  #take: TakeCover = () => this.#cutoff;
  #nodesLeft = 0;
  #stopped = false;
  /** True when the value is the number of opened candidates: then the cutoff limits the slots too. */
  readonly #countsOpened: boolean;

  constructor(covering: Covering, multipliers: Multipliers, budget: Budget) {
    this.#covering = covering;
    this.#reducedCost = multipliers.reducedCost;
    this.#base = multipliers.bound;
    this.#budget = budget;
    this.#byDemand = entriesByDemand(covering, multipliers.reducedCost);
    this.#filler = new Filler(covering);
    this.#state = new CoverState(covering);
    this.#surrogate = new SurrogateBound(
      covering.demand.length,
      covering.fixedCost.length,
      budget.parameters,
    );
    this.#trail = new Int32Array(covering.fixedCost.length);
    // The bound of the multipliers counts these as open already.
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
   * Searches for covers whose value is below `cutoff`, as far as the budget goes.
   *
   * @param take receives each cover and returns the next cutoff
   * @param nodes how many nodes of the budget this search may take
   * @returns true when the search is complete: no cover below the last cutoff is left
   */
  find(cutoff: number, take: TakeCover, nodes: number): boolean {
    this.#cutoff = cutoff;
    this.#take = take;
    this.#nodesLeft = nodes;
    this.#stopped = false;
    if (this.#base < cutoff && this.#state.isCoverable()) {
      this.#closeByReducedCost();
      if (this.#state.isCoverable()) this.#search(this.#base);
      this.#reopenTo(0);
    }
    return !this.#stopped;
  }

  /** Closes, for this search, the candidates that reduced-cost fixing rules out. */
  #closeByReducedCost(): void {
    for (let k = 0; k < this.#reducedCost.length; k++) {
      if (this.#state.status[k] !== UNDECIDED || this.#base + this.#reducedCost[k]! < this.#cutoff) continue;
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
      (nodes % this.#budget.parameters.nodesPerClockLook === 0 && performance.now() >= this.#budget.deadline)
    ) {
      this.#stopped = true;
    }
    return this.#stopped;
  }

  /** How many more candidates may be opened. */
  #slots(): number {
    const { cardinalityLimit } = this.#covering;
    const most = this.#countsOpened
      ? Math.min(cardinalityLimit, Math.ceil(this.#cutoff) - 1)
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
      if (!this.#state.close(k) || here >= this.#cutoff) break;
    }
    this.#reopenTo(from);
  }

  #tryOpen(k: number, bound: number): void {
    if (bound >= this.#cutoff) return;
    this.#state.open(k);
    this.#search(bound);
    this.#state.undoOpen(k);
  }

  /** The largest amount that is given to a demand must be at least this. */
  #shareOf(p: number, slots: number): number {
    const residual = this.#state.residual[p]!;
    return Number.isFinite(slots) ? residual / slots - 1e-9 * residual : Number.MIN_VALUE;
  }

  /** The uncovered demand with the fewest candidates to branch on; −1 when some demand cannot be covered any more. */
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

  /** How many candidates could give the largest amount to p, counted up to `enough`; 0 when p cannot be covered. */
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

  /** Takes the cover, and opens more candidates where their cheaper units could pay for it. */
  #atCover(bound: number): void {
    const value = this.#state.cost + this.#filler.cost(this.#state.status);
    if (value < this.#cutoff) this.#cutoff = this.#take(this.#state.chosen(), value);
    if (this.#stopped || this.#covering.unitCost === null || this.#slots() <= 0) return;
    const { status } = this.#state;
    const from = this.#trailed;
    let here = bound;
    for (let k = 0; k < status.length && here < this.#cutoff; k++) {
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
