import type { LinearSystem } from '../../../program/linear-system.ts';
import type { MipQuestion } from '../mip.ts';
import type { Objective } from './objective-range.ts';
import type { ColumnBounds } from './propagation.ts';

/** A question without fixed columns and redundant rows, and the way back to the columns of the program. */
export interface ReducedQuestion {
  readonly question: Omit<MipQuestion, 'timeLimitMs'>;
  /** Value of the program = value of the question + offset. */
  readonly offset: number;
  /** Turns a point of the question into a point of the program. */
  expand(point: Float64Array): Float64Array;
}

/**
 * Drops fixed columns, and rows that hold by the bounds alone, and counts each column from its lower bound. Every
 * feasible point within the bounds stays, and so does every optimum. The bounds must have been propagated without a
 * contradiction.
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
  const position = new Int32Array(lower.length).fill(-1);
  let offset = 0;
  for (let column = 0; column < lower.length; column++) {
    offset += objective.costs[column]! * lower[column]!;
    if (lower[column] !== upper[column]) position[column] = open.push(column) - 1;
  }
  return {
    question: {
      costs: Float64Array.from(open, (column) => objective.costs[column]!),
      upper: Float64Array.from(open, (column) => upper[column]! - lower[column]!),
      ...openRows(system, bounds, position),
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

function openRows(system: LinearSystem, { lower, upper }: ColumnBounds, position: Int32Array): OpenRows {
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
      const column = position[system.columnIndices[at]!]!;
      if (column < 0 || system.coefficients[at] === 0) continue;
      columnIndices.push(column);
      coefficients.push(system.coefficients[at]!);
    }
    // A row without an open column holds for every point; only rounding kept it until here.
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
