/**
 * The inner port: engines that know one linear objective and nothing of levels.
 *
 * minimise costs·x over x with 0 ≤ x ≤ upper and rowLower ≤ A·x ≤ rowUpper. Every column is open (upper ≥ 1)
 * and no row holds by the bounds alone: what could be settled without an engine has been.
 */
export interface MipQuestion {
  readonly costs: Float64Array;
  readonly upper: Float64Array;
  readonly rowLower: Float64Array;
  readonly rowUpper: Float64Array;
  /** CSR, as in {@link Program}. */
  readonly rowStarts: Int32Array;
  readonly columnIndices: Int32Array;
  readonly coefficients: Float64Array;
  /**
   * 1 for columns whose value must be isInteger. The engine may take the others for continuous: whoever asks makes
   * sure of the point. All 1 asks for isInteger numbers everywhere.
   */
  readonly isInteger: Uint8Array;
  /** True when two different objective values differ by at least 1. */
  readonly integral: boolean;
  /** A feasible point, if one is known: a start, nothing to rely on. */
  readonly start: Float64Array | null;
  /** Milliseconds, more than 0. */
  readonly timeLimitMs: number;
}

/**
 * What an engine says. It is a claim: the point may have fractions within the engine's tolerances, may break rows
 * by them, and a bound is as good as its arithmetic. {@link solveExactly} makes an answer of it.
 */
export interface MipResult {
  readonly status: 'optimal' | 'infeasible' | 'time-limit' | 'failed';
  readonly point: Float64Array | null;
  /** Claimed lower bound on the objective; −Infinity where the engine has none. */
  readonly bound: number;
  /** Who made the claim, where it is not the solver asked: a portfolio passes questions on. */
  readonly by?: string;
  /** What went wrong, in the engine's words; only with `failed`. */
  readonly trouble?: string;
}

/** An engine for one linear objective. */
export interface MipSolver {
  readonly name: string;
  /**
   * Objectives whose values span no more than this are told apart reliably, down to a difference of 1: the
   * capability that weightedSums and the tie-break's chunks keep to. Each engine derives it from its tolerances.
   */
  readonly exactSpan: number;
  /** Blocks until done or stopped by its limit. @throws when it breaks; never for an outcome */
  solve(question: MipQuestion): MipResult;
}
