import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverDemands } from '../../../src/decision/verify/max-flow.ts';
import { ProductSupply, type SourceSet } from '../../../src/wave/supply/supply.ts';
import { runs } from '../../arbitraries/runs.ts';

const SOURCES = 5;

/** One thing done to a supply: so many units of a set are taken, or given back where they were taken before. */
const step = fc.record({ set: fc.nat(6), units: fc.integer({ min: 1, max: 4 }), isReturn: fc.boolean() });

const someSets = fc.array(fc.subarray([0, 1, 2, 3, 4], { minLength: 1 }), { minLength: 7, maxLength: 7 });

/** Everywhere, single shelves, and a part of everywhere: no two of them cross. */
const laminarSets = fc.constant<number[][]>([[0, 1, 2, 3, 4], [0], [3], [1, 2], [0, 1, 2], [4], [3, 4]]);

/** What a set can still give, by the flow of the checker, which shares no code with the supply. */
function mostByFlow(
  units: readonly number[],
  taken: readonly number[],
  sets: readonly number[][],
  asked: number,
) {
  const demands = sets.map((sources, set) => ({ quantity: taken[set]!, sources }));
  const covered = coverDemands([...demands, { quantity: 99, sources: sets[asked]! }], [...units]);
  expect(covered.slice(0, -1)).toEqual(taken);
  return covered.at(-1)!;
}

describe.each([
  ['sets that do not cross', laminarSets],
  ['any sets', someSets],
])('the supply of a product, for %s', (_, sets) => {
  it('says what each set can still give while all that is taken stands, as a flow does', () => {
    fc.assert(
      fc.property(
        sets,
        fc.array(fc.nat(4), { minLength: SOURCES, maxLength: SOURCES }),
        fc.array(step, { maxLength: 12 }),
        (drawn, units, steps) => {
          const supply = new ProductSupply(Float64Array.from(units));
          const numbers: (SourceSet | undefined)[] = drawn.map(() => undefined);
          const taken = drawn.map(() => 0);
          // A set is known only from the moment on when somebody asks for it, whatever was taken before.
          const numberOf = (set: number): SourceSet => {
            numbers[set] ??= supply.setOf(Int32Array.from(drawn[set]!));
            return numbers[set];
          };
          for (const { set, units: amount, isReturn } of steps) {
            if (isReturn) {
              const given = Math.min(amount, taken[set]!);
              if (given > 0) supply.giveBack(numberOf(set), given);
              taken[set]! -= given;
            } else {
              const most = mostByFlow(units, taken, drawn, set);
              expect(supply.most(numberOf(set), 99)).toBe(most);
              expect(supply.take(numberOf(set), amount)).toBe(Math.min(amount, most));
              taken[set]! += Math.min(amount, most);
            }
            for (const other of drawn.keys()) {
              expect(supply.most(numberOf(other), 99)).toBe(mostByFlow(units, taken, drawn, other));
            }
          }
        },
      ),
      runs(4),
    );
  });
});
