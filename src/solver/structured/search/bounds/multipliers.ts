import type { Covering } from '../covering.ts';

/** A price for each demand, and the lower bound that it proves. */
export interface Multipliers {
  /** L(λ, ν): no cover costs less. */
  readonly bound: number;
  /** λ_p: the price of the whole demand p. */
  readonly price: Float64Array;
  /** ν: the price of using up all of `cardinalityLimit`. */
  readonly cardinalityPrice: number;
  /**
   * rc_k: what opening candidate k costs beyond what it earns at these prices. Opening it lifts the bound by
   * max(0, rc_k), closing it by max(0, −rc_k). Free candidates are open in the bound already.
   */
  readonly reducedCost: Float64Array;
  /** How often the last steps of the ascent had each candidate open, 0 to 1: near 1/2 it is undecided. */
  readonly primalEstimate: Float64Array;
}

/** Where an ascent starts. */
export type Prices = Pick<Multipliers, 'price' | 'cardinalityPrice'>;

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
/** Weight of the newest step in `primalEstimate`. */
const MEMORY = 0.1;

/**
 * The best prices that a subgradient ascent finds on the Lagrangian dual (Held, Wolfe and Crowder 1974; for set
 * covering Beasley 1990), which relaxes the demands and `cardinalityLimit`:
 *
 *   L(λ, ν) = Σ_p λ_p − ν + Σ_k min(0, rc_k),  without the min for fixedOpen candidates,
 *   rc_k = fixedCost_k + ν / cardinalityLimit − Σ_e max(0, λ_p − unitCost_e · demand_p) · amount_e / demand_p
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
  #cardinalityPrice: number;
  readonly #gradient: Float64Array;
  #cardinalityGradient = 0;
  readonly #reducedCost: Float64Array;
  /** amount / demand, and unitCost · demand: the entries with every demand scaled to 1. */
  readonly #share: Float64Array;
  readonly #unitPrice: Float64Array | null;
  readonly #isFree: Uint8Array;
  readonly #primalEstimate: Float64Array;
  #bestBound = Number.NEGATIVE_INFINITY;
  #bestCardinalityPrice = 0;
  readonly #bestPrice: Float64Array;
  readonly #bestReducedCost: Float64Array;

  constructor(covering: Covering, from?: Prices) {
    const { demand, demandOf, amount, unitCost, fixedCost } = covering;
    this.#covering = covering;
    this.#share = amount.map((units, entry) => units / demand[demandOf[entry]!]!);
    this.#unitPrice = unitCost?.map((cost, entry) => cost * demand[demandOf[entry]!]!) ?? null;
    this.#gradient = new Float64Array(demand.length);
    this.#reducedCost = new Float64Array(fixedCost.length);
    this.#primalEstimate = new Float64Array(fixedCost.length);
    this.#isFree = new Uint8Array(fixedCost.length);
    for (const k of covering.fixedOpen) this.#isFree[k] = 1;
    this.#price = from === undefined ? this.#cheapestPrices() : Float64Array.from(from.price);
    this.#cardinalityPrice = from?.cardinalityPrice ?? 0;
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
      cardinalityPrice: this.#bestCardinalityPrice,
      reducedCost: this.#bestReducedCost,
      primalEstimate: this.#primalEstimate,
    };
  }

  #keep(bound: number): void {
    this.#bestBound = bound;
    this.#bestPrice.set(this.#price);
    this.#bestCardinalityPrice = this.#cardinalityPrice;
    this.#bestReducedCost.set(this.#reducedCost);
  }

  /** L(λ, ν), with its subgradient and the reduced costs. */
  #evaluate(): number {
    const { fixedCost, starts, demandOf, cardinalityLimit } = this.#covering;
    const price = this.#price;
    const gradient = this.#gradient.fill(1);
    let value = -this.#cardinalityPrice;
    for (let p = 0; p < price.length; p++) value += price[p]!;
    const openUnit = Number.isFinite(cardinalityLimit) ? 1 / cardinalityLimit : 0;
    this.#cardinalityGradient = openUnit > 0 ? -1 : 0;
    const perOpen = this.#cardinalityPrice * openUnit;
    for (let k = 0; k < fixedCost.length; k++) {
      const reduced = fixedCost[k]! + perOpen - this.#earned(k);
      this.#reducedCost[k] = reduced;
      this.#primalEstimate[k]! *= 1 - MEMORY;
      if (reduced >= 0 && this.#isFree[k] === 0) continue;
      this.#primalEstimate[k]! += MEMORY;
      value += reduced;
      this.#cardinalityGradient += openUnit;
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
    if (this.#cardinalityPrice <= 0 && this.#cardinalityGradient < 0) this.#cardinalityGradient = 0;
    let norm = this.#cardinalityGradient * this.#cardinalityGradient;
    for (let p = 0; p < price.length; p++) {
      if (price[p]! <= 0 && gradient[p]! < 0) gradient[p] = 0;
      norm += gradient[p]! * gradient[p]!;
    }
    if (norm < 1e-12) return false;
    const scale = length / norm;
    for (let p = 0; p < price.length; p++) price[p] = Math.max(0, price[p]! + scale * gradient[p]!);
    this.#cardinalityPrice = Math.max(0, this.#cardinalityPrice + scale * this.#cardinalityGradient);
    return true;
  }
}
