import { describe, expect, it } from 'vitest';
import { findViolation, rowViolation, withRow } from '../../src/program/linear-system.ts';
import { buildProgram } from '../solver/program-builder.ts';

/** 2 ≤ x + y ≤ 5 and 3x − y ≥ 0, with x up to 4 and y from 1 to 9. */
const system = buildProgram({
  columns: [
    [0, 4],
    [1, 9],
  ],
  rows: [
    {
      lower: 2,
      upper: 5,
      terms: [
        [0, 1],
        [1, 1],
      ],
    },
    {
      lower: 0,
      terms: [
        [0, 3],
        [1, -1],
      ],
    },
  ],
  levels: [],
});

describe('the first violation of a system', () => {
  it.each([
    ['none, on both sides of a range', [1, 1], null],
    ['none at the upper side', [2, 3], null],
    ['a fraction', [1, 1.25], { what: 'fraction', position: 1, by: 0.25 }],
    ['a column above its bound, before any row', [6, 9], { what: 'column', position: 0, by: 2 }],
    ['a column below its bound', [1, 0], { what: 'column', position: 1, by: 1 }],
    ['a row below its lower side', [0, 1], { what: 'row', position: 0, by: 1 }],
    ['a row above its upper side', [4, 4], { what: 'row', position: 0, by: 3 }],
    ['a later row', [1, 4], { what: 'row', position: 1, by: 1 }],
  ] as const)('%s', (_, point, violation) => {
    expect(findViolation(system, Float64Array.from(point))).toEqual(violation);
  });
});

describe('a row', () => {
  const oneRow = (coefficient: number, upper: number) =>
    buildProgram({ columns: [[0, 2 ** 52]], rows: [{ upper, terms: [[0, coefficient]] }], levels: [] });

  it('of integers may not be missed at all, however large they are', () => {
    expect(rowViolation(oneRow(2, 2 ** 53), 0, Float64Array.of(2 ** 52 + 1))).toBe(2);
    expect(rowViolation(oneRow(2, 2 ** 53), 0, Float64Array.of(2 ** 52))).toBe(0);
  });

  it('of other coefficients may be missed by the rounding of its terms', () => {
    // 0.1 · 3 is 0.30000000000000004.
    expect(rowViolation(oneRow(0.1, 0.3), 0, Float64Array.of(3))).toBe(0);
    expect(rowViolation(oneRow(0.1, 0.3 - 1e-9), 0, Float64Array.of(3))).toBeCloseTo(1e-9, 12);
  });
});

describe('a system with one more row', () => {
  it('keeps the others, holds the new one, and leaves what it was made of alone', () => {
    // y ≤ 2
    const more = withRow(system, { coefficients: Float64Array.of(0, 1), lower: -Infinity, upper: 2 });
    expect(findViolation(more, Float64Array.of(2, 3))).toEqual({ what: 'row', position: 2, by: 1 });
    expect(findViolation(more, Float64Array.of(4, 2))).toEqual({ what: 'row', position: 0, by: 1 });
    expect(findViolation(more, Float64Array.of(2, 2))).toBeNull();
    expect(findViolation(system, Float64Array.of(2, 3))).toBeNull();
    // Only what is not 0 is stored.
    expect([...more.rowStarts]).toEqual([0, 2, 4, 5]);
    expect([...more.columnIndices]).toEqual([0, 1, 0, 1, 1]);
  });
});
