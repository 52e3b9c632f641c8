import fc from 'fast-check';
import { expect, it } from 'vitest';
import { earliestOfOneDemand } from '../../../../../src/solver/structured/search/one-demand/earliest.ts';
import { runs } from '../../../../arbitraries/runs.ts';
import { coveringOf } from '../coverings.ts';

const covering = (wanted: number, amounts: readonly number[]) =>
  coveringOf(
    [wanted],
    amounts.map((amount) => ({ cost: 1, gives: [amount] })),
  );

it('opens an early small amount where the largest later ones make up for it', () => {
  // Two of them reach 9 with 2 + 7 as well as with 5 + 7.
  expect([...earliestOfOneDemand(covering(9, [2, 5, 7]), 2)]).toEqual([1, 0, 1]);
  expect([...earliestOfOneDemand(covering(10, [2, 5, 7]), 2)]).toEqual([0, 1, 1]);
});

it('is the earliest of all subsets of as few candidates', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(6), { minLength: 1, maxLength: 9 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (amounts, share) => {
        const wanted = Math.max(1, Math.round(share * amounts.reduce((sum, amount) => sum + amount, 0)));
        const sets = Array.from({ length: 1 << amounts.length }, (_, set) =>
          amounts.map((__, k) => (set >> (amounts.length - 1 - k)) & 1),
        ).filter((set) => set.reduce((sum, open, k) => sum + open * amounts[k]!, 0) >= wanted);
        fc.pre(sets.length > 0);
        const sizeOf = (set: readonly number[]) => set.reduce((sum, open) => sum + open, 0);
        const fewest = Math.min(...sets.map(sizeOf));
        const expected = sets.filter((set) => sizeOf(set) === fewest).at(-1)!;
        expect([...earliestOfOneDemand(covering(wanted, amounts), fewest)]).toEqual(expected);
      },
    ),
    runs(5),
  );
});
