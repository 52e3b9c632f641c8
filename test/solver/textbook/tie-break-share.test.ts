import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { javascriptLpSolver } from '../../../src/solver/engines/javascript-lp-solver.ts';
import { solveParameters } from '../../../src/solver/parameters.ts';
import { lexicographic } from '../../../src/solver/textbook/lexicographic.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Eight columns of 0 to 3 that cost the same, of which some reach 7 in the row: many points are equally good. */
const columns = 8;
const ones = new Float64Array(columns).fill(1);
const PROGRAM = {
  columnLower: new Float64Array(columns),
  columnUpper: new Float64Array(columns).fill(3),
  rowLower: Float64Array.of(7),
  rowUpper: Float64Array.of(Number.POSITIVE_INFINITY),
  rowStarts: Int32Array.of(0, columns),
  columnIndices: Int32Array.from(ones.keys()),
  coefficients: Float64Array.from(ones, (_, column) => 2 + (column % 3)),
  levels: [{ name: 'units', costs: ones, scale: 1, integral: true }],
  tieBreak: Int32Array.from(ones.keys()),
};

/** What each question was given of a limit, by a clock on which each question takes as long. */
async function askedWith(timeLimitMs: number, questionMs: number) {
  const limits: number[] = [];
  const mip = {
    ...javascriptLpSolver,
    solve: (question: Parameters<typeof javascriptLpSolver.solve>[0]) => {
      limits.push(question.timeLimitMs);
      vi.advanceTimersByTime(questionMs);
      return javascriptLpSolver.solve(question);
    },
  };
  const parameters = solveParameters({ tieBreakShare: 0.25 });
  const outcome = await lexicographic('recorded', async () => mip, { parameters }).solve(PROGRAM, {
    timeLimitMs,
  });
  return { limits, outcome };
}

it('gives the tie-break of an engine its share of the time that the levels left', async () => {
  const { limits, outcome } = await askedWith(40, 1);
  expect(outcome).toMatchObject({ termination: 'optimal' });
  expect(limits[0]).toBe(40);
  // Without a share the last question would have all but the milliseconds of the few before it.
  expect(limits.length).toBeLessThan(10);
  expect(limits.at(-1)).toBeLessThanOrEqual(10);
});

it('answers levels that are proven although the share was not enough', async () => {
  const { outcome } = await askedWith(40, 10);
  expect(outcome).toMatchObject({ termination: 'optimal', tieBreakProven: false });
  expect(outcome.point!.reduce((sum, value) => sum + value, 0)).toBe(2);
  const { outcome: patient } = await askedWith(4000, 10);
  expect(patient).toMatchObject({ termination: 'optimal', tieBreakProven: true });
});
