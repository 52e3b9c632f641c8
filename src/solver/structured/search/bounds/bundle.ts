import type { Covering } from '../covering.ts';
import { DualFunction, type Multipliers, type Prices } from './dual-function.ts';

/** Where a bundle method starts and ends. */
export interface BundleOptions {
  readonly from: Prices;
  /** The most evaluations of the dual function. */
  readonly steps: number;
  /** A bound that is as good as any better one. */
  readonly enough: number;
  /** An upper bound on the optimum; it sets the length of the first step. */
  readonly target: number;
  readonly deadline: number;
}

/** A tangent of the dual function: it lies above the function everywhere. */
interface Cut {
  /** The subgradient, that of ν last. */
  readonly gradient: Float64Array;
  /** How far the tangent lies above the function at the centre. */
  error: number;
  /** Its part in the last direction. */
  weight: number;
  readonly isOpen: Uint8Array;
}

/** A step is taken where it brings this part of what the tangents promised. */
const TAKEN = 0.1;
/** The promise below which a step is not worth its while: as a part of the gap that the search has to close. */
const PRECISION = 1e-4;

/** Steps that are taken at any time, so that a search that is stopped still has a bound to show. */
const SURE_STEPS = 30;

/** Moves of weight between two tangents for one direction, as a multiple of the tangents. */
const MOVES_A_CUT = 5;

const dot = (a: Float64Array, b: Float64Array) => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
};

/**
 * Finds the best prices of the Lagrangian dual by a proximal bundle method (Lemaréchal 1975; Kiwiel 1990). It keeps
 * tangents of the dual function, and steps from the best prices to where the lowest of them is highest, less the
 * squared length of the step. With few demands this reaches the linear relaxation in about a hundred evaluations, where
 * a subgradient ascent ends per cents below it. The weights of the tangents make a solution of the relaxation.
 */
export function climbByBundle(covering: Covering, options: BundleOptions): Multipliers {
  return new Bundle(covering, options).climb();
}

class Bundle {
  readonly #dual: DualFunction;
  readonly #options: BundleOptions;
  readonly #centre: Float64Array;
  readonly #best: { value: number; readonly reducedCost: Float64Array };
  readonly #most: number;
  #cuts: Cut[] = [];
  /** Gram matrix of the gradients, one row a cut. */
  #products: Float64Array[] = [];
  #stepSize = 1;

