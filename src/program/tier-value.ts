import { exactSum } from './exact-sum.ts';
import type { Program, Tier } from './program.ts';
import { RELATIVE_COST_TOLERANCE } from './program.ts';

/** A tier's value at a point, in the tier's own (scaled) unit. Exact for integral tiers, see {@link exactSum}. */
export const tierValue = (tier: Pick<Tier, 'costs'>, point: Float64Array): number =>
  exactSum({ coefficients: tier.costs, columns: null, from: 0, to: tier.costs.length }, point);

/** Every tier's value at a point, first tier first. */
export const tierValues = (program: Program, point: Float64Array): Float64Array =>
  Float64Array.from(program.tiers, (tier) => tierValue(tier, point));

/** The largest value that counts as equal to `value`: itself, or a little more where costs are not integers. */
export const worstEqualValue = (integral: boolean, value: number): number =>
  integral ? value : value + RELATIVE_COST_TOLERANCE * Math.abs(value);

/**
 * Whether a proven lower bound shows that no value is better than this one: exactly where costs are integers,
 * within RELATIVE_COST_TOLERANCE elsewhere.
 */
export const boundMeets = (integral: boolean, bound: number, value: number): boolean =>
  integral ? bound >= value : value <= worstEqualValue(false, bound) || bound >= value;
