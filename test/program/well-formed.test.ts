import { expect, it } from 'vitest';
import type { Program } from '../../src/program/program.ts';
import { findFault } from '../../src/program/well-formed.ts';
import { buildProgram } from '../solver/program-builder.ts';

const program = buildProgram({
  columns: [
    [0, 3],
    [0, 5],
  ],
  rows: [
    {
      lower: 1,
      terms: [
        [0, 1],
        [1, 2],
      ],
    },
    { upper: 4, terms: [[1, 1]] },
  ],
  levels: [{ name: 'units', costs: [[0, 1]] }],
});
const level = program.levels[0]!;

it('a program that is well formed has no fault', () => {
  expect(findFault(program)).toBeNull();
});

it.each<[string, Partial<Program>, Record<string, string | number>]>([
  [
    'one upper bound too few',
    { columnUpper: Float64Array.of(3) },
    { name: 'columnUpper', length: 1, expected: 2 },
  ],
  ['a lower bound that is no integer', { columnLower: Float64Array.of(0, 0.5) }, { column: 1, value: 0.5 }],
  ['an infinite upper bound', { columnUpper: Float64Array.of(Infinity, 5) }, { column: 0, value: Infinity }],
  ['a column whose bounds cross', { columnLower: Float64Array.of(0, 6) }, { column: 1 }],
  ['one row bound too few', { rowUpper: Float64Array.of(4) }, { name: 'rowUpper', length: 1, expected: 2 }],
  ['a lower side that is no number', { rowLower: Float64Array.of(1, NaN) }, { row: 1, value: NaN }],
  ['a lower side of +∞', { rowLower: Float64Array.of(Infinity, 0) }, { row: 0, value: Infinity }],
  ['an upper side of −∞', { rowUpper: Float64Array.of(9, -Infinity) }, { row: 1, value: -Infinity }],
  ['a row whose sides cross', { rowLower: Float64Array.of(1, 5) }, { row: 1 }],
  ['one start too few', { rowStarts: Int32Array.of(0, 3) }, { name: 'rowStarts', length: 2, expected: 3 }],
  ['a start after 0', { rowStarts: Int32Array.of(1, 2, 3) }, { row: 0 }],
  ['starts that fall', { rowStarts: Int32Array.of(0, 4, 3) }, { row: 1 }],
  [
    'an end before the last term',
    { rowStarts: Int32Array.of(0, 1, 2) },
    { name: 'columnIndices', length: 3, expected: 2 },
  ],
  [
    'a coefficient too few',
    { coefficients: Float64Array.of(1, 2) },
    { name: 'coefficients', length: 2, expected: 3 },
  ],
  [
    'a column that is not there',
    { columnIndices: Int32Array.of(0, 2, 1) },
    { row: 0, position: 1, column: 2 },
  ],
  ['a column below 0', { columnIndices: Int32Array.of(0, 1, -1) }, { row: 1, position: 2, column: -1 }],
  ['a column twice in a row', { columnIndices: Int32Array.of(1, 1, 1) }, { row: 0, position: 1, column: 1 }],
  [
    'an infinite coefficient',
    { coefficients: Float64Array.of(1, 2, Infinity) },
    { row: 1, position: 2, column: 1, value: Infinity },
  ],
  ['a cost too few', { levels: [{ ...level, costs: Float64Array.of(1) }] }, { level: 'units' }],
  ['a scale of 0', { levels: [{ ...level, scale: 0 }] }, { level: 'units', value: 0 }],
  [
    'a cost that is no number',
    { levels: [{ ...level, costs: Float64Array.of(NaN, 0) }] },
    { level: 'units', column: 0, value: NaN },
  ],
  [
    'a fraction on an integral level',
    { levels: [{ ...level, costs: Float64Array.of(1, 0.5) }] },
    { level: 'units', column: 1, value: 0.5 },
  ],
  ['a tie-break of no column', { tieBreak: Int32Array.of(0, 2) }, { position: 1, column: 2 }],
])('%s is found, with its place', (_, part, details) => {
  expect(findFault({ ...program, ...part })?.details).toEqual(details);
});
