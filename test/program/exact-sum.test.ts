import { describe, expect, it } from 'vitest';
import { exactSum, sumOfMagnitudes, type Terms } from '../../src/program/exact-sum.ts';

const terms = (...coefficients: number[]): Terms => ({
  coefficients: Float64Array.from(coefficients),
  columns: null,
  from: 0,
  to: coefficients.length,
});
const ones = (length: number) => new Float64Array(length).fill(1);

describe('an exact sum', () => {
  it('is Σ coefficient · point − subtrahend', () => {
    expect(exactSum(terms(2, -3, 5), Float64Array.of(10, 4, 1), 6)).toBe(7);
  });

  it('takes the columns of a row, and only its part of the arrays', () => {
    const row: Terms = {
      coefficients: Float64Array.of(100, 2, 3, 100),
      columns: Int32Array.of(0, 2, 0, 1),
      from: 1,
      to: 3,
    };
    expect(exactSum(row, Float64Array.of(7, 1000, 5))).toBe(31);
    expect(sumOfMagnitudes(row, Float64Array.of(-7, 1000, 5))).toBe(31);
  });

  it('of integers is exact where floating point loses units', () => {
    const large = 2 ** 53;
    // From left to right 2^53 + 1 rounds to 2^53, and the sum to 0.
    expect(exactSum(terms(large, 1, -large), ones(3))).toBe(1);
    expect(exactSum(terms(large, 1), ones(2), large)).toBe(1);
    // (2^27 + 1)² is 2^54 + 2^28 + 1, of which floating point loses the last one.
    const root = 2 ** 27 + 1;
    expect(exactSum(terms(root, -1), Float64Array.of(root, 2 ** 54 + 2 ** 28))).toBe(1);
  });

  it('of fractions keeps what a plain sum loses', () => {
    expect(1e16 + 0.5 + 0.5 - 1e16).toBe(0);
    expect(exactSum(terms(1e16, 0.5, 0.5, -1e16), ones(4))).toBe(1);
    expect(exactSum(terms(0.5, 1e16, 0.5), ones(3), 1e16)).toBe(1);
  });

  it('of nothing is minus the subtrahend', () => {
    expect(exactSum(terms(), ones(0), 3)).toBe(-3);
  });
});
