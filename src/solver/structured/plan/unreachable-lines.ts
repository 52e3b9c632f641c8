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
 * line hold too little of it, or of another line of its group, even if all their stock were for that line; or those that
 * they leave to the lines of its group that share a product hold too little of it for all of these.
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
        1,
      ) >= want.step
    );
  }
  return byProduct(problem, want).every((some) => {
    const least = some.reduce((sum, at) => sum + want.step * want.kitUnits[at]!, 0);
    const lines = some.map((at) => want.lines[at]!);
    const most = (each: readonly number[]) => mostOf(problem, reachOf(problem, cells, each), each.length);
    const isEachReached = some.every((at) => most([want.lines[at]!]) >= want.step * want.kitUnits[at]!);
    return isEachReached && (some.length === 1 || most(lines) >= least);
  });
}

/** Positions of the lines of a want that share a product, and so its stock. */
function byProduct({ lineProduct }: AllocationProblem, { lines }: Want): number[][] {
  const positions = new Map<number, number[]>();
  lines.forEach((line, at) => {
    const known = positions.get(lineProduct[line]!);
    if (known === undefined) positions.set(lineProduct[line]!, [at]);
    else known.push(at);
  });
  return [...positions.values()];
}

/** What the packages could give to some lines of one product, were all of it theirs. */
function reachOf(problem: AllocationProblem, cells: Cells, lines: readonly number[]): Reach[] {
  const { cellSource, sourcePackage, sourceAvailable } = problem;
  const sources = new Set(lines.flatMap((line) => cells.ofLine[line]!.map((cell) => cellSource[cell]!)));
  return [...sources].map((source) => ({ item: sourcePackage[source]!, most: sourceAvailable[source]! }));
}

/** The most from as many packages, and from packages of as many locations, as so many lines may have together. */
function mostOf(problem: AllocationProblem, reach: readonly Reach[], lines: number): number {
  const { packageLocation, maxSplitItemLocations, maxFulfillingLocations, maxChildShipments } = problem;
  const packages = maxChildShipments ?? Number.POSITIVE_INFINITY;
  const locations = Math.min(
    packages,
    lines * (maxSplitItemLocations ?? Number.POSITIVE_INFINITY),
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
