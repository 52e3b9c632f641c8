/** What the structured search found of an allocation. */
export interface AllocationAnswer {
  /** `optimal` and `infeasible` are proven; `stopped` is the best plan known when the budget ran out. */
  readonly status: 'optimal' | 'infeasible' | 'stopped';
  /** Units of each cell; null where there is no plan. */
  readonly units: Float64Array | null;
  /**
   * A proven lower bound on each tier, in tier order and in the caller's units, given that the tiers before are at
   * their optimum; one bound on the weighted value under weights. Empty where there is no plan.
   */
  readonly bounds: Float64Array;
  /** How the answer was found. */
  readonly method: 'closed form' | 'search';
}

/** An allocation whose structure the search does not use, and why: an engine has to solve it. */
export interface Declined {
  readonly declined: string;
}
