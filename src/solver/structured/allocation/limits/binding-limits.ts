import type { AllocationProblem } from '../../../../program/allocation-problem.ts';
import type { PlaceLimit } from './relaxation.ts';

/** The limits of an attempt that could bind; null where one cannot. */
export interface BindingLimits {
  /** The most locations of a line. */
  readonly split: number | null;
  /** On packages: each is a place of its own. */
  readonly packages: PlaceLimit | null;
  readonly locations: PlaceLimit | null;
}

/**
 * Drops the limits that cannot bind: one that is no less than what there is to use, and one that a tighter limit
 * implies. A plan uses no more locations than packages, and a line no more locations than its shipment.
 */
export function limitsThatCouldBind(problem: AllocationProblem): BindingLimits {
  const { maxSplitItemLocations, maxFulfillingLocations, maxChildShipments, packageLocation } = problem;
  const packages = maxChildShipments ?? Number.POSITIVE_INFINITY;
  const locations = maxFulfillingLocations ?? Number.POSITIVE_INFINITY;
  const split = maxSplitItemLocations ?? Number.POSITIVE_INFINITY;
  return {
    // What is no limit is not counted for: counting takes as long as a small part of the search.
    split: split < Math.min(packages, locations) && split < mostLocationsOfALine(problem) ? split : null,
    packages:
      packages < packageLocation.length
        ? { placeOf: Int32Array.from(packageLocation, (_, item) => item), most: packages, mostOfLine: null }
        : null,
    locations:
      locations < packages && locations < new Set(packageLocation).size
        ? { placeOf: packageLocation, most: locations, mostOfLine: maxSplitItemLocations }
        : null,
  };
}

function mostLocationsOfALine({
  cellLine,
  cellSource,
  sourcePackage,
  packageLocation,
  lineQuantity,
}: AllocationProblem): number {
  const locations = Array.from(lineQuantity, () => new Set<number>());
  cellLine.forEach((line, cell) => {
    locations[line]!.add(packageLocation[sourcePackage[cellSource[cell]!]!]!);
  });
  return locations.reduce((most, used) => Math.max(most, used.size), 0);
}
