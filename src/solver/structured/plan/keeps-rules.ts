import type { AllocationProblem } from '../../../program/allocation-problem.ts';

/**
 * Whether a plan keeps every rule of the problem: supply, demand, kits, and the limits on locations, on the locations of
 * a line and on packages. A heuristic's plan is one only where this says so.
 *
 * @param units of each cell
 */
export function keepsRules(problem: AllocationProblem, units: Float64Array): boolean {
  return (
    units.every((given) => Number.isInteger(given) && given >= 0) &&
    keepsSupply(problem, units) &&
    keepsDemand(problem, units) &&
    keepsLimits(problem, units) &&
    keepsTogether(problem, units)
  );
}

function keepsSupply({ cellSource, sourceAvailable }: AllocationProblem, units: Float64Array): boolean {
  const taken = new Float64Array(sourceAvailable.length);
  for (let cell = 0; cell < units.length; cell++) taken[cellSource[cell]!]! += units[cell]!;
  return taken.every((given, source) => given <= sourceAvailable[source]!);
}

/** Lines are released whole, by line or in whole kits, as the mode says. */
function keepsDemand(problem: AllocationProblem, units: Float64Array): boolean {
  const { mode, lineQuantity, lineGroup, groupKits } = problem;
  const given = releasedUnits(problem, units);
  if (mode === 'none') return given.every((units, line) => units === lineQuantity[line]);
  const kitsOf = new Map<number, number>();
  return given.every((units, line) => {
    const quantity = lineQuantity[line]!;
    if (units > quantity || (mode === 'line' && units !== 0 && units !== quantity)) return false;
    const group = lineGroup[line]!;
    if (group < 0) return true;
    const kits = units / (quantity / groupKits[group]!);
    if (!Number.isInteger(kits) || kits !== (kitsOf.get(group) ?? kits)) return false;
    kitsOf.set(group, kits);
    return true;
  });
}

function keepsLimits(problem: AllocationProblem, units: Float64Array): boolean {
  const { cellLine, cellSource, sourcePackage, packageLocation } = problem;
  const { maxFulfillingLocations, maxSplitItemLocations, maxChildShipments } = problem;
  const packages = new Set<number>();
  const locations = new Set<number>();
  const ofLine = Array.from(problem.lineQuantity, () => new Set<number>());
  for (let cell = 0; cell < units.length; cell++) {
    if (units[cell] === 0) continue;
    const item = sourcePackage[cellSource[cell]!]!;
    packages.add(item);
    locations.add(packageLocation[item]!);
    ofLine[cellLine[cell]!]!.add(packageLocation[item]!);
  }
  const splitMost = maxSplitItemLocations ?? Number.POSITIVE_INFINITY;
  return (
    locations.size <= (maxFulfillingLocations ?? Number.POSITIVE_INFINITY) &&
    packages.size <= (maxChildShipments ?? Number.POSITIVE_INFINITY) &&
    ofLine.every((used) => used.size <= splitMost)
  );
}

/** Every package holds whole kits of the groups that ship together. */
function keepsTogether(problem: AllocationProblem, units: Float64Array): boolean {
  const { cellLine, cellSource, sourcePackage, lineGroup, groupTogether, groupKits, lineQuantity } = problem;
  if (!groupTogether.includes(1)) return true;
  const kits = new Map<string, number>();
  for (let cell = 0; cell < units.length; cell++) {
    const line = cellLine[cell]!;
    const group = lineGroup[line]!;
    if (group < 0 || groupTogether[group] === 0 || units[cell] === 0) continue;
    const key = `${line} ${sourcePackage[cellSource[cell]!]!}`;
    kits.set(key, units[cell]! / (lineQuantity[line]! / groupKits[group]!));
  }
  for (const [key, held] of kits) {
    if (!Number.isInteger(held)) return false;
    const [line, item] = key.split(' ');
    const group = lineGroup[Number(line)]!;
    const isWhole = lineGroup.every((other, at) => other !== group || kits.get(`${at} ${item}`) === held);
    if (!isWhole) return false;
  }
  return true;
}

/** Units that each line gets. */
function releasedUnits(
  { cellLine, lineQuantity }: Pick<AllocationProblem, 'cellLine' | 'lineQuantity'>,
  units: Float64Array,
): Float64Array {
  const given = new Float64Array(lineQuantity.length);
  for (let cell = 0; cell < units.length; cell++) given[cellLine[cell]!]! += units[cell]!;
  return given;
}
