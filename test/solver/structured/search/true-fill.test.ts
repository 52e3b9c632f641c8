import { describe, expect, it } from 'vitest';
import { DEFAULT_PARAMETERS } from '../../../../src/solver/parameters.ts';
import {
  solveByCost,
  solveByCountThenCost,
} from '../../../../src/solver/structured/search/solve-covering.ts';
import { coveringOf } from './coverings.ts';

const budget = () => ({ deadline: Number.POSITIVE_INFINITY, nodes: 10_000, parameters: DEFAULT_PARAMETERS });

/** Four units from candidates that give two each, at a unit cost of 1, 2, 3 and 4; the first two do not go together. */
const covering = {
  ...coveringOf(
    [4],
    [1, 2, 3, 4].map((unitCost) => ({ cost: 1, gives: [2], unitCost })),
  ),
  trueFill: (isOpen: Uint8Array) =>
    isOpen[0] === 1 && isOpen[1] === 1 && isOpen[2] !== 1
      ? Number.POSITIVE_INFINITY
      : [1, 2, 3, 4]
          .filter((_, k) => isOpen[k] === 1)
          .slice(0, 2)
          .reduce((sum, cost) => sum + 2 * cost, 0),
};

describe('a covering whose demands only bound the cost of units', () => {
  it('is valued by the true cost', () => {
    const first = solveByCost({ ...covering, trueFill: null }, budget());
    expect([...first!.chosen]).toEqual([1, 1, 0, 0]);
    // The first two cost 2 + 2 · (1 + 2) = 8 and do not suffice; a third one that lets them costs 9, the next best pair 10.
    const second = solveByCost(covering, budget());
    expect([second!.complete, second!.cost]).toEqual([true, 9]);
    expect([...second!.chosen]).toEqual([1, 1, 1, 0]);
  });

  it('is not proven to cost anything where the fewest candidates do not suffice in truth', () => {
    const answer = solveByCountThenCost(covering, budget());
    expect([answer!.opened, answer!.openedBound, answer!.complete]).toEqual([2, 2, false]);
    expect([answer!.cost, answer!.costBound]).toEqual([Number.POSITIVE_INFINITY, 0]);
  });
});
