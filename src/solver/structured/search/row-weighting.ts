import { CoverState } from './cover-state.ts';
import type { Covering } from './covering.ts';
import { type EntriesByDemand, entriesByDemand } from './entries-by-demand.ts';
import { Fixing } from './fixing.ts';
import type { Incumbent } from './incumbent.ts';

/** How long the local search goes on. */
export interface LocalSearchLimits {
  /** Steps without a better cover after which it ends. */
  readonly patience: number;
  /** The time in milliseconds of `performance.now()` at which it ends. */
  readonly deadline: number;
}

const STEPS_PER_CLOCK_LOOK = 32;

/**
 * A local search for cheaper covers (row weighting: Gao, Weise, Li 2015, there for covers of equal costs).
 *
 * From a cover it closes the candidate that is missed least for its cost, and then exchanges: closes one more, and opens
 * what covers a demand that is short, as long as the cover would stay cheaper than the best one. A demand that stays
 * short gains weight, and what was closed may return only after something near it has changed, so that the search does
 * not walk in circles. It proves nothing. Two runs over the same covering take the same steps.
 *
 * @param covering one without unit costs
 * @param fixing what must stay open and what must stay closed, one a candidate
 * @param incumbent takes each better cover
 */
export function improveByRowWeighting(
  covering: Covering,
  fixing: Uint8Array,
  incumbent: Incumbent,
  { patience, deadline }: LocalSearchLimits,
): void {
  const search = new RowWeighting(covering, fixing);
  if (!search.coverAll(Number.POSITIVE_INFINITY)) return;
  let cutoff = search.takeAll(incumbent);
  for (let step = 0; step < patience; step++) {
    if (step % STEPS_PER_CLOCK_LOOK === 0 && performance.now() >= deadline) return;
    if (!search.exchange(cutoff)) return;
    if (!search.isCover) continue;
    cutoff = search.takeAll(incumbent);
    step = 0;
  }
}

class RowWeighting {
  readonly #covering: Covering;
  readonly #fixing: Uint8Array;
  readonly #state: CoverState;
  readonly #byDemand: EntriesByDemand;
  readonly #weight: Float64Array;
  /** The step at which a candidate was opened or closed last. */
  readonly #movedAt: Float64Array;
  /** The step at which what covers a demand changed last. */
  readonly #changedAt: Float64Array;
  #step = 1;
  #openedLast = -1;
  #random = 1;

  constructor(covering: Covering, fixing: Uint8Array) {
    const { demand, fixedCost } = covering;
    this.#covering = covering;
    this.#fixing = fixing;
    this.#state = new CoverState(covering);
    this.#byDemand = entriesByDemand(covering, fixedCost);
    this.#weight = new Float64Array(demand.length).fill(1);
    this.#movedAt = new Float64Array(fixedCost.length);
    this.#changedAt = new Float64Array(demand.length).fill(1);
    for (let k = 0; k < fixedCost.length; k++) if (fixing[k] === Fixing.open) this.#state.open(k);
  }

  get isCover(): boolean {
    return this.#state.uncovered === 0;
  }

