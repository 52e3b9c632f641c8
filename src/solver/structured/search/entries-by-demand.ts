import type { Covering } from './covering.ts';

/** Who gives to each demand, by demand (CSR), the largest amount first. */
export interface EntriesByDemand {
  readonly starts: Int32Array;
  readonly candidate: Int32Array;
  readonly amount: Float64Array;
}

/** Turns a covering's entries round: by demand, largest first, ties by what opening earns least. */
export function entriesByDemand(covering: Covering, reducedCost: Float64Array): EntriesByDemand {
  const { demand, fixedCost, starts, demandOf, amount } = covering;
  const byDemand: { k: number; units: number }[][] = Array.from(demand, () => []);
  for (let k = 0; k < fixedCost.length; k++) {
    for (let e = starts[k]!; e < starts[k + 1]!; e++) byDemand[demandOf[e]!]!.push({ k, units: amount[e]! });
  }
  const givers: EntriesByDemand = {
    starts: new Int32Array(demand.length + 1),
    candidate: new Int32Array(demandOf.length),
    amount: new Float64Array(demandOf.length),
  };
  let at = 0;
  byDemand.forEach((list, p) => {
    list.sort((a, b) => b.units - a.units || reducedCost[a.k]! - reducedCost[b.k]! || a.k - b.k);
    for (const { k, units } of list) {
      givers.candidate[at] = k;
      givers.amount[at++] = units;
    }
    givers.starts[p + 1] = at;
  });
  return givers;
}
