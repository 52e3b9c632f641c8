import { type PackingProgram, type PackingRow, withRows } from '../../program/packing-program.ts';
import type { Objective } from './objectives.ts';
import { fill, packingOf, unitsLeft } from './rows.ts';

/**
 * Takes items out of a choice, those that add least first, until it keeps every row, asking for rows again and again.
 *
 * @param choice keeps what must be chosen
 * @returns a feasible choice, and the program with the rows that were told on the way
 */
export function repair(
  program: PackingProgram,
  objectives: readonly Objective[],
  choice: Uint8Array,
  separate: (chosen: Uint8Array) => readonly PackingRow[],
): { readonly program: PackingProgram; readonly chosen: Uint8Array } {
  const order = Int32Array.from(choice.keys()).sort((a, b) => {
    if (program.must[a] !== program.must[b]) return program.must[b]! - program.must[a]!;
    for (const { profit } of objectives) if (profit[a] !== profit[b]) return profit[b]! - profit[a]!;
    return a - b;
  });
  let known = program;
  let chosen = choice;
  for (;;) {
    const packing = packingOf(known.itemStart, known.row, known.weight, known.capacity);
    const wanted = chosen;
    chosen = new Uint8Array(program.items);
    fill(
      packing,
      order.filter((item) => wanted[item] === 1),
      chosen,
      unitsLeft(packing, chosen),
    );
    const broken = separate(chosen);
    if (broken.length === 0) return { program: known, chosen };
    known = withRows(known, broken);
  }
}
