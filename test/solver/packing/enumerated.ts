import { overfullRow, type PackingProgram, withRows } from '../../../src/program/packing-program.ts';
import type { DrawnPacking } from './arbitrary.ts';

/** What a choice has of each level that occurs, then its age, then how many items it shares with the first start. */
export function judge(program: PackingProgram, keep: Uint8Array | undefined, chosen: Uint8Array): number[] {
  const levels = [...new Set(program.level)].sort((a, b) => a - b);
  const sum = (worth: (item: number) => number) =>
    chosen.reduce((total, one, item) => total + (one === 1 ? worth(item) : 0), 0);
  return [
    ...levels.map((level) => sum((item) => (program.level[item] === level ? program.value[item]! : 0))),
    sum((item) => program.age[item]!),
    sum((item) => keep?.[item] ?? 0),
  ];
}

const DIFFERENT = 1e-9;

/** Above 0 where the first is better. */
export function compare(first: readonly number[], second: readonly number[]): number {
  const at = first.findIndex((value, index) => Math.abs(value - second[index]!) > DIFFERENT);
  return at < 0 ? 0 : first[at]! - second[at]!;
}

/** The best values, found by trying every choice. */
export function bestOfAll({ program, lazy, start }: DrawnPacking): number[] {
  const whole = withRows(program, lazy);
  let best: number[] | null = null;
  for (let mask = 0; mask < 2 ** program.items; mask++) {
    const chosen = Uint8Array.from({ length: program.items }, (_, item) => (mask >> item) & 1);
    if (program.must.some((must, item) => must === 1 && chosen[item] === 0)) continue;
    if (overfullRow(whole, chosen) >= 0) continue;
    const values = judge(program, start[0], chosen);
    if (best === null || compare(values, best) > 0) best = values;
  }
  return best!;
}
