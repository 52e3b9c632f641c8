import type { LinearSystem } from '../../../program/linear-system.ts';
import type { ColumnBounds } from './propagation.ts';

/** A linear objective: the cost of each column, and whether all costs are integers. */
export interface Objective {
  readonly costs: Float64Array;
  readonly integral: boolean;
}

/** Proven bounds on a linear value over all feasible points. */
export interface ObjectiveRange {
  readonly least: number;
  readonly most: number;
}

/** Proves bounds on the objective without an engine. Where `least === most`, the value is known. */
export function objectiveRange(
  system: LinearSystem,
  bounds: ColumnBounds,
  objective: Objective,
): ObjectiveRange {
  const least = leastValue(system, bounds, objective);
  const most = -leastValue(system, bounds, {
    costs: objective.costs.map((cost) => -cost),
    integral: objective.integral,
  });
  return { least, most };
}

/**
 * A lower bound on the objective over all feasible points: the cost of every column at its cheaper bound, plus what
 * single rows force beyond that. What a row forces is a continuous knapsack, filled in the order of cost per unit of
 * activity. Each column is charged in one row at most, and in every other row it counts at the bound that helps the row
 * most. So the parts of the rows add up to a valid bound.
 */
export function leastValue(
  system: LinearSystem,
  bounds: ColumnBounds,
  { costs, integral }: Objective,
): number {
  const { lower, upper } = bounds;
  let value = 0;
  let magnitude = 0;
  for (let column = 0; column < costs.length; column++) {
    const cost = costs[column]!;
    if (cost === 0) continue;
    value += cost * (cost > 0 ? lower[column]! : upper[column]!);
    magnitude += Math.abs(cost) * Math.max(Math.abs(lower[column]!), Math.abs(upper[column]!));
  }
  const paying = new Uint8Array(costs.length);
  let allIntegers = true;
  for (let row = 0; row < system.rowLower.length; row++) {
    for (const sign of [1, -1] as const) {
      const side = sign > 0 ? system.rowLower[row]! : system.rowUpper[row]!;
      if (!Number.isFinite(side)) continue;
      const forced = forcedCost(system, bounds, costs, paying, row, sign);
      allIntegers &&= Number.isInteger(forced);
      value += forced;
    }
  }
  // Sums of integers are exact. Elsewhere the bound is lowered by more than the rounding of ratios and decimals.
  const exact = integral && allIntegers && magnitude <= Number.MAX_SAFE_INTEGER / 2;
  if (exact) return value;
  const least = value - Math.max(1e-12 * magnitude, integral ? 1e-9 : 0);
  return integral && magnitude <= Number.MAX_SAFE_INTEGER / 2 ? Math.ceil(least) : least;
}

/**
 * What one side of one row costs beyond the cheaper bounds of its columns.
 *
 * @param sign 1 for the lower side of the row; −1 for the upper side, whose terms are then negated
 * @param paying 1 for columns that an earlier row has charged; the columns of this row are added
 */
function forcedCost(
  system: LinearSystem,
  { lower, upper }: ColumnBounds,
  costs: Float64Array,
  paying: Uint8Array,
  row: number,
  sign: 1 | -1,
): number {
  const { columnIndices, coefficients, rowStarts } = system;
  let missing = sign > 0 ? system.rowLower[row]! : -system.rowUpper[row]!;
  const helpers: { column: number; room: number; price: number }[] = [];
  for (let at = rowStarts[row]!; at < rowStarts[row + 1]!; at++) {
    const column = columnIndices[at]!;
    const coefficient = sign * coefficients[at]!;
    const cost = costs[column]!;
    const low = lower[column]!;
    const high = upper[column]!;
    const mostHere = coefficient * (coefficient > 0 ? high : low);
    const cheapestHere = coefficient * (cost > 0 ? low : high);
    if (cost === 0 || paying[column] === 1 || cheapestHere === mostHere) {
      missing -= mostHere;
      continue;
    }
    missing -= cheapestHere;
    helpers.push({ column, room: mostHere - cheapestHere, price: Math.abs(cost / coefficient) });
  }
  if (missing <= 0 || helpers.length === 0) return 0;
  helpers.sort((a, b) => a.price - b.price);
  let cost = 0;
  for (const { column, room, price } of helpers) {
    paying[column] = 1;
    const taken = Math.min(room, Math.max(0, missing));
    cost += taken * price;
    missing -= taken;
  }
  return cost;
}
