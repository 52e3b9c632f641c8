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
  const left = Float64Array.from(demand);
  for (const k of fixedOpen)
    for (let e = starts[k]!; e < starts[k + 1]!; e++) left[demandOf[e]!]! -= amount[e]!;
  const position = Int32Array.from(left, () => -1);
  const demands = [...left.keys()].filter((p) => left[p]! > 0);
  if (demands.length === 0) return null;
  demands.forEach((p, at) => {
    position[p] = at;
  });
  const isFixedOpen = new Set(fixedOpen);
  const candidates = Array.from(fixedCost, (_, k): Candidate => {
    const entries: Candidate['entries'][number][] = [];
    for (let e = starts[k]!; e < starts[k + 1]! && !isFixedOpen.has(k); e++) {
      const at = position[demandOf[e]!]!;
      if (at >= 0) entries.push({ demand: at, amount: amount[e]!, unitCost: 0 });
    }
    return { fixedCost: 1, entries };
  });
  const units = Float64Array.from(demands, (p) => left[p]!);
  return layOutCovering(units, candidates, { integral: true });
}

/** Two values that differ by less than this are equal: just under 1 for integers, else a tiny part of their size. */
export function tolerance(value: number, integral: boolean): number {
  return integral ? 1 - 1e-6 : 1e-9 * Math.max(1e-300, Math.abs(value));
}
