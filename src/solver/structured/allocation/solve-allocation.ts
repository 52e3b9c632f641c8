import type { AllocationProblem } from '../../../program/allocation-problem.ts';
import type { AllocationAnswer, Declined } from '../../outcome.ts';
import { DEFAULT_PARAMETERS, type SolveParameters } from '../../parameters.ts';
import type { Budget } from '../search/budget.ts';
import { keepsLocationLimit } from './limits/keeps-limits.ts';
import { withinSplitLimit } from './limits/within-split-limit.ts';
import { mergeLines } from './reductions/merge-lines.ts';
import { releasedUnits } from './reductions/released-units.ts';
import { solveLexicographic, unitLevels } from './solve-lexicographic.ts';
import { solveWeighted } from './solve-weighted.ts';
import { type Relaxation, solveWithinLocations } from './solve-within-locations.ts';

/** What one solve may spend. */
export interface AllocationLimits {
  readonly timeLimitMs: number;
  /** Nodes after which the search counts as stalled. */
  readonly nodeLimit: number;
  /** @defaultValue every parameter at its default */
  readonly parameters?: SolveParameters;
}

/** Solves an allocation problem by its structure, or says which part of it the structure does not cover. */
export function solveAllocation(
  problem: AllocationProblem,
  { timeLimitMs, nodeLimit, parameters = DEFAULT_PARAMETERS }: AllocationLimits,
): AllocationAnswer | Declined {
  if (problem.maxChildShipments !== null) return { declined: 'the child shipments are limited' };
  if (countsKits(problem)) return { declined: 'lines are released or shipped in whole kits' };
  const classes = mergeLines(problem);
  if (classes === null) return { declined: 'lines of one product may take from different places' };
  const budget: Budget = { deadline: performance.now() + timeLimitMs, nodes: nodeLimit, parameters };
  const unlimited = relaxationOf(problem, budget);
  const { maxSplitItemLocations } = problem;
  const relaxation =
    maxSplitItemLocations !== null && splitLimitCouldBind(problem)
      ? withinSplitLimit(problem, maxSplitItemLocations, unlimited, budget)
      : unlimited;
  const answer = relaxation.solve(classes);
  if (answer === null) {
    return {
      declined:
        relaxation === unlimited
          ? 'its combination of weights, groups and partial release'
          : 'the limit on the locations of a line, with lines that compete or with weights',
    };
  }
  // The best plan without the limit on locations is the best plan with it, if it keeps the limit.
  if (answer.status === 'infeasible' || keepsLocationLimit(problem, answer.units)) return answer;
  const limited = solveWithinLocations(problem, classes, relaxation, budget);
  return (
    limited ?? {
      declined: 'the limit on locations binds, and lines kept together compete for what it leaves',
    }
  );
}

/** The relaxation without the limit on locations, for the sources of any line classes. */
function relaxationOf(problem: AllocationProblem, budget: Budget): Relaxation {
  const { weights } = problem;
  if (weights !== null) {
    return { solve: (classes) => solveWeighted(problem, classes, weights, budget), unitLevels: () => null };
  }
  return {
    solve(classes) {
      const released = releasedUnits(problem, classes, budget.parameters.enumeratedLines);
      if (released === null) return null;
      return released === 'infeasible'
        ? infeasible()
        : solveLexicographic(problem, classes, released, budget);
    },
    unitLevels(classes) {
      const released = releasedUnits(problem, classes, budget.parameters.enumeratedLines);
      return released instanceof Float64Array ? unitLevels(problem, classes, released) : null;
    },
  };
}

const infeasible = (): AllocationAnswer => ({
  status: 'infeasible',
  units: null,
  tieBreakProven: false,
  bounds: new Float64Array(),
  method: 'closed form',
});

/** Whether lines that are kept together are released in kits, or leave in kits from each package. */
function countsKits({ mode, groupKits, groupTogether }: AllocationProblem): boolean {
  return groupTogether.includes(1) || (mode === 'quantity' && groupKits.some((kits) => kits > 1));
}

function splitLimitCouldBind({
  maxSplitItemLocations,
  cellLine,
  cellSource,
  sourcePackage,
  packageLocation,
  lineQuantity,
}: AllocationProblem): boolean {
  if (maxSplitItemLocations === null) return false;
  const locations = Array.from(lineQuantity, () => new Set<number>());
  cellLine.forEach((line, cell) => {
    locations[line]!.add(packageLocation[sourcePackage[cellSource[cell]!]!]!);
  });
  return locations.some((used) => used.size > maxSplitItemLocations);
}
