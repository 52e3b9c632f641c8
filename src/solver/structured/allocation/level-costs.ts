import type { AllocationProblem } from '../../../program/allocation-problem.ts';
import { pricesOf } from './weighted-prices.ts';

/** One level of the objective, or the weighted value, as costs of packages and units. */
export interface LevelCosts {
  /** The cost of opening each package. */
  readonly opening: Float64Array;
  /** The cost of a unit from each source. */
  readonly unit: Float64Array;
  /** The cost of a unit that is left behind. */
  readonly leaving: number;
  readonly integral: boolean;
  /** Each cost here is the cost in the caller's unit times `scale`. */
  readonly scale: number;
}

/** The levels that a choice of locations decides first: levels 1 to 3, which count units alone; under weights the one weighted value. */
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
