import { describe, expect, it } from 'vitest';
import { Filler } from '../../../../src/solver/structured/search/fill.ts';
import { coveringOf } from './coverings.ts';

/** Five units: up to 3 at 2 each, and up to 4 at 1 each. */
const filler = new Filler(
  coveringOf(
    [5],
    [
      { cost: 0, gives: [3], unitCost: 2 },
      { cost: 0, gives: [4], unitCost: 1 },
    ],
  ),
);

describe('the cheapest units of a cover', () => {
  it('come from the cheapest open candidate first', () => {
    expect(filler.cost(Uint8Array.of(1, 1))).toBe(4 * 1 + 1 * 2);
  });

  it('cost +Infinity where the open candidates do not cover', () => {
    expect(filler.cost(Uint8Array.of(0, 1))).toBe(Number.POSITIVE_INFINITY);
  });

  it('cost nothing where no unit does', () => {
    expect(new Filler(coveringOf([5], [{ cost: 9, gives: [5] }])).cost(Uint8Array.of(1))).toBe(0);
  });
});
