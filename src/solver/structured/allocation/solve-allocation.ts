import type { AllocationProblem } from '../../../program/allocation-problem.ts';
import type { AllocationAnswer, Declined } from '../../outcome.ts';
import { DEFAULT_PARAMETERS, type SolveParameters } from '../../parameters.ts';
import type { Budget } from '../search/budget.ts';
import { infeasible } from './infeasible.ts';
import { limitsThatCouldBind } from './limits/binding-limits.ts';
import type { Relaxation } from './limits/relaxation.ts';
import { withinPlaces } from './limits/within-places.ts';
import { withinSplitLimit } from './limits/within-split-limit.ts';
import { classesByProduct, type LineClass, mergeLines } from './reductions/merge-lines.ts';
import { releasedUnits } from './reductions/released-units.ts';
import { bestReleases, unitLevelsOf } from './shared/release-choices.ts';
import { bestOf } from './shared/solve-shared.ts';
import { solveWeightedShared } from './shared/solve-weighted-shared.ts';
import { solveLexicographic, unitLevels } from './solve-lexicographic.ts';
import { solveShippedTogether } from './solve-shipped-together.ts';
import { solveWeighted } from './solve-weighted.ts';

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
  limits: AllocationLimits,
): AllocationAnswer | Declined {
  if (problem.groupTogether.includes(1)) {
    return solveShippedTogether(problem, (withKits) => solveAllocation(withKits, limits));
  }
  const { timeLimitMs, nodeLimit, parameters = DEFAULT_PARAMETERS } = limits;
  const classes = mergeLines(problem);
  const budget: Budget = { deadline: performance.now() + timeLimitMs, nodes: nodeLimit, parameters };
  const { split, packages, locations } = limitsThatCouldBind(problem);
  let relaxation = relaxationOf(problem, parameters);
  if (split !== null) relaxation = withinSplitLimit(problem, split, relaxation);
  if (packages !== null) relaxation = withinPlaces(problem, packages, relaxation);
  if (locations !== null) relaxation = withinPlaces(problem, locations, relaxation);
  return (
    relaxation.solve(classes, budget) ?? {
      declined: 'its combination of limits, weights, groups, lines of one product and partial release',
    }
  );
}

/** The relaxation without any limit, for any line classes. */
function relaxationOf(problem: AllocationProblem, parameters: SolveParameters): Relaxation {
  const shared = sharedRelaxation(problem, parameters);
  const apart = apartRelaxation(problem, parameters);
  const ofClasses = (classes: readonly LineClass[]) =>
    classesByProduct(problem, classes).length < classes.length ? shared : apart;
  return {
    solve: (classes, budget) => ofClasses(classes).solve(classes, budget),
    unitLevels: (classes) => ofClasses(classes).unitLevels(classes),
  };
}

/** The relaxation where lines of one product may take from the same sources. */
function apartRelaxation(problem: AllocationProblem, { enumeratedLines }: SolveParameters): Relaxation {
  const { weights } = problem;
  if (weights !== null) {
    return {
      solve: (classes, budget) => solveWeighted(problem, classes, weights, budget),
      unitLevels: () => null,
    };
  }
  return {
    solve(classes, budget) {
      const released = releasedUnits(problem, classes, enumeratedLines);
      if (released === null) return null;
      return released === 'infeasible'
        ? infeasible('closed form')
        : solveLexicographic(problem, classes, released, budget);
    },
    unitLevels(classes) {
      const released = releasedUnits(problem, classes, enumeratedLines);
      return released instanceof Float64Array ? unitLevels(problem, classes, released) : null;
    },
  };
}

/** The same where lines of one product may take from different sources. */
function sharedRelaxation(problem: AllocationProblem, { enumeratedLines }: SolveParameters): Relaxation {
  const { weights } = problem;
  if (weights !== null) {
    return {
      solve: (classes, budget) => solveWeightedShared(problem, classes, weights, budget),
      unitLevels: () => null,
    };
  }
  const releasesOf = (classes: readonly LineClass[]) => bestReleases(problem, classes, enumeratedLines);
  return {
    solve(classes, budget) {
      const releases = releasesOf(classes);
      if (releases === null) return null;
      return releases === 'infeasible' ? infeasible('closed form') : bestOf(problem, releases, budget);
    },
    unitLevels(classes) {
      const releases = releasesOf(classes);
      return releases === null || releases === 'infeasible' ? null : unitLevelsOf(problem, releases[0]!);
    },
  };
}
