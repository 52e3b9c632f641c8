/**
 * A question to an engine: maximise Σ profit · x over x in [0, 1] with rowLower ≤ A·x ≤ rowUpper. Rows of capacity have
 * no lower end; a row that holds an objective at its value has no upper one.
 */
export interface PackingQuestion {
  readonly profit: Float64Array;
  /** CSC: the entries of column `c` are `columnStart[c]` to `columnStart[c + 1]`, exclusive. */
  readonly columnStart: Int32Array;
  readonly row: Int32Array;
  readonly weight: Float64Array;
  readonly rowLower: Float64Array;
  readonly rowUpper: Float64Array;
  /** Milliseconds, more than 0. */
  readonly timeLimitMs: number;
}

/** The same in whole items. */
export interface WholeQuestion extends PackingQuestion {
  /** A feasible point, or null. */
  readonly start: Uint8Array | null;
  /** The engine may stop once no point is better than its own by more than this. */
  readonly absoluteGap: number;
}

/** The optimum of the relaxation, as far as floating point goes. */
export interface Relaxation {
  readonly point: Float64Array;
  /** What one unit of each row more would be worth; ≥ 0 for rows of capacity but for rounding. */
  readonly prices: Float64Array;
}

/** What an engine says of a whole question. Nothing in it is proven. */
export interface WholeAnswer {
  /** Rounded to whole items, not checked; null where it has none. */
  readonly point: Uint8Array | null;
  /** What no point exceeds; Infinity where it knows nothing. */
  readonly bound: number;
}

/** An engine for linear questions over 0/1 columns. It keeps the calling thread until it is done or its limit stops it. */
export interface PackingEngine {
  readonly name: string;
  /** The relaxation, or null where it was not solved within the limit. */
  relax(question: PackingQuestion): Relaxation | null;
  solve(question: WholeQuestion): WholeAnswer;
}
