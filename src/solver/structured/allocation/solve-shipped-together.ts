import type { AllocationProblem } from '../../../program/allocation-problem.ts';
import type { AllocationAnswer, Declined } from '../../outcome.ts';
import { keepsPlaceLimit } from './limits/keeps-limits.ts';
import { planValues } from './limits/plan-values.ts';
import { withKitLines } from './reductions/kit-lines.ts';

/** Levels 1 to 3 count units: a kit stands for several there. */
const LEVELS_OF_UNITS = 3;

/**
 * Solves an attempt of which some groups are shipped together, as one with lines of kits in their place.
 *
 * What is best without a limit on locations or packages is best with it, if it keeps it.
 *
 * @param solve solves the problem with the lines of kits, in which no group is shipped together
 */
export function solveShippedTogether(
  problem: AllocationProblem,
  solve: (problem: AllocationProblem) => AllocationAnswer | Declined,
): AllocationAnswer | Declined {
  const kitLines = withKitLines(problem);
  if (kitLines === null) {
    return { declined: 'lines that are shipped together compete with others for a product, or have prices' };
  }
  const answer = solve(kitLines.problem);
  if ('declined' in answer || answer.units === null) return answer;
  const units = kitLines.unitsOf(answer.units);
  if (!keepsLimits(problem, units)) {
    return { declined: 'a limit on locations or children binds, and lines are shipped together' };
  }
  const values = planValues(problem, units);
  if (answer.status === 'optimal') return { ...answer, units, bounds: values };
  // Each line is at its best in a level of units that is proven to be at its best in kits.
  const inKits = planValues(kitLines.problem, answer.units);
  const bounds = answer.bounds.map((bound, level) => {
    if (level >= LEVELS_OF_UNITS) return bound;
    return bound >= inKits[level]! ? values[level]! : 0;
  });
  return { ...answer, units, bounds };
}

function keepsLimits(problem: AllocationProblem, units: Float64Array): boolean {
  const { maxFulfillingLocations, maxChildShipments, packageLocation } = problem;
  const itself = packageLocation.map((_, item) => item);
  return (
    keepsPlaceLimit(
      problem,
      {
        placeOf: packageLocation,
        most: maxFulfillingLocations ?? Number.POSITIVE_INFINITY,
      },
      units,
    ) &&
    keepsPlaceLimit(problem, { placeOf: itself, most: maxChildShipments ?? Number.POSITIVE_INFINITY }, units)
  );
}
