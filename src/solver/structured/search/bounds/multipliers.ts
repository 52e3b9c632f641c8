import type { SolveParameters } from '../../../parameters.ts';
import type { Covering } from '../covering.ts';
import { DualFunction, type Multipliers, type Prices } from './dual-function.ts';

export type { Multipliers, Prices } from './dual-function.ts';

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
 * Beasley 1990), see {@link DualFunction}. The bound holds for any prices, so they need not be the best ones. The
 * Lagrangian subproblem has the integrality property: the best bound is that of the linear relaxation with
 * y ≥ x / amount.
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
  readonly #dual: DualFunction;
  readonly #parameters: SolveParameters;
  readonly #primalEstimate: Float64Array;
  #bestBound = Number.NEGATIVE_INFINITY;
  #bestCardinalityPrice = 0;
  readonly #bestPrice: Float64Array;
  readonly #bestReducedCost: Float64Array;

  constructor(covering: Covering, parameters: SolveParameters, from?: Prices) {
    const { demand, fixedCost } = covering;
    this.#dual = new DualFunction(covering);
    this.#parameters = parameters;
    this.#primalEstimate = new Float64Array(fixedCost.length);
    this.#dual.price.set(from === undefined ? cheapestPrices(this.#dual) : from.price);
    this.#dual.cardinalityPrice = Math.max(0, from?.cardinalityPrice ?? 0);
    this.#bestPrice = new Float64Array(demand.length);
    this.#bestReducedCost = new Float64Array(fixedCost.length);
  }

  climb(target: number, steps: number, enough: number): Multipliers {
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
    this.#bestPrice.set(this.#dual.price);
    this.#bestCardinalityPrice = this.#dual.cardinalityPrice;
    this.#bestReducedCost.set(this.#dual.reducedCost);
  }

  #evaluate(): number {
    const value = this.#dual.evaluate();
    const { isOpen } = this.#dual;
    const smoothing = this.#parameters.ascentSmoothing;
    const estimate = this.#primalEstimate;
    for (let k = 0; k < estimate.length; k++) {
      estimate[k] = (1 - smoothing) * estimate[k]! + (isOpen[k] === 1 ? smoothing : 0);
    }
    return value;
  }

  /** Takes one step along the subgradient; false where the subgradient is zero, so that the prices are optimal. */
  #move(length: number): boolean {
    const dual = this.#dual;
    const { price, gradient } = dual;
    const isHeld = dual.cardinalityPrice <= 0 && dual.cardinalityGradient < 0;
    const cardinalityGradient = isHeld ? 0 : dual.cardinalityGradient;
    let norm = cardinalityGradient * cardinalityGradient;
    for (let p = 0; p < price.length; p++) {
      if (price[p]! <= 0 && gradient[p]! < 0) gradient[p] = 0;
      norm += gradient[p]! * gradient[p]!;
    }
    if (norm < 1e-12) return false;
    const scale = length / norm;
    for (let p = 0; p < price.length; p++) price[p] = Math.max(0, price[p]! + scale * gradient[p]!);
    dual.cardinalityPrice = Math.max(0, dual.cardinalityPrice + scale * cardinalityGradient);
    return true;
  }
}

/** The cost of each demand at the candidate that covers it most cheaply. */
function cheapestPrices({ covering, share, unitPrice }: DualFunction): Float64Array {
  const { demand, fixedCost, starts, demandOf } = covering;
  const price = new Float64Array(demand.length).fill(Number.POSITIVE_INFINITY);
  for (let k = 0; k < fixedCost.length; k++) {
    let covered = 0;
    for (let e = starts[k]!; e < starts[k + 1]!; e++) covered += share[e]!;
    for (let e = starts[k]!; e < starts[k + 1]!; e++) {
      const p = demandOf[e]!;
      price[p] = Math.min(price[p]!, fixedCost[k]! / covered + (unitPrice?.[e] ?? 0));
    }
  }
  return price.map((value) => (Number.isFinite(value) ? value : 0));
}
