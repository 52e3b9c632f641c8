import type { AllocationProblem } from '../../../program/allocation-problem.ts';
import type { Cells } from '../greedy/commodity.ts';
import { kitOffers, type Want, wantsOf } from '../greedy/wants.ts';

/** What one package could give to a line or to lines that ship together, in units or kits. */
interface Reach {
  readonly item: number;
  readonly most: number;
}

/**
 * The lines that no plan releases, not even the least that their mode allows: the packages that the limits leave to one
 * line hold too little of it, or of another line of its group, even if all their stock were for that line.
 *
 * @returns 1 for each such line, by position
 */
export function unreachableLines(problem: AllocationProblem, cells: Cells): Uint8Array {
  const unreachable = new Uint8Array(problem.lineQuantity.length);
  for (const want of wantsOf(problem)) {
    if (!isReachable(problem, cells, want)) for (const line of want.lines) unreachable[line] = 1;
  }
  return unreachable;
}

function isReachable(problem: AllocationProblem, cells: Cells, want: Want): boolean {
  if (want.together) {
    const offers = kitOffers(problem, cells, want, problem.sourceAvailable);
    return (
      mostOf(
        problem,
        offers.map(({ item, kits }) => ({ item, most: kits })),
      ) >= want.step
    );
  }
  const { cellSource, sourcePackage, sourceAvailable } = problem;
  return want.lines.every((line, at) => {
    const reach = cells.ofLine[line]!.map((cell) => {
      const source = cellSource[cell]!;
      return { item: sourcePackage[source]!, most: sourceAvailable[source]! };
    });
    return mostOf(problem, reach) >= want.step * want.kitUnits[at]!;
  });
}

/** The most from as many packages, and from packages of as many locations, as one line may have. */
function mostOf(problem: AllocationProblem, reach: readonly Reach[]): number {
  const { packageLocation, maxSplitItemLocations, maxFulfillingLocations, maxChildShipments } = problem;
  const packages = maxChildShipments ?? Number.POSITIVE_INFINITY;
  const locations = Math.min(
    packages,
    maxSplitItemLocations ?? Number.POSITIVE_INFINITY,
    maxFulfillingLocations ?? Number.POSITIVE_INFINITY,
  );
  const atLocation = new Map<number, number>();
  for (const { item, most } of reach) {
    const location = packageLocation[item]!;
    atLocation.set(location, (atLocation.get(location) ?? 0) + most);
  }
  return Math.min(
    largest([...atLocation.values()], locations),
    largest(
      reach.map(({ most }) => most),
      packages,
    ),
  );
}

const largest = (values: readonly number[], count: number): number =>
  [...values]
    .sort((a, b) => b - a)
    .slice(0, Math.min(count, values.length))
    .reduce((sum, value) => sum + value, 0);
