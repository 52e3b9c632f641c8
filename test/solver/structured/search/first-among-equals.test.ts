import { describe, expect, it } from 'vitest';
import { findMultipliers } from '../../../../src/solver/structured/search/bounds/multipliers.ts';
import { ExactSearch } from '../../../../src/solver/structured/search/exact-search.ts';
import { firstAmongEquals } from '../../../../src/solver/structured/search/first-among-equals.ts';
import { type CandidateDraft, coveringOf, endless } from './coverings.ts';

function first(candidates: readonly CandidateDraft[], chosen: readonly number[], nodes = 1e9) {
  const covering = coveringOf([4], candidates);
  const value = chosen.reduce((sum, open, k) => sum + open * candidates[k]!.cost, 0);
  const budget = { ...endless(), nodes };
  const multipliers = findMultipliers(covering, value, { steps: 60, parameters: budget.parameters });
  const search = new ExactSearch(covering, multipliers, budget);
  const best = { chosen: Uint8Array.from(chosen), value };
  const found = firstAmongEquals(covering, search, best, multipliers);
  return [[...found.chosen], found.complete];
}

const whole = (...costs: number[]) => costs.map((cost) => ({ cost, gives: [4] }));

describe('the first among equally good covers', () => {
  it('opens the earliest candidate', () => {
    expect(first(whole(2, 2, 2), [0, 0, 1])).toEqual([[1, 0, 0], true]);
  });

  it('does not open an earlier candidate that costs more', () => {
    expect(first(whole(2, 1, 1), [0, 0, 1])).toEqual([[0, 1, 0], true]);
  });

  it('opens the earliest of pairs, and then the earliest that goes with it', () => {
    const halves = [1, 1, 1, 1].map((cost) => ({ cost, gives: [2] }));
    expect(first(halves, [0, 0, 1, 1])).toEqual([[1, 1, 0, 0], true]);
  });

  it('is the known cover, and not proven, where the budget ends', () => {
    expect(first(whole(2, 2, 2), [0, 0, 1], 1)).toEqual([[0, 0, 1], false]);
  });
});
