import type { LinearSystem } from '../../../program/linear-system.ts';
import { RELATIVE_ROW_TOLERANCE } from '../../../program/linear-system.ts';
import { DEFAULT_PARAMETERS } from '../../parameters.ts';

/** Bounds of all columns; tightened in place. */
export interface ColumnBounds {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** A copy that can be changed apart from the original. */
export const copyBounds = ({ lower, upper }: ColumnBounds): ColumnBounds => ({
  lower: lower.slice(),
  upper: upper.slice(),
});

/**
 * Bound propagation: tightens the bounds of integer columns by the activity bounds of rows, until nothing changes.
 *
 * It never cuts off a point that satisfies the system: sums of integers are exact below 2^53, and every other row gets
 * slack for its rounding. So an empty range proves infeasibility. It may stop before the fixed point, because bounds
 * that change by 1 at a time would take too long; the bounds are valid in any case.
 */
export class Propagation {
  readonly #system: LinearSystem;
  /** The rows of each column (CSR): those of column j are #columnRows[#columnStarts[j]] up to #columnStarts[j + 1]. */
  readonly #columnStarts: Int32Array;
  readonly #columnRows: Int32Array;
  readonly #slack: Float64Array;
  readonly #queued: Uint8Array;
  readonly #visits: number;
  #queue: number[] = [];

  /** @param visitsPerRow how often a row may be looked at in one run, on average */
  constructor(system: LinearSystem, visitsPerRow: number = DEFAULT_PARAMETERS.visitsPerRow) {
    this.#system = system;
    this.#visits = visitsPerRow * system.rowLower.length;
    const { columnStarts, columnRows } = rowsByColumn(system);
    this.#columnStarts = columnStarts;
    this.#columnRows = columnRows;
    this.#slack = Float64Array.from(system.rowLower, (_, row) => rowSlack(system, row));
    this.#queued = new Uint8Array(system.rowLower.length);
  }

  /**
   * Tightens all bounds by all rows.
   *
   * @returns false where the bounds are proven to contain no feasible point; the bounds are then of no use
   */
  tighten(bounds: ColumnBounds): boolean {
    for (let column = 0; column < bounds.lower.length; column++) {
      bounds.lower[column] = Math.ceil(bounds.lower[column]!);
      bounds.upper[column] = Math.floor(bounds.upper[column]!);
      if (bounds.lower[column]! > bounds.upper[column]!) return false;
    }
    for (let row = 0; row < this.#queued.length; row++) this.#enqueue(row);
    return this.#run(bounds);
  }

  /**
   * Tightens one column, and then all columns whose bounds that implies.
   *
   * @returns false where no feasible point is left
   */
  tightenColumn(bounds: ColumnBounds, column: number, lower: number, upper: number): boolean {
    if (lower > bounds.upper[column]! || upper < bounds.lower[column]!) return false;
    if (lower <= bounds.lower[column]! && upper >= bounds.upper[column]!) return true;
    bounds.lower[column] = Math.max(bounds.lower[column]!, lower);
    bounds.upper[column] = Math.min(bounds.upper[column]!, upper);
    this.#enqueueRowsOf(column);
    return this.#run(bounds);
  }

  #enqueue(row: number): void {
    if (this.#queued[row] === 1) return;
    this.#queued[row] = 1;
    this.#queue.push(row);
  }

  #enqueueRowsOf(column: number): void {
    const end = this.#columnStarts[column + 1]!;
    for (let at = this.#columnStarts[column]!; at < end; at++) this.#enqueue(this.#columnRows[at]!);
  }

  #run(bounds: ColumnBounds): boolean {
    let visits = this.#visits;
    let feasible = true;
    for (let head = 0; head < this.#queue.length && feasible && visits > 0; head++, visits--) {
      const row = this.#queue[head]!;
      this.#queued[row] = 0;
      feasible = this.#visit(bounds, row);
    }
    this.#queued.fill(0);
    this.#queue = [];
    return feasible;
  }

