import type { AllocationProblem } from '../../../../program/allocation-problem.ts';
import type { LineClass } from './merge-lines.ts';

/**
 * Solves level 1 (unfilled units) in closed form: the most units of each line that can be released.
 *
 * Line classes share no stock, so each class is filled as far as its own supply goes. By quantity the earliest lines
 * get their units first. By line the class releases the subset of its lines with the most units; among equal subsets
 * the earliest one. A group is released where each of its lines can be, because none of them competes for stock. This
 * is exact where no limit on locations binds.
 *
 * @param enumeratedLines the most lines of a class whose subsets are tried
 * @returns units of each line; `infeasible` where a full release lacks supply; null where lines that are kept together
 *   compete with other lines for a product, and where a class has more lines than may be tried
 */
export function releasedUnits(
  problem: AllocationProblem,
  classes: readonly LineClass[],
  enumeratedLines: number,
): Float64Array | 'infeasible' | null {
  const { lineQuantity, lineGroup, mode } = problem;
  const released = Float64Array.from(lineQuantity);
  for (const each of classes) {
    if (each.supply >= each.wanted) continue;
    if (mode === 'none') return 'infeasible';
    const isGrouped = each.lines.some((line) => lineGroup[line]! >= 0);
    if (each.lines.length > 1 && isGrouped) return null;
    if (mode === 'line' || isGrouped) {
      if (each.lines.length > enumeratedLines) return null;
      const chosen = fullestSubset(each, lineQuantity);
      for (const line of each.lines) if (!chosen.has(line)) released[line] = 0;
    } else {
      let left = each.supply;
      for (const line of each.lines) {
        released[line] = Math.min(left, lineQuantity[line]!);
        left -= released[line]!;
      }
    }
  }
  keepTogether(released, lineGroup, lineQuantity);
  return released;
}

/** The subset of lines with the most units within the supply of the class; the earliest one among equals. */
function fullestSubset({ lines, supply }: LineClass, quantity: Float64Array): Set<number> {
  let best: number[] = [];
  let bestUnits = -1;
  // Each line is tried in before it is tried out, so the first subset with the most units is the earliest one.
  const choose = (at: number, chosen: number[], units: number) => {
    if (at === lines.length) {
      if (units > bestUnits) [best, bestUnits] = [[...chosen], units];
      return;
    }
    const line = lines[at]!;
    if (units + quantity[line]! <= supply) choose(at + 1, [...chosen, line], units + quantity[line]!);
    choose(at + 1, chosen, units);
  };
  choose(0, [], 0);
  return new Set(best);
}

/** Holds back every group of which some line is not released whole. */
function keepTogether(released: Float64Array, lineGroup: Int32Array, quantity: Float64Array): void {
  const stays = new Set<number>();
  lineGroup.forEach((group, line) => {
    if (group >= 0 && released[line]! < quantity[line]!) stays.add(group);
  });
  lineGroup.forEach((group, line) => {
    if (stays.has(group)) released[line] = 0;
  });
}
