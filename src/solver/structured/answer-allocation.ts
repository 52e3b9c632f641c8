import type { AllocationProblem } from '../../program/allocation-problem.ts';
import { betterNothing, isNothing } from '../../program/nothing-released.ts';
import { compareLevels, fiveLevels, levelsOfPlan } from '../../program/plan-levels.ts';
import type { AllocationAnswer } from '../outcome.ts';
import { DEFAULT_PARAMETERS, type SolveParameters } from '../parameters.ts';
import { type AllocationLimits, solveAllocation } from './allocation/solve-allocation.ts';
import { greedyPlan } from './greedy/greedy-plan.ts';
import { relaxedBounds } from './plan/relaxed-bounds.ts';

/** Costs that differ by less than this part of their size are equal. */
const TOLERANCE = 1e-9;

/**
 * Solves an allocation problem by its structure. Where that declines it, or is stopped, a greedy plan and the bounds of
 * flows without limits answer as well as they can; they may even prove each other.
 */
export function answerAllocation(problem: AllocationProblem, limits: AllocationLimits): AllocationAnswer {
  const deadline = performance.now() + limits.timeLimitMs;
  const { parameters = DEFAULT_PARAMETERS } = limits;
  const answer = solveAllocation(problem, limits);
  if ('declined' in answer) {
    return completed(problem, deadline, parameters, { ...NOTHING, declined: answer.declined });
  }
  return answer.status === 'stopped' ? completed(problem, deadline, parameters, answer) : answer;
}

const NOTHING: AllocationAnswer = {
  status: 'stopped',
  units: null,
  tieBreakProven: false,
  bounds: new Float64Array(),
  method: 'heuristic',
};

/** The answer with the better plan and the better bounds of the two. */
function completed(
  problem: AllocationProblem,
  deadline: number,
  parameters: SolveParameters,
  answer: AllocationAnswer,
): AllocationAnswer {
  const { units, method } = betterPlan(problem, deadline, parameters, answer);
  // No level is below 0, so 0 is a bound where the search, which may have declined, says none.
  let bounds = new Float64Array(problem.weights === null ? 5 : 1).map(
    (_, level) => answer.bounds[level] ?? 0,
  );
  if (units === null || isNothing(units) || !boundsAll(problem, bounds, units)) {
    const relaxed = relaxedBounds(problem, units && fiveLevels(problem, units));
    if (relaxed.isInfeasible) return { ...NOTHING, status: 'infeasible', method: 'closed form' };
    bounds = relaxed.bounds.map((bound, level) => Math.max(bound, bounds[level]!));
  }
  const rest = { ...answer, units, bounds, method };
  if (units === null || !areMet(bounds, levelsOfPlan(problem, units))) return rest;
  return { ...rest, status: 'optimal' };
}

/** Whether every level that the plan costs something in is bounded: then flows seldom add to that, and take a while. */
function boundsAll(problem: AllocationProblem, bounds: Float64Array, units: Float64Array): boolean {
  return levelsOfPlan(problem, units).every((value, level) => value === 0 || (bounds[level] ?? 0) > 0);
}

/** The better plan of the search and of the greedy pass; one that releases nothing where that is better than both. */
function betterPlan(
  problem: AllocationProblem,
  deadline: number,
  parameters: SolveParameters,
  { units, method }: AllocationAnswer,
): Pick<AllocationAnswer, 'units' | 'method'> {
  const isWorth =
    units !== null && !isNothing(units) && betterNothing(problem, levelsOfPlan(problem, units)) === null;
  if (isWorth && performance.now() >= deadline) return { units, method };
  const greedy = greedyPlan(problem, deadline, parameters);
  const isBetter =
    greedy !== null && (units === null || compareLevels(greedy.levels, levelsOfPlan(problem, units)) < 0);
  return isBetter ? { units: greedy.units, method: 'heuristic' } : { units, method };
}

const areMet = (bounds: Float64Array, levels: Float64Array): boolean =>
  levels.every((value, level) => value - bounds[level]! <= TOLERANCE * Math.abs(value));
