import type { Tier } from '../../program/program.ts';
import type { ObjectiveRange } from './reduce/objective-range.ts';

/** Consecutive tiers as one linear cost. */
export interface Fold {
  /** The tiers in it, first tier first: `count` of them. */
  readonly count: number;
  /** One weight a tier. */
  readonly weights: readonly number[];
  /** Σ weight · cost, by column. */
  readonly costs: Float64Array;
  readonly integral: boolean;
}

/**
 * Folds as many tiers from the first on as stay exact.
 *
 * **Dominance.** Tier t takes integers from least_t to most_t, so its span is s_t = most_t − least_t. The last
 * tier's weight is 1 and w_t = w_(t+1) · (s_(t+1) + 1): a number system whose digit t is the tier's value less
 * least_t. By induction Σ_(u>t) w_u · s_u = w_t − 1 < w_t, so one unit of tier t outweighs all that the lower
 * tiers together can add up to, and a smaller fold is a lexicographically smaller vector, and the reverse.
 *
 * **Exactness.** The fold's values span w_1 · (s_1 + 1) − 1. It must not exceed `exactSpan`, within which the
 * engine tells values apart that differ by 1, and every coefficient must be an exact integer. A single tier is
 * taken as it is: there is no smaller way to ask for it.
 *
 * @param ranges proven bounds on each tier, over the points that are still possible
 */
export function foldTiers(
  tiers: readonly Tier[],
  ranges: readonly ObjectiveRange[],
  exactSpan: number,
): Fold {
  const first = tiers[0]!;
  let count = 1;
  let values = spanOf(ranges[0]!) + 1;
  while (first.integral && count < tiers.length && tiers[count]!.integral) {
    values *= spanOf(ranges[count]!) + 1;
    if (values - 1 > exactSpan) break;
    count += 1;
  }
  const weights = weightsOf(ranges.slice(0, count));
  const costs = foldCosts(tiers.slice(0, count), weights);
  const exact = costs.every((cost) => Math.abs(cost) <= Number.MAX_SAFE_INTEGER);
  if (count > 1 && !exact) return foldTiers(tiers.slice(0, 1), ranges, exactSpan);
  return { count, weights, costs, integral: first.integral };
}

/**
 * Proven lower bounds on the tiers of a fold, each given that the tiers before it are at their optimum.
 *
 * The leading digit of the fold's bound bounds the first tier. The next digit counts only where the tier before
 * it is proven by a point that reaches its bound; elsewhere there is no more than `least`.
 *
 * @param bound proven lower bound on the fold's value
 * @param values the tiers' values at the best point known, or null
 */
export function unfoldBound(
  fold: Fold,
  ranges: readonly ObjectiveRange[],
  bound: number,
  values: readonly number[] | null,
): number[] {
  if (fold.count === 1) return [Math.max(bound, ranges[0]!.least)];
  const floor = fold.weights.reduce((sum, weight, tier) => sum + weight * ranges[tier]!.least, 0);
  let rest = Math.max(0, bound - floor);
  let proven = true;
  return fold.weights.map((weight, tier) => {
    const { least } = ranges[tier]!;
    if (!proven) return least;
    const digit = Math.floor(rest / weight);
    rest -= digit * weight;
    proven = values?.[tier] === least + digit;
    return least + digit;
  });
}

const spanOf = ({ least, most }: ObjectiveRange): number => most - least;

function weightsOf(ranges: readonly ObjectiveRange[]): number[] {
  const weights = ranges.map(() => 1);
  for (let tier = ranges.length - 2; tier >= 0; tier--) {
    weights[tier] = weights[tier + 1]! * (spanOf(ranges[tier + 1]!) + 1);
  }
  return weights;
}

function foldCosts(tiers: readonly Tier[], weights: readonly number[]): Float64Array {
  const costs = new Float64Array(tiers[0]!.costs.length);
  tiers.forEach((tier, at) => {
    for (let column = 0; column < costs.length; column++) {
      costs[column]! += weights[at]! * tier.costs[column]!;
    }
  });
  return costs;
}
