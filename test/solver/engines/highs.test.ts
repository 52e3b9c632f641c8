import { describe, expect, it } from 'vitest';
import { loadHighsSolver } from '../../../src/solver/engines/highs.ts';
import { toHighsModel } from '../../../src/solver/engines/highs-model.ts';
import type { MipQuestion } from '../../../src/solver/textbook/mip.ts';

/** minimise Σ y over a line of `demand` units and sources of `units` each: x, then y. */
function coverQuestion(count: number, units: number, demand: number): MipQuestion {
  const starts = [0];
  const indices: number[] = [];
  const coefficients: number[] = [];
  const add = (terms: readonly (readonly [number, number])[]): void => {
    for (const [column, coefficient] of terms) {
      indices.push(column);
      coefficients.push(coefficient);
    }
    starts.push(indices.length);
  };
  const sources = [...Array(count).keys()];
  add(sources.map((at) => [at, 1]));
  for (const at of sources) {
    add([
      [at, 1],
      [count + at, -units],
    ]);
  }
  return {
    costs: Float64Array.from([...sources.map(() => 0), ...sources.map((at) => 10 + (at % 3))]),
    upper: Float64Array.from([...sources.map(() => units), ...sources.map(() => 1)]),
    rowLower: Float64Array.from([demand, ...sources.map(() => Number.NEGATIVE_INFINITY)]),
    rowUpper: Float64Array.from([demand, ...sources.map(() => 0)]),
    rowStarts: Int32Array.from(starts),
    columnIndices: Int32Array.from(indices),
    coefficients: Float64Array.from(coefficients),
    isInteger: Uint8Array.from([...sources.map(() => 0), ...sources.map(() => 1)]),
    integral: true,
    start: null,
    timeLimitMs: 10_000,
  };
}

describe('HiGHS', () => {
  it('is asked hundreds of questions by one model without its memory growing', async () => {
    const highs = await loadHighsSolver();
    for (let i = 0; i < 60; i++) highs.solve(coverQuestion(20, 7 + (i % 5), 40));
    const before = highs.memoryBytes;
    for (let i = 0; i < 400; i++) highs.solve(coverQuestion(20, 7 + (i % 5), 40));
    expect(highs.memoryBytes).toBe(before);
    highs.dispose();
  });

  it('answers the next question after one that it could not take', async () => {
    const highs = await loadHighsSolver();
    const question = coverQuestion(3, 10, 25);
    const broken = highs.solve({ ...question, rowStarts: Int32Array.of(0) });
    expect(broken.status).toBe('failed');
    expect(broken.trouble).not.toBe('');
    expect(highs.solve(question)).toMatchObject({ status: 'optimal', bound: 33 });
    highs.dispose();
  });

  it('holds each question against its own time limit, not the sum of all', async () => {
    const highs = await loadHighsSolver();
    const question = { ...coverQuestion(20, 7, 40), timeLimitMs: 400 };
    const startedAt = performance.now();
    // Several times the limit in all, each question a small part of it.
    while (performance.now() - startedAt < 1200) {
      expect(highs.solve(question).status).toBe('optimal');
    }
    highs.dispose();
  });

  it('bounds a linear program, which has no integer column, by its optimum', async () => {
    const highs = await loadHighsSolver();
    const question = coverQuestion(3, 10, 25);
    const relaxed = highs.solve({ ...question, isInteger: new Uint8Array(question.upper.length) });
    expect(relaxed.status).toBe('optimal');
    expect(relaxed.bound).toBeCloseTo(10 + 11 + 6, 6);
    highs.dispose();
  });

  it('says that there is no plan where rows contradict each other', async () => {
    const highs = await loadHighsSolver();
    expect(highs.solve(coverQuestion(3, 10, 31))).toMatchObject({ status: 'infeasible', point: null });
    highs.dispose();
  });
});

describe('the units that HiGHS calculates in', () => {
  it('keep quantities of 10⁹ below 2⁸ and come back as they were', () => {
    const question = { ...coverQuestion(3, 1e9, 2.5e9), start: Float64Array.of(1e9, 1e9, 5e8, 1, 1, 1) };
    const { data, start, pointOf } = toHighsModel(question);
    expect(Math.max(...(data.colUpper as Float64Array))).toBeLessThanOrEqual(2 ** 8);
    expect(Math.max(...(data.matrix.values as Float64Array).map(Math.abs))).toBeLessThanOrEqual(2 ** 8);
    expect([...pointOf(start!)]).toEqual([...question.start]);
  });

  it('are the question’s own where quantities are small', () => {
    const question = coverQuestion(3, 200, 500);
    const { data } = toHighsModel(question);
    expect([...data.colUpper]).toEqual([...question.upper]);
    expect([...data.matrix.values]).toEqual([...question.coefficients]);
  });

  it('leave columns alone that must be isInteger', () => {
    const question = { ...coverQuestion(3, 1e9, 2.5e9), isInteger: new Uint8Array(6).fill(1) };
    expect([...toHighsModel(question).data.colUpper]).toEqual([...question.upper]);
  });

  it('bring costs with decimals to one size by a power of two', () => {
    const question = { ...coverQuestion(3, 10, 25), integral: false, costs: new Float64Array(6).fill(1e-7) };
    const { data, costScale } = toHighsModel(question);
    expect(Math.log2(costScale) % 1).toBe(0);
    expect(Math.max(...(data.colCost as Float64Array))).toBeGreaterThan(2 ** 19);
  });
});
