import { type CoverState, UNDECIDED } from '../cover-state.ts';

/** More slots than this, and the bound costs more than it saves: the Lagrangian bound is strong there. */
const MOST_SLOTS = 8;
/** How often the weights are moved towards demands that the best candidates leave short. */
const ROUNDS = 6;
/** How far a round moves them. */
const STEP = 0.6;
const MARGIN = 1e-9;

/**
 * A surrogate bound on how few candidates can still cover: with weights w ≥ 0 on the uncovered demands, a
 * candidate is worth Σ_p w_p · min(1, amount_p / residual_p), all demands together Σ_p w_p, and if the `slots`
 * candidates of most worth do not reach that, no `slots` candidates cover (surrogate relaxation, Glover 1965).
 * Amounts are capped by what is still missing, which makes it sharper in the depth than the Lagrangian bound, whose
 * prices were found at the root.
 */
export class SurrogateBound {
  readonly #weight: Float64Array;
  readonly #worth: Float64Array;
  readonly #short: Float64Array;
  readonly #top: Int32Array = new Int32Array(MOST_SLOTS);
  #missing = 0;

  constructor(demands: number, candidates: number) {
    this.#weight = new Float64Array(demands).fill(1);
    this.#worth = new Float64Array(candidates);
    this.#short = new Float64Array(demands);
  }

  /** Whether the bound is worth its while with so many slots. */
  appliesTo(slots: number): boolean {
    return slots <= MOST_SLOTS;
  }

  /** True when no `slots` undecided candidates can cover what is missing. */
  rulesOut(state: CoverState, slots: number): boolean {
    for (let round = 0; ; round++) {
      this.#weigh(state);
      const reached = this.#sumOfTop(state, slots);
      if (reached < this.#missing * (1 - MARGIN)) return true;
      if (round === ROUNDS || !this.#moveWeights(state, slots)) return false;
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

  /** Σ of the `slots` largest worths, whose candidates stand in `top`. */
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

  /** Weighs more what the best candidates leave short; false where they leave nothing short. */
  #moveWeights({ covering, residual }: CoverState, slots: number): boolean {
    const { starts, demandOf, amount } = covering;
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
      this.#weight[p] = Math.max(1e-6, this.#weight[p]! * Math.exp(STEP * short[p]!));
    }
    return moved;
  }
}
