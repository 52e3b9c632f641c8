import type { AllocationProblem } from '../../../program/allocation-problem.ts';
import type { LineClass } from './reductions/merge-lines.ts';

/**
 * Takes `units` from the sources, the cheapest units first. Among sources of equal cost the earliest give the most, as
 * the tie-break wants it.
 *
 * @param sources of open packages, in the order of the packages; together they hold at least `units`
 * @param taken receives the units of each source
 */
export function takeCheapest(
  { sourceAvailable, sourceUnitCost }: Pick<AllocationProblem, 'sourceAvailable' | 'sourceUnitCost'>,
  sources: readonly number[],
  units: number,
  taken: Float64Array,
): void {
  const cheapestFirst = [...sources].sort((a, b) => sourceUnitCost[a]! - sourceUnitCost[b]! || a - b);
  let left = units;
  for (const source of cheapestFirst) {
    taken[source] = Math.min(left, sourceAvailable[source]!);
    left -= taken[source]!;
    if (left === 0) return;
  }
}

/**
 * Splits what each line class takes over its lines. It goes through the packages in their order, and within a package
 * through the lines in their order, and gives each line as much as it still wants. That is the first of all splits in
 * the order of the tie-break, because the lines of a class may take from the same sources.
 *
 * @param taken units of each source
 * @param released the most units that each line may get
 * @returns units of each cell
 */
export function splitOverLines(
  { cellLine, cellSource }: AllocationProblem,
  classes: readonly LineClass[],
  taken: Float64Array,
  released: Float64Array,
): Float64Array {
  const left = taken.slice();
  const wants = released.slice();
  const cellOf = new Map<number, number>();
  const lines = released.length;
  // Of the sources that give something: they are few.
  for (let cell = 0; cell < cellLine.length; cell++) {
    const source = cellSource[cell]!;
    if (taken[source]! > 0) cellOf.set(source * lines + cellLine[cell]!, cell);
  }
  const units = new Float64Array(cellLine.length);
  for (const each of classes) {
    for (const source of each.sources) {
      for (const line of each.lines) {
        if (left[source] === 0) break;
        const given = Math.min(left[source]!, wants[line]!);
        units[cellOf.get(source * lines + line)!] = given;
        left[source]! -= given;
        wants[line]! -= given;
      }
    }
  }
  return units;
}
