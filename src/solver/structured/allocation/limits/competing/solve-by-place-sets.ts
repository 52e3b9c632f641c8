import type { AllocationProblem } from '../../../../../program/allocation-problem.ts';
import type { AllocationAnswer } from '../../../../outcome.ts';
import type { Budget } from '../../../search/budget.ts';
import { infeasible } from '../../infeasible.ts';
import { comparePlans, type Plan } from '../../rank-plans.ts';
import type { LineClass } from '../../reductions/merge-lines.ts';
import { planValues } from '../plan-values.ts';
import type { PlaceLimit, Relaxation } from '../relaxation.ts';
import { unitValues } from './line-values.ts';
import { placeSets } from './place-sets.ts';

/** Sums of weighted values differ only beyond this part of their size. */
const TOLERANCE = 1e-9;

/**
 * Solves an attempt under a limit on places of which there are few sets: the best plan from each set, the most
 * promising first, until the bounds of the others are worse than the best plan.
 *
 * @param relaxation solves the problem from some places; it keeps the other limits
 * @returns null where the relaxation does not cover the problem, and where there was no time to look at every set
 */
export function solveByPlaceSets(
  problem: AllocationProblem,
  classes: readonly LineClass[],
  limit: PlaceLimit,
  relaxation: Relaxation,
  budget: Budget,
): AllocationAnswer | null {
  const values = unitValues(problem);
  const sets = values && placeSets(problem, classes, limit, values, budget.deadline);
  if (values === null || sets === null) return null;
  const { sourcePackage, sourceAvailable } = problem;
  let best: Plan | null = null;
  let tieBreakProven = true;
  for (const { places, value } of sets) {
    const slack = problem.weights === null ? 0 : TOLERANCE * Math.abs(value);
    if (best !== null && value > values.of(best.bounds) + slack) break;
    if (--budget.nodes <= 0 || performance.now() >= budget.deadline) return stopped(best);
    const from = classes.map((each) => {
      const sources = each.sources.filter((source) =>
        places.includes(limit.placeOf[sourcePackage[source]!]!),
      );
      return { ...each, sources, supply: sources.reduce((sum, source) => sum + sourceAvailable[source]!, 0) };
    });
    const answer: AllocationAnswer | null = relaxation.solve(from, budget, best);
    if (answer === null) return null;
    if (answer.units !== null) {
      const bounds = answer.status === 'stopped' ? planValues(problem, answer.units) : answer.bounds;
      const plan: Plan = { ...answer, units: answer.units, bounds };
      if (best === null || comparePlans(problem, plan, best) < 0) best = plan;
      tieBreakProven &&= answer.tieBreakProven;
    }
    if (answer.status === 'stopped') return stopped(best);
  }
  if (best === null) return infeasible('search');
  return { ...best, status: 'optimal', tieBreakProven, method: 'search' };
}

const NOTHING: AllocationAnswer = {
  status: 'stopped',
  units: null,
  tieBreakProven: false,
  bounds: new Float64Array(),
  method: 'search',
};

/** The best plan so far, of which nothing is proven. */
const stopped = (best: Plan | null): AllocationAnswer =>
  best === null ? NOTHING : { ...NOTHING, units: best.units, bounds: best.bounds.map(() => 0) };
