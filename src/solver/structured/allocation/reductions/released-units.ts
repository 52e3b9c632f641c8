import type { AllocationProblem } from '../../../../program/allocation-problem.ts';
import type { LineClass } from './merge-lines.ts';

/**
 * Solves level 1 (unfilled units) in closed form: the most units of each line that can be released.
 *
 * Line classes share no stock, so each class is filled as far as its own supply goes. By quantity the earliest lines
 * get their units first. By line the class releases the subset of its lines with the most units; among equal subsets
 * the earliest one.
 *
 * A group is released in kits: by quantity N_g of them, each with q_i / N_g units of its lines; by line one, all of it.
 * A class that has enough for all its lines limits nothing. One that has not, and of which all lines are of the group,
 * holds ⌊supply / units of the class in a kit⌋ kits; the least of these is the most of the group, whatever other lines
 * do, as none of them competes for these products. This is exact where no limit on locations binds.
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
  const kits = mode === 'quantity' ? problem.groupKits : problem.groupKits.map(() => 1);
  const kitsReleased = kits.slice();
  for (const each of classes) {
    if (each.supply >= each.wanted) continue;
    if (mode === 'none') return 'infeasible';
    const group = lineGroup[each.lines[0]!]!;
    if (group >= 0 && each.lines.every((line) => lineGroup[line] === group)) {
      const inKit = each.wanted / kits[group]!;
      kitsReleased[group] = Math.min(kitsReleased[group]!, Math.floor(each.supply / inKit));
      continue;
    }
    if (each.lines.some((line) => lineGroup[line]! >= 0)) return null;
    if (mode === 'line') {
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
  for (const [line, group] of lineGroup.entries()) {
    if (group >= 0) released[line] = (lineQuantity[line]! / kits[group]!) * kitsReleased[group]!;
  }
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
