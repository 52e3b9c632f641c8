import type { LinearSystem } from '../../../program/linear-system.ts';
import type { MipQuestion } from '../mip.ts';
import type { Objective } from './objective-range.ts';
import type { ColumnBounds } from './propagation.ts';

/** A question without what the bounds have settled, and the way back to the program's columns. */
export interface ReducedQuestion {
  readonly question: Omit<MipQuestion, 'timeLimitMs'>;
  /** The objective's value of the settled part: program value = question value + offset. */
  readonly offset: number;
  /** From the question's columns to all columns of the program. */
  expand(point: Float64Array): Float64Array;
}

/**
 * Drops fixed columns and rows that hold by the bounds alone, and counts each column from its lower bound. Keeps
 * every feasible point, so also every optimum. The bounds must have been propagated without contradiction.
 */
export function reduceQuestion(
  system: LinearSystem,
  bounds: ColumnBounds,
  objective: Objective,
  isInteger: Uint8Array,
  start: Float64Array | null,
): ReducedQuestion {
  const { lower, upper } = bounds;
  const open: number[] = [];
  const place = new Int32Array(lower.length).fill(-1);
  let offset = 0;
  for (let column = 0; column < lower.length; column++) {
    offset += objective.costs[column]! * lower[column]!;
    if (lower[column] !== upper[column]) place[column] = open.push(column) - 1;
  }
  return {
    question: {
      costs: Float64Array.from(open, (column) => objective.costs[column]!),
      upper: Float64Array.from(open, (column) => upper[column]! - lower[column]!),
      ...openRows(system, bounds, place),
      isInteger: Uint8Array.from(open, (column) => isInteger[column]!),
      integral: objective.integral,
      start: start && Float64Array.from(open, (column) => start[column]! - lower[column]!),
    },
    offset,
    expand: (point) => {
      const all = lower.slice();
      open.forEach((column, at) => {
        all[column]! += point[at]!;
      });
      return all;
    },
  };
}

type OpenRows = Pick<MipQuestion, 'rowLower' | 'rowUpper' | 'rowStarts' | 'columnIndices' | 'coefficients'>;

function openRows(system: LinearSystem, { lower, upper }: ColumnBounds, place: Int32Array): OpenRows {
  const rowLower: number[] = [];
  const rowUpper: number[] = [];
  const rowStarts = [0];
  const columnIndices: number[] = [];
  const coefficients: number[] = [];
  for (let row = 0; row < system.rowLower.length; row++) {
    let least = 0;
    let most = 0;
    let settled = 0;
    for (let at = system.rowStarts[row]!; at < system.rowStarts[row + 1]!; at++) {
      const column = system.columnIndices[at]!;
      const coefficient = system.coefficients[at]!;
      const width = coefficient * (upper[column]! - lower[column]!);
      settled += coefficient * lower[column]!;
      if (width > 0) most += width;
      else least += width;
    }
    const floor = system.rowLower[row]! - settled;
    const ceiling = system.rowUpper[row]! - settled;
    if (least >= floor && most <= ceiling) continue;
    for (let at = system.rowStarts[row]!; at < system.rowStarts[row + 1]!; at++) {
      const column = place[system.columnIndices[at]!]!;
      if (column < 0 || system.coefficients[at] === 0) continue;
      columnIndices.push(column);
      coefficients.push(system.coefficients[at]!);
    }
    // A row whose last open column went while rounding kept it from holding says nothing any more.
    if (columnIndices.length === rowStarts.at(-1)) continue;
    rowLower.push(floor);
    rowUpper.push(ceiling);
    rowStarts.push(columnIndices.length);
  }
  return {
    rowLower: Float64Array.from(rowLower),
    rowUpper: Float64Array.from(rowUpper),
    rowStarts: Int32Array.from(rowStarts),
    columnIndices: Int32Array.from(columnIndices),
    coefficients: Float64Array.from(coefficients),
  };
}
