/**
 * Why the solver stopped.
 *
 * - `optimal`: the point is best in every level, proven; `tieBreakProven` says whether it is the first of its equals too
 * - `infeasible`: no point satisfies the rows and bounds, proven
 * - `time-limit`: stopped by the limit; `point` may or may not be there
 * - `numerical`: the gate refused the engine's answer; this run has proven nothing
 */
export type Termination = 'optimal' | 'infeasible' | 'time-limit' | 'numerical';

/** What a solve ended with. Why it stopped and what it found are two fields. */
export interface Outcome {
  readonly termination: Termination;
  /** A feasible integer point with a number for each column, or null. */
  readonly point: Float64Array | null;
  /** True where the point is proven to be the first in the tie-break order of all that are best in every level. */
  readonly tieBreakProven: boolean;
  /**
   * A proven lower bound on each level, in the level's own (scaled) unit, given that all earlier levels are at
   * their optimum; −Infinity where nothing is known. Equal to the point's value in each proven level.
   */
  readonly bounds: Float64Array;
  /** The engine that answered. */
  readonly engine: string;
  /** Why this engine was the one asked. */
  readonly reason: string;
  /** Milliseconds spent solving, without any queue. */
  readonly solveMs: number;
}

/** What the structured search found for an allocation problem. */
export interface AllocationAnswer {
  /**
   * `optimal` (in every level, or in the weighted value) and `infeasible` are proven; `stopped` is the best plan known
   * when the budget ran out.
   */
  readonly status: 'optimal' | 'infeasible' | 'stopped';
  /** True where the plan is proven to be the first in the tie-break order of all that are best in every level. */
  readonly tieBreakProven: boolean;
  /** Units of each cell; null where there is no plan. */
  readonly units: Float64Array | null;
  /**
   * A proven lower bound on each level, first level first and in the caller's units, given that the levels before it are
   * at their optimum; under weights one bound on the weighted sum. Empty where there is no plan.
   */
  readonly bounds: Float64Array;
  /** How the answer was found. */
  readonly method: 'closed form' | 'search' | 'heuristic';
  /** Why the search did not solve it at all; only with `stopped`, and where more time would not help. */
  readonly declined?: string;
}

/** Why the structured search does not solve an allocation problem. An engine has to solve it then. */
export interface Declined {
  readonly declined: string;
}
