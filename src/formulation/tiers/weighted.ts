import type { ObjectiveWeights } from '../../domain/settings.ts';
import { decimalScale } from '../../program/decimal-scale.ts';
import type { ObjectiveLevel } from '../../program/program.ts';
import { layOutTier } from './lay-out-tier.ts';
import type { TierTerms } from './tier-terms.ts';

/** The weights in the order of the tiers. */
export function weightsInTierOrder(weights: ObjectiveWeights): readonly number[] {
  const { unfilledUnit, futureUnit, unitDay, childShipment, locationCost } = weights;
  return [unfilledUnit, futureUnit, unitDay, childShipment, locationCost];
}

/** Σ weight_t · tier_t as one tier: the caller's own trade-offs instead of the lexicographic order. */
export function weightedTier(
  tiers: readonly TierTerms[],
  weights: ObjectiveWeights,
  upper: ArrayLike<number>,
): { tier: ObjectiveLevel; offset: number } {
  const inOrder = weightsInTierOrder(weights);
  // Weights and costs are scaled apart, for the product of two decimals is seldom the decimal it should be.
  const weightScale = decimalScale(inOrder);
  const costScale = decimalScale(tiers.flatMap((terms) => [...terms.costs.values()]));
  const exact = weightScale !== null && costScale !== null;
  const costs = new Map<number, number>();
  let offset = 0;
  tiers.forEach((terms, index) => {
    const weight = exact ? Math.round(inOrder[index]! * weightScale) : inOrder[index]!;
    offset += inOrder[index]! * terms.offset;
    for (const [column, cost] of terms.costs) {
      const scaled = exact ? Math.round(cost * costScale) : cost;
      costs.set(column, (costs.get(column) ?? 0) + weight * scaled);
    }
  });
  const tier = layOutTier({ name: 'weighted', offset, costs }, upper);
  return {
    tier: exact ? { ...tier, scale: tier.scale * weightScale * costScale } : tier,
    offset,
  };
}
