import type { AllocationProblem } from './allocation-problem.ts';

/** Costs that differ by less than this part of their size are equal. */
const TOLERANCE = 1e-9;

/** What each level counts of a plan, in the caller's units; under weights the five together are one value. */
export type PlanLevels = Float64Array;

/**
 * The five levels of a plan: unfilled units, future units (current ones under `futureFirst`), unit-days of waiting, open
 * packages, and the cost of packages and units.
 *
 * @param units of each cell
 */
export function fiveLevels(problem: AllocationProblem, units: Float64Array): Float64Array {
  const { cellSource, sourcePackage, packageIsFuture, packageWaitDays, packageCost, sourceUnitCost } =
    problem;
  const open = new Uint8Array(packageCost.length);
  let unfilled = problem.lineQuantity.reduce((sum, quantity) => sum + quantity, 0);
  let later = 0;
  let unitDays = 0;
  let unitCosts = 0;
  for (let cell = 0; cell < units.length; cell++) {
    const given = units[cell]!;
    if (given === 0) continue;
    const source = cellSource[cell]!;
    const item = sourcePackage[source]!;
    open[item] = 1;
    unfilled -= given;
    if ((packageIsFuture[item] === 1) !== problem.futureFirst) later += given;
    unitDays += packageWaitDays[item]! * given;
    unitCosts += sourceUnitCost[source]! * given;
  }
  let packages = 0;
  let openingCosts = 0;
  for (let item = 0; item < open.length; item++) {
    if (open[item] === 0) continue;
    packages += 1;
    openingCosts += packageCost[item]!;
  }
  return Float64Array.of(unfilled, later, unitDays, packages, openingCosts + unitCosts);
}

/** The values that are minimised: the five levels, or under weights their one weighted sum. */
export function levelsOfPlan(problem: AllocationProblem, units: Float64Array): PlanLevels {
  const levels = fiveLevels(problem, units);
  const { weights } = problem;
  if (weights === null) return levels;
  return Float64Array.of(levels.reduce((sum, value, level) => sum + value * weights[level]!, 0));
}

/**
 * Compares two vectors of levels, first level first. Costs that differ by less than 10⁻⁹ of their size are equal.
 *
 * @returns less than 0 where `a` is better, 0 where they are equal
 */
export function compareLevels(a: PlanLevels, b: PlanLevels): number {
  for (let level = 0; level < a.length; level++) {
    const difference = a[level]! - b[level]!;
    if (Math.abs(difference) > TOLERANCE * Math.max(Math.abs(a[level]!), Math.abs(b[level]!)))
      return difference;
  }
  return 0;
}
