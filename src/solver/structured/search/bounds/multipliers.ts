import type { Covering } from '../covering.ts';

/** A price for each demand, and the lower bound that it proves. */
export interface Multipliers {
  /** L(λ, ν): no cover costs less. */
  readonly bound: number;
  /** λ_p: the price of the whole demand p. */
  readonly price: Float64Array;
  /** ν: the price of using up all of `mostOpen`. */
  readonly openPrice: number;
  /**
   * rc_k: what opening candidate k costs beyond what it earns at these prices. Opening it lifts the bound by
   * max(0, rc_k), closing it by max(0, −rc_k). Free candidates are open in the bound already.
   */
  readonly reducedCost: Float64Array;
  /** How often the last steps of the ascent had each candidate open, 0 to 1: near 1/2 it is undecided. */
  readonly openShare: Float64Array;
}

/** Where an ascent starts. */
export type Prices = Pick<Multipliers, 'price' | 'openPrice'>;

/** How an ascent may begin and end. */
export interface AscentOptions {
  /** Prices of a covering with as many demands; those of the cheapest candidates where they are left out. */
  readonly from?: Prices | undefined;
  /** A bound that is as good as any better one; `aim` where it is left out. */
  readonly enough?: number;
}

const FIRST_STEP = 1;
const LAST_STEP = 0.002;
/** Steps without a better bound before the step is halved. */
const PATIENCE = 8;
/** Weight of the newest step in `openShare`. */
const MEMORY = 0.1;

/**
 * The best prices that a subgradient ascent finds on the Lagrangian dual (Held, Wolfe and Crowder 1974; for set
 * covering Beasley 1990), which relaxes the demands and `mostOpen`:
 *
 *   L(λ, ν) = Σ_p λ_p − ν + Σ_k min(0, rc_k),  without the min for free candidates,
 *   rc_k = fixedCost_k + ν / mostOpen − Σ_e max(0, λ_p − unitCost_e · demand_p) · amount_e / demand_p
 *
 * The inner problem is integral, so its best bound is that of the linear relaxation with y ≥ x / amount.
 *
 * @param aim a value that some cover reaches, or more than any costs: it sets the length of the steps
 * @param steps at most, at least 1
 */
export function findMultipliers(
  covering: Covering,
  aim: number,
  steps: number,
  { from, enough = aim }: AscentOptions = {},
): Multipliers {
  return new DualAscent(covering, from).climb(aim, steps, enough);
}

class DualAscent {
  readonly #covering: Covering;
  readonly #price: Float64Array;
  #openPrice: number;
  readonly #gradient: Float64Array;
  #openGradient = 0;
  readonly #reducedCost: Float64Array;
  /** amount / demand, and unitCost · demand: the entries with every demand scaled to 1. */
  readonly #share: Float64Array;
  readonly #unitPrice: Float64Array | null;
  readonly #isFree: Uint8Array;
  readonly #openShare: Float64Array;
  #bestBound = Number.NEGATIVE_INFINITY;
  #bestOpenPrice = 0;
  readonly #bestPrice: Float64Array;
  readonly #bestReducedCost: Float64Array;

  constructor(covering: Covering, from?: Prices) {
    const { demand, demandOf, amount, unitCost, fixedCost } = covering;
    this.#covering = covering;
    this.#share = amount.map((units, entry) => units / demand[demandOf[entry]!]!);
    this.#unitPrice = unitCost?.map((cost, entry) => cost * demand[demandOf[entry]!]!) ?? null;
    this.#gradient = new Float64Array(demand.length);
    this.#reducedCost = new Float64Array(fixedCost.length);
    this.#openShare = new Float64Array(fixedCost.length);
    this.#isFree = new Uint8Array(fixedCost.length);
    for (const k of covering.free) this.#isFree[k] = 1;
    this.#price = from === undefined ? this.#cheapestPrices() : Float64Array.from(from.price);
    this.#openPrice = from?.openPrice ?? 0;
    this.#bestPrice = new Float64Array(demand.length);
    this.#bestReducedCost = new Float64Array(fixedCost.length);
  }

