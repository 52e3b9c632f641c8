import type { LinearSystem } from '../../program/linear-system.ts';
import { rowViolation } from '../../program/linear-system.ts';
import type { ColumnBounds } from './reduce/propagation.ts';

/** One branch: the column within these bounds. */
export interface Branch {
  readonly column: number;
  readonly lower: number;
  readonly upper: number;
}

/**
 * Chooses a column and splits its range. The choice falls on the first of these that there is:
 *
 * 1. the 0/1 column with the largest fraction in a row that the rounded point breaks, then in any row;
 * 2. an open 0/1 column of a broken row, then any open 0/1 column, because these decide the most;
 * 3. the open column with the smallest domain in a broken row, then any.
 *
 * The branches cover the range without overlap, so no point is lost. There are none when every column is fixed.
 */
export function chooseBranches(system: LinearSystem, bounds: ColumnBounds, raw: Float64Array): Branch[] {
  const rounded = raw.map(Math.round);
  const broken = columnsOfBrokenRows(system, bounds, rounded);
  const column =
    mostFractional(broken, bounds, raw, rounded) ??
    mostFractional(bounds.lower.keys(), bounds, raw, rounded) ??
    smallestDomain(broken, bounds, 1) ??
    smallestDomain(bounds.lower.keys(), bounds, 1) ??
    smallestDomain(broken, bounds) ??
    smallestDomain(bounds.lower.keys(), bounds);
  return column === null ? [] : splitAt(bounds, column, rounded[column]!);
}

function columnsOfBrokenRows(
  system: LinearSystem,
  { lower, upper }: ColumnBounds,
  rounded: Float64Array,
): Set<number> {
  const columns = new Set<number>();
  for (let row = 0; row < system.rowLower.length; row++) {
    if (rowViolation(system, row, rounded) === 0) continue;
    for (let at = system.rowStarts[row]!; at < system.rowStarts[row + 1]!; at++) {
      const column = system.columnIndices[at]!;
      if (lower[column] !== upper[column]) columns.add(column);
    }
  }
  return columns;
}

function mostFractional(
  columns: Iterable<number>,
  { lower, upper }: ColumnBounds,
  raw: Float64Array,
  rounded: Float64Array,
): number | null {
  let worst: number | null = null;
  let most = 0;
  for (const column of columns) {
    if (upper[column]! - lower[column]! !== 1) continue;
    const fraction = Math.abs(raw[column]! - rounded[column]!);
    if (fraction <= most) continue;
    most = fraction;
    worst = column;
  }
  return worst;
}

/** The open column with the fewest values, if its range is at most `widest`. */
function smallestDomain(
  columns: Iterable<number>,
  { lower, upper }: ColumnBounds,
  widest = Number.POSITIVE_INFINITY,
): number | null {
  let best: number | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const column of columns) {
    const width = upper[column]! - lower[column]!;
    if (width === 0 || width > widest || width >= least) continue;
    least = width;
    best = column;
  }
  return best;
}

function splitAt({ lower, upper }: ColumnBounds, column: number, value: number): Branch[] {
  const low = lower[column]!;
  const high = upper[column]!;
  const at = Math.min(high, Math.max(low, value));
  const parts: [number, number][] = [
    [low, at - 1],
    [at, at],
    [at + 1, high],
  ];
  return parts.filter(([from, to]) => from <= to).map(([from, to]) => ({ column, lower: from, upper: to }));
}
