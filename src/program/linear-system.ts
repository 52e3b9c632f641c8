import type { Terms } from './exact-sum.ts';
import { exactSum, sumOfMagnitudes } from './exact-sum.ts';
import type { Program } from './program.ts';

/** The part of a program that says what is feasible, without what is best. */
export type LinearSystem = Pick<
  Program,
  'columnLower' | 'columnUpper' | 'rowLower' | 'rowUpper' | 'rowStarts' | 'columnIndices' | 'coefficients'
>;

/** One more row, dense: a coefficient for each column. */
export interface DenseRow {
  readonly coefficients: Float64Array;
  readonly lower: number;
  readonly upper: number;
}

/**
 * How far a row with coefficients that are not integers may be missed, as a part of the sum of its terms'
 * magnitudes. Rows of integers may not be missed at all.
 */
export const RELATIVE_ROW_TOLERANCE = 1e-12;

/** Where a point breaks a system: a column or row by its position, and by how much. */
export interface Violation {
  readonly what: 'fraction' | 'column' | 'row';
  readonly position: number;
  readonly by: number;
}

/** The terms of row `row`. */
const rowTerms = (system: LinearSystem, row: number): Terms => ({
  coefficients: system.coefficients,
  columns: system.columnIndices,
  from: system.rowStarts[row]!,
  to: system.rowStarts[row + 1]!,
});

/**
 * The first place where a point is not feasible, columns before rows, or null. Exact for integer coefficients.
 *
 * @param point one number a column
 */
export function findViolation(system: LinearSystem, point: Float64Array): Violation | null {
  for (let column = 0; column < system.columnLower.length; column++) {
    const value = point[column]!;
    if (!Number.isInteger(value)) return { what: 'fraction', position: column, by: value % 1 };
    const by = Math.max(system.columnLower[column]! - value, value - system.columnUpper[column]!);
    if (by > 0) return { what: 'column', position: column, by };
  }
  for (let row = 0; row < system.rowLower.length; row++) {
    const by = rowViolation(system, row, point);
    if (by > 0) return { what: 'row', position: row, by };
  }
  return null;
}

/** By how much an integer point misses a row; 0 when it satisfies it. Exact for integer coefficients. */
export function rowViolation(system: LinearSystem, row: number, point: Float64Array): number {
  const terms = rowTerms(system, row);
  const lower = system.rowLower[row]!;
  const upper = system.rowUpper[row]!;
  let by = 0;
  if (lower !== Number.NEGATIVE_INFINITY) by = Math.max(by, -exactSum(terms, point, lower));
  if (upper !== Number.POSITIVE_INFINITY) by = Math.max(by, exactSum(terms, point, upper));
  if (by === 0 || isIntegerRow(terms)) return by;
  return by > RELATIVE_ROW_TOLERANCE * sumOfMagnitudes(terms, point) ? by : 0;
}

function isIntegerRow({ coefficients, from, to }: Terms): boolean {
  for (let at = from; at < to; at++) if (!Number.isInteger(coefficients[at]!)) return false;
  return true;
}

/** The system with one more row at its end. The other arrays are shared, not copied. */
export function withRow(system: LinearSystem, row: DenseRow): LinearSystem {
  const columns: number[] = [];
  row.coefficients.forEach((coefficient, column) => {
    if (coefficient !== 0) columns.push(column);
  });
  const added = Float64Array.from(columns, (column) => row.coefficients[column]!);
  return {
    columnLower: system.columnLower,
    columnUpper: system.columnUpper,
    rowLower: joinNumbers(system.rowLower, Float64Array.of(row.lower)),
    rowUpper: joinNumbers(system.rowUpper, Float64Array.of(row.upper)),
    rowStarts: joinIndices(system.rowStarts, Int32Array.of(system.columnIndices.length + columns.length)),
    columnIndices: joinIndices(system.columnIndices, Int32Array.from(columns)),
    coefficients: joinNumbers(system.coefficients, added),
  };
}

function joinNumbers(a: Float64Array, b: Float64Array): Float64Array {
  const joined = new Float64Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}

function joinIndices(a: Int32Array, b: Int32Array): Int32Array {
  const joined = new Int32Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}
