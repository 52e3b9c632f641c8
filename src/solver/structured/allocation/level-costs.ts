import type { AllocationProblem } from '../../../program/allocation-problem.ts';
import { pricesOf } from './weighted-prices.ts';

/** A level that a choice of locations decides, or the weighted value: what packages and units cost in it. */
export interface LevelCosts {
  /** One a package. */
  readonly opening: Float64Array;
  /** One a source. */
  readonly unit: Float64Array;
  /** Of a unit left behind. */
  readonly leaving: number;
  readonly integral: boolean;
  /** Counted price = price · scale. */
  readonly scale: number;
}

/** Levels 1 to 3, which count units alone; under weights the one value that there is. */
export function levelCostsOf(problem: AllocationProblem): LevelCosts[] {
  const { sourcePackage, packageIsFuture, packageWaitDays, packageCost, futureFirst, weights } = problem;
  if (weights !== null) {
    const { opening, unit, unfilled, integral, scale } = pricesOf(problem, weights);
    return [{ opening, unit, leaving: unfilled, integral, scale }];
  }
  const ofSource = (price: (item: number) => number) => Float64Array.from(sourcePackage, price);
  const nothing = { opening: new Float64Array(packageCost.length), leaving: 0, integral: true, scale: 1 };
  return [
    { ...nothing, unit: ofSource(() => 0), leaving: 1 },
    { ...nothing, unit: ofSource((item) => ((packageIsFuture[item] === 1) !== futureFirst ? 1 : 0)) },
    { ...nothing, unit: ofSource((item) => packageWaitDays[item]!) },
  ];
}
