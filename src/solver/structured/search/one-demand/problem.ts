import type { Covering } from '../covering.ts';

/**
 * A covering with one demand: a knapsack cover with fixed charges and unit costs (single-sink fixed-charge
 * transportation). Candidates without an entry are left out.
 */
export interface OneDemand {
  /** Units, positive. */
  readonly demand: number;
  /** How many items may be opened; +Infinity where nothing limits them. Forced items do not count. */
  readonly slots: number;
  /** The candidate of each item, in the order of the covering. */
  readonly candidate: Int32Array;
  readonly fixedCost: Float64Array;
  /** Units, positive, at most the demand. */
  readonly amount: Float64Array;
  readonly unitCost: Float64Array;
  /** 1 where the item is open in every cover. */
  readonly forced: Uint8Array;
}

/** Reads a covering of one demand as a {@link OneDemand}. */
export function oneDemandOf(covering: Covering): OneDemand {
  const { demand, starts, fixedCost, amount, unitCost, fixedOpen, cardinalityLimit } = covering;
  const isFixedOpen = new Uint8Array(fixedCost.length);
  for (const k of fixedOpen) isFixedOpen[k] = 1;
  const candidate = Int32Array.from(fixedCost.keys()).filter((k) => starts[k]! < starts[k + 1]!);
  const entryOf = (k: number) => starts[k]!;
  return {
    demand: demand[0]!,
    slots: cardinalityLimit - fixedOpen.length,
    candidate,
    fixedCost: Float64Array.from(candidate, (k) => fixedCost[k]!),
    amount: Float64Array.from(candidate, (k) => amount[entryOf(k)]!),
    unitCost: Float64Array.from(candidate, (k) => unitCost?.[entryOf(k)] ?? 0),
    forced: Uint8Array.from(candidate, (k) => isFixedOpen[k]!),
  };
}
