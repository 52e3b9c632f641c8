import type { AllocationProblem } from '../../../../program/allocation-problem.ts';
import type { AllocationAnswer } from '../../../outcome.ts';
import type { Budget } from '../../search/budget.ts';
import type { LineClass } from '../reductions/merge-lines.ts';
import { solveWithinPlaces } from '../solve-within-locations.ts';
import { keepsPlaceLimit } from './keeps-limits.ts';
import type { PlaceLimit, Relaxation } from './relaxation.ts';

/** What the relaxation may take of the time that is left, before the limit is searched in any case. */
const RELAXATION_SHARE = 0.25;

/**
 * Keeps a limit on locations or on packages.
 *
 * The best plan without the limit is the best plan with it, if it keeps the limit: in the levels and in the tie-break.
 * Where it does not keep it, {@link solveWithinPlaces} finds the best plan that does.
 *
 * @param relaxation solves the same problem without this limit; it may keep other limits
 */
export function withinPlaces(
  problem: AllocationProblem,
  limit: PlaceLimit,
  relaxation: Relaxation,
): Relaxation {
  const isKept = (answer: AllocationAnswer) =>
    answer.units !== null && keepsPlaceLimit(problem, limit, answer.units);
  return {
    solve(classes, budget) {
      const relaxed = solveInPart(relaxation, classes, budget);
      if (relaxed === null || relaxed.status === 'infeasible') return relaxed;
      if (!isKept(relaxed)) return solveWithinPlaces(problem, limit, classes, relaxation, relaxed, budget);
      if (relaxed.status === 'optimal') return relaxed;
      const longer = relaxation.solve(classes, budget);
      return longer !== null && isKept(longer) ? longer : relaxed;
    },
    unitLevels: (classes) => relaxation.unitLevels(classes),
  };
}

/** Asks the relaxation, which may spend its share of the budget. */
function solveInPart(
  relaxation: Relaxation,
  classes: readonly LineClass[],
  budget: Budget,
): AllocationAnswer | null {
  const now = performance.now();
  const nodes = Math.ceil(budget.nodes * RELAXATION_SHARE);
  const deadline = now + RELAXATION_SHARE * (budget.deadline - now);
  const share = { ...budget, deadline, nodes };
  const answer = relaxation.solve(classes, share);
  budget.nodes -= nodes - share.nodes;
  return answer;
}
