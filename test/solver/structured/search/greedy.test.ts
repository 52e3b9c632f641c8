import { describe, expect, it } from 'vitest';
import { coverGreedily } from '../../../../src/solver/structured/search/greedy.ts';
import { type CandidateDraft, coveringOf } from './coverings.ts';

function cover(candidates: readonly CandidateDraft[]) {
  const covering = coveringOf([10], candidates);
  const found = coverGreedily(covering, covering.fixedCost);
  return found && [[...found.chosen], found.opened];
}

describe('the greedy cover', () => {
  it('opens what covers most for its price', () => {
    // Parts of the demand for each unit of price: 1/5, then 0.6 and 0.4.
    const candidates = [
      { cost: 5, gives: [10] },
      { cost: 1, gives: [6] },
      { cost: 1, gives: [4] },
    ];
    expect(cover(candidates)).toEqual([[0, 1, 1], 2]);
  });

  it('closes what the others make redundant', () => {
    // The first is opened for 0.6 a unit of price, and is redundant once the second, for 0.5, is needed too.
    const candidates = [
      { cost: 1, gives: [6] },
      { cost: 2, gives: [10] },
    ];
    expect(cover(candidates)).toEqual([[0, 1], 1]);
  });

  it('is none where all together do not cover', () => {
    expect(cover([{ cost: 1, gives: [9] }])).toBeNull();
  });
});
