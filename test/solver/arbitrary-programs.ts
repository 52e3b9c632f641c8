import fc from 'fast-check';
import type { Program } from '../../src/program/program.ts';
import { allocationProgram } from './allocation-program.ts';
import { buildProgram } from './program-builder.ts';

/** Allocations small enough to try every plan: a handful of units, two products, up to four packages. */
export const smallAllocations: fc.Arbitrary<Program> = fc
  .record(
    {
      lines: fc.array(fc.record({ product: fc.nat(1), quantity: fc.integer({ min: 1, max: 3 }) }), {
        minLength: 1,
        maxLength: 3,
      }),
      packages: fc.array(
        fc.record({
          location: fc.nat(2),
          waitDays: fc.option(fc.nat(3)),
          cost: costs(30),
          available: fc.array(fc.nat(5), { minLength: 2, maxLength: 2 }),
          unitCost: fc.array(costs(20), { minLength: 2, maxLength: 2 }),
        }),
        { minLength: 1, maxLength: 4 },
      ),
      partial: fc.constantFrom('none', 'line', 'quantity'),
      maxFulfillingLocations: fc.integer({ min: 1, max: 2 }),
      maxSplitItemLocations: fc.integer({ min: 1, max: 2 }),
    },
    { requiredKeys: ['lines', 'packages'] },
  )
  .map(allocationProgram);

/** Programs of no shape at all: negative bounds and coefficients, empty rows, decimals, several levels or none. */
export const smallPrograms: fc.Arbitrary<Program> = fc.integer({ min: 2, max: 6 }).chain((columns) => {
  const perColumn = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
    fc.array(value, { minLength: columns, maxLength: columns });
  const terms = perColumn(fc.integer({ min: -3, max: 3 })).map(sparse);
  return fc
    .record({
      columns: perColumn(
        fc.tuple(fc.integer({ min: -2, max: 1 }), fc.nat(3)).map(([lower, width]) => ends(lower, width)),
      ),
      rows: fc.array(
        fc
          .tuple(terms, fc.integer({ min: -6, max: 4 }), fc.nat(8), fc.constantFrom('both', 'lower', 'upper'))
          .map(([row, lower, width, sides]) => ({
            terms: row,
            ...(sides === 'upper' ? {} : { lower }),
            ...(sides === 'lower' ? {} : { upper: lower + width }),
          })),
        { maxLength: 4 },
      ),
      levels: fc.array(
        perColumn(fc.oneof(fc.integer({ min: -3, max: 3 }), costs(30))).map((level) => ({
          name: 'level',
          costs: sparse(level),
        })),
        { maxLength: 3 },
      ),
      tieBreak: fc.shuffledSubarray([...Array(columns).keys()], { minLength: columns }),
    })
    .map(buildProgram);
});

/** Whole or with one decimal; either kind for itself or mixed. */
function costs(most: number): fc.Arbitrary<number> {
  return fc.oneof(
    fc.nat(3),
    fc.nat(most).map((tenths) => tenths / 10),
  );
}

const ends = (lower: number, width: number): readonly [number, number] => [lower, lower + width];

const sparse = (values: readonly number[]): [number, number][] =>
  [...values.entries()].filter(([, value]) => value !== 0);
