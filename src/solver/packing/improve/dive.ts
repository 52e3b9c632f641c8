import type { Split } from '../prices/split.ts';
import { fits, type Packing, partOf, take } from '../rows.ts';

/** How a dive goes. */
export interface DiveOptions {
  /** The part of the open items that each round decides, above 0. */
  readonly part: number;
  /** What is clear from the first round on is decided in it: items whose marginal is more than this part of their profit. */
  readonly clear: number;
  /** Passes of the split between two rounds. */
  readonly passes: number;
  /** What each item is worth in this dive. */
  readonly profit: Float64Array;
  /** Ends the dive early: the open items are decided as the split has them. */
  readonly isLate: () => boolean;
}

/** A round decides at least so many items. */
const LEAST = 20;

/**
 * A choice by the marginals of a split: the items that are clearest are decided, what they take leaves the rows, and the
 * split is moved on for the items that are still open, until none is.
 */
export function dive(packing: Packing, split: Split, options: DiveOptions): Uint8Array {
  const chosen = new Uint8Array(packing.items);
  const left = packing.capacity.slice();
  let open = Int32Array.from(Array(packing.items).keys());
  let current = packing;
  let clear = options.clear;
  let prices = split.part(packing, open, options.profit);
  while (open.length > 0) {
    const marginals = prices.marginals();
    const clearness = marginals.map(Math.abs);
    const order = Int32Array.from(clearness.keys()).sort((a, b) => clearness[b]! - clearness[a]! || a - b);
    const late = options.isLate();
    let decided = late
      ? open.length
      : Math.min(open.length, Math.max(LEAST, Math.ceil(open.length * options.part)));
    const isClear = (index: number) => clearness[index]! > clear * options.profit[open[index]!]!;
    while (decided < open.length && isClear(order[decided]!)) decided += 1;
    clear = Number.POSITIVE_INFINITY;
    const isOpen = new Uint8Array(open.length).fill(1);
    for (const index of order.subarray(0, decided)) {
      const item = open[index]!;
      isOpen[index] = 0;
      if (marginals[index]! < 0 || !fits(packing, item, left)) continue;
      chosen[item] = 1;
      take(packing, item, left);
    }
    const rest: number[] = [];
    for (let index = 0; index < open.length; index++) {
      if (isOpen[index] === 1 && fits(packing, open[index]!, left)) rest.push(index);
    }
    const kept = Int32Array.from(rest);
    open = kept.map((index) => open[index]!);
    current = partOf(current, kept, left.slice());
    prices = prices.part(
      current,
      kept,
      Float64Array.from(open, (item) => options.profit[item]!),
    );
    for (let pass = 0; pass < options.passes; pass++) prices.pass();
  }
  return chosen;
}
