import type { Solved } from '../decision/solved.ts';
import type { AllocationAnswer } from '../solver/outcome.ts';

const METHODS = {
  'closed form': {
    engine: 'closed-form',
    reason: 'no tier leaves a choice of packages',
    infeasible: 'a line wants more units than all its sources hold',
  },
  search: {
    engine: 'structured-search',
    reason: 'only which packages to open had to be searched',
    infeasible: 'no locations within the limit hold enough',
  },
  heuristic: {
    engine: 'greedy',
    reason: 'a greedy plan, with bounds from flows without limits',
    infeasible: 'flows without limits cannot cover it',
  },
} as const;

/** What the structured search answered, in the decision's terms. */
export function solvedByStructure(
  { status, units, bounds, method, tieBreakProven }: AllocationAnswer,
  startedAt: number,
): Solved {
  const { engine, reason, infeasible } = METHODS[method];
  return {
    termination: status === 'stopped' ? 'time-limit' : status,
    units,
    tieBreakProven,
    bounds,
    engine,
    reason: status === 'infeasible' ? infeasible : reason,
    solveMs: performance.now() - startedAt,
  };
}
