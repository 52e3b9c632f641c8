/**
 * A fixed-charge covering problem: what is left of an allocation problem after its reductions.
 *
 *   minimise   Σ_k fixedCost_k · y_k + Σ_e unitCost_e · x_e
 *   subject to Σ_{e of demand p} x_e = demand_p     for every demand p
 *              0 ≤ x_e ≤ amount_e · y_k(e)          for every entry e
 *              Σ_k y_k ≤ cardinalityLimit,  y_k ∈ {0, 1}
 *
 * An entry e says what candidate k can give to demand p. Entries are stored by candidate (CSR): those of candidate k
 * are starts[k] up to, not including, starts[k + 1].
 */
export interface Covering {
  /** Units, positive; one number for each demand. */
  readonly demand: Float64Array;
  /** ≥ 0; one number for each candidate. */
  readonly fixedCost: Float64Array;
  readonly starts: Int32Array;
  /** The demand of each entry. */
  readonly demandOf: Int32Array;
  /** Units, positive, at most the demand; one number for each entry. */
  readonly amount: Float64Array;
  /** ≥ 0; one number for each entry. Null where no unit costs anything; never with a true fill. */
  readonly unitCost: Float64Array | null;
  /** True when every cost is an integer, so that two different values differ by at least 1. */
  readonly integral: boolean;
  /** The most candidates that may be open; +Infinity where nothing limits them. */
  readonly cardinalityLimit: number;
  /** Candidates that are open in every cover, by position. Their fixed cost is 0. */
  readonly fixedOpen: readonly number[];
  /** Where the demands only bound the cost of units from below: their true cost. Null where they state it. */
  readonly trueFill: TrueFill | null;
}

/** The cost of the units of a cover by the candidates that are open (1); +Infinity where they do not suffice. */
export type TrueFill = (isOpen: Uint8Array) => number;

/** One candidate, before it is laid out. */
export interface Candidate {
  readonly fixedCost: number;
  readonly entries: readonly {
    readonly demand: number;
    readonly amount: number;
    readonly unitCost: number;
  }[];
}

/** Lays candidates out as a {@link Covering}. */
export function layOutCovering(
  demand: Float64Array,
  candidates: readonly Candidate[],
  {
    integral,
    fixedOpen = [],
    trueFill = null,
  }: Pick<Covering, 'integral'> & Partial<Pick<Covering, 'fixedOpen' | 'trueFill'>>,
): Covering {
  const entries = candidates.reduce((sum, candidate) => sum + candidate.entries.length, 0);
  const starts = new Int32Array(candidates.length + 1);
  const demandOf = new Int32Array(entries);
  const amount = new Float64Array(entries);
  const unitCost = new Float64Array(entries);
  let at = 0;
  let costsUnits = false;
  candidates.forEach((candidate, index) => {
    for (const entry of candidate.entries) {
      demandOf[at] = entry.demand;
      amount[at] = Math.min(entry.amount, demand[entry.demand]!);
      unitCost[at] = entry.unitCost;
      if (entry.unitCost > 0) costsUnits = true;
      at++;
    }
    starts[index + 1] = at;
  });
  const fixedCost = Float64Array.from(candidates, (candidate) => candidate.fixedCost);
  return {
    demand,
    fixedCost,
    starts,
    demandOf,
    amount,
    unitCost: costsUnits || trueFill !== null ? unitCost : null,
    integral,
    cardinalityLimit: Number.POSITIVE_INFINITY,
    fixedOpen,
    trueFill,
  };
}

/**
 * The problem of opening as few candidates as possible. Every candidate costs 1. What fixed-open candidates give is
 * taken off the demands, so these candidates keep no entries.
 *
 * @returns null when the fixed-open candidates cover everything
 */
export function asCounting(covering: Covering): Covering | null {
  const { demand, fixedCost, starts, demandOf, amount, fixedOpen } = covering;
  const left = demand.slice();
  for (const k of fixedOpen)
    for (let e = starts[k]!; e < starts[k + 1]!; e++) left[demandOf[e]!]! -= amount[e]!;
  const position = new Int32Array(left.length).fill(-1);
  let demands = 0;
  for (let p = 0; p < left.length; p++) if (left[p]! > 0) position[p] = demands++;
  if (demands === 0) return null;
  const units = new Float64Array(demands);
  for (let p = 0; p < left.length; p++) if (position[p]! >= 0) units[position[p]!] = left[p]!;
  const isFixedOpen = new Uint8Array(fixedCost.length);
  for (const k of fixedOpen) isFixedOpen[k] = 1;
  const kept = { starts: new Int32Array(starts.length), demandOf: demandOf.slice(), amount: amount.slice() };
  let at = 0;
  for (let k = 0; k < fixedCost.length; k++) {
    for (let e = starts[k]!; e < starts[k + 1]! && isFixedOpen[k] === 0; e++) {
      const p = position[demandOf[e]!]!;
      if (p < 0) continue;
      kept.demandOf[at] = p;
      kept.amount[at++] = Math.min(amount[e]!, units[p]!);
    }
    kept.starts[k + 1] = at;
  }
  return {
    demand: units,
    fixedCost: new Float64Array(fixedCost.length).fill(1),
    starts: kept.starts,
    demandOf: kept.demandOf.slice(0, at),
    amount: kept.amount.slice(0, at),
    unitCost: null,
    integral: true,
    cardinalityLimit: Number.POSITIVE_INFINITY,
    fixedOpen: [],
    trueFill: null,
  };
}

/** Two values that differ by less than this are equal: just under 1 for integers, else a tiny part of their size. */
export function tolerance(value: number, integral: boolean): number {
  return integral ? 1 - 1e-6 : 1e-9 * Math.max(1e-300, Math.abs(value));
}
