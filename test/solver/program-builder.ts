import type { Program } from '../../src/program/program.ts';

/** One row under construction. */
export interface RowDraft {
  readonly lower?: number;
  readonly upper?: number;
  /** [column, coefficient] */
  readonly terms: readonly (readonly [number, number])[];
}

/** One level under construction: sparse costs by column. */
export interface TierDraft {
  readonly name: string;
  readonly costs: readonly (readonly [number, number])[];
  readonly scale?: number;
  readonly integral?: boolean;
}

/** Builds a program from lists; a column is its bounds. */
export function buildProgram(draft: {
  readonly columns: readonly (readonly [lower: number, upper: number])[];
  readonly rows: readonly RowDraft[];
  readonly levels: readonly TierDraft[];
  readonly tieBreak?: readonly number[];
}): Program {
  const columns = draft.columns.length;
  const starts = [0];
  const indices: number[] = [];
  const coefficients: number[] = [];
  for (const row of draft.rows) {
    for (const [column, coefficient] of row.terms) {
      indices.push(column);
      coefficients.push(coefficient);
    }
    starts.push(indices.length);
  }
  return {
    columnLower: Float64Array.from(draft.columns, ([lower]) => lower),
    columnUpper: Float64Array.from(draft.columns, ([, upper]) => upper),
    rowLower: Float64Array.from(draft.rows, (row) => row.lower ?? Number.NEGATIVE_INFINITY),
    rowUpper: Float64Array.from(draft.rows, (row) => row.upper ?? Number.POSITIVE_INFINITY),
    rowStarts: Int32Array.from(starts),
    columnIndices: Int32Array.from(indices),
    coefficients: Float64Array.from(coefficients),
    levels: draft.levels.map((level) => {
      const costs = new Float64Array(columns);
      for (const [column, cost] of level.costs) costs[column] = (costs[column] ?? 0) + cost;
      return {
        name: level.name,
        costs,
        scale: level.scale ?? 1,
        integral: level.integral ?? costs.every(Number.isInteger),
      };
    }),
    tieBreak: Int32Array.from(draft.tieBreak ?? draft.columns.keys()),
  };
}
