import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitsWithin, type PlacedUnits } from '../../../src/decision/explain/fewest-places.ts';
import { runs } from '../../arbitraries/runs.ts';

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);

/** By trying every set of places. */
function fitsByEnumeration({ demand, units, mostOfProduct }: PlacedUnits, most: number): boolean {
  const products = demand.length;
  const places = units.length / products;
  for (let set = 0; set < 2 ** places; set++) {
    const chosen = Array.from({ length: places }, (_, place) => place).filter((place) => (set >> place) & 1);
    if (chosen.length > most) continue;
    const isCovered = demand.every((wanted, product) => {
      const here = chosen.map((place) => units[place * products + product]!).sort((a, b) => b - a);
      return sum(here.slice(0, mostOfProduct[product]!)) >= wanted;
    });
    if (isCovered) return true;
  }
  return false;
}

const limit = fc.constantFrom(1, 2, 3, Number.POSITIVE_INFINITY);

const drawn = fc.integer({ min: 1, max: 4 }).chain((products) =>
  fc.record({
    demand: fc.array(fc.integer({ min: 0, max: 12 }), { minLength: products, maxLength: products }),
    mostOfProduct: fc.array(limit, { minLength: products, maxLength: products }),
    rows: fc.array(fc.array(fc.nat(7), { minLength: products, maxLength: products }), { maxLength: 8 }),
    most: fc.oneof(fc.integer({ min: 1, max: 8 }), limit),
  }),
);

const placedOf = ({
  demand,
  mostOfProduct,
  rows,
}: typeof drawn extends fc.Arbitrary<infer T> ? T : never) => ({
  demand: Float64Array.from(demand),
  mostOfProduct: Float64Array.from(mostOfProduct),
  units: rows.flat(),
});

describe('the search for few places', () => {
  it('says of every small question what trying all sets says', () => {
    const claim = fc.property(drawn, (question) => {
      const placed = placedOf(question);
      expect(fitsWithin(placed, question.most)).toBe(fitsByEnumeration(placed, question.most));
    });
    fc.assert(claim, runs(20));
  });

  it('needs a place that is small where the fullest do not go together', () => {
    const placed = placedOf({
      demand: [4, 4],
      mostOfProduct: [9, 9],
      rows: [
        [3, 3],
        [4, 0],
        [0, 4],
      ],
      most: 2,
    });
    expect(fitsWithin(placed, 2)).toBe(true);
  });

  it('does not add up two places of a product that may come from one only', () => {
    const placed = placedOf({
      demand: [11, 2],
      mostOfProduct: [3, 1],
      rows: [
        [0, 2],
        [4, 1],
        [7, 1],
      ],
      most: 2,
    });
    expect(fitsWithin(placed, 2)).toBe(false);
    expect(fitsWithin(placed, 3)).toBe(true);
  });

  it('leaves to others what would take long', () => {
    // A place holds about a third of twelve products; six places are more than sums rule out, and too few to be found soon.
    const products = 12;
    let drawn = 12_345;
    const units = Float64Array.from({ length: 60 * products }, () => {
      drawn = (drawn * 1_103_515_245 + 12_345) % 2 ** 31;
      return drawn / 2 ** 31 < 0.3 ? 1 : 0;
    });
    const demand = new Float64Array(products).fill(3);
    const mostOfProduct = new Float64Array(products).fill(Number.POSITIVE_INFINITY);
    expect(fitsWithin({ demand, units, mostOfProduct }, 6)).toBeNull();
  });
});
