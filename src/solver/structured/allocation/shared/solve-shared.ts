import type { AllocationProblem } from '../../../../program/allocation-problem.ts';
import type { AllocationAnswer } from '../../../outcome.ts';
import type { Budget } from '../../search/budget.ts';
import { priceScale } from '../price-scale.ts';
import { comparePlans, type Plan } from '../rank-plans.ts';
import { rankOf } from '../reductions/close-unit-levels.ts';
import { boundsOf, mostCost } from '../solve-lexicographic.ts';
import { firstFlow } from './first-flow.ts';
import { openPackages } from './open-packages.ts';
import type { Release } from './release-choices.ts';
import { unitLevelsOf } from './release-choices.ts';

/**
 * Solves an attempt in the lexicographic order, where lines of one product may take from different sources: levels 1 to
 * 3 by flows, then the fewest packages, the least cost and the earliest packages by a search, and last the first of the
 * flows from these packages.
 */
function solveShared(problem: AllocationProblem, release: Release, budget: Budget): Plan {
  const { sourcePackage, packageCost, sourceUnitCost, cellSource } = problem;
  const scale = priceScale([packageCost, sourceUnitCost], mostCost(problem));
  const faces = release.products.map(({ face }) => face);
  const { open, openedBound, costGap, ...found } = openPackages(problem, faces, scale, budget);
  const units = new Float64Array(problem.cellLine.length);
  const cells = cellsByLine(problem);
  for (const { product } of release.products) {
    const sources = product.sources.filter((source) => open.has(sourcePackage[source]!));
    firstFlow(
      problem.sourceAvailable,
      {
        lines: product.classes.flatMap((each) => each.lines).sort((a, b) => a - b),
        wants: release.released,
        sources,
        price: rankThenCost(problem, sources),
        cellOf: (line, source) => cells[line]!.get(source) ?? -1,
      },
      units,
    );
  }
  const taken = new Float64Array(sourcePackage.length);
  for (const [cell, given] of units.entries()) taken[cellSource[cell]!]! += given;
  const [unfilled] = unitLevelsOf(problem, release);
  const opening = [...open].reduce((total, item) => total + packageCost[item]!, 0);
  return {
    status: found.proven ? 'optimal' : 'stopped',
    tieBreakProven: found.tieBreakProven,
    units,
    bounds: boundsOf(problem, taken, [unfilled!, openedBound, opening - costGap / scale.scale]),
    method: found.isForced ? 'closed form' : 'search',
  };
}

/** The best plan of releases that are equal in levels 1 to 3. */
export function bestOf(
  problem: AllocationProblem,
  releases: readonly Release[],
  budget: Budget,
): AllocationAnswer {
  const plans = releases.map((release) => solveShared(problem, release, budget));
  if (plans.length === 1) return plans[0]!;
  const tieBreakProven = plans.every((plan) => plan.tieBreakProven);
  if (plans.every(({ status }) => status === 'optimal')) {
    const best = plans.reduce((a, b) => (comparePlans(problem, a, b) <= 0 ? a : b));
    return { ...best, tieBreakProven };
  }
  // The least bounds hold for every release; that of the cost only where the number of packages is known.
  const packages = Math.min(...plans.map(({ bounds }) => bounds[3]!));
  const bounds = Float64Array.of(...plans[0]!.bounds.subarray(0, 3), packages, 0);
  return { ...plans[0]!, status: 'stopped', tieBreakProven: false, bounds };
}

/** The cell of each line and source. */
function cellsByLine({ cellLine, cellSource, lineQuantity }: AllocationProblem): Map<number, number>[] {
  const cells = Array.from(lineQuantity, () => new Map<number, number>());
  for (const [cell, line] of cellLine.entries()) cells[line]!.set(cellSource[cell]!, cell);
  return cells;
}

/** Numbers sources by what a unit costs in levels 2 and 3, and then in level 5. */
function rankThenCost(problem: AllocationProblem, sources: readonly number[]): number[] {
  const { sourceUnitCost } = problem;
  const compare = (a: number, b: number) => {
    const [rankA, rankB] = [rankOf(problem, a), rankOf(problem, b)];
    return rankA === rankB ? sourceUnitCost[a]! - sourceUnitCost[b]! : rankA < rankB ? -1 : 1;
  };
  const number = new Map<number, number>();
  let last: number | null = null;
  for (const source of [...sources].sort(compare)) {
    const isSame = last !== null && compare(last, source) === 0;
    number.set(source, isSame ? number.get(last!)! : number.size);
    last = source;
  }
  return sources.map((source) => number.get(source)!);
}
