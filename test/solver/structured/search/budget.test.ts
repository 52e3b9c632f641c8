import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { solveParameters } from '../../../../src/solver/parameters.ts';
import { tieBreakDeadline } from '../../../../src/solver/structured/search/budget.ts';
import { layOutCovering } from '../../../../src/solver/structured/search/covering.ts';
import { solveByCountThenCost } from '../../../../src/solver/structured/search/solve-covering.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const parameters = solveParameters({ tieBreakShare: 0.25, nodesPerClockLook: 1 });

it('leaves the tie-break its share of the time that is left, and nothing after the deadline', () => {
  const now = performance.now();
  expect(tieBreakDeadline({ deadline: now + 40, nodes: 1, parameters })).toBe(now + 10);
  expect(tieBreakDeadline({ deadline: now - 40, nodes: 1, parameters })).toBe(now);
  expect(tieBreakDeadline({ deadline: Number.POSITIVE_INFINITY, nodes: 1, parameters })).toBe(
    Number.POSITIVE_INFINITY,
  );
});

it('ends a tie-break at its share, with all that was proven before', () => {
  // Seven of twenty candidates are needed, whichever: the first seven are the first of very many that tie.
  const candidates = Array.from({ length: 20 }, (_, k) => ({
    fixedCost: 1,
    entries: [0, 1].map((demand) => ({ demand, amount: 3 + ((k * 7 + demand * 5) % 4), unitCost: 0 })),
  }));
  const covering = layOutCovering(Float64Array.of(35, 36), candidates, { integral: true });
  const solve = (deadline: number) => {
    let looks = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => looks++);
    return solveByCountThenCost(covering, { deadline, nodes: 1_000_000, parameters })!;
  };
  const whole = solve(Number.POSITIVE_INFINITY);
  expect(whole.complete).toBe(true);
  const looksNeeded = performance.now();
  const cut = solve(looksNeeded);
  expect(cut).toMatchObject({ complete: false, opened: whole.opened, openedBound: whole.opened });
  expect(performance.now()).toBeLessThan(looksNeeded);
});
