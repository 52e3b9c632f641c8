/**
 * A question to an engine: a mixed integer program with one linear objective. This is the inner port, behind which
 * engines know nothing of levels.
 *
 * minimise costs·x over x with 0 ≤ x ≤ upper and rowLower ≤ A·x ≤ rowUpper. Every column is open (upper ≥ 1) and no row
 * holds by the bounds alone, because the reductions have removed the others.
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
   * 1 for integer variables. The engine may treat the others as continuous; the caller checks the point. All 1 asks for
   * integers everywhere.
   */
  readonly isInteger: Uint8Array;
  /** True when two different objective values differ by at least 1. */
  readonly integral: boolean;
  /** A feasible point to start from, if one is known. The engine may ignore it. */
  readonly start: Float64Array | null;
  /** Milliseconds, more than 0. */
  readonly timeLimitMs: number;
}

/**
 * What an engine returns. Nothing in it is proven: the point may have fractions and break rows within the engine's
 * tolerances, and the bound is as good as its arithmetic. {@link solveExactly} makes an exact answer of it.
 */
export interface MipResult {
  readonly status: 'optimal' | 'infeasible' | 'time-limit' | 'failed';
  readonly point: Float64Array | null;
  /** The engine's lower bound on the objective; −Infinity where it has none. */
  readonly bound: number;
  /** The solver that answered, where it is not the one that was asked: a portfolio passes questions on. */
  readonly by?: string;
  /** What went wrong, in the words of the engine; only with `failed`. */
  readonly trouble?: string;
}

/** An engine for one linear objective. */
export interface MipSolver {
  readonly name: string;
  /**
   * The engine reliably tells values apart that differ by 1, as long as the values of the objective span no more than
   * this. Weighted sums and the chunks of the tie-break keep to it. Each engine derives it from its tolerances.
   */
  readonly exactSpan: number;
  /** Solves in the calling thread until it is done or its limit stops it. @throws when it breaks; never for an outcome */
  solve(question: MipQuestion): MipResult;
}
