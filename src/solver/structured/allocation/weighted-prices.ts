import type { AllocationProblem } from '../../../program/allocation-problem.ts';
import { decimalScale } from '../../../program/decimal-scale.ts';

/** Sums of integers below this are exact in floating point. */
const EXACT_TOTAL = 2 ** 50;

/** The weighted sum of all levels as one price of each package and each unit. */
export interface Prices {
  readonly opening: Float64Array;
  readonly unit: Float64Array;
  readonly unfilled: number;
  readonly integral: boolean;
  /** Counted price = price · scale. */
  readonly scale: number;
}

/**
 * Σ weight_t · level_t as a price of opening a package, of a unit from a source, and of a unit that is left behind.
 * Every level is linear in these three, so the sum is exact. Prices are integers where powers of ten make all weights
 * and costs integers. Weights and costs are scaled apart, because the floating-point product of two decimals is seldom
 * the nearest number to their true product.
 */
export function pricesOf(problem: AllocationProblem, weights: Float64Array): Prices {
  const { packageCost, sourceUnitCost, sourcePackage, packageIsFuture, packageWaitDays } = problem;
  const weightScale = decimalScale(weights);
  const costScale = decimalScale([...packageCost, ...sourceUnitCost]);
  const build = (ws: number, cs: number, counted: (value: number) => number) => {
    const [unfilled, future, day, child, cost] = Array.from(weights, (weight) => counted(weight * ws));
    const costOf = (value: number) => cost! * counted(value * cs);
    return {
      opening: packageCost.map((value) => child! * cs + costOf(value)),
      unit: sourceUnitCost.map((value, source) => {
        const item = sourcePackage[source]!;
        const isCounted = (packageIsFuture[item] === 1) !== problem.futureFirst;
        return (isCounted ? future! * cs : 0) + day! * packageWaitDays[item]! * cs + costOf(value);
      }),
      unfilled: unfilled! * cs,
    };
  };
  if (weightScale !== null && costScale !== null) {
    const exact = build(weightScale, costScale, Math.round);
    const dearest = exact.unit.reduce((most, price) => Math.max(most, price), exact.unfilled);
    const wanted = problem.lineQuantity.reduce((sum, units) => sum + units, 0);
    const most = exact.opening.reduce((sum, price) => sum + price, 0) + wanted * dearest;
    if (most <= EXACT_TOTAL) return { ...exact, integral: true, scale: weightScale * costScale };
  }
  return { ...build(1, 1, (value) => value), integral: false, scale: 1 };
}
