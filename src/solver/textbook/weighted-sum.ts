import type { ObjectiveLevel } from '../../program/program.ts';
import type { ObjectiveRange } from './reduce/objective-range.ts';

/** Consecutive levels as one linear objective. */
export interface WeightedSum {
  /** How many levels it adds up. */
  readonly count: number;
  /** The weight of each level, first level first. */
  readonly weights: readonly number[];
  /** Σ weight · cost of each column. */
  readonly costs: Float64Array;
  readonly integral: boolean;
}

/**
 * Adds up as many levels, from the first on, as one objective can hold exactly.
 *
 * **Dominance.** Level t takes integers from least_t to most_t, so its span is s_t = most_t − least_t. The last
 * level's weight is 1 and w_t = w_(t+1) · (s_(t+1) + 1): a number system whose digit t is the level's value less
 * least_t. By induction Σ_(u>t) w_u · s_u = w_t − 1 < w_t, so one unit of level t outweighs all that the lower
 * levels together can add up to. So one point has a smaller sum than another exactly when its vector of values is
 * lexicographically smaller.
 *
 * **Exactness.** The sum's values span w_1 · (s_1 + 1) − 1. It must not exceed `exactSpan`, within which the
 * engine tells values apart that differ by 1, and every coefficient must be an exact integer. A single level is
 * always taken, because there is no smaller way to ask for it.
 *
 * @param ranges proven bounds on each level, over the points that are still possible
 */
export function weightedSumOf(
  levels: readonly ObjectiveLevel[],
  ranges: readonly ObjectiveRange[],
  exactSpan: number,
): WeightedSum {
  const first = levels[0]!;
  let count = 1;
  let values = spanOf(ranges[0]!) + 1;
  while (first.integral && count < levels.length && levels[count]!.integral) {
    values *= spanOf(ranges[count]!) + 1;
    if (values - 1 > exactSpan) break;
    count += 1;
  }
  const weights = weightsOf(ranges.slice(0, count));
  const costs = summedCosts(levels.slice(0, count), weights);
  const exact = costs.every((cost) => Math.abs(cost) <= Number.MAX_SAFE_INTEGER);
  if (count > 1 && !exact) return weightedSumOf(levels.slice(0, 1), ranges, exactSpan);
  return { count, weights, costs, integral: first.integral };
}

/**
 * Splits the proven lower bound on a weighted sum into bounds on its levels, each valid where the levels before it are
 * at their optimum.
 *
 * The leading digit bounds the first level. The next digit counts only where a known point meets the bound of the level
 * before it; for the levels after that only `least` is proven.
 *
 * @param bound a proven lower bound on the value of the sum
 * @param values the values of the levels at the best known point, or null
 */
export function levelBoundsOf(
  sum: WeightedSum,
  ranges: readonly ObjectiveRange[],
  bound: number,
  values: readonly number[] | null,
): number[] {
  if (sum.count === 1) return [Math.max(bound, ranges[0]!.least)];
  const floor = sum.weights.reduce((sum, weight, level) => sum + weight * ranges[level]!.least, 0);
  let rest = Math.max(0, bound - floor);
  let proven = true;
  return sum.weights.map((weight, level) => {
    const { least } = ranges[level]!;
    if (!proven) return least;
    const digit = Math.floor(rest / weight);
    rest -= digit * weight;
    proven = values?.[level] === least + digit;
    return least + digit;
  });
}

const spanOf = ({ least, most }: ObjectiveRange): number => most - least;

function weightsOf(ranges: readonly ObjectiveRange[]): number[] {
  const weights = ranges.map(() => 1);
  for (let level = ranges.length - 2; level >= 0; level--) {
    weights[level] = weights[level + 1]! * (spanOf(ranges[level + 1]!) + 1);
  }
  return weights;
}

function summedCosts(levels: readonly ObjectiveLevel[], weights: readonly number[]): Float64Array {
  const costs = new Float64Array(levels[0]!.costs.length);
  levels.forEach((level, at) => {
    for (let column = 0; column < costs.length; column++) {
      costs[column]! += weights[at]! * level.costs[column]!;
    }
  });
  return costs;
}
