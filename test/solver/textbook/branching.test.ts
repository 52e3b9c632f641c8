import { describe, expect, it } from 'vitest';
import { chooseBranches } from '../../../src/solver/textbook/branching.ts';
import { buildProgram } from '../program-builder.ts';

/** x ≤ 5 y, z free of rows: x from 0 to 5, y and z 0/1. */
const program = buildProgram({
  columns: [
    [0, 5],
    [0, 1],
    [0, 1],
  ],
  rows: [
    {
      upper: 0,
      terms: [
        [0, 1],
        [1, -5],
      ],
    },
  ],
  levels: [],
});
const boundsOf = (...ends: (readonly [number, number])[]) => ({
  lower: Float64Array.from(ends, ([low]) => low),
  upper: Float64Array.from(ends, ([, high]) => high),
});
const whole = boundsOf([0, 5], [0, 1], [0, 1]);
const branches = (raw: readonly number[], bounds = whole) =>
  chooseBranches(program, bounds, Float64Array.from(raw)).map(({ column, lower, upper }) => [
    column,
    lower,
    upper,
  ]);

describe('branches', () => {
  it('split the fractional 0/1 column of a row that the rounded point breaks', () => {
    // y = 0.2 rounds to 0 and closes x = 1; z is further from an integer, but breaks nothing.
    expect(branches([1, 0.2, 0.4])).toEqual([
      [1, 0, 0],
      [1, 1, 1],
    ]);
  });

  it('split the most fractional 0/1 column where no row is broken', () => {
    expect(branches([0, 0.2, 0.4])).toEqual([
      [2, 0, 0],
      [2, 1, 1],
    ]);
  });

  it('split an open 0/1 column where nothing is a fraction, and a quantity where these are fixed', () => {
    expect(branches([0, 0, 0])).toEqual([
      [1, 0, 0],
      [1, 1, 1],
    ]);
    expect(branches([2, 1, 0], boundsOf([0, 5], [1, 1], [0, 0]))).toEqual([
      [0, 0, 1],
      [0, 2, 2],
      [0, 3, 5],
    ]);
  });

  it('are none where every column is fixed', () => {
    expect(branches([2, 1, 0], boundsOf([2, 2], [1, 1], [0, 0]))).toEqual([]);
  });
});
