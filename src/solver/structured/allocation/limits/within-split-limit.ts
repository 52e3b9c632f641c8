import type { AllocationProblem } from '../../../../program/allocation-problem.ts';
import type { Budget } from '../../search/budget.ts';
import type { Relaxation } from '../solve-within-locations.ts';
import { keepsSplitLimit } from './keeps-limits.ts';
import { linesApart, solveApart } from './solve-apart.ts';

/**
 * Keeps the limit on the locations of a line.
 *
 * What is best without the limit is best with it, if it keeps it: in the levels and in the tie-break. Where it does not
 * keep it, {@link solveApart} finds the best plan that does, if every line is alone with its product.
 *
 * @param relaxation solves the same problem without the limit
 */
export function withinSplitLimit(
  problem: AllocationProblem,
  mostLocations: number,
  relaxation: Relaxation,
  budget: Budget,
): Relaxation {
  const apartOf: (classes: Parameters<Relaxation['solve']>[0]) => ReturnType<typeof linesApart> = (
    classes,
  ) => (problem.weights === null ? linesApart(problem, classes, mostLocations) : null);
  return {
    solve(classes) {
      const apart = apartOf(classes);
      if (apart === 'infeasible') {
        return { status: 'infeasible', units: null, bounds: new Float64Array(), method: 'search' };
      }
      const relaxedLevels = apart === null ? null : relaxation.unitLevels(classes);
      const isWorse = relaxedLevels?.some((value, level) => value !== apart!.unitLevels[level]) ?? false;
      if (!isWorse) {
        const relaxed = relaxation.solve(classes);
        if (relaxed === null || relaxed.status === 'infeasible') return relaxed;
        if (keepsSplitLimit(problem, mostLocations, relaxed.units)) return relaxed;
      }
      return apart === null ? null : solveApart(problem, apart, budget);
    },
    unitLevels(classes) {
      const apart = apartOf(classes);
      if (apart === 'infeasible') return null;
      return apart === null ? relaxation.unitLevels(classes) : apart.unitLevels;
    },
  };
}
