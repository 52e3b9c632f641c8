import { expect, it } from 'vitest';
import { entriesByDemand } from '../../../../src/solver/structured/search/entries-by-demand.ts';
import { coveringOf } from './coverings.ts';

it('entries of a demand stand by amount, then by reduced cost, then by candidate', () => {
  const covering = coveringOf(
    [9, 9],
    [
      { cost: 1, gives: [3, 0] },
      { cost: 1, gives: [5, 2] },
      { cost: 1, gives: [3, 2] },
      { cost: 1, gives: [3, 2] },
    ],
  );
  const { starts, candidate, amount } = entriesByDemand(covering, Float64Array.of(2, 0, 1, 1));
  expect([...starts]).toEqual([0, 4, 7]);
  expect([...candidate]).toEqual([1, 2, 3, 0, 1, 2, 3]);
  expect([...amount]).toEqual([5, 3, 3, 3, 2, 2, 2]);
});
