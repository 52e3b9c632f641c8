import type { AllocationProblem } from '../../../../program/allocation-problem.ts';
import { keepsSplitLimit } from './keeps-limits.ts';
import type { Relaxation } from './relaxation.ts';
import { linesApart, solveApart } from './solve-apart.ts';

/**
 * Keeps the limit on the locations of a line.
 *
 * Where every line is alone with its product, {@link solveApart} finds the best plan. Elsewhere what is best without
 * the limit is best with it, if it keeps it: in the levels and in the tie-break.
 *
 * @param relaxation solves the same problem without the limit
 */
export function withinSplitLimit(
  problem: AllocationProblem,
  mostLocations: number,
  relaxation: Relaxation,
): Relaxation {
  const apartOf: (classes: Parameters<Relaxation['solve']>[0]) => ReturnType<typeof linesApart> = (
    classes,
  ) => (problem.weights === null ? linesApart(problem, classes, mostLocations) : null);
  return {
    solve(classes, budget) {
      const apart = apartOf(classes);
      if (apart === 'infeasible') {
        return {
          status: 'infeasible',
          units: null,
          tieBreakProven: false,
          bounds: new Float64Array(),
          method: 'search',
        };
      }
      if (apart !== null) return solveApart(problem, apart, budget);
      const relaxed = relaxation.solve(classes, budget);
      const keeps = relaxed !== null && keepsSplitLimit(problem, mostLocations, relaxed.units);
      return keeps ? relaxed : null;
    },
    unitLevels(classes) {
      const apart = apartOf(classes);
      if (apart === 'infeasible') return null;
      return apart === null ? relaxation.unitLevels(classes) : apart.unitLevels;
    },
  };
}
