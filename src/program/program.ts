/**
 * An integer program as plain data. Nothing but numbers and names, so it can cross a worker's boundary.
 *
 * minimise level 1, then level 2, … over integers x with
 *   columnLower ≤ x ≤ columnUpper and rowLower ≤ A·x ≤ rowUpper.
 *
 * Every column is integer. A is stored by rows (CSR): row r holds `columnIndices` and `coefficients` at
 * positions rowStarts[r] up to, not including, rowStarts[r + 1].
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
  /** First level first; each is minimised among the plans that are best in all levels before it. */
  readonly levels: readonly ObjectiveLevel[];
  /**
   * Columns in the written order. Among plans that are best in every level the one is chosen whose first column
   * is largest, then its second, and so on; it is unique if every column that a level leaves open is named.
   */
  readonly tieBreak: Int32Array;
}

/** One linear value to minimise. */
export interface ObjectiveLevel {
  readonly name: string;
  /** One cost a column, in units of `1 / scale`. */
  readonly costs: Float64Array;
  /** The value in the caller's unit is costs·x / scale. */
  readonly scale: number;
  /** True when every cost is an integer, so that two different values differ by at least 1. */
  readonly integral: boolean;
}

/** Plans whose level values differ by less than this part of their size are equal, where costs are not integers. */
export const RELATIVE_COST_TOLERANCE = 1e-9;

/** The number of columns. */
export const columnCount = (program: Program): number => program.columnLower.length;