  #visit(bounds: ColumnBounds, row: number): boolean {
    const { rowLower, rowUpper, rowStarts, columnIndices, coefficients } = this.#system;
    const { lower, upper } = bounds;
    const from = rowStarts[row]!;
    const to = rowStarts[row + 1]!;
    let least = 0;
    let most = 0;
    for (let at = from; at < to; at++) {
      const coefficient = coefficients[at]!;
      const column = columnIndices[at]!;
      least += coefficient * (coefficient > 0 ? lower[column]! : upper[column]!);
      most += coefficient * (coefficient > 0 ? upper[column]! : lower[column]!);
    }
    const floor = rowLower[row]! - this.#slack[row]!;
    const ceiling = rowUpper[row]! + this.#slack[row]!;
    if (least > ceiling || most < floor) return false;
    if (least >= floor && most <= ceiling) return true;

    for (let at = from; at < to; at++) {
      const coefficient = coefficients[at]!;
      const column = columnIndices[at]!;
      const low = lower[column]!;
      const high = upper[column]!;
      if (low === high || coefficient === 0) continue;
      // The room that this column has when every other column is at the bound that helps the row most. The activities
      // are those from before this visit. Where a column has been tightened since, they are looser, and still valid.
      const leastOthers = least - coefficient * (coefficient > 0 ? low : high);
      const mostOthers = most - coefficient * (coefficient > 0 ? high : low);
      const toCeiling = (ceiling - leastOthers) / coefficient;
      const toFloor = (floor - mostOthers) / coefficient;
      const newHigh = Math.min(high, Math.floor(coefficient > 0 ? toCeiling : toFloor));
      const newLow = Math.max(low, Math.ceil(coefficient > 0 ? toFloor : toCeiling));
      if (newLow > newHigh) return false;
      if (newLow === low && newHigh === high) continue;
      lower[column] = newLow;
      upper[column] = newHigh;
      this.#enqueueRowsOf(column);
    }
    return true;
  }
}

function rowsByColumn(system: LinearSystem): { columnStarts: Int32Array; columnRows: Int32Array } {
  const columns = system.columnLower.length;
  const columnStarts = new Int32Array(columns + 1);
  for (const column of system.columnIndices) columnStarts[column + 1]!++;
  for (let column = 0; column < columns; column++) columnStarts[column + 1]! += columnStarts[column]!;
  const next = columnStarts.slice(0, columns);
  const columnRows = new Int32Array(system.columnIndices.length);
  for (let row = 0; row < system.rowLower.length; row++) {
    for (let at = system.rowStarts[row]!; at < system.rowStarts[row + 1]!; at++) {
      columnRows[next[system.columnIndices[at]!]!++] = row;
    }
  }
  return { columnStarts, columnRows };
}

/** The slack of a row: 0 where all its sums are exact integers, else more than the rounding of a sum can be. */
function rowSlack(system: LinearSystem, row: number): number {
  let magnitude = 0;
  let integral = true;
  for (let at = system.rowStarts[row]!; at < system.rowStarts[row + 1]!; at++) {
    const coefficient = system.coefficients[at]!;
    const column = system.columnIndices[at]!;
    integral &&= Number.isInteger(coefficient);
    magnitude +=
      Math.abs(coefficient) *
      Math.max(Math.abs(system.columnLower[column]!), Math.abs(system.columnUpper[column]!));
  }
  for (const side of [system.rowLower[row]!, system.rowUpper[row]!]) {
    if (!Number.isFinite(side)) continue;
    integral &&= Number.isInteger(side);
    magnitude += Math.abs(side);
  }
  if (integral && magnitude <= Number.MAX_SAFE_INTEGER / 2) return 0;
  const terms = system.rowStarts[row + 1]! - system.rowStarts[row]!;
  return Math.max(RELATIVE_ROW_TOLERANCE, (terms + 2) * Number.EPSILON) * magnitude;
}
