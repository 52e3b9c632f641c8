import type { AllocationProblem } from '../../../../program/allocation-problem.ts';
import type { AllocationAnswer } from '../../../outcome.ts';
import type { Budget } from '../../search/budget.ts';
import type { LineClass } from '../reductions/merge-lines.ts';
import { solveWithinPlaces } from '../solve-within-locations.ts';
import { setsOf, usefulPlaces } from './competing/place-sets.ts';
import { solveByPlaceSets } from './competing/solve-by-place-sets.ts';
import { keepsPlaceLimit } from './keeps-limits.ts';
import type { PlaceLimit, Relaxation } from './relaxation.ts';

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
      const unitLevels = relaxation.unitLevels(classes);
      if (unitLevels !== null && !hasFewSets(problem, classes, limit, budget)) {
        return solveWithinPlaces(problem, limit, classes, relaxation, { answer: null, unitLevels }, budget);
      }
      const relaxed = solveInPart(relaxation, classes, budget);
      if (relaxed?.status === 'infeasible') return relaxed;
      if ((relaxed === null || !isKept(relaxed)) && hasFewSets(problem, classes, limit, budget)) {
        const found = solveByPlaceSets(problem, classes, limit, relaxation, budget);
        if (found !== null) return found;
      }
      if (relaxed === null) return null;
      if (!isKept(relaxed)) {
        const known = { answer: relaxed, unitLevels: null };
        return solveWithinPlaces(problem, limit, classes, relaxation, known, budget);
      }
      if (relaxed.status === 'optimal') return relaxed;
      const longer = relaxation.solve(classes, budget);
      return longer !== null && isKept(longer) ? longer : relaxed;
    },
    unitLevels: (classes) => relaxation.unitLevels(classes),
  };
}

/**
 * Whether a limit on the locations of a line meets this one where lines compete or have weights, and there are few enough
 * sets of places to try each.
 */
function hasFewSets(
  problem: AllocationProblem,
  classes: readonly LineClass[],
  limit: PlaceLimit,
  { parameters: { placeSets } }: Budget,
): boolean {
  const isApart =
    problem.weights === null && new Set(problem.lineProduct).size === problem.lineProduct.length;
  if (limit.mostOfLine === null || isApart) return false;
  return setsOf(usefulPlaces(problem, classes, limit).length, limit.most, placeSets) < placeSets;
}

/** Asks the relaxation, which may spend its share of the budget. */
function solveInPart(
  relaxation: Relaxation,
  classes: readonly LineClass[],
  budget: Budget,
): AllocationAnswer | null {
  const now = performance.now();
  const { relaxationShare } = budget.parameters;
  const nodes = Math.ceil(budget.nodes * relaxationShare);
  const deadline = now + relaxationShare * (budget.deadline - now);
  const share = { ...budget, deadline, nodes };
  const answer = relaxation.solve(classes, share);
  budget.nodes -= nodes - share.nodes;
  return answer;
}
