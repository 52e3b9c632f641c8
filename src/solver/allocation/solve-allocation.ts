import type { Allocation } from '../../program/allocation.ts';
import type { Budget, SearchTuning } from '../search/cover-search.ts';
import type { AllocationAnswer, Declined } from './answer.ts';
import { type LineClass, mergeLines } from './merge-lines.ts';
import { releasedUnits } from './released-units.ts';
import { solveLexicographic } from './solve-lexicographic.ts';
import { solveWeighted } from './solve-weighted.ts';

/** What a solve may spend. */
export interface AllocationLimits {
  readonly timeLimitMs: number;
  /** Nodes after which the search counts as stalled. */
  readonly nodeLimit: number;
  readonly tuning?: SearchTuning;
}

/** Solves an allocation by its structure, or says what of it the structure does not cover. */
export function solveAllocation(
  allocation: Allocation,
  { timeLimitMs, nodeLimit, tuning = {} }: AllocationLimits,
): AllocationAnswer | Declined {
  if (splitLimitCouldBind(allocation)) return { declined: 'the locations of a line are limited' };
  const classes = mergeLines(allocation);
  if (classes === null) return { declined: 'lines of one product may take from different places' };
  const budget: Budget = { deadline: performance.now() + timeLimitMs, nodes: nodeLimit, tuning };
  const answer =
    allocation.weights === null
      ? solveInOrder(allocation, classes, budget)
      : solveWeighted(allocation, classes, allocation.weights, budget);
  if (answer === null) return { declined: 'its combination of weights, groups and partial release' };
  // What is best without a limit is best with it, if it keeps it.
  if (keepsLocationLimit(allocation, answer)) return answer;
  return { declined: 'the limit on locations binds' };
}

/** Null where lines kept together compete with others for a product. */
function solveInOrder(allocation: Allocation, classes: readonly LineClass[], budget: Budget) {
  const released = releasedUnits(allocation, classes);
  if (released === null) return null;
  return released === 'infeasible' ? infeasible() : solveLexicographic(allocation, classes, released, budget);
}

const infeasible = (): AllocationAnswer => ({
  status: 'infeasible',
  units: null,
  bounds: new Float64Array(),
  method: 'closed form',
});

function splitLimitCouldBind({
  maxSplitItemLocations,
  cellLine,
  cellSource,
  sourcePackage,
  packageLocation,
  lineQuantity,
}: Allocation): boolean {
  if (maxSplitItemLocations === null) return false;
  const locations = Array.from(lineQuantity, () => new Set<number>());
  cellLine.forEach((line, cell) => {
    locations[line]!.add(packageLocation[sourcePackage[cellSource[cell]!]!]!);
  });
  return locations.some((used) => used.size > maxSplitItemLocations);
}

function keepsLocationLimit(
  { maxFulfillingLocations, cellSource, sourcePackage, packageLocation }: Allocation,
  { units }: AllocationAnswer,
): boolean {
  if (maxFulfillingLocations === null || units === null) return true;
  const used = new Set<number>();
  units.forEach((taken, cell) => {
    if (taken > 0) used.add(packageLocation[sourcePackage[cellSource[cell]!]!]!);
  });
  return used.size <= maxFulfillingLocations;
}
