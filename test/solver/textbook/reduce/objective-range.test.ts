import { describe, expect, it } from 'vitest';
import { objectiveRange } from '../../../../src/solver/textbook/reduce/objective-range.ts';
import { buildProgram } from '../../program-builder.ts';

/** Two columns, x from 0 to 2 and y from 0 to 5, and the range of an objective over the rows. */
function rangeOf(
  costs: readonly [number, number],
  rows: Parameters<typeof buildProgram>[0]['rows'],
  integral = true,
) {
  const program = buildProgram({
    columns: [
      [0, 2],
      [0, 5],
    ],
    rows,
    levels: [],
  });
  const bounds = { lower: program.columnLower, upper: program.columnUpper };
  const { least, most } = objectiveRange(program, bounds, { costs: Float64Array.from(costs), integral });
  return [least, most];
}

const atLeast = (units: number) => ({
  lower: units,
  terms: [
    [0, 1],
    [1, 1],
  ] as const,
});

describe('the range of an objective', () => {
  it('is that of the bounds without rows', () => {
    expect(rangeOf([1, -2], [])).toEqual([-10, 2]);
  });

  it('counts what a row forces, the cheapest column first', () => {
    // x + y ≥ 3: two of x at 1 and one of y at 2.
    expect(rangeOf([1, 2], [atLeast(3)])).toEqual([2 + 2, 2 + 10]);
  });

  it('charges a column in one row only', () => {
    // Each row alone forces 4; both together force no more than that.
    expect(rangeOf([1, 2], [atLeast(3), atLeast(3)])[0]).toBe(4);
  });

  it('rounds up where all values are integers', () => {
    // 2 x + 2 y ≥ 3 forces 1.5 columns at 1.
    const row = {
      lower: 3,
      terms: [
        [0, 2],
        [1, 2],
      ] as const,
    };
    expect(rangeOf([1, 1], [row])[0]).toBe(2);
    expect(rangeOf([1, 1], [row], false)[0]).toBeCloseTo(1.5, 9);
  });
});
