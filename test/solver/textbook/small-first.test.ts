import { describe, expect, it } from 'vitest';
import type { MipQuestion, MipResult, MipSolver } from '../../../src/solver/textbook/mip.ts';
import { smallFirst } from '../../../src/solver/textbook/small-first.ts';

const optimum = (point: readonly number[]): MipResult => ({
  status: 'optimal',
  point: Float64Array.from(point),
  bound: 0,
});
const solverOf = (name: string, exactSpan: number, result: MipResult): MipSolver => ({
  name,
  exactSpan,
  solve: () => result,
});
const large = solverOf('large', 100, optimum([1, 1]));

/** At least one of two 0/1 columns. */
const question = (rest: Partial<MipQuestion> = {}): MipQuestion => ({
  costs: Float64Array.of(1, 1),
  upper: Float64Array.of(1, 1),
  rowLower: Float64Array.of(1),
  rowUpper: Float64Array.of(Number.POSITIVE_INFINITY),
  rowStarts: Int32Array.of(0, 2),
  columnIndices: Int32Array.of(0, 1),
  coefficients: Float64Array.of(1, 1),
  isInteger: Uint8Array.of(1, 1),
  integral: true,
  start: null,
  timeLimitMs: 1_000,
  ...rest,
});
const askedFirst = (small: MipSolver, asked: MipQuestion, columns = 2) =>
  smallFirst(small, large, columns).solve(asked).by;

describe('a small question', () => {
  const good = solverOf('small', 50, optimum([1, 0]));

  it('goes to the small solver up to the border, and to the large one beyond', () => {
    expect(askedFirst(good, question())).toBe('small');
    expect(askedFirst(good, question(), 1)).toBe('large');
  });

  it('goes to the large solver with decimals or large numbers', () => {
    expect(askedFirst(good, question({ integral: false }))).toBe('large');
    expect(askedFirst(good, question({ costs: Float64Array.of(1, 100_001) }))).toBe('large');
    expect(askedFirst(good, question({ coefficients: Float64Array.of(-100_001, 1) }))).toBe('large');
  });

  it('goes on to the large solver where the small one returns no feasible point', () => {
    expect(askedFirst(solverOf('small', 50, optimum([0, 0])), question())).toBe('large');
    const infeasible: MipResult = { status: 'infeasible', point: null, bound: Number.POSITIVE_INFINITY };
    expect(askedFirst(solverOf('small', 50, infeasible), question())).toBe('large');
  });

  it('may span what both solvers tell apart', () => {
    expect(smallFirst(good, large, 2).exactSpan).toBe(50);
  });
});
