import type { AllocationProblem } from '../../../program/allocation-problem.ts';
import type { AllocationAnswer } from '../../outcome.ts';

/** Costs that differ by less than this part of their size are equal. */
const TOLERANCE = 1e-9;

/** A plan that is proven to be the best one of some part of the choices. */
export type Plan = AllocationAnswer & { readonly units: Float64Array };

/**
 * Compares two plans by their levels and then by the tie-break. Both are proven, so their bounds are their values.
 *
 * @returns less than 0 where `a` comes first, 0 where the plans are the same
 */
export function comparePlans(problem: AllocationProblem, a: Plan, b: Plan): number {
  for (const [level, value] of a.bounds.entries()) {
    const other = b.bounds[level]!;
    if (Math.abs(value - other) > TOLERANCE * Math.max(Math.abs(value), Math.abs(other)))
      return value - other;
  }
  const openA = pricedPackages(problem, a.units);
  const openB = pricedPackages(problem, b.units);
  for (const [item, open] of openA.entries()) if (open !== openB[item]) return openB[item]! - open;
  for (const [cell, units] of a.units.entries()) if (units !== b.units[cell]) return b.units[cell]! - units;
  return 0;
}

/** For each package 1 where it gives units and costs something to open, else 0: others are no matter of the tie-break. */
function pricedPackages(problem: AllocationProblem, units: Float64Array): Uint8Array {
  const { cellSource, sourcePackage, packageCost, weights } = problem;
  const isPriced = (item: number) =>
    weights === null || weights[3]! > 0 || weights[4]! * packageCost[item]! > 0;
  const open = new Uint8Array(packageCost.length);
  units.forEach((given, cell) => {
    const item = sourcePackage[cellSource[cell]!]!;
    if (given > 0 && isPriced(item)) open[item] = 1;
  });
  return open;
}

/** For each location 1 where it gives units, else 0. */
export function usedLocations(problem: AllocationProblem, units: Float64Array): Uint8Array {
  const { cellSource, sourcePackage, packageLocation } = problem;
  const used = new Uint8Array(packageLocation.reduce((most, location) => Math.max(most, location + 1), 0));
  units.forEach((given, cell) => {
    if (given > 0) used[packageLocation[sourcePackage[cellSource[cell]!]!]!] = 1;
  });
  return used;
}

/** Whether `a` is less in the first level in which they differ, of those that both have. */
export function isBelow(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  for (let level = 0; level < Math.min(a.length, b.length); level++) {
    if (a[level] !== b[level]) return a[level]! < b[level]!;
  }
  return false;
}
