import { describe, expect, it } from 'vitest';
import { boundMeets, levelValue, levelValues, worstEqualValue } from '../../src/program/level-value.ts';
import { buildProgram } from '../solver/program-builder.ts';

describe('the value of a level', () => {
  it('is Σ cost · column in the unit of the level, for each level in its order', () => {
    const program = buildProgram({
      columns: [
        [0, 9],
        [0, 9],
      ],
      rows: [],
      levels: [
        { name: 'units', costs: [[0, 1]] },
        {
          name: 'cost',
          costs: [
            [0, 25],
            [1, -3],
          ],
          scale: 10,
        },
      ],
    });
    expect([...levelValues(program, Float64Array.of(4, 2))]).toEqual([4, 94]);
    expect(levelValue({ costs: Float64Array.of(0.5, 2) }, Float64Array.of(3, 1))).toBe(3.5);
  });
});

describe('two values of a level', () => {
  it('of integers are equal only where they are the same', () => {
    expect(worstEqualValue(true, 1e12)).toBe(1e12);
    expect([boundMeets(true, 7, 7), boundMeets(true, 6.999999, 7), boundMeets(true, 8, 7)]).toEqual([
      true,
      false,
      true,
    ]);
  });

  it.each([1e6, -1e6])('of other costs are equal within a billionth part, as of %d', (value) => {
    const worst = worstEqualValue(false, value);
    expect(worst).toBeCloseTo(value + 1e-3, 9);
    // The bound is below the value by less than the billionth, and by more.
    expect(boundMeets(false, value - 0.9e-3, value)).toBe(true);
    expect(boundMeets(false, value - 1.1e-3, value)).toBe(false);
    expect(boundMeets(false, value + 1, value)).toBe(true);
  });
});
