import type { SolveParameters } from '../../../parameters.ts';
import type { Covering } from '../covering.ts';

/** Lagrange multipliers (dual prices) of a covering, and the lower bound that they prove. */
export interface Multipliers {
  /** L(λ, ν): no cover costs less. */
  readonly bound: number;
  /** λ_p: the price of the whole demand p. */
  readonly price: Float64Array;
  /** ν: the price of opening as many candidates as the cardinality limit allows. */
  readonly cardinalityPrice: number;
  /**
   * rc_k: the reduced cost of candidate k, its cost less what it earns at these prices. Opening it raises the bound by
   * max(0, rc_k), and closing it by max(0, −rc_k). Fixed-open candidates are open in the bound already.
   */
  readonly reducedCost: Float64Array;
  /**
   * An estimate of y_k, 0 to 1: the smoothed average of the Lagrangian solutions of the ascent (as in the volume
   * algorithm, Barahona and Anbil 2000). Near 1/2 the bound has decided nothing about the candidate.
   */
  readonly primalEstimate: Float64Array;
}

/** Where an ascent starts. */
export type Prices = Pick<Multipliers, 'price' | 'cardinalityPrice'>;

/** Where an ascent starts and ends. */
interface AscentOptions {
  /** The most steps, at least 1. */
  readonly steps: number;
  /** Prices of a covering with as many demands. Without them the ascent starts from the cheapest candidates. */
  readonly from?: Prices | undefined;
  /** A bound that is as good as any better one. Without it the ascent stops at `target`. */
  readonly enough?: number;
  readonly parameters: SolveParameters;
}

/**
 * Finds good prices by subgradient ascent on the Lagrangian dual (Held, Wolfe and Crowder 1974; for set covering
 * Beasley 1990). The relaxed constraints are the demands and the cardinality limit:
 *
 *   L(λ, ν) = Σ_p λ_p − ν + Σ_k min(0, rc_k),  where fixed-open candidates count rc_k without the min,
 *   rc_k = fixedCost_k + ν / cardinalityLimit − Σ_e max(0, λ_p − unitCost_e · demand_p) · amount_e / demand_p
 *
 * L(λ, ν) is a lower bound for any λ, ν ≥ 0, so the prices need not be the best ones. The Lagrangian subproblem has
 * the integrality property: the best bound is that of the linear relaxation with y ≥ x / amount.
 *
 * @param target an upper bound on the optimum; it sets the length of the steps
 */
export function findMultipliers(
  covering: Covering,
  target: number,
  { steps, from, enough = target, parameters }: AscentOptions,
): Multipliers {
  return new DualAscent(covering, parameters, from).climb(target, steps, enough);
}

class DualAscent {
  readonly #covering: Covering;
  readonly #parameters: SolveParameters;
  readonly #price: Float64Array;
  #cardinalityPrice: number;
  readonly #gradient: Float64Array;
  #cardinalityGradient = 0;
  readonly #reducedCost: Float64Array;
  /** amount / demand, and unitCost · demand: the entries with every demand scaled to 1. */
  readonly #share: Float64Array;
  readonly #unitPrice: Float64Array | null;
  readonly #isFixedOpen: Uint8Array;
  readonly #primalEstimate: Float64Array;
  #bestBound = Number.NEGATIVE_INFINITY;
  #bestCardinalityPrice = 0;
  readonly #bestPrice: Float64Array;
  readonly #bestReducedCost: Float64Array;

  constructor(covering: Covering, parameters: SolveParameters, from?: Prices) {
    const { demand, demandOf, amount, unitCost, fixedCost } = covering;
    this.#covering = covering;
    this.#parameters = parameters;
    this.#share = amount.map((units, entry) => units / demand[demandOf[entry]!]!);
    this.#unitPrice = unitCost?.map((cost, entry) => cost * demand[demandOf[entry]!]!) ?? null;
    this.#gradient = new Float64Array(demand.length);
    this.#reducedCost = new Float64Array(fixedCost.length);
    this.#primalEstimate = new Float64Array(fixedCost.length);
    this.#isFixedOpen = new Uint8Array(fixedCost.length);
    for (const k of covering.fixedOpen) this.#isFixedOpen[k] = 1;
    this.#price = from === undefined ? this.#cheapestPrices() : Float64Array.from(from.price);
    this.#cardinalityPrice = from?.cardinalityPrice ?? 0;
    this.#bestPrice = new Float64Array(demand.length);
    this.#bestReducedCost = new Float64Array(fixedCost.length);
  }

  /** The cost of each demand at the candidate that covers it most cheaply. */
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

  climb(target: number, steps: number, enough: number): Multipliers {
    this.#bestBound = Number.NEGATIVE_INFINITY;
    const { ascentFirstStep, ascentLastStep, ascentPatience } = this.#parameters;
    let step = ascentFirstStep;
    let stalled = 0;
    for (let i = 0; i < steps && step >= ascentLastStep; i++) {
      const value = this.#evaluate();
      const before = this.#bestBound;
      if (value > before) this.#keep(value);
      stalled = value > before + 1e-6 * Math.abs(before) ? 0 : stalled + 1;
      if (stalled >= ascentPatience) {
        step /= 2;
        stalled = 0;
      }
      if (value >= enough || !this.#move(step * (1.05 * target - value))) break;
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

  /** Computes L(λ, ν), a subgradient and the reduced costs. */
  #evaluate(): number {
    const { fixedCost, starts, demandOf, cardinalityLimit } = this.#covering;
    const smoothing = this.#parameters.ascentSmoothing;
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
      this.#primalEstimate[k]! *= 1 - smoothing;
      if (reduced >= 0 && this.#isFixedOpen[k] === 0) continue;
      this.#primalEstimate[k]! += smoothing;
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

  /** Takes one step along the subgradient; false where the subgradient is zero, so that the prices are optimal. */
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
