import type { LinearSystem } from '../../program/linear-system.ts';
import type { SolveParameters } from '../parameters.ts';
import { solveExactly } from './exact-mip.ts';
import type { MipSolver } from './mip.ts';
import type { ColumnBounds, Propagation } from './reduce/propagation.ts';
import { copyBounds } from './reduce/propagation.ts';

/** The points that are best in every level, and one of them. */
export interface TiedPlans {
  /** The program's rows and one more for each level, so that only points that are best in every level satisfy them. */
  readonly system: LinearSystem;
  readonly propagation: Propagation;
  readonly indicators: Uint8Array;
  /** Propagated; tightened in place. */
  readonly bounds: ColumnBounds;
  readonly point: Float64Array;
  readonly parameters: SolveParameters;
}

/**
 * The chosen point: `optimal` where it is proven to be the first one in the order, `stopped` where that was not settled.
 */
export interface TieBroken {
  readonly status: 'optimal' | 'stopped';
  readonly point: Float64Array;
  readonly trouble?: string;
}

/**
 * Finds, among tied points, the one in which the first column of the order is largest, then the second, and so on.
 *
 * Where bounds decide a column, no engine is asked: a column at its upper bound is decided, given those before it, and
 * a 0/1 column is decided at 0 where 1 contradicts the rows. The other columns are asked for in chunks: with weights
 * from the ranges of the columns, the largest weighted sum belongs to the first vector of the order, as in
 * {@link weightedSumOf}.
 */
export function breakTies(
  mip: MipSolver,
  tied: TiedPlans,
  order: Int32Array,
  remainingMs: () => number,
): TieBroken {
  const { propagation, bounds } = tied;
  let { point } = tied;
  for (let at = 0; at < order.length; at++) {
    const column = order[at]!;
    if (isSettled(tied, point, column)) continue;
    const { columns, costs } = chunkFrom(order, at, bounds, mip.exactSpan);
    const answer = solveExactly(mip, {
      ...tied,
      costs,
      integral: true,
      start: point,
      remainingMs,
    });
    point = answer.point ?? point;
    if (answer.status !== 'optimal') return unsettled(point, answer.trouble);
    for (const one of columns) propagation.tightenColumn(bounds, one, point[one]!, point[one]!);
  }
  return { status: 'optimal', point };
}

/** Decides a column by bounds alone, and says whether they suffice. */
function isSettled({ propagation, bounds }: TiedPlans, point: Float64Array, column: number): boolean {
  const { lower, upper } = bounds;
  if (lower[column] === upper[column]) return true;
  if (point[column] === upper[column]) {
    return propagation.tightenColumn(bounds, column, upper[column]!, upper[column]!);
  }
  if (upper[column]! - lower[column]! > 1) return false;
  if (propagation.tightenColumn(copyBounds(bounds), column, upper[column]!, upper[column]!)) return false;
  return propagation.tightenColumn(bounds, column, lower[column]!, lower[column]!);
}

/** The next open columns of the order: as many as one objective can rank exactly, and at least one. */
function chunkFrom(
  order: Int32Array,
  from: number,
  { lower, upper }: ColumnBounds,
  exactSpan: number,
): { columns: number[]; costs: Float64Array } {
  const columns: number[] = [];
  let values = 1;
  for (let at = from; at < order.length; at++) {
    const column = order[at]!;
    const width = upper[column]! - lower[column]!;
    if (width === 0) continue;
    values *= width + 1;
    if (columns.length > 0 && values - 1 > exactSpan) break;
    columns.push(column);
  }
  const costs = new Float64Array(lower.length);
  let weight = 1;
  for (const column of columns.toReversed()) {
    costs[column] = -weight;
    weight *= upper[column]! - lower[column]! + 1;
  }
  return { columns, costs };
}

function unsettled(point: Float64Array, trouble: string | undefined): TieBroken {
  const unknown = 'every tier is proven, but not which of the tied plans is the first';
  return { status: 'stopped', point, trouble: trouble === undefined ? unknown : `${unknown}: ${trouble}` };
}
