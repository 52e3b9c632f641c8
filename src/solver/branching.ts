import type { LinearSystem } from '../program/linear-system.ts';
import { rowViolation } from '../program/linear-system.ts';
import type { ColumnBounds } from './reduce/propagation.ts';

/** One side of a branching: the column within these bounds. */
export interface Branch {
  readonly column: number;
  readonly lower: number;
  readonly upper: number;
}

/** A column that is less whole than the others, or more often part of a broken row. */
interface Offender {
  readonly column: number;
  readonly fraction: number;
}

/**
 * Splits the range of the column that an engine's point treats worst: a 0/1 column that was not whole, first of
 * all in a row that the rounded point breaks; then any open column of a broken row; then any open column. The
 * branches cover the range without overlap; none when every column is fixed.
 */
export function chooseBranches(system: LinearSystem, bounds: ColumnBounds, raw: Float64Array): Branch[] {
  const rounded = raw.map(Math.round);
  const broken = columnsOfBrokenRows(system, bounds, rounded);
  const offender =
    mostFractional(broken, bounds, raw, rounded) ??
    mostFractional(bounds.lower.keys(), bounds, raw, rounded) ??
    narrowest(broken, bounds) ??
    narrowest(bounds.lower.keys(), bounds);
  return offender === null ? [] : splitAt(bounds, offender.column, rounded[offender.column]!);
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
): Offender | null {
  let worst: Offender | null = null;
  for (const column of columns) {
    if (upper[column]! - lower[column]! !== 1) continue;
    const fraction = Math.abs(raw[column]! - rounded[column]!);
    if (fraction > (worst?.fraction ?? 0)) worst = { column, fraction };
  }
  return worst;
}

/** Columns with few values are settled by few branches. */
function narrowest(columns: Iterable<number>, { lower, upper }: ColumnBounds): Offender | null {
  let best: Offender | null = null;
  let width = Number.POSITIVE_INFINITY;
  for (const column of columns) {
    const own = upper[column]! - lower[column]!;
    if (own === 0 || own >= width) continue;
    width = own;
    best = { column, fraction: 0 };
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
