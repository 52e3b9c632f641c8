/**
 * An integer program with a lexicographic objective, as plain data. It holds only numbers and names, so it can cross
 * the boundary of a worker.
 *
 * minimise level 1, then level 2, … over integers x with
 *   columnLower ≤ x ≤ columnUpper and rowLower ≤ A·x ≤ rowUpper.
 *
 * Every column is an integer variable. A is stored by rows (CSR): row r has the `columnIndices` and `coefficients` at
 * the positions rowStarts[r] up to, not including, rowStarts[r + 1].
 */
export interface Program {
  readonly columnLower: Float64Array;
  /** Finite: every column of an allocation is bounded. */
  readonly columnUpper: Float64Array;
  /** −Infinity where a row has no lower bound. */
  readonly rowLower: Float64Array;
  /** +Infinity where a row has no upper bound. */
  readonly rowUpper: Float64Array;
  /** Length rows + 1. */
  readonly rowStarts: Int32Array;
  readonly columnIndices: Int32Array;
  readonly coefficients: Float64Array;
  /** The levels of the objective, first level first. Each is minimised among the points that are best in all before it. */
  readonly levels: readonly ObjectiveLevel[];
  /**
   * Columns in the written order. Among the points that are best in every level, the one is chosen in which the first
   * of these columns is largest, then the second, and so on. It is unique if this names every column that the levels
   * leave open.
   */
  readonly tieBreak: Int32Array;
}

/** One level of a lexicographic objective: a linear value to minimise. */
export interface ObjectiveLevel {
  readonly name: string;
  /** The cost of each column, in units of `1 / scale`. */
  readonly costs: Float64Array;
  /** The value in the caller's unit is costs·x / scale. */
  readonly scale: number;
  /** True when every cost is an integer, so that two different values differ by at least 1. */
  readonly integral: boolean;
}

/** Where costs are not integers, two values of a level are equal if they differ by less than this part of their size. */
export const RELATIVE_COST_TOLERANCE = 1e-9;

/** The number of columns. */
export const columnCount = (program: Program): number => program.columnLower.length;
