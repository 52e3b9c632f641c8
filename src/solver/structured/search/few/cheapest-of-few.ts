import { type Covering, tolerance } from '../covering.ts';

/**
 * Candidates that are looked at before this gives up: some 30 µs. Laying out a search and its prices takes about as long,
 * so what small coverings take is at most doubled, and mostly spared.
 */
const MOST_STEPS = 3_000;

/** What the enumeration goes through, laid out so that a step takes some ten nanoseconds. */
interface Layout {
  /** Units that a candidate gives to a demand, at candidate × demands + demand. */
  readonly gives: Float64Array;
  /** The largest of it among this candidate and those behind it, likewise; zeros behind the last. */
  readonly mostFrom: Float64Array;
}

function layOut({ demand, starts, demandOf, amount, fixedCost }: Covering): Layout {
  const demands = demand.length;
  const gives = new Float64Array(fixedCost.length * demands);
  for (let k = 0; k < fixedCost.length; k++) {
    for (let e = starts[k]!; e < starts[k + 1]!; e++) gives[k * demands + demandOf[e]!] = amount[e]!;
  }
  const mostFrom = new Float64Array(gives.length + demands);
  for (let at = gives.length - 1; at >= 0; at--) {
    mostFrom[at] = Math.max(mostFrom[at + demands]!, gives[at]!);
  }
  return { gives, mostFrom };
}

/** Takes the covers of one size, in their order; returns false where no further one is wanted. */
type Visit = (chosen: Int32Array) => boolean;

/** Goes through the covers that open exactly `size` candidates, those that open the earliest candidates first. */
class Enumeration {
  readonly #covering: Covering;
  readonly #layout: Layout;
  readonly #size: number;
  readonly #chosen: Int32Array;
  /** Units that are missing of each demand at each depth, at depth × demands + demand. */
  readonly #missing: Float64Array;
  #steps = 0;

  constructor(covering: Covering, size: number) {
    this.#covering = covering;
    this.#layout = layOut(covering);
    this.#size = size;
    this.#chosen = new Int32Array(size);
    this.#missing = new Float64Array((size + 1) * covering.demand.length);
    this.#missing.set(covering.demand);
  }

  /** @returns false where the steps ended first; `visit` has then not seen all */
  run(visit: Visit): boolean {
    this.#steps = MOST_STEPS;
    this.#extend(0, 0, visit);
    return this.#steps >= 0;
  }

  /** @returns false where it is to stop: no further cover is wanted, or no step is left */
  #extend(depth: number, from: number, visit: Visit): boolean {
    if (depth === this.#size) return visit(this.#chosen);
    const last = this.#covering.fixedCost.length - (this.#size - depth);
    for (let k = from; k <= last && this.#canReach(depth, k); k++) {
      if (--this.#steps < 0) return false;
      this.#chosen[depth] = k;
      if (this.#take(depth, k) && !this.#extend(depth + 1, k + 1, visit)) return false;
    }
    return true;
  }

  /** Whether what is missing could be given by so many candidates as are to come, each as large as the largest from `k` on. */
  #canReach(depth: number, k: number): boolean {
    const demands = this.#covering.demand.length;
    const left = this.#size - depth;
    for (let p = 0; p < demands; p++) {
      if (this.#missing[depth * demands + p]! > left * this.#layout.mostFrom[k * demands + p]!) return false;
    }
    return true;
  }

  /** @returns false where the candidates that may still come after `k` cannot give what it leaves */
  #take(depth: number, k: number): boolean {
    const demands = this.#covering.demand.length;
    const left = this.#size - depth - 1;
    for (let p = 0; p < demands; p++) {
      const missing = this.#missing[depth * demands + p]! - this.#layout.gives[k * demands + p]!;
      if (missing > left * this.#layout.mostFrom[(k + 1) * demands + p]!) return false;
      this.#missing[(depth + 1) * demands + p] = missing;
    }
    return true;
  }
}

const costOf = (fixedCost: Float64Array, chosen: Int32Array): number => {
  let sum = 0;
  for (let at = 0; at < chosen.length; at++) sum += fixedCost[chosen[at]!]!;
  return sum;
};

/** How many sets of `size` candidates there are of `count`, n over k. */
function setsOf(size: number, count: number): number {
  let sets = 1;
  for (let k = 1; k <= size; k++) sets = (sets * (count - size + k)) / k;
  return sets;
}

/**
 * Of the covers that open `size` candidates, the cheapest; among equals the one that opens the earliest candidates. It
 * tries them all, in that order, and leaves out what cannot cover any more: exact without a bound or a price, and quicker
 * than laying out a search where there are few.
 *
 * @param covering units cost nothing, nothing is fixed open
 * @param size no cover opens fewer
 * @returns 0/1, one a candidate, and the least cost; null where there are too many to try, or none covers
 */
export function cheapestOfFew(
  covering: Covering,
  size: number,
): { readonly chosen: Uint8Array; readonly cost: number } | null {
  const { fixedCost, integral } = covering;
  if (setsOf(size, fixedCost.length) > MOST_STEPS) return null;
  const enumeration = new Enumeration(covering, size);
  const isAlike = fixedCost.every((cost) => cost === fixedCost[0]);
  let cost = Number.POSITIVE_INFINITY;
  let first: Int32Array | null = null;
  const isComplete = enumeration.run((chosen) => {
    const value = costOf(fixedCost, chosen);
    if (value < cost) {
      cost = value;
      first = chosen.slice();
    }
    return !isAlike;
  });
  if (!isComplete || first === null) return null;
  if (!isAlike) {
    // Costs that differ by less than the tolerance are equal: an earlier cover may be as good as the least.
    const below = cost + tolerance(cost, integral);
    enumeration.run((chosen) => {
      if (costOf(fixedCost, chosen) >= below) return true;
      first = chosen.slice();
      return false;
    });
  }
  const opened = new Uint8Array(fixedCost.length);
  for (const k of first as Int32Array) opened[k] = 1;
  return { chosen: opened, cost };
}
