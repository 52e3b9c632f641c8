import type { AllocationProblem } from '../../../../program/allocation-problem.ts';

/** Whether no line takes from more than `mostLocations` locations. */
export function keepsSplitLimit(
  problem: AllocationProblem,
  mostLocations: number,
  units: Float64Array | null,
): boolean {
  if (units === null) return true;
  const { cellLine, lineQuantity } = problem;
  const locations = Array.from(lineQuantity, () => new Set<number>());
  units.forEach((taken, cell) => {
    if (taken > 0) locations[cellLine[cell]!]!.add(locationOfCell(problem, cell));
  });
  return locations.every((used) => used.size <= mostLocations);
}

/** Whether the plan takes from at most `maxFulfillingLocations` locations. */
export function keepsLocationLimit(problem: AllocationProblem, units: Float64Array | null): boolean {
  const { maxFulfillingLocations } = problem;
  if (maxFulfillingLocations === null || units === null) return true;
  const used = new Set<number>();
  units.forEach((taken, cell) => {
    if (taken > 0) used.add(locationOfCell(problem, cell));
  });
  return used.size <= maxFulfillingLocations;
}

const locationOfCell = (
  { cellSource, sourcePackage, packageLocation }: AllocationProblem,
  cell: number,
): number => packageLocation[sourcePackage[cellSource[cell]!]!]!;
