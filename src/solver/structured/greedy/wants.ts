import type { AllocationProblem } from '../../../program/allocation-problem.ts';
import type { Cells } from './commodity.ts';

/** What is released together: a line, or the lines of a group. */
export interface Want {
  readonly lines: readonly number[];
  /** Units of each of its lines in one kit; of a single line 1. */
  readonly kitUnits: readonly number[];
  /** Kits that are wanted. */
  readonly kits: number;
  /** Kits are released in multiples of this: by quantity one by one, else all or none. */
  readonly step: number;
  /** Whether every package holds whole kits. */
  readonly together: boolean;
}

/** The wants of a problem: groups and the lines that are in none, in the order of their first lines. */
export function wantsOf(problem: AllocationProblem): Want[] {
  const { mode, lineQuantity, lineGroup, groupKits, groupTogether } = problem;
  const groups = new Map<number, number[]>();
  const wants: Want[] = [];
  lineGroup.forEach((group, line) => {
    if (group < 0) {
      const kits = lineQuantity[line]!;
      wants.push({
        lines: [line],
        kitUnits: [1],
        kits,
        step: mode === 'quantity' ? 1 : kits,
        together: false,
      });
      return;
    }
    const known = groups.get(group);
    if (known !== undefined) {
      known.push(line);
      return;
    }
    const lines = [line];
    groups.set(group, lines);
  });
  for (const [group, lines] of groups) {
    const kits = groupKits[group]!;
    const kitUnits = lines.map((line) => lineQuantity[line]! / kits);
    const together = groupTogether[group] === 1;
    wants.push({ lines, kitUnits, kits, step: mode === 'quantity' ? 1 : kits, together });
  }
  return wants;
}

/** Kits that one package can give to lines that ship together: what each of its sources allows, the least of them. */
export interface KitOffer {
  readonly item: number;
  readonly kits: number;
  /** Its cell for each line of the want. */
  readonly cells: readonly number[];
}

/** The packages that can give whole kits of a want, in the order of the packages, with what `left` allows. */
export function kitOffers(
  problem: AllocationProblem,
  cells: Cells,
  want: Want,
  left: Float64Array,
): KitOffer[] {
  const { cellSource, sourcePackage } = problem;
  const byPackage = new Map<number, number[]>();
  want.lines.forEach((line, at) => {
    for (const cell of cells.ofLine[line]!) {
      const item = sourcePackage[cellSource[cell]!]!;
      const known = byPackage.get(item);
      if (known !== undefined) known[at] = cell;
      else if (at === 0) byPackage.set(item, [cell]);
    }
  });
  const offers: KitOffer[] = [];
  for (const [item, found] of byPackage) {
    if (!want.lines.every((_, at) => found[at] !== undefined)) continue;
    const perSource = new Map<number, number>();
    found.forEach((cell, at) => {
      const source = cellSource[cell]!;
      perSource.set(source, (perSource.get(source) ?? 0) + want.kitUnits[at]!);
    });
    let kits = want.kits;
    for (const [source, units] of perSource) kits = Math.min(kits, Math.floor(left[source]! / units));
    if (kits > 0) offers.push({ item, kits, cells: found });
  }
  return offers.sort((a, b) => a.item - b.item);
}
