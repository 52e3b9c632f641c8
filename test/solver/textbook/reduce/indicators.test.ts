import { describe, expect, it } from 'vitest';
import { findIndicators } from '../../../../src/solver/textbook/reduce/indicators.ts';
import { buildProgram } from '../../program-builder.ts';

type Rows = Parameters<typeof buildProgram>[0]['rows'];
const indicators = (columns: readonly (readonly [number, number])[], rows: Rows) => [
  ...findIndicators(buildProgram({ columns, rows, levels: [] })),
];

describe('an indicator variable is', () => {
  it('y in x ≤ 5 y', () => {
    const row = {
      upper: 0,
      terms: [
        [0, 1],
        [1, -5],
      ] as const,
    };
    expect(
      indicators(
        [
          [0, 5],
          [0, 1],
        ],
        [row],
      ),
    ).toEqual([0, 1]);
  });

  it('y in x ≤ y, where the quantity is 0 or 1 as well', () => {
    const row = {
      upper: 0,
      terms: [
        [0, 1],
        [1, -1],
      ] as const,
    };
    expect(
      indicators(
        [
          [0, 1],
          [0, 1],
        ],
        [row],
      ),
    ).toEqual([0, 1]);
  });

  it('z in x + x = 3 z', () => {
    const row = {
      lower: 0,
      upper: 0,
      terms: [
        [0, 1],
        [1, 1],
        [2, -3],
      ] as const,
    };
    expect(
      indicators(
        [
          [0, 3],
          [0, 1],
          [0, 1],
        ],
        [row],
      ),
    ).toEqual([0, 0, 1]);
  });

  it('no quantity of a sum', () => {
    const row = {
      lower: 1,
      upper: 1,
      terms: [
        [0, 1],
        [1, 1],
      ] as const,
    };
    expect(
      indicators(
        [
          [0, 1],
          [0, 1],
        ],
        [row],
      ),
    ).toEqual([0, 0]);
  });
});
