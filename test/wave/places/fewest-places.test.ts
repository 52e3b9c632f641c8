import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlaceDemand } from '../../../src/wave/places/demands.ts';
import { fewestPlaces } from '../../../src/wave/places/fewest-places.ts';
import type { WaveStock } from '../../../src/wave/stock.ts';
import { runs } from '../../arbitraries/runs.ts';

const PLACES = 6;
const places = [...Array(PLACES).keys()];

/** Demands of two products, and the cost of locations and of units. */
const question = fc
  .record({
    costs: fc.array(fc.constantFrom(0, 0, 1, 2), { minLength: PLACES, maxLength: PLACES }),
    most: fc.array(fc.array(fc.nat(3), { minLength: PLACES, maxLength: PLACES }), {
      minLength: 1,
      maxLength: 2,
    }),
    prices: fc.array(fc.constantFrom(0, 0, 0.5, 3), { minLength: 2 * PLACES, maxLength: 2 * PLACES }),
    share: fc.double({ min: 0.1, max: 1, noNaN: true }),
  })
  .map(({ costs, most, prices, share }) => {
    const stock = {
      locations: costs.map((cost) => ({ cost })),
      sourceUnitCost: Float64Array.from(prices),
    } as unknown as WaveStock;
    const demands = most.map((units, product): PlaceDemand => {
      const total = units.reduce((sum, amount) => sum + amount, 0);
      const sourceAt = Int32Array.from(units, (amount, place) =>
        amount === 0 ? -1 : product * PLACES + place,
      );
      return {
        want: product,
        units: Math.max(1, Math.round(share * total)),
        sources: sourceAt.filter((source) => source >= 0),
        most: Float64Array.from(units),
        sourceAt,
      };
    });
    return { stock, demands };
  })
  .filter(({ demands }) =>
    demands.every(({ units, most }) => most.reduce((sum, amount) => sum + amount, 0) >= units),
  );

/** What a set of places costs: its places, and the cheapest units of each demand; null where it does not cover. */
function costOf(stock: WaveStock, demands: readonly PlaceDemand[], chosen: readonly number[]): number | null {
  let cost = chosen.reduce((sum, place) => sum + stock.locations[place]!.cost, 0);
  for (const { units, most, sourceAt } of demands) {
    const offers = chosen
      .flatMap((place) =>
        Array<number>(most[place]!).fill(most[place] === 0 ? 0 : stock.sourceUnitCost[sourceAt[place]!]!),
      )
      .sort((a, b) => a - b);
    if (offers.length < units) return null;
    cost += offers.slice(0, units).reduce((sum, price) => sum + price, 0);
  }
  return cost;
}

describe('the fewest places', () => {
  it('are the fewest, of those the cheapest, of those the first, as trying every set says', () => {
    fc.assert(
      fc.property(question, ({ stock, demands }) => {
        const tried = [...Array(2 ** PLACES).keys()]
          .map((mask) => places.filter((place) => (mask >> place) % 2 === 1))
          .map((chosen) => ({ chosen, cost: costOf(stock, demands, chosen) }))
          .filter(({ cost }) => cost !== null)
          .sort(
            (a, b) =>
              a.chosen.length - b.chosen.length ||
              a.cost! - b.cost! ||
              (a.chosen.join() < b.chosen.join() ? -1 : 1),
          );
        const { chosen, cost } = tried[0]!;
        expect(fewestPlaces(stock, demands)).toEqual({
          places: chosen,
          cost,
          atLeast: chosen.length,
          isBest: true,
        });
        const cut = fewestPlaces(stock, demands, 2);
        expect(cut.atLeast).toBeLessThanOrEqual(chosen.length);
        expect(costOf(stock, demands, cut.places)).toBe(cut.cost);
      }),
      runs(5),
    );
  });
});