  /** What each demand costs at the candidate that covers it most cheaply. */
  #cheapestPrices(): Float64Array {
    const { demand, fixedCost, starts, demandOf } = this.#covering;
    const price = new Float64Array(demand.length).fill(Number.POSITIVE_INFINITY);
    for (let k = 0; k < fixedCost.length; k++) {
      let covered = 0;
      for (let e = starts[k]!; e < starts[k + 1]!; e++) covered += this.#share[e]!;
      for (let e = starts[k]!; e < starts[k + 1]!; e++) {
        const p = demandOf[e]!;
        price[p] = Math.min(price[p]!, fixedCost[k]! / covered + (this.#unitPrice?.[e] ?? 0));
      }
    }
    return price.map((value) => (Number.isFinite(value) ? value : 0));
  }

  climb(aim: number, steps: number, enough: number): Multipliers {
    this.#bestBound = Number.NEGATIVE_INFINITY;
    let step = FIRST_STEP;
    let stalled = 0;
    for (let i = 0; i < steps && step >= LAST_STEP; i++) {
      const value = this.#evaluate();
      const before = this.#bestBound;
      if (value > before) this.#keep(value);
      stalled = value > before + 1e-6 * Math.abs(before) ? 0 : stalled + 1;
      if (stalled >= PATIENCE) {
        step /= 2;
        stalled = 0;
      }
      if (value >= enough || !this.#move(step * (1.05 * aim - value))) break;
    }
    return {
      bound: this.#bestBound,
      price: this.#bestPrice,
      openPrice: this.#bestOpenPrice,
      reducedCost: this.#bestReducedCost,
      openShare: this.#openShare,
    };
  }

  #keep(bound: number): void {
    this.#bestBound = bound;
    this.#bestPrice.set(this.#price);
    this.#bestOpenPrice = this.#openPrice;
    this.#bestReducedCost.set(this.#reducedCost);
  }

  /** L(λ, ν), with its subgradient and the reduced costs. */
  #evaluate(): number {
    const { fixedCost, starts, demandOf, mostOpen } = this.#covering;
    const price = this.#price;
    const gradient = this.#gradient.fill(1);
    let value = -this.#openPrice;
    for (let p = 0; p < price.length; p++) value += price[p]!;
    const openUnit = Number.isFinite(mostOpen) ? 1 / mostOpen : 0;
    this.#openGradient = openUnit > 0 ? -1 : 0;
    const perOpen = this.#openPrice * openUnit;
    for (let k = 0; k < fixedCost.length; k++) {
      const reduced = fixedCost[k]! + perOpen - this.#earned(k);
      this.#reducedCost[k] = reduced;
      this.#openShare[k]! *= 1 - MEMORY;
      if (reduced >= 0 && this.#isFree[k] === 0) continue;
      this.#openShare[k]! += MEMORY;
      value += reduced;
      this.#openGradient += openUnit;
      for (let e = starts[k]!; e < starts[k + 1]!; e++) {
        const p = demandOf[e]!;
        if (price[p]! > (this.#unitPrice?.[e] ?? 0)) gradient[p]! -= this.#share[e]!;
      }
    }
    return value;
  }

  #earned(k: number): number {
    const { starts, demandOf } = this.#covering;
    let earned = 0;
    for (let e = starts[k]!; e < starts[k + 1]!; e++) {
      const margin = this.#price[demandOf[e]!]! - (this.#unitPrice === null ? 0 : this.#unitPrice[e]!);
      if (margin > 0) earned += margin * this.#share[e]!;
    }
    return earned;
  }

  /** One step along the subgradient; false where it is zero, so that the prices are the best there are. */
  #move(length: number): boolean {
    const price = this.#price;
    const gradient = this.#gradient;
    if (this.#openPrice <= 0 && this.#openGradient < 0) this.#openGradient = 0;
    let norm = this.#openGradient * this.#openGradient;
    for (let p = 0; p < price.length; p++) {
      if (price[p]! <= 0 && gradient[p]! < 0) gradient[p] = 0;
      norm += gradient[p]! * gradient[p]!;
    }
    if (norm < 1e-12) return false;
    const scale = length / norm;
    for (let p = 0; p < price.length; p++) price[p] = Math.max(0, price[p]! + scale * gradient[p]!);
    this.#openPrice = Math.max(0, this.#openPrice + scale * this.#openGradient);
    return true;
  }
}
