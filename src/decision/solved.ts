import type { Termination } from '../solver/outcome.ts';

/** An answered attempt as the decision reads it, from the structured search or an engine. */
export interface Solved {
  /** Why the solving stopped; `units` is what it found. */
  readonly termination: Termination;
  /** Units of each cell, in the order of the cells; null where there is no plan. */
  readonly units: Float64Array | null;
  /** True where the plan is proven to be the first in the tie-break order of all that are best in every tier. */
  readonly tieBreakProven: boolean;
  /**
   * A proven lower bound on each tier, in tier order and in the caller's units; one on the weighted value in
   * weighted mode. −Infinity where nothing is known.
   */
  readonly bounds: Float64Array;
  readonly engine: string;
  /** Who answered, why, and what the others ran into: one plain sentence. */
  readonly reason: string;
  /** What the structured search broke with, where somebody else answered all the same: a defect, to be logged. */
  readonly searchFailure?: string;
  /** Milliseconds spent solving, without any queue. */
  readonly solveMs: number;
}
