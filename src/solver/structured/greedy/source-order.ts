import type { AllocationProblem } from '../../../program/allocation-problem.ts';

/** What the levels that count units see of each source. */
export interface SourceKinds {
  /** 1 where a unit counts in level 2: future, or current under `futureFirst`. */
  readonly isLater: Float64Array;
  /** Days that a unit waits. */
  readonly days: Float64Array;
}

/** What levels 2 and 3 count of one unit from each source. */
export function sourceKinds({
  sourcePackage,
  packageIsFuture,
  packageWaitDays,
  futureFirst,
}: AllocationProblem): SourceKinds {
  const isLater = new Float64Array(sourcePackage.length);
  const days = new Float64Array(sourcePackage.length);
  sourcePackage.forEach((item, source) => {
    isLater[source] = (packageIsFuture[item] === 1) === futureFirst ? 0 : 1;
    days[source] = packageWaitDays[item]!;
  });
  return { isLater, days };
}

/** The weighted value of one unit from each source, without what opening its package costs. */
export function unitPrices(problem: AllocationProblem, weights: Float64Array): Float64Array {
  const { isLater, days } = sourceKinds(problem);
  return isLater.map(
    (later, source) =>
      weights[1]! * later + weights[2]! * days[source]! + weights[4]! * problem.sourceUnitCost[source]!,
  );
}

/**
 * Compares two sources by what one unit costs: in levels 2 and 3, or at the caller's weights. Ties fall to the cheaper
 * unit, then to the earlier source.
 *
 * @returns a function that gives less than 0 where a unit of the first is better
 */
export function compareSources(problem: AllocationProblem): (a: number, b: number) => number {
  const { sourceUnitCost, weights } = problem;
  if (weights !== null) {
    const price = unitPrices(problem, weights);
    return (a, b) => price[a]! - price[b]! || a - b;
  }
  const { isLater, days } = sourceKinds(problem);
  return (a, b) =>
    isLater[a]! - isLater[b]! || days[a]! - days[b]! || sourceUnitCost[a]! - sourceUnitCost[b]! || a - b;
}
