import { decimalScale } from '../../program/decimal-scale.ts';
import type { ObjectiveLevel } from '../../program/program.ts';
import type { TierTerms } from './tier-terms.ts';

/** Sums of integers stay exact below this, with room for the engines' own additions. */
const EXACT_TOTAL = 2 ** 50;

/**
 * Lays one tier out over all columns, with decimals turned into integers where a power of ten does that and no
 * total can leave the exact range.
 *
 * @param upper the columns' upper bounds
 */
export function layOutTier(terms: TierTerms, upper: ArrayLike<number>): ObjectiveLevel {
  const scale = decimalScale(terms.costs.values());
  const costs = new Float64Array(upper.length);
  let total = 0;
  for (const [column, cost] of terms.costs) {
    costs[column] = scale === null ? cost : Math.round(cost * scale);
    total += Math.abs(costs[column]!) * upper[column]!;
  }
  if (scale !== null && total <= EXACT_TOTAL) return { name: terms.name, costs, scale, integral: true };
  for (const [column, cost] of terms.costs) costs[column] = cost;
  const integral = scale === 1 && total <= Number.MAX_SAFE_INTEGER;
  return { name: terms.name, costs, scale: 1, integral };
}