  /**
   * Gives the cover to the incumbent and closes what is missed least, until what is open is no cover.
   *
   * @returns the incumbent's cutoff
   */
  takeAll(incumbent: Incumbent): number {
    while (this.isCover) {
      if (this.#state.opened <= this.#covering.cardinalityLimit) {
        const chosen = this.#state.chosen();
        incumbent.take(chosen, this.#valueOf(chosen));
      }
      if (!this.#closeLeastMissed(-1)) break;
    }
    return incumbent.cutoff;
  }

  /**
   * Closes one candidate, and opens others as long as they stay below the cutoff.
   *
   * @returns false where there is nothing left to exchange
   */
  exchange(cutoff: number): boolean {
    this.#step++;
    if (!this.#closeLeastMissed(this.#openedLast) && !this.#closeLeastMissed(-1)) return false;
    this.coverAll(cutoff);
    for (let p = 0; p < this.#weight.length; p++) {
      if (this.#state.residual[p]! > 0) this.#weight[p]! += 1;
    }
    return true;
  }

  /**
   * Opens what covers most of what is short for its cost, as long as the cost stays below the cutoff.
   *
   * @returns whether everything is covered
   */
  coverAll(cutoff: number): boolean {
    while (this.#state.uncovered > 0) {
      const best = this.#bestFor(this.#anyShort(), cutoff);
      if (best < 0) return false;
      this.#move(best, true);
      this.#openedLast = best;
    }
    return true;
  }

  #valueOf(chosen: Uint8Array): number {
    return chosen.reduce((sum, open, k) => (open ? sum + this.#covering.fixedCost[k]! : sum), 0);
  }

  /** One of the demands that are short. The generator is that of Park and Miller (1988), with a fixed seed. */
  #anyShort(): number {
    const { residual } = this.#state;
    this.#random = (this.#random * 48_271) % 2_147_483_647;
    let p = this.#random % residual.length;
    while (residual[p]! <= 0) p = p + 1 === residual.length ? 0 : p + 1;
    return p;
  }

  #bestFor(demand: number, cutoff: number): number {
    const { status, cost, opened } = this.#state;
    const { fixedCost, cardinalityLimit } = this.#covering;
    const { starts, candidate } = this.#byDemand;
    if (opened >= cardinalityLimit && cutoff < Number.POSITIVE_INFINITY) return -1;
    let best = -1;
    let bestScore = 0;
    for (let at = starts[demand]!; at < starts[demand + 1]!; at++) {
      const k = candidate[at]!;
      if (status[k] !== 0 || this.#fixing[k] === Fixing.closed || cost + fixedCost[k]! >= cutoff) continue;
      const score = this.#gain(k) / Math.max(LEAST_COST, fixedCost[k]!);
      const isBetter = score > bestScore || (score === bestScore && this.#movedAt[k]! < this.#movedAt[best]!);
      if (score > 0 && isBetter) [best, bestScore] = [k, score];
    }
    return best;
  }

  /** What opening a candidate covers, weighted; 0 where nothing near it has changed since it was closed. */
  #gain(k: number): number {
    const { starts, demandOf, amount, demand } = this.#covering;
    const { residual } = this.#state;
    const closedAt = this.#movedAt[k]!;
    let gain = 0;
    let hasChanged = false;
    for (let e = starts[k]!; e < starts[k + 1]!; e++) {
      const p = demandOf[e]!;
      if (this.#changedAt[p]! > closedAt) hasChanged = true;
      const short = residual[p]!;
      if (short > 0) gain += (this.#weight[p]! * Math.min(short, amount[e]!)) / demand[p]!;
    }
    return hasChanged ? gain : 0;
  }

  /** What closing a candidate uncovers, weighted. */
  #loss(k: number): number {
    const { starts, demandOf, amount, demand } = this.#covering;
    const { residual } = this.#state;
    let loss = 0;
    for (let e = starts[k]!; e < starts[k + 1]!; e++) {
      const p = demandOf[e]!;
      const short = residual[p]! + amount[e]!;
      if (short > 0) loss += (this.#weight[p]! * Math.min(short, amount[e]!)) / demand[p]!;
    }
    return loss;
  }

  /** @returns false where nothing but `kept` may be closed */
  #closeLeastMissed(kept: number): boolean {
    const { status } = this.#state;
    const { fixedCost } = this.#covering;
    let least = -1;
    let leastScore = Number.POSITIVE_INFINITY;
    for (let k = 0; k < status.length; k++) {
      if (status[k] !== 1 || k === kept || this.#fixing[k] === Fixing.open) continue;
      const score = this.#loss(k) / Math.max(LEAST_COST, fixedCost[k]!);
      const isLess =
        score < leastScore || (score === leastScore && this.#movedAt[k]! < this.#movedAt[least]!);
      if (isLess) [least, leastScore] = [k, score];
    }
    if (least < 0) return false;
    this.#move(least, false);
    return true;
  }

  #move(k: number, isOpening: boolean): void {
    const { starts, demandOf } = this.#covering;
    if (isOpening) this.#state.open(k);
    else this.#state.undoOpen(k);
    // What a candidate changes itself does not let it return.
    this.#step++;
    for (let e = starts[k]!; e < starts[k + 1]!; e++) this.#changedAt[demandOf[e]!] = this.#step;
    this.#movedAt[k] = this.#step;
  }
}

const LEAST_COST = 1e-9;
