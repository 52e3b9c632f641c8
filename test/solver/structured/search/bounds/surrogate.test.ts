import { describe, expect, it } from 'vitest';
import { solveParameters } from '../../../../../src/solver/parameters.ts';
import { SurrogateBound } from '../../../../../src/solver/structured/search/bounds/surrogate.ts';
import { CoverState } from '../../../../../src/solver/structured/search/cover-state.ts';
import { coveringOf } from '../coverings.ts';

/** Whether so many candidates of cost 1 are proven too few for two demands of 10. */
function rulesOut(
  gives: readonly (readonly number[])[],
  slots: number,
  opened: readonly number[] = [],
): boolean {
  const state = new CoverState(
    coveringOf(
      [10, 10],
      gives.map((each) => ({ cost: 1, gives: each })),
    ),
  );
  for (const k of opened) state.open(k);
  return new SurrogateBound(2, gives.length, solveParameters()).rulesOut(state, slots);
}

describe('the surrogate bound', () => {
  const apart = [
    [10, 0],
    [0, 10],
  ];
  const mixed = [
    [6, 6],
    [6, 6],
  ];

  it('rules out one candidate for two demands, and not two', () => {
    // Each is worth 1 of the 2 that both demands are worth.
    expect([rulesOut(apart, 1), rulesOut(apart, 2)]).toEqual([true, false]);
  });

  it('adds up parts of both demands', () => {
    // 0.6 + 0.6 = 1.2 of 2 with one, 2.4 with two, and two do cover.
    expect([rulesOut(mixed, 1), rulesOut(mixed, 2)]).toEqual([true, false]);
  });

  it('moves its weights to the demand that the best candidates leave short', () => {
    // With equal weights the first two are worth 2 of 2, but nobody covers the second demand: 4 of 10.
    const scarce = [
      [10, 0],
      [10, 0],
      [0, 4],
    ];
    expect(rulesOut(scarce, 2)).toBe(true);
  });

  it('counts only what is still missing', () => {
    // Once one of the two is open, 4 of each demand are missing, and one candidate gives 6.
    expect(rulesOut(mixed, 1, [0])).toBe(false);
  });
});
