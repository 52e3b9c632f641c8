import { exactSum } from './exact-sum.ts';
import type { ObjectiveLevel, Program } from './program.ts';
import { RELATIVE_COST_TOLERANCE } from './program.ts';

/** The value of a level at a point, in the level's own (scaled) unit. Exact for integral levels, see {@link exactSum}. */
export const levelValue = (level: Pick<ObjectiveLevel, 'costs'>, point: Float64Array): number =>
  exactSum({ coefficients: level.costs, columns: null, from: 0, to: level.costs.length }, point);

/** The value of every level at a point, first level first. */
export const levelValues = (program: Program, point: Float64Array): Float64Array =>
  Float64Array.from(program.levels, (level) => levelValue(level, point));

/** The largest value that counts as equal to `value`: itself, or a little more where costs are not integers. */
export const worstEqualValue = (integral: boolean, value: number): number =>
  integral ? value : value + RELATIVE_COST_TOLERANCE * Math.abs(value);

/**
 * Whether a proven lower bound shows that no value is better than this one: exactly where costs are integers,
 * within RELATIVE_COST_TOLERANCE elsewhere.
 */
export const boundMeets = (integral: boolean, bound: number, value: number): boolean =>
  integral ? bound >= value : value <= worstEqualValue(false, bound) || bound >= value;
