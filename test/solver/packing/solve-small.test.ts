import fc from 'fast-check';
import { expect, it } from 'vitest';
import { solveSmall } from '../../../src/solver/packing/exact/solve-small.ts';
import { boundOfPrices, unitPrices } from '../../../src/solver/packing/prices/unit-prices.ts';
import { reduce } from '../../../src/solver/packing/reduce/reduce.ts';
import { unitsLeft } from '../../../src/solver/packing/rows.ts';
import { runs } from '../../arbitraries/runs.ts';
import { packings } from './arbitrary.ts';

it('finds the best choice of a few items, and unit prices bound it', () => {
  fc.assert(
    fc.property(packings(11, fc.nat(1_000_000_000)), ({ program }) => {
      const { packing, open } = reduce(program);
      const profit = Float64Array.from(open, (item) => program.value[item]!);
      const worth = (chosen: Uint8Array) => chosen.reduce((sum, one, item) => sum + one * profit[item]!, 0);
      let most = 0;
      for (let mask = 0; mask < 2 ** packing.items; mask++) {
        const chosen = Uint8Array.from(profit, (_, item) => (mask >> item) & 1);
        if (unitsLeft(packing, chosen).every((units) => units >= 0)) most = Math.max(most, worth(chosen));
      }
      const found = solveSmall(packing, profit, 1_000_000)!;
      expect(unitsLeft(packing, found).every((units) => units >= 0)).toBe(true);
      expect(worth(found)).toBe(most);
      expect(boundOfPrices(packing, profit, unitPrices(packing, profit))).toBeGreaterThanOrEqual(
        most * (1 - 1e-12),
      );
    }),
    runs(3),
  );
});

it('gives up after so many steps', () => {
  const [first] = fc.sample(
    packings(11, fc.constant(5)).filter(({ program }) => reduce(program).packing.items >= 5),
    1,
  );
  const { packing, open } = reduce(first!.program);
  expect(solveSmall(packing, new Float64Array(open.length).fill(5), 2)).toBeNull();
});
