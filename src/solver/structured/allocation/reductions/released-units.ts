import type { AllocationProblem } from '../../../../program/allocation-problem.ts';
import type { LineClass } from './merge-lines.ts';

/** Lines whose choice is enumerated; more are left to an engine. */
const MOST_LINES_CHOSEN_AMONG = 16;

/**
 * The most units of each line that can be released: level 1 in closed form.
 *
 * Exact where no limit on locations binds: classes share no stock, so each is filled as far as its supply goes,
 * by quantity unit by unit, by line with the subset of its lines that holds the most units (the earliest lines
 * among equal subsets). A group goes where each of its lines can, because none of them competes.
 *
 * @returns units a line; `infeasible` where a full release lacks supply; null where lines kept together compete
 * with others for a product, which couples the classes
 */
export function releasedUnits(
  problem: AllocationProblem,
  classes: readonly LineClass[],
): Float64Array | 'infeasible' | null {
  const { lineQuantity, lineGroup, mode } = problem;
  const released = Float64Array.from(lineQuantity);
  for (const each of classes) {
    if (each.supply >= each.wanted) continue;
    if (mode === 'none') return 'infeasible';
    const isGrouped = each.lines.some((line) => lineGroup[line]! >= 0);
    if (each.lines.length > 1 && isGrouped) return null;
    if (mode === 'line' || isGrouped) {
      const chosen = fullestSubset(each, lineQuantity);
      if (chosen === null) return null;
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

/** The lines of a class that together hold the most units within its supply; the earliest among equals. */
function fullestSubset({ lines, supply }: LineClass, quantity: Float64Array): Set<number> | null {
  if (lines.length > MOST_LINES_CHOSEN_AMONG) return null;
  let best: number[] = [];
  let bestUnits = -1;
  // Earlier lines are tried in before out, so that the first subset of the most units is the earliest.
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

/** A line that stays keeps the others of its group back. */
function keepTogether(released: Float64Array, lineGroup: Int32Array, quantity: Float64Array): void {
  const stays = new Set<number>();
  lineGroup.forEach((group, line) => {
    if (group >= 0 && released[line]! < quantity[line]!) stays.add(group);
  });
  lineGroup.forEach((group, line) => {
    if (stays.has(group)) released[line] = 0;
  });
}
