import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rowMarginals } from '../../../src/solver/packing/prices/row-marginals.ts';
import { Split } from '../../../src/solver/packing/prices/split.ts';
import { reduce } from '../../../src/solver/packing/reduce/reduce.ts';
import { type Packing, packingOf, unitsLeft } from '../../../src/solver/packing/rows.ts';
import { runs } from '../../arbitraries/runs.ts';
import { packings } from './arbitrary.ts';

/** Every choice of so many items. */
function* choices(items: number): Generator<Uint8Array> {
  for (let mask = 0; mask < 2 ** items; mask++) {
    yield Uint8Array.from({ length: items }, (_, item) => (mask >> item) & 1);
  }
}

/** The best value of a feasible choice, among those that `where` allows. */
function best(packing: Packing, profit: ArrayLike<number>, where = (_: Uint8Array) => true): number {
  let most = Number.NEGATIVE_INFINITY;
  for (const chosen of choices(packing.items)) {
    if (!where(chosen) || unitsLeft(packing, chosen).some((units) => units < 0)) continue;
    most = Math.max(
      most,
      chosen.reduce((sum, one, item) => sum + one * profit[item]!, 0),
    );
  }
  return most;
}

const oneRow = fc.record({
  weights: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 7 }),
  spare: fc.nat(15),
  profits: fc.array(fc.integer({ min: -4, max: 9 }), { minLength: 7, maxLength: 7 }),
});

const rowOf = (weights: readonly number[], spare: number) =>
  packingOf(
    Int32Array.from({ length: weights.length + 1 }, (_, item) => item),
    new Int32Array(weights.length),
    Float64Array.from(weights),
    // Every item fits by itself, as the reductions leave it.
    Float64Array.of(Math.max(...weights) + spare),
  );

it('knows of a small row what each item adds to it', () => {
  fc.assert(
    fc.property(oneRow, ({ weights, spare, profits }) => {
      const packing = rowOf(weights, spare);
      const own = Float64Array.from(weights, (_, item) => profits[item]!);
      const found: number[] = [];
      const rows = rowMarginals(packing, 1_000);
      const value = rows.visit(0, own, (entry, marginal) => {
        found[entry] = marginal;
      });
      expect(value).toBe(best(packing, own));
      expect(rows.best(0, own)).toBe(best(packing, own));
      weights.forEach((_, item) => {
        const withIt = best(packing, own, (chosen) => chosen[item] === 1);
        const without = best(packing, own, (chosen) => chosen[item] === 0);
        expect(found[item]).toBe(withIt - without);
      });
    }),
    runs(2),
  );
});

it('never values a large row below what its items can be worth', () => {
  fc.assert(
    fc.property(oneRow, ({ weights, spare, profits }) => {
      const packing = rowOf(weights, spare);
      const own = Float64Array.from(weights, (_, item) => profits[item]!);
      expect(rowMarginals(packing, 0).best(0, own)).toBeGreaterThanOrEqual(best(packing, own) - 1e-9);
    }),
    runs(2),
  );
});

it.each([0, 1_000])(
  'bounds every choice, and no pass raises the bound (rows of up to %d cells whole)',
  (cells) => {
    fc.assert(
      fc.property(packings(8), ({ program }) => {
        const { packing, open } = reduce(program);
        const profit = Float64Array.from(open, (item) => program.value[item]!);
        const most = best(packing, profit);
        const split = new Split(packing, profit, cells);
        let last = Number.POSITIVE_INFINITY;
        for (let pass = 0; pass < 25; pass++) {
          const bound = split.bound();
          expect(bound).toBeGreaterThanOrEqual(most);
          expect(bound).toBeLessThanOrEqual(last + 1e-9);
          last = bound;
          split.pass();
        }
      }),
      runs(2),
    );
  },
);

it('proves by itself that a row of 7 units holds three items of 2, not three and a half', () => {
  const packing = packingOf(
    Int32Array.from({ length: 7 }, (_, item) => item),
    new Int32Array(6),
    new Float64Array(6).fill(2),
    Float64Array.of(7),
  );
  const split = new Split(packing, new Float64Array(6).fill(1), 1_000);
  split.pass();
  expect(split.bound()).toBeCloseTo(3, 8);
});
