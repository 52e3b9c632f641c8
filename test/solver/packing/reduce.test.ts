import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { PackingProgram } from '../../../src/program/packing-program.ts';
import { componentsOf } from '../../../src/solver/packing/reduce/components.ts';
import { isDominated } from '../../../src/solver/packing/reduce/dominated.ts';
import { largestSum } from '../../../src/solver/packing/reduce/largest-sum.ts';
import { reduce } from '../../../src/solver/packing/reduce/reduce.ts';
import { type Packing, packingOf } from '../../../src/solver/packing/rows.ts';
import { runs } from '../../arbitraries/runs.ts';
import { packings } from './arbitrary.ts';

/** A packing from what each item takes of each row, 0 for nothing. */
function table(weights: readonly (readonly number[])[], capacity: readonly number[]): Packing {
  const entries = weights.map((each) => each.flatMap((units, row) => (units > 0 ? [{ row, units }] : [])));
  const itemStart = new Int32Array(weights.length + 1);
  entries.forEach((each, item) => {
    itemStart[item + 1] = itemStart[item]! + each.length;
  });
  return packingOf(
    itemStart,
    Int32Array.from(entries.flat(), ({ row }) => row),
    Float64Array.from(entries.flat(), ({ units }) => units),
    Float64Array.from(capacity),
  );
}

const programOf = (packing: Packing, must: readonly number[]): PackingProgram => ({
  ...packing,
  level: new Int32Array(packing.items),
  value: new Float64Array(packing.items).fill(1),
  age: new Float64Array(packing.items),
  must: Uint8Array.from(must),
});

it('settles what must be chosen and what wants nothing scarce, and leaves out what fits nowhere', () => {
  //                          must    too much  free     compete
  const packing = table(
    [
      [2, 0],
      [9, 0],
      [0, 1],
      [3, 0],
      [3, 0],
    ],
    [5, 4],
  );
  const { settled, open, packing: rest } = reduce(programOf(packing, [1, 0, 0, 0, 0]));
  expect([...settled]).toEqual([1, 0, 1, 0, 0]);
  expect([...open]).toEqual([3, 4]);
  expect([...rest.capacity]).toEqual([3]);
});

it('refuses items that must be chosen and do not fit together', () => {
  expect(() => reduce(programOf(table([[2], [3]], [4]), [1, 1]))).toThrow(RangeError);
});

it('leaves out a row that another one implies, and of equal rows all but the first', () => {
  //                    product shelf equal wider
  const packing = table(
    [
      [1, 1, 1, 1],
      [2, 2, 2, 2],
      [3, 0, 3, 4],
    ],
    [4, 4, 4, 4],
  );
  expect([0, 1, 2, 3].map((row) => isDominated(packing, row))).toEqual([true, true, true, false]);
  const equal = table(
    [
      [1, 1],
      [2, 2],
    ],
    [2, 2],
  );
  expect([0, 1].map((row) => isDominated(equal, row))).toEqual([false, true]);
  // A shelf with less than its product has in all is no such row.
  const shelf = table(
    [
      [1, 1],
      [2, 2],
      [3, 0],
    ],
    [4, 2],
  );
  expect([0, 1].map((row) => isDominated(shelf, row))).toEqual([false, false]);
});

it('finds the largest sum of weights within a capacity', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 8 }),
      fc.nat(60),
      (weights, capacity) => {
        let best = 0;
        for (let mask = 0; mask < 2 ** weights.length; mask++) {
          const sum = weights.reduce((total, weight, at) => total + ((mask >> at) & 1) * weight, 0);
          if (sum <= capacity) best = Math.max(best, sum);
        }
        expect(largestSum(Float64Array.from(weights), capacity)).toBe(best);
      },
    ),
    runs(3),
  );
});

it('takes off at least what the common divisor of large weights leaves', () => {
  const weights = new Float64Array(3_000).fill(600_000);
  expect(largestSum(weights, 1_000_000_000)).toBe(999_600_000);
});

it('parts a packing into components that share no row, and loses nothing', () => {
  fc.assert(
    fc.property(packings(12), ({ program }) => {
      const { packing } = reduce(program);
      const components = componentsOf(packing);
      const members = components.flatMap((each) => [...each.members]);
      expect([...members].sort((a, b) => a - b)).toEqual(
        Array.from({ length: packing.items }, (_, item) => item),
      );
      const rowsOfMembers = components.map(
        ({ members: items }) =>
          new Set(
            [...items].flatMap((item) => [
              ...packing.row.subarray(packing.itemStart[item]!, packing.itemStart[item + 1]!),
            ]),
          ),
      );
      rowsOfMembers.forEach((rows, at) => {
        for (const other of rowsOfMembers.slice(at + 1))
          for (const row of rows) expect(other.has(row)).toBe(false);
        expect(components[at]!.packing.rows).toBe(rows.size);
      });
      for (const { members: items, packing: own } of components) {
        items.forEach((item, index) => {
          const units = (of: Packing, which: number) => [
            ...of.weight.subarray(of.itemStart[which]!, of.itemStart[which + 1]!),
          ];
          expect(units(own, index)).toEqual(units(packing, item));
        });
      }
    }),
    runs(),
  );
});
