import type { AllocationProblem } from '../../../../program/allocation-problem.ts';
import type { PlaceLimit } from './relaxation.ts';

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

/** Whether a plan takes from no more places than the limit allows. */
export function keepsPlaceLimit(
  { cellSource, sourcePackage }: AllocationProblem,
  { placeOf, most }: Pick<PlaceLimit, 'placeOf' | 'most'> & Partial<PlaceLimit>,
  units: Float64Array,
): boolean {
  const used = new Set<number>();
  units.forEach((taken, cell) => {
    if (taken > 0) used.add(placeOf[sourcePackage[cellSource[cell]!]!]!);
  });
  return used.size <= most;
}

const locationOfCell = (
  { cellSource, sourcePackage, packageLocation }: AllocationProblem,
  cell: number,
): number => packageLocation[sourcePackage[cellSource[cell]!]!]!;
