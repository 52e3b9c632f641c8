import { describe, expect, it } from 'vitest';
import { Filler } from '../../../../src/solver/structured/search/fill.ts';
import { coverFromPrices } from '../../../../src/solver/structured/search/primal.ts';
import { type CandidateDraft, coveringOf } from './coverings.ts';

function cover(candidates: readonly CandidateDraft[], reducedCost: readonly number[], cardinalityLimit = 9) {
  const covering = coveringOf([10], candidates, { cardinalityLimit });
  const found = coverFromPrices(covering, Float64Array.from(reducedCost), new Filler(covering));
  return found && [[...found.chosen], found.value];
}

const three = [
  { cost: 1, gives: [6] },
  { cost: 3, gives: [4] },
  { cost: 2, gives: [4] },
];

describe('the cover that prices give', () => {
  it('opens what has a negative reduced cost, then what costs least for what is missing', () => {
    expect(cover(three, [-1, 2, 0.5])).toEqual([[1, 0, 1], 1 + 2]);
  });

  it('is none where it would open more than may be open', () => {
    expect(cover(three, [-1, 2, 0.5], 1)).toBeNull();
  });

  it('closes the dearest candidate that is redundant', () => {
    const whole = [1, 4].map((cost) => ({ cost, gives: [10] }));
    expect(cover(whole, [-1, -1])).toEqual([[1, 0], 1]);
  });

  it('keeps a redundant candidate of which cheaper units pay for its opening', () => {
    // All ten units cost 10 more without the second candidate, which costs 4 to open.
    const units = [
      { cost: 1, gives: [10], unitCost: 2 },
      { cost: 4, gives: [10], unitCost: 1 },
    ];
    expect(cover(units, [-1, -1])).toEqual([[0, 1], 4 + 10]);
  });
});
