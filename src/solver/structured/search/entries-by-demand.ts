import type { Covering } from './covering.ts';

/** The entries of a covering stored by demand (CSR), each demand's largest amount first. */
export interface EntriesByDemand {
  readonly starts: Int32Array;
  readonly candidate: Int32Array;
  readonly amount: Float64Array;
}

/**
 * Stores the entries of a covering by demand. Entries with equal amounts stand by reduced cost, then by candidate, so
 * that a search opens the more promising one first.
 */
export function entriesByDemand(covering: Covering, reducedCost: Float64Array): EntriesByDemand {
  const { demand, fixedCost, starts, demandOf, amount } = covering;
  const byDemand: { k: number; units: number }[][] = Array.from(demand, () => []);
  for (let k = 0; k < fixedCost.length; k++) {
    for (let e = starts[k]!; e < starts[k + 1]!; e++) byDemand[demandOf[e]!]!.push({ k, units: amount[e]! });
  }
  const entries: EntriesByDemand = {
    starts: new Int32Array(demand.length + 1),
    candidate: new Int32Array(demandOf.length),
    amount: new Float64Array(demandOf.length),
  };
  let at = 0;
  byDemand.forEach((list, p) => {
    list.sort((a, b) => b.units - a.units || reducedCost[a.k]! - reducedCost[b.k]! || a.k - b.k);
    for (const { k, units } of list) {
      entries.candidate[at] = k;
      entries.amount[at++] = units;
    }
    entries.starts[p + 1] = at;
  });
  return entries;
}
