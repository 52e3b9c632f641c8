import type { Solved } from '../decision/solved.ts';
import type { AllocationAnswer } from '../solver/outcome.ts';

/** Who answered and why; of what was stopped `solve.ts` says what it ran into. */
const METHODS = {
  'closed form': {
    engine: 'closed-form',
    reason: 'the closed form answered, because no tier leaves a choice of packages',
    infeasible: 'the closed form answered, because lines want more units than all their sources hold',
  },
  search: {
    engine: 'structured-search',
    reason: 'the structured search answered, because only which packages to open was left to choose',
    infeasible: 'the structured search answered, because no packages within the limits hold enough',
  },
  heuristic: {
    engine: 'greedy',
    reason: 'a greedy pass answered, because bounds from flows without limits prove its plan',
    infeasible: 'flows without limits answered, because they cannot cover what is wanted',
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
