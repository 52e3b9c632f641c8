import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestPrices } from '../../../../../src/solver/structured/search/one-demand/prices.ts';
import { oneDemandOf } from '../../../../../src/solver/structured/search/one-demand/problem.ts';
import { runs } from '../../../../arbitraries/runs.ts';
import { coveringOf } from '../coverings.ts';

/** Two that give 6 for 6 and 4 for 8: eight units cost 6 + 2 · 2 in the linear relaxation. */
const TWO = [
  { cost: 6, gives: [6] },
  { cost: 8, gives: [4] },
];

describe('the prices of one demand', () => {
  it('prove the linear relaxation', () => {
    const { unit, opening, bound } = bestPrices(oneDemandOf(coveringOf([8], TWO)));
    expect(unit).toBeCloseTo(2, 9);
    expect(opening).toBe(0);
    expect(bound).toBeCloseTo(10, 9);
  });

  it('charge for opening where only few may be opened', () => {
    // One of the dear large ones instead of the cheap small ones.
    const candidates = [
      ...Array.from({ length: 8 }, () => ({ cost: 1, gives: [1] })),
      { cost: 20, gives: [8] },
    ];
    const covering = { ...coveringOf([8], candidates), cardinalityLimit: 1 };
    const { opening, bound } = bestPrices(oneDemandOf(covering));
    expect(opening).toBeGreaterThan(0);
    expect(bound).toBeCloseTo(20, 6);
  });

  it('prove no more than the best of many other prices do, and no less', () => {
    const drawn = fc.array(
      fc.record({ cost: fc.integer({ min: 1, max: 9 }), amount: fc.integer({ min: 1, max: 9 }) }),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(drawn, fc.integer({ min: 1, max: 8 }), (candidates, slots) => {
        const largestFirst = candidates.map(({ amount }) => amount).sort((a, b) => b - a);
        const wanted = largestFirst.slice(0, slots).reduce((sum, amount) => sum + amount, 0);
        const drafts = candidates.map(({ cost, amount }) => ({ cost, gives: [amount] }));
        const covering = { ...coveringOf([wanted], drafts), cardinalityLimit: slots };
        const { bound } = bestPrices(oneDemandOf(covering));
        const boundAt = (unit: number, opening: number) =>
          candidates.reduce(
            (sum, { cost, amount }) => sum + Math.min(0, cost + opening - unit * Math.min(amount, wanted)),
            unit * wanted - opening * slots,
          );
        let most = 0;
        for (let unit = 0; unit < 12; unit += 0.25) {
          for (let opening = 0; opening < 40; opening += 1) most = Math.max(most, boundAt(unit, opening));
        }
        expect(bound).toBeGreaterThanOrEqual(most - 1e-6);
      }),
      runs(0.5),
    );
  });
});
