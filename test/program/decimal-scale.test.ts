import { expect, it } from 'vitest';
import { decimalScale } from '../../src/program/decimal-scale.ts';

it.each([
  ['nothing', [], 1],
  ['integers', [3, -7, 0], 1],
  ['tenths, though no floating-point number is one', [0.1, 2.3], 10],
  ['the most decimals of any value', [0.5, -1.25, 4], 100],
  ['a millionth', [0.000001], 1_000_000],
  ['more decimals than six', [1, 0.0000001], null],
  ['a third', [1 / 3], null],
])('the scale of %s', (_, values, scale) => {
  expect(decimalScale(values)).toBe(scale);
});
