import { describe, expect, it } from 'vitest';
import { type LpQuestion, type LpWords, lpText } from '../../src/program/lp-text.ts';
import { buildProgram, type RowDraft } from '../solver/program-builder.ts';

const columns = [
  [0, 1],
  [0, 9],
  [-2, 5],
] as const;
const question: LpQuestion = {
  objective: { name: 'cost', costs: Float64Array.of(1, -2.5, 0) },
  fixed: [],
};
const words = (rows: readonly string[]): LpWords => ({
  head: [],
  columns: ['x', 'y', 'z'],
  rows,
  rowComments: new Map(),
});

/** The lines that a row is written as. */
function linesOf(row: RowDraft): string[] {
  const program = buildProgram({ columns, rows: [row], levels: [] });
  const text = lpText(program, question, words(['row']));
  return text
    .slice(text.indexOf('Subject To\n') + 11, text.indexOf('Bounds\n'))
    .split('\n')
    .slice(0, -1);
}

describe('a row in LP format', () => {
  const terms = [
    [0, 3],
    [1, 1],
    [2, -1],
  ] as const;

  it.each<[string, Partial<RowDraft>, string[]]>([
    ['with a lower side is at least that', { lower: 2 }, [' row: 3 x + y - z >= 2']],
    ['with an upper side is at most that', { upper: 7 }, [' row: 3 x + y - z <= 7']],
    [
      'with both is two rows: at most the upper, and at least the lower side',
      { lower: 2, upper: 7 },
      [' row: 3 x + y - z <= 7', ' row.lower: 3 x + y - z >= 2'],
    ],
    ['with equal sides is one row', { lower: 4, upper: 4 }, [' row: 3 x + y - z = 4']],
    ['without a side is left out', {}, []],
  ])('%s', (_, sides, lines) => {
    expect(linesOf({ ...sides, terms })).toEqual(lines);
  });

  it('without terms names a column all the same', () => {
    expect(linesOf({ upper: 3, terms: [] })).toEqual([' row: 0 x <= 3']);
  });
});

describe('a program in LP format', () => {
  it('has head, objective, rows with their comments, solved levels, bounds and the kinds of its columns', () => {
    const program = buildProgram({
      columns,
      rows: [
        { lower: 1, terms: [[0, 1]] },
        {
          upper: 6,
          terms: [
            [1, -2],
            [2, 1],
          ],
        },
      ],
      levels: [],
    });
    const fixed = [{ name: 'units', costs: Float64Array.of(0, 1, 1), value: 4 }];
    const text = lpText(
      program,
      { ...question, fixed },
      { ...words(['one', 'two']), head: ['A head', ''], rowComments: new Map([[1, 'of y and z']]) },
    );
    expect(text.split('\n')).toEqual([
      '\\ A head',
      '\\',
      'Minimize',
      ' cost: x - 2.5 y',
      'Subject To',
      ' one: x >= 1',
      '\\ of y and z',
      ' two: - 2 y + z <= 6',
      '\\ levels that are solved already',
      ' units: y + z = 4',
      'Bounds',
      ' 0 <= y <= 9',
      ' -2 <= z <= 5',
      'General',
      ' y z',
      'Binary',
      ' x',
      'End',
      '',
    ]);
  });

  it('wraps its lines between terms', () => {
    const many = Array.from({ length: 60 }, (_, index) => `column_${index}`);
    const program = buildProgram({ columns: many.map(() => [0, 1] as const), rows: [], levels: [] });
    const costs = new Float64Array(60).fill(1);
    const text = lpText(
      program,
      { objective: { name: 'all', costs }, fixed: [] },
      { ...words([]), columns: many },
    );
    const sum = text.slice(text.indexOf(' all:') + 5, text.indexOf('Subject To'));
    expect(sum.split(/[\s+]+/).filter(Boolean)).toEqual(many);
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(125);
  });

  it('without columns gets one that is 0', () => {
    const program = buildProgram({ columns: [], rows: [], levels: [] });
    const nothing = { objective: { name: 'cost', costs: new Float64Array() }, fixed: [] };
    expect(lpText(program, nothing, { ...words([]), columns: [] })).toBe(
      'Minimize\n cost: 0 nothing\nSubject To\nBounds\n nothing = 0\nEnd\n',
    );
  });
});
