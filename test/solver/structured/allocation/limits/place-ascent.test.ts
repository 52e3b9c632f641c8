import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { solveParameters } from '../../../../../src/solver/parameters.ts';
import {
  PlaceAscent,
  type PlacedLevel,
} from '../../../../../src/solver/structured/allocation/limits/place-ascent.ts';
import { runs } from '../../../../arbitraries/runs.ts';

const STEPS = 300;

/** A place with units of a demand, all at one price, and the fewest that it gives if it gives any. */
interface Stock {
  readonly place: number;
  readonly demand: number;
  readonly units: number;
  readonly cost: number;
  readonly least?: number;
}

function levelOf(
  demand: readonly number[],
  stocks: readonly Stock[],
  most: number,
  mostOfDemand: readonly number[] | null,
): PlacedLevel {
  return {
    demand: Float64Array.from(demand),
    most,
    mostOfDemand: mostOfDemand && Float64Array.from(mostOfDemand),
    servings: stocks.map(({ units, cost, least = 0, ...rest }) => ({
      ...rest,
      least,
      units: Float64Array.of(units),
      cost: Float64Array.of(cost),
      capCost: [],
    })),
    caps: 0,
    leaving: null,
  };
}

function bound(level: PlacedLevel, places: number, target: number): number {
  const node = { fixing: new Uint8Array(places), caps: new Float64Array() };
  return new PlaceAscent(level, places, solveParameters()).climb(node, null, target, STEPS).bound;
}

/** The least cost of covering every demand within the limits, by trying every set of places; infinite where none is. */
function leastCost(
  demand: readonly number[],
  stocks: readonly Stock[],
  most: number,
  mostOfDemand: readonly number[] | null,
  places: number,
): number {
  const setsOf = (all: readonly number[]) =>
    Array.from({ length: 2 ** all.length }, (_, set) => all.filter((__, at) => ((set >> at) & 1) === 1));
  const covered = (from: readonly Stock[], wanted: number) => {
    let left = wanted;
    let cost = 0;
    for (const each of [...from].sort((a, b) => a.cost - b.cost)) {
      const units = Math.min(left, each.units);
      left -= units;
      cost += units * each.cost;
    }
    return left > 0 ? Number.POSITIVE_INFINITY : cost;
  };
  const costs = setsOf([...Array(places).keys()])
    .filter((set) => set.length <= most)
    .map((set) =>
      demand
        .map((wanted, p) => {
          const usable = stocks.filter((each) => each.demand === p && set.includes(each.place));
          const choices = setsOf([...usable.keys()]).filter(
            (chosen) => chosen.length <= (mostOfDemand?.[p] ?? places),
          );
          return Math.min(
            ...choices.map((chosen) =>
              covered(
                chosen.map((at) => usable[at]!),
                wanted,
              ),
            ),
          );
        })
        .reduce((sum, cost) => sum + cost, 0),
    );
  return Math.min(...costs);
}

describe('the bound of a level under a limit on places', () => {
  // Four units: two of A and B, which have three at 1 each, or one of these beside one of four that have one for free.
  const stocks = [
    { place: 0, demand: 0, units: 3, cost: 1 },
    { place: 1, demand: 0, units: 3, cost: 1 },
    ...[2, 3, 4, 5].map((place) => ({ place, demand: 0, units: 1, cost: 0 })),
  ];

  it('lets many places give a little each where nothing limits the places of a demand', () => {
    expect(bound(levelOf([4], stocks, 4, null), 6, 3)).toBeCloseTo(0, 3);
  });

  it('is that of few places where the places of a demand are limited', () => {
    expect(leastCost([4], stocks, 4, [2], 6)).toBe(3);
    expect(bound(levelOf([4], stocks, 4, [2]), 6, 3)).toBeGreaterThan(2.9);
  });

  it('is never above the least cost that trying every set of places finds', () => {
    const stock = fc.record({
      units: fc.integer({ min: 0, max: 4 }),
      cost: fc.integer({ min: 0, max: 5 }),
    });
    let proven = 0;
    let limited = 0;
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 3 }),
        fc.array(stock, { minLength: 15, maxLength: 15 }),
        fc.integer({ min: 1, max: 4 }),
        fc.option(fc.array(fc.constantFrom(1, 2, 3), { minLength: 3, maxLength: 3 })),
        (demand, drawn, most, limits) => {
          const stocks = drawn
            .map((each, at) => ({ ...each, place: at % 5, demand: Math.floor(at / 5) }))
            .filter((each) => each.units > 0 && each.demand < demand.length);
          const mostOfDemand = limits?.slice(0, demand.length) ?? null;
          const least = leastCost(demand, stocks, most, mostOfDemand, 5);
          const target = Number.isFinite(least) ? least : 100;
          const found = bound(levelOf(demand, stocks, most, mostOfDemand), 5, target);
          expect(found).toBeLessThanOrEqual(least + 1e-9 * target);
          if (found > target - 0.5) proven++;
          if (mostOfDemand !== null && bound(levelOf(demand, stocks, most, null), 5, target) < found - 0.5)
            limited++;
        },
      ),
      runs(3),
    );
    // The bound would be no use if it were never tight, or never tighter for the limit on a demand.
    expect(proven).toBeGreaterThan(60);
    expect(limited).toBeGreaterThan(10);
  });
});
