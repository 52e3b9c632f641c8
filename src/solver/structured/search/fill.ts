import type { Covering } from './covering.ts';

/**
 * Finds the cheapest units of a cover: with the open candidates given, every demand takes its cheapest entries first.
 * Demands share no entry, so this is the optimum. Where they only bound the cost, the covering itself knows it.
 */
export class Filler {
  readonly #covering: Covering;
  /** The entries of each demand, cheapest unit first; null where no unit costs anything. */
  readonly #cheapestFirst: readonly Int32Array[] | null;
  readonly #candidateOf: Int32Array;

  constructor(covering: Covering) {
    const { unitCost, demand, demandOf, starts, fixedCost, trueFill } = covering;
    this.#covering = covering;
    this.#candidateOf = new Int32Array(demandOf.length);
    for (let k = 0; k < fixedCost.length; k++) this.#candidateOf.fill(k, starts[k]!, starts[k + 1]!);
    if (unitCost === null || trueFill !== null) {
      this.#cheapestFirst = null;
      return;
    }
    const lists: number[][] = Array.from(demand, () => []);
    for (let e = 0; e < demandOf.length; e++) lists[demandOf[e]!]!.push(e);
    this.#cheapestFirst = lists.map((list) =>
      Int32Array.from(list.sort((a, b) => unitCost[a]! - unitCost[b]! || a - b)),
    );
  }

  /** Σ unitCost · x of the cheapest fill; +Infinity where the open candidates do not cover. */
  cost(isOpen: Uint8Array): number {
    const { demand, amount, unitCost, trueFill } = this.#covering;
    if (trueFill !== null) return trueFill(isOpen);
    if (this.#cheapestFirst === null) return 0;
    let total = 0;
    for (let p = 0; p < demand.length; p++) {
      let left = demand[p]!;
      for (const e of this.#cheapestFirst[p]!) {
        if (isOpen[this.#candidateOf[e]!] !== 1) continue;
        const units = Math.min(left, amount[e]!);
        total += units * unitCost![e]!;
        left -= units;
        if (left === 0) break;
      }
      if (left > 0) return Number.POSITIVE_INFINITY;
    }
    return total;
  }
}
