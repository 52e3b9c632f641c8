import type { AllocationProblem } from '../../../../program/allocation-problem.ts';
import type { AllocationAnswer } from '../../../outcome.ts';
import type { Budget } from '../../search/budget.ts';
import { priceScale } from '../price-scale.ts';
import { independentParts } from '../reductions/independent-parts.ts';
import { classesByProduct, type LineClass } from '../reductions/merge-lines.ts';
import { LineChoice } from './line-choice.ts';
import { type CountedCosts, ServingPackages } from './serving-packages.ts';

/** The lines of an attempt that no two of want one product, with what each releases under the limit on its locations. */
export interface LinesApart {
  readonly choices: readonly LineChoice[];
  /** Levels 1 to 3 of the best plan. */
  readonly unitLevels: Float64Array;
}

/**
 * Levels 1 to 3 under a limit on the locations of a line, where every line is alone with its product.
 *
 * No two lines compete for stock and opening costs nothing in these levels, so each line reaches its own best: the most
 * units that locations within the limit hold, then the best levels 2 and 3.
 *
 * @returns `infeasible` where a full release has a line that locations within the limit do not cover; null where two
 *   lines want one product, and where lines that are kept together would release a part
 */
export function linesApart(
  problem: AllocationProblem,
  classes: readonly LineClass[],
  mostLocations: number,
): LinesApart | 'infeasible' | null {
  const isShared = classesByProduct(problem, classes).length < classes.length;
  if (isShared || classes.some(({ lines }) => lines.length > 1)) return null;
  const { mode, lineQuantity, lineGroup } = problem;
  const released = new Float64Array(lineQuantity.length);
  for (const { lines, sources, wanted } of classes) {
    const most = Math.min(wanted, largestSum(problem, sources, mostLocations));
    if (most < wanted && mode === 'none') return 'infeasible';
    if (most < wanted && mode === 'quantity' && lineGroup[lines[0]!]! >= 0) return null;
    released[lines[0]!] = most < wanted && mode === 'line' ? 0 : most;
  }
  holdTogether(released, problem);
  const choices = classes
    .filter(({ lines }) => released[lines[0]!]! > 0)
    .map(({ lines, sources }) => {
      const line = lines[0]!;
      return new LineChoice(problem, line, sources, released[line]!, mostLocations);
    });
  const total = (numbers: Iterable<number>) => [...numbers].reduce((sum, each) => sum + each, 0);
  const unitLevels = Float64Array.of(
    total(lineQuantity) - total(released),
    total(choices.map(({ best }) => best.counted)),
    total(choices.map(({ best }) => best.unitDays)),
  );
  return { choices, unitLevels };
}

/** The most units that locations within the limit hold together. */
function largestSum(
  { sourcePackage, packageLocation, sourceAvailable }: AllocationProblem,
  sources: readonly number[],
  mostLocations: number,
): number {
  const held = new Map<number, number>();
  for (const source of sources) {
    const location = packageLocation[sourcePackage[source]!]!;
    held.set(location, (held.get(location) ?? 0) + sourceAvailable[source]!);
  }
  const largest = [...held.values()].sort((a, b) => b - a).slice(0, mostLocations);
  return largest.reduce((sum, units) => sum + units, 0);
}

/** Lines that are kept together stay where one of them stays. */
function holdTogether(released: Float64Array, { lineGroup, lineQuantity }: AllocationProblem): void {
  const stays = new Set<number>();
  lineGroup.forEach((group, line) => {
    if (group >= 0 && released[line]! < lineQuantity[line]!) stays.add(group);
  });
  lineGroup.forEach((group, line) => {
    if (stays.has(group)) released[line] = 0;
  });
}

/**
 * Solves an attempt in the lexicographic order under a limit on the locations of a line, where every line is alone with
 * its product: the levels that count units line by line, then, for each independent part, which packages to open.
 */
export function solveApart(
  problem: AllocationProblem,
  { choices, unitLevels }: LinesApart,
  budget: Budget,
): AllocationAnswer {
  const { packageCost, sourceUnitCost, sourcePackage } = problem;
  const costs = countedCosts(problem, choices);
  const forced = new Set(choices.flatMap((choice) => choice.forced(budget.parameters.forcedPackages)));
  const open = new Set(forced);
  let packages = forced.size;
  let proven = true;
  let tieBreakProven = true;
  let gap = 0;
  const partsOf = independentParts(
    choices.map(({ useful }) =>
      useful.map((source) => sourcePackage[source]!).filter((item) => !forced.has(item)),
    ),
  );
  for (const part of partsOf) {
    const lines = part.map((at) => choices[at]!);
    const found = new ServingPackages(problem, lines, forced, costs, budget).find();
    for (const item of found.open) open.add(item);
    packages += found.openedBound;
    gap += (found.cost - found.costBound) / costs.scale;
    proven &&= found.openedBound >= found.opened && found.costBound >= found.cost;
    tieBreakProven &&= found.complete;
  }
  const { cellLine, cellSource } = problem;
  const units = new Float64Array(cellLine.length);
  const filled = new Map(
    choices.map((choice) => [choice.line, choice.fill((item) => open.has(item), costs).taken]),
  );
  let cost = [...open].reduce((sum, item) => sum + packageCost[item]!, 0);
  for (const [cell, line] of cellLine.entries()) {
    units[cell] = filled.get(line)?.get(cellSource[cell]!) ?? 0;
    cost += units[cell]! * sourceUnitCost[cellSource[cell]!]!;
  }
  return {
    status: proven ? 'optimal' : 'stopped',
    tieBreakProven,
    units,
    bounds: Float64Array.of(...unitLevels, packages, Math.max(0, cost - gap)),
    method: 'search',
  };
}

/** Prices as integers where a power of ten makes them integers and every total stays exact. */
function countedCosts(
  { packageCost, sourceUnitCost }: AllocationProblem,
  choices: readonly LineChoice[],
): CountedCosts & { scale: number } {
  const wanted = choices.reduce((sum, choice) => sum + choice.wanted, 0);
  const dearest = sourceUnitCost.reduce((most, cost) => Math.max(most, cost), 0);
  const most = packageCost.reduce((sum, cost) => sum + cost, 0) + wanted * dearest;
  const { integral, scale } = priceScale([packageCost, sourceUnitCost], most);
  const counted = (cost: number) => (integral ? Math.round(cost * scale) : cost);
  return {
    opening: packageCost.map(counted),
    cost: sourceUnitCost.map(counted),
    integral,
    scale: integral ? scale : 1,
  };
}
