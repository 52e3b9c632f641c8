import type { AllocationProblem } from '../../../program/allocation-problem.ts';
import { compareLevels, levelsOfPlan } from '../../../program/plan-levels.ts';
import type { PackageFiller } from './fill-packages.ts';

/**
 * Closes the packages of a plan one by one, those that give least first, where the others cover what it gave and the plan
 * becomes better.
 *
 * @param units of each cell
 * @param released kits of each want
 * @param isTimeLeft is asked once a package
 * @returns units of each cell
 */
export function closePackages(
  problem: AllocationProblem,
  filler: PackageFiller,
  units: Float64Array,
  released: readonly number[],
  isTimeLeft: () => boolean,
): Float64Array {
  const { cellSource, sourcePackage, packageCost } = problem;
  const given = new Float64Array(packageCost.length);
  units.forEach((each, cell) => {
    given[sourcePackage[cellSource[cell]!]!]! += each;
  });
  const open = Uint8Array.from(given, (each) => (each > 0 ? 1 : 0));
  let best = units;
  let levels = levelsOfPlan(problem, units);
  const leastFirst = [...open.keys()]
    .filter((item) => open[item] === 1)
    .sort((a, b) => given[a]! - given[b]!);
  for (const item of leastFirst) {
    if (!isTimeLeft()) break;
    open[item] = 0;
    const flow = filler.fill(open, released);
    const next = flow.wanted.every((left) => left === 0) ? levelsOfPlan(problem, flow.units) : null;
    if (next !== null && compareLevels(next, levels) < 0) {
      best = flow.units;
      levels = next;
    } else open[item] = 1;
  }
  return best;
}
