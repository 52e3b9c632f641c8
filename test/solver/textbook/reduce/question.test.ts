import { describe, expect, it } from 'vitest';
import { reduceQuestion } from '../../../../src/solver/textbook/reduce/question.ts';
import { buildProgram } from '../../program-builder.ts';

/** x from 2 to 6, y fixed at 3, z 0/1: x + y ≤ 7, x − 4 z ≤ 0, y ≤ 9. */
const program = buildProgram({
  columns: [
    [2, 6],
    [3, 3],
    [0, 1],
  ],
  rows: [
    {
      upper: 7,
      terms: [
        [0, 1],
        [1, 1],
      ],
    },
    {
      upper: 0,
      terms: [
        [0, 1],
        [2, -4],
      ],
    },
    { upper: 9, terms: [[1, 1]] },
  ],
  levels: [],
});
const { question, offset, expand } = reduceQuestion(
  program,
  { lower: program.columnLower, upper: program.columnUpper },
  { costs: Float64Array.of(10, 100, 1), integral: true },
  Uint8Array.of(0, 0, 1),
  Float64Array.of(4, 3, 1),
);

describe('a reduced question', () => {
  it('has no fixed column and no row that holds by the bounds, and counts from the lower bounds', () => {
    // x counts from 2: x' ≤ 7 − 3 − 2 and x' − 4 z ≤ −2.
    expect([...question.upper]).toEqual([4, 1]);
    expect([...question.rowUpper]).toEqual([2, -2]);
    expect([...question.rowStarts]).toEqual([0, 1, 3]);
    expect([...question.isInteger]).toEqual([0, 1]);
    expect([...question.start!]).toEqual([2, 1]);
  });

  it('leads points and values back', () => {
    expect([...expand(Float64Array.of(2, 1))]).toEqual([4, 3, 1]);
    expect(offset).toBe(10 * 2 + 100 * 3);
  });
});