  constructor(covering: Covering, options: BundleOptions) {
    const { price, cardinalityPrice } = options.from;
    this.#dual = new DualFunction(covering);
    this.#options = options;
    this.#centre = Float64Array.of(...price, cardinalityPrice);
    this.#best = {
      value: Number.NEGATIVE_INFINITY,
      reducedCost: new Float64Array(covering.fixedCost.length),
    };
    this.#most = 2 * this.#centre.length + 20;
  }

  climb(): Multipliers {
    const { target, steps, enough, deadline } = this.#options;
    const first = this.#evaluate(this.#centre);
    this.#accept(this.#centre, first.value);
    this.#add(first.gradient, 0);
    this.#stepSize =
      Math.max(1e-12, 0.5 * (1.05 * target - first.value)) /
      Math.max(1e-12, dot(first.gradient, first.gradient));
    const point = new Float64Array(this.#centre.length);
    for (let i = 1; i < steps && this.#best.value < enough; i++) {
      if (i >= SURE_STEPS && performance.now() >= deadline) break;
      const { direction, promise } = this.#direct();
      if (promise <= PRECISION * Math.abs(target - this.#best.value)) break;
      for (let at = 0; at < point.length; at++) point[at] = this.#centre[at]! + direction[at]!;
      this.#step(point, direction, promise);
    }
    return this.#result();
  }

  #evaluate(point: Float64Array) {
    const dual = this.#dual;
    const size = dual.price.length;
    dual.price.set(point.subarray(0, size));
    dual.cardinalityPrice = point[size]!;
    const value = dual.evaluate();
    const gradient = new Float64Array(size + 1);
    gradient.set(dual.gradient);
    gradient[size] = dual.cardinalityGradient;
    return { value, gradient };
  }

  #accept(point: Float64Array, value: number): void {
    this.#centre.set(point);
    this.#best.value = value;
    this.#best.reducedCost.set(this.#dual.reducedCost);
  }

  /** Tries a point: moves the centre there, or learns from its tangent. */
  #step(point: Float64Array, direction: Float64Array, promise: number): void {
    const { value, gradient } = this.#evaluate(point);
    const before = this.#best.value;
    const gained = value - before;
    if (gained >= TAKEN * promise) {
      for (const cut of this.#cuts)
        cut.error = Math.max(0, cut.error + dot(cut.gradient, direction) - gained);
      this.#accept(point, value);
      this.#add(gradient, 0);
      if (gained >= 0.5 * promise) this.#stepSize *= 2;
      return;
    }
    const error = Math.max(0, value - dot(gradient, direction) - before);
    this.#add(gradient, error);
    if (error > promise) this.#stepSize *= 0.7;
  }

  #add(gradient: Float64Array, error: number): void {
    if (this.#cuts.length >= this.#most) this.#drop();
    this.#cuts.push({
      gradient,
      error,
      weight: this.#cuts.length === 0 ? 1 : 0,
      isOpen: this.#dual.isOpen.slice(),
    });
    const row = new Float64Array(this.#most);
    const at = this.#cuts.length - 1;
    this.#cuts.forEach((cut, other) => {
      row[other] = dot(gradient, cut.gradient);
      if (other < at) this.#products[other]![at] = row[other]!;
    });
    this.#products[at] = row;
  }

  /** Drops the tangent that matters least. */
  #drop(): void {
    let least = 0;
    for (let at = 1; at < this.#cuts.length; at++) {
      const a = this.#cuts[at]!;
      const b = this.#cuts[least]!;
      if (a.weight < b.weight || (a.weight === b.weight && a.error > b.error)) least = at;
    }
    const freed = this.#cuts[least]!.weight;
    this.#cuts.splice(least, 1);
    this.#products.splice(least, 1);
    for (const row of this.#products) row.copyWithin(least, least + 1);
    for (const cut of this.#cuts) cut.weight /= 1 - freed;
  }

  /**
   * The direction of the next step: the dual of the quadratic program is min ½ t |Σ α g|² + Σ α e over the simplex.
   * Moves weight between the pair of tangents that gains the most, again and again (Platt 1999).
   */
  #direct(): { direction: Float64Array; promise: number } {
    const cuts = this.#cuts;
    const t = this.#stepSize;
    const slope = cuts.map((cut, at) => {
      const row = this.#products[at]!;
      return (
        cut.error +
        t * cuts.reduce((sum, other, b) => sum + (other.weight === 0 ? 0 : row[b]! * other.weight), 0)
      );
    });
    for (let i = 0; i < MOVES_A_CUT * cuts.length; i++) {
      let low = 0;
      for (let at = 1; at < cuts.length; at++) if (slope[at]! < slope[low]!) low = at;
      const rowLow = this.#products[low]!;
      const curvatureOf = (at: number) =>
        Math.max(1e-300, t * (rowLow[low]! + this.#products[at]![at]! - 2 * rowLow[at]!));
      let high = -1;
      let most = 0;
      let widest = 0;
      for (let at = 0; at < cuts.length; at++) {
        if (cuts[at]!.weight === 0) continue;
        const gap = slope[at]! - slope[low]!;
        widest = Math.max(widest, gap);
        const gain = (gap * gap) / curvatureOf(at);
        if (gap > 0 && gain > most) [high, most] = [at, gain];
      }
      if (high < 0 || widest <= 1e-2 * Math.abs(slope[low]!)) break;
      const rowHigh = this.#products[high]!;
      const moved = Math.min(cuts[high]!.weight, (slope[high]! - slope[low]!) / curvatureOf(high));
      cuts[high]!.weight -= moved;
      cuts[low]!.weight += moved;
      for (let at = 0; at < cuts.length; at++) slope[at]! += t * moved * (rowLow[at]! - rowHigh[at]!);
    }
    const direction = new Float64Array(this.#centre.length);
    let promise = 0;
    for (const { gradient, weight, error } of cuts) {
      if (weight === 0) continue;
      promise += weight * error;
      for (let at = 0; at < direction.length; at++) direction[at]! += t * weight * gradient[at]!;
    }
    return { direction, promise: promise + dot(direction, direction) / t };
  }

  #result(): Multipliers {
    const { reducedCost, value } = this.#best;
    const primalEstimate = new Float64Array(reducedCost.length);
    for (const { weight, isOpen } of this.#cuts) {
      if (weight === 0) continue;
      for (let k = 0; k < isOpen.length; k++) if (isOpen[k] === 1) primalEstimate[k]! += weight;
    }
    const size = this.#dual.price.length;
    return {
      bound: value,
      price: this.#centre.slice(0, size),
      cardinalityPrice: this.#centre[size]!,
      reducedCost,
      primalEstimate,
    };
  }
}
