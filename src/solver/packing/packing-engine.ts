/**
 * A question to an engine: maximise Σ profit · x over x of 0 and 1 with rowLower ≤ A·x ≤ rowUpper. Rows of capacity have
 * no lower end; a row that holds an objective at its value has no upper one. There is no point to start from: HiGHS, given
 * one, takes two to ten times as long for a proof (1,000 items of `bench/packing`).
 */
export interface WholeQuestion {
  readonly profit: Float64Array;
  /** CSC: the entries of column `c` are `columnStart[c]` to `columnStart[c + 1]`, exclusive. */
  readonly columnStart: Int32Array;
  readonly row: Int32Array;
  readonly weight: Float64Array;
  readonly rowLower: Float64Array;
  readonly rowUpper: Float64Array;
  /** Milliseconds, more than 0. */
  readonly timeLimitMs: number;
  /** Whether the caller wants no more, whatever time is left; looked at now and then. */
  readonly isOver: () => boolean;
  /** The engine may stop once no point is better than its own by more than this. */
  readonly absoluteGap: number;
  /** Nodes after which the engine stops with what it has; as many as it likes where this is absent. */
  readonly nodes?: number;
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
  solve(question: WholeQuestion): WholeAnswer;
}
