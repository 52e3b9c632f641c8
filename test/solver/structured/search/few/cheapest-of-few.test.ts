import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findMultipliers } from '../../../../../src/solver/structured/search/bounds/multipliers.ts';
import { asCounting, type Covering } from '../../../../../src/solver/structured/search/covering.ts';
import { ExactSearch } from '../../../../../src/solver/structured/search/exact-search.ts';
import { cheapestOfFew } from '../../../../../src/solver/structured/search/few/cheapest-of-few.ts';
import { firstAmongEquals } from '../../../../../src/solver/structured/search/first-among-equals.ts';
import {
  fewestOpen,
  solveByCountThenCost,
} from '../../../../../src/solver/structured/search/solve-covering.ts';
import { runs } from '../../../../arbitraries/runs.ts';
import { coveringOf, endless } from '../coverings.ts';

it('takes the cheaper of two pairs, and of equal ones the earlier', () => {
  const pairs = (costs: readonly number[]) =>
    coveringOf(
      [4, 4],
      costs.map((cost, k) => ({ cost, gives: k % 2 === 0 ? [4, 0] : [0, 4] })),
    );
  expect(cheapestOfFew(pairs([5, 5, 3, 4]), 2)).toEqual({ chosen: Uint8Array.of(0, 0, 1, 1), cost: 7 });
  expect(cheapestOfFew(pairs([5, 5, 5, 5]), 2)).toEqual({ chosen: Uint8Array.of(1, 1, 0, 0), cost: 10 });
  // 5 + 3 opens the earlier candidates, and the first pair of them is the answer.
  expect(cheapestOfFew(pairs([5, 3, 5, 3]), 2)).toEqual({ chosen: Uint8Array.of(1, 1, 0, 0), cost: 8 });
});

it('takes an earlier cover that costs more by less than rounding', () => {
  const nearly = {
    ...coveringOf(
      [1],
      [
        { cost: 1 + 1e-12, gives: [1] },
        { cost: 1, gives: [1] },
      ],
    ),
    integral: false,
  };
  expect(cheapestOfFew(nearly, 1)).toEqual({ chosen: Uint8Array.of(1, 0), cost: 1 });
});

it('says nothing where no so few candidates cover, or too many are to be tried', () => {
  expect(
    cheapestOfFew(
      coveringOf(
        [4],
        [
          { cost: 1, gives: [3] },
          { cost: 1, gives: [3] },
        ],
      ),
      1,
    ),
  ).toBeNull();
  // Each candidate alone looks promising, every pair lacks one unit of some demand.
  const many = Array.from({ length: 200 }, (_, k) => ({
    cost: 1,
    gives: k % 2 === 0 ? [9, 1, 9] : [9, 9, 1],
  }));
  expect(cheapestOfFew(coveringOf([18, 11, 11], many), 2)).toBeNull();
});

/** Coverings of a few candidates whose costs often tie. */
const drawn = fc.integer({ min: 1, max: 4 }).chain((demands) =>
  fc.record({
    demand: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: demands, maxLength: demands }),
    candidates: fc.array(
      fc.record({
        cost: fc.nat(3),
        gives: fc.array(fc.nat(8), { minLength: demands, maxLength: demands }),
      }),
      { minLength: 1, maxLength: 9 },
    ),
  }),
);

/** All subsets, those that open the earliest candidates first. */
const subsets = (size: number) =>
  Array.from({ length: 1 << size }, (_, set) =>
    Array.from({ length: size }, (__, k) => (set >> (size - 1 - k)) & 1),
  ).reverse();

it('is the first of the cheapest of all subsets of as few candidates', () => {
  fc.assert(
    fc.property(drawn, ({ demand, candidates }) => {
      const sum = (set: readonly number[], of: (k: number) => number) =>
        set.reduce((total, open, k) => total + open * of(k), 0);
      const covers = subsets(candidates.length).filter((set) =>
        demand.every((units, p) => sum(set, (k) => Math.min(units, candidates[k]!.gives[p]!)) >= units),
      );
      fc.pre(covers.length > 0);
      const size = Math.min(...covers.map((set) => sum(set, () => 1)));
      const few = covers.filter((set) => sum(set, () => 1) === size);
      const cost = Math.min(...few.map((set) => sum(set, (k) => candidates[k]!.cost)));
      const first = few.find((set) => sum(set, (k) => candidates[k]!.cost) === cost)!;
      const covering = coveringOf(demand, candidates);
      expect(cheapestOfFew(covering, size)).toEqual({ chosen: Uint8Array.from(first), cost });
      expect(solveByCountThenCost(covering, endless())).toMatchObject({
        chosen: Uint8Array.from(first),
        opened: size,
        openedBound: size,
        cost,
        costBound: cost,
        complete: true,
      });
    }),
    runs(5),
  );
});

/** What the search with prices answers, asked past the enumeration. */
function bySearch(covering: Covering, opened: number) {
  const within = { ...covering, cardinalityLimit: opened };
  const { parameters } = endless();
  const first = cheapestOfFew(covering, opened)!;
  const multipliers = findMultipliers(within, first.cost, { steps: parameters.costSteps, parameters });
  const known = { chosen: first.chosen, value: first.cost };
  return firstAmongEquals(within, new ExactSearch(within, multipliers, endless()), known, multipliers).chosen;
}

it('agrees with the search on decimals, of which rounding may make equal ones differ', () => {
  const cents = fc.integer({ min: 1, max: 6 }).map((tenths) => tenths / 10);
  const decimals = drawn.chain(({ demand, candidates }) =>
    fc.array(cents, { minLength: candidates.length, maxLength: candidates.length }).map((costs) => ({
      ...coveringOf(
        demand,
        candidates.map((candidate, k) => ({ ...candidate, cost: costs[k]! })),
      ),
      integral: false,
    })),
  );
  fc.assert(
    fc.property(decimals, (covering) => {
      const fewest = fewestOpen(asCounting(covering)!, endless());
      fc.pre(fewest !== null && fewest.bound === fewest.cover.value);
      const size = fewest!.cover.value;
      expect(cheapestOfFew(covering, size)!.chosen).toEqual(bySearch(covering, size));
    }),
    runs(5),
  );
});
