import { describe, expect, it } from 'vitest';
import { priceScale } from '../../../../src/solver/structured/allocation/price-scale.ts';

describe('costs are counted', () => {
  it.each([
    ['as integers where they have decimals', [[2.5, 0.25, 3]], 100, { integral: true, scale: 100 }],
    ['by the finest of several lists', [[2.5], [0.25, 3]], 100, { integral: true, scale: 100 }],
    ['as they are where they are integers', [[7, 0], []], 100, { integral: true, scale: 1 }],
    [
      'in floating point where no power of ten makes them integers',
      [[1], [1 / 3]],
      100,
      { integral: false, scale: 1 },
    ],
    [
      'in floating point where a total could lose its last digit',
      [[0.01]],
      2 ** 50,
      { integral: false, scale: 1 },
    ],
  ])('%s', (_, costs, most, scale) => {
    expect(priceScale(costs, most)).toEqual(scale);
  });
});
