import type { AllocationProblem } from './allocation-problem.ts';
import { compareLevels, levelsOfPlan, type PlanLevels } from './plan-levels.ts';

/** Whether a plan releases nothing. @param units of each cell */
export const isNothing = (units: Float64Array): boolean => units.every((given) => given === 0);

/**
 * The plan that releases nothing, where it is better than this one: in a partial release by the caller's own prices
 * leaving everything where it is can cost less. Null where it is not, and where it is no plan: a full release has to
 * release all, and without weights whatever is released is better than nothing.
 *
 * @param levels of the plan that it is compared with
 */
export function betterNothing(problem: AllocationProblem, levels: PlanLevels): Float64Array | null {
  if (problem.weights === null || problem.mode === 'none') return null;
  const nothing = new Float64Array(problem.cellLine.length);
  return compareLevels(levelsOfPlan(problem, nothing), levels) < 0 ? nothing : null;
}
