import type { AllocationProblem } from '../../../program/allocation-problem.ts';
import type { LineClass } from './reductions/merge-lines.ts';

/**
 * Takes `units` from the sources at the least cost of units; among equals the earliest sources give the most,
 * as the tie-break wants it.
 *
 * @param sources open ones, in the order of their packages; together they hold at least `units`
 * @param taken where the units are written, one a source
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
 * Splits what each class takes over its lines: packages in their order, lines in theirs, each as much as it still
 * wants, which is what the tie-break asks of a class whose lines may all take the same.
 *
 * @param taken units a source
 * @param released units a line; the most it may get
 * @returns units a cell
 */
export function splitOverLines(
  { cellLine, cellSource }: AllocationProblem,
  classes: readonly LineClass[],
  taken: Float64Array,
  released: Float64Array,
): Float64Array {
  const left = Float64Array.from(taken);
  const wants = Float64Array.from(released);
  const cellOf = new Map<number, number>();
  const lines = released.length;
  cellLine.forEach((line, cell) => {
    cellOf.set(cellSource[cell]! * lines + line, cell);
  });
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
