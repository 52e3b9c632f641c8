import type { SolveParameters } from '../../../parameters.ts';
import { type CoverState, UNDECIDED } from '../cover-state.ts';

/** Room for the rounding of the sums, as a part of them. */
const MARGIN = 1e-9;

/**
 * A surrogate bound on the number of candidates that a node still needs (surrogate relaxation, Glover 1965).
 *
 * Every uncovered demand p gets a weight w_p ≥ 0. A candidate is worth Σ_p w_p · min(1, amount_p / residual_p), and
 * all demands together are worth Σ_p w_p. If the `slots` candidates of the largest worth do not reach that sum, no
 * `slots` candidates cover. This holds for any weights, so moving them can only make the bound sharper. Amounts are
 * capped by what is still missing: therefore the bound is sharper deep in the tree than the Lagrangian bound with the
 * prices of the root.
 */
export class SurrogateBound {
  readonly #weight: Float64Array;
  readonly #worth: Float64Array;
  readonly #short: Float64Array;
  readonly #parameters: SolveParameters;
  readonly #top: Int32Array;
  #missing = 0;

  constructor(demands: number, candidates: number, parameters: SolveParameters) {
    this.#parameters = parameters;
    this.#top = new Int32Array(parameters.surrogateSlots);
    this.#weight = new Float64Array(demands).fill(1);
    this.#worth = new Float64Array(candidates);
    this.#short = new Float64Array(demands);
  }

  /** Whether to ask with so many slots. With more of them the Lagrangian bound is stronger and cheaper. */
  appliesTo(slots: number): boolean {
    return slots <= this.#parameters.surrogateSlots;
  }

  /** True when no `slots` undecided candidates can cover what is missing. */
  rulesOut(state: CoverState, slots: number): boolean {
    for (let round = 0; ; round++) {
      this.#weigh(state);
      const reached = this.#sumOfTop(state, slots);
      if (reached < this.#missing * (1 - MARGIN)) return true;
      if (round === this.#parameters.surrogateRounds || !this.#moveWeights(state, slots)) return false;
    }
  }

  #weigh({ covering, status, residual }: CoverState): void {
    const { starts, demandOf, amount } = covering;
    const weight = this.#weight;
    this.#missing = 0;
    for (let p = 0; p < weight.length; p++) if (residual[p]! > 0) this.#missing += weight[p]!;
    for (let k = 0; k < status.length; k++) {
      if (status[k] !== UNDECIDED) continue;
      let worth = 0;
      for (let e = starts[k]!; e < starts[k + 1]!; e++) {
        const p = demandOf[e]!;
        const left = residual[p]!;
        if (left > 0) worth += amount[e]! >= left ? weight[p]! : (weight[p]! * amount[e]!) / left;
      }
      this.#worth[k] = worth;
    }
  }

  /** Adds up the `slots` largest worths, and writes their candidates to `top`. */
  #sumOfTop({ status }: CoverState, slots: number): number {
    const top = this.#top;
    const worth = this.#worth;
    let held = 0;
    for (let k = 0; k < status.length; k++) {
      if (status[k] !== UNDECIDED) continue;
      if (held === slots && worth[k]! <= worth[top[held - 1]!]!) continue;
      let at = held < slots ? held++ : held - 1;
      for (; at > 0 && worth[top[at - 1]!]! < worth[k]!; at--) top[at] = top[at - 1]!;
      top[at] = k;
    }
    let sum = 0;
    for (let at = 0; at < held; at++) sum += worth[top[at]!]!;
    if (held < slots) top.fill(-1, held, slots);
    return sum;
  }

  /** Raises the weights of demands that the best candidates leave short; false where they leave none short. */
  #moveWeights({ covering, residual }: CoverState, slots: number): boolean {
    const { starts, demandOf, amount } = covering;
    const step = this.#parameters.surrogateStep;
    const short = this.#short.fill(1);
    for (let at = 0; at < slots; at++) {
      const k = this.#top[at]!;
      if (k < 0) continue;
      for (let e = starts[k]!; e < starts[k + 1]!; e++) {
        const p = demandOf[e]!;
        if (residual[p]! > 0) short[p]! -= Math.min(1, amount[e]! / residual[p]!);
      }
    }
    let moved = false;
    for (let p = 0; p < short.length; p++) {
      if (residual[p]! <= 0 || Math.abs(short[p]!) < MARGIN) continue;
      if (short[p]! > 0) moved = true;
      this.#weight[p] = Math.max(1e-6, this.#weight[p]! * Math.exp(step * short[p]!));
    }
    return moved;
  }
}
