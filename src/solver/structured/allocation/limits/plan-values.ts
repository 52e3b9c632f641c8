import type { AllocationProblem } from '../../../../program/allocation-problem.ts';

/**
 * The value of every level of a plan, in the caller's units; under weights the one weighted sum.
 *
 * @param units of each cell
 */
export function planValues(problem: AllocationProblem, units: Float64Array): Float64Array {
  const { cellSource, sourcePackage, packageIsFuture, packageWaitDays, packageCost, sourceUnitCost } =
    problem;
  const open = new Set<number>();
  let [released, counted, unitDays, cost] = [0, 0, 0, 0];
  units.forEach((taken, cell) => {
    if (taken === 0) return;
    const source = cellSource[cell]!;
    const item = sourcePackage[source]!;
    open.add(item);
    released += taken;
    if ((packageIsFuture[item] === 1) !== problem.futureFirst) counted += taken;
    unitDays += packageWaitDays[item]! * taken;
    cost += sourceUnitCost[source]! * taken;
  });
  for (const item of open) cost += packageCost[item]!;
  const wanted = problem.lineQuantity.reduce((sum, quantity) => sum + quantity, 0);
  const levels = Float64Array.of(wanted - released, counted, unitDays, open.size, cost);
  const { weights } = problem;
  return weights === null
    ? levels
    : Float64Array.of(levels.reduce((sum, value, level) => sum + weights[level]! * value, 0));
}
