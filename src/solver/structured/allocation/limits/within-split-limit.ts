import type { AllocationProblem } from '../../../../program/allocation-problem.ts';
import { infeasible } from '../infeasible.ts';
import type { LineClass } from '../reductions/merge-lines.ts';
import { solveWithinSplitLimit } from './competing/solve-within-split-limit.ts';
import { keepsSplitLimit } from './keeps-limits.ts';
import type { Relaxation } from './relaxation.ts';
import { linesApart, solveApart } from './solve-apart.ts';

/**
 * Keeps the limit on the locations of a line.
 *
 * Where every line is alone with its product, {@link solveApart} finds the best plan. Elsewhere what is best without
 * the limit is best with it, if it keeps it: in the levels and in the tie-break; where it does not,
 * {@link solveWithinSplitLimit} is given a part of the time; where it has not ended by then, an engine is asked instead.
 *
 * @param relaxation solves the same problem without the limit
 */
export function withinSplitLimit(
  problem: AllocationProblem,
  mostLocations: number,
  relaxation: Relaxation,
): Relaxation {
  // The levels of some classes are mostly asked just before their plan, and both begin alike.
  let last: { readonly classes: readonly LineClass[]; readonly apart: ReturnType<typeof linesApart> } | null =
    null;
  const apartOf = (classes: readonly LineClass[]) => {
    if (problem.weights !== null) return null;
    if (last?.classes !== classes) last = { classes, apart: linesApart(problem, classes, mostLocations) };
    return last.apart;
  };
  return {
    solve(classes, budget, known) {
      const apart = apartOf(classes);
      if (apart === 'infeasible') return infeasible('search');
      if (apart !== null) return solveApart(problem, apart, budget);
      const relaxed = relaxation.solve(classes, budget);
      const keeps = relaxed !== null && keepsSplitLimit(problem, mostLocations, relaxed.units);
      if (relaxed === null || keeps || relaxed.status === 'infeasible') return relaxed;
      if (known !== undefined) {
        return solveWithinSplitLimit({ problem, classes, mostLocations, relaxation, known }, budget);
      }
      const now = performance.now();
      const { splitShare, splitNodes } = budget.parameters;
      const share = { ...budget, deadline: now + splitShare * (budget.deadline - now), nodes: splitNodes };
      const found = solveWithinSplitLimit(
        { problem, classes, mostLocations, relaxation, known: null },
        share,
      );
      return found?.status === 'stopped' ? null : found;
    },
    unitLevels(classes) {
      const apart = apartOf(classes);
      if (apart === 'infeasible') return null;
      return apart === null ? relaxation.unitLevels(classes) : apart.unitLevels;
    },
  };
}
