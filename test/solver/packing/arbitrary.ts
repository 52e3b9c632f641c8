import fc from 'fast-check';
import type { PackingProgram, PackingRow } from '../../../src/program/packing-program.ts';

/** A drawn program, rows of it that are only told when they are broken, and choices to begin from. */
export interface DrawnPacking {
  readonly program: PackingProgram;
  readonly lazy: readonly PackingRow[];
  readonly start: readonly Uint8Array[];
}

interface Item {
  readonly level: number;
  readonly value: number;
  readonly age: number;
  readonly must: boolean;
  readonly weights: readonly number[];
  readonly starts: readonly boolean[];
}

const STARTS = 2;

function programOf(items: readonly Item[], spare: readonly number[], rows: number): PackingProgram {
  const itemStart = [0];
  const row: number[] = [];
  const weight: number[] = [];
  const capacity = spare.slice(0, rows);
  for (const item of items) {
    item.weights.slice(0, rows).forEach((units, at) => {
      if (units === 0) return;
      row.push(at);
      weight.push(units);
      // What must be chosen fits together, whatever is drawn.
      if (item.must) capacity[at]! += units;
    });
    itemStart.push(row.length);
  }
  return {
    items: items.length,
    rows,
    level: Int32Array.from(items, (item) => item.level),
    value: Float64Array.from(items, (item) => item.value),
    age: Float64Array.from(items, (item) => item.age),
    must: Uint8Array.from(items, (item) => (item.must ? 1 : 0)),
    itemStart: Int32Array.from(itemStart),
    row: Int32Array.from(row),
    weight: Float64Array.from(weight),
    capacity: Float64Array.from(capacity),
  };
}

/** The rows of a program from `first` on, by themselves. */
function rowsFrom(program: PackingProgram, first: number): PackingRow[] {
  return Array.from({ length: program.rows - first }, (_, index) => {
    const items: number[] = [];
    const weights: number[] = [];
    for (let item = 0; item < program.items; item++) {
      for (let at = program.itemStart[item]!; at < program.itemStart[item + 1]!; at++) {
        if (program.row[at] !== first + index) continue;
        items.push(item);
        weights.push(program.weight[at]!);
      }
    }
    return {
      items: Int32Array.from(items),
      weights: Float64Array.from(weights),
      capacity: program.capacity[first + index]!,
    };
  });
}

/** What a choice of starts may be: each item where it is wanted and there is room, the ones that must be first. */
function packed(program: PackingProgram, wanted: readonly boolean[]): Uint8Array {
  const left = program.capacity.slice();
  const chosen = new Uint8Array(program.items);
  for (const must of [1, 0]) {
    for (let item = 0; item < program.items; item++) {
      if (program.must[item] !== must || (must === 0 && !wanted[item])) continue;
      const entries = Array.from(
        { length: program.itemStart[item + 1]! - program.itemStart[item]! },
        (_, index) => program.itemStart[item]! + index,
      );
      if (entries.some((at) => program.weight[at]! > left[program.row[at]!]!)) continue;
      for (const at of entries) left[program.row[at]!]! -= program.weight[at]!;
      chosen[item] = 1;
    }
  }
  return chosen;
}

const value = fc.oneof(fc.nat(3), fc.constantFrom(0.5, 1.25, 2.75, 1 + 14 * 0.01), fc.constant(1 / 3));

/**
 * @param most the most items
 * @param values what an item is worth
 */
export const packings = (most: number, values: fc.Arbitrary<number> = value): fc.Arbitrary<DrawnPacking> =>
  fc
    .record({
      rows: fc.integer({ min: 1, max: 5 }),
      lazyRows: fc.constantFrom(0, 0, 1, 2),
      spare: fc.array(fc.nat(9), { minLength: 5, maxLength: 5 }),
      items: fc.array(
        fc.record({
          level: fc.constantFrom(0, 0, 3),
          value: values,
          age: fc.nat(4),
          must: fc.constantFrom(false, false, false, false, false, false, false, true),
          weights: fc.array(fc.constantFrom(0, 0, 1, 1, 2, 3, 5), { minLength: 5, maxLength: 5 }),
          starts: fc.array(fc.boolean(), { minLength: STARTS, maxLength: STARTS }),
        }),
        { minLength: 1, maxLength: most },
      ),
    })
    .map(({ rows, lazyRows, spare, items }) => {
      const whole = programOf(items, spare, rows);
      const known = Math.max(1, rows - lazyRows);
      return {
        program: programOf(items, spare, known),
        lazy: rowsFrom(whole, known),
        start: Array.from({ length: STARTS }, (_, index) =>
          packed(
            whole,
            items.map((item) => item.starts[index]!),
          ),
        ),
      };
    });

/** Tells of the rows in `lazy` those that a choice breaks. */
export const separator =
  (lazy: readonly PackingRow[]) =>
  (chosen: Uint8Array): PackingRow[] =>
    lazy.filter(
      ({ items, weights, capacity }) =>
        items.reduce((sum, item, at) => sum + chosen[item]! * weights[at]!, 0) > capacity,
    );
