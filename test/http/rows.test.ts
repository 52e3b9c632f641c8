import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvReader } from '../../src/http/rows/csv-records.ts';
import { CsvRows, NdjsonRows, type RowReader } from '../../src/http/rows/row-values.ts';
import { runs } from '../arbitraries/runs.ts';

/** A text in pieces. */
const pieces = (text: string, cuts: readonly number[]): string[] => {
  const places = [0, ...cuts.map((cut) => cut % (text.length + 1)).sort((a, b) => a - b), text.length];
  return places.slice(1).map((end, index) => text.slice(places[index], end));
};
const readAll = (reader: RowReader, parts: readonly string[]) => [
  ...parts.flatMap((part) => [...reader.push(part)]),
  ...reader.end(),
];
const csvOf = (parts: readonly string[]) => {
  const reader = new CsvReader();
  return [...parts.flatMap((part) => [...reader.push(part)]), ...reader.end()];
};

describe('CSV', () => {
  it('has cells in quotes with commas, line ends and quotes in them, and the line on which each record begins', () => {
    const text = 'a,b\r\n"1,5","say ""yes""\nor no"\n\n,x\n"",""';
    expect(csvOf([text])).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: ['1,5', 'say "yes"\nor no'] },
      { line: 5, cells: ['', 'x'] },
      { line: 6, cells: ['', ''] },
    ]);
  });

  it('is read alike in whatever pieces it comes, and reads what was written', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', ' ', 'é'), maxLength: 5 });
    const record = fc.array(cell, { minLength: 2, maxLength: 3 });
    fc.assert(
      fc.property(
        fc.array(record, { maxLength: 5 }),
        fc.array(fc.nat(), { maxLength: 6 }),
        (records, cuts) => {
          const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
          const text = records.map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('');
          expect(csvOf(pieces(text, cuts)).map((each) => each.cells)).toEqual(records);
        },
      ),
      runs(),
    );
  });

  const columns = ['code', 'quantity', 'day'];
  const rows = () => new CsvRows(columns, new Set(['quantity']), new Set(['day']));

  it('becomes rows under its first line; an empty cell leaves its field out', () => {
    expect(readAll(rows(), ['quantity,code,day\n5,A,\n-1,B,null\nmany,C,x\n'])).toEqual([
      { line: 2, value: { quantity: 5, code: 'A' }, fault: null },
      { line: 3, value: { quantity: -1, code: 'B', day: null }, fault: null },
      { line: 4, value: { quantity: 'many', code: 'C', day: 'x' }, fault: null },
    ]);
  });

  it('with an unknown column is refused whole, and a row of another length alone', () => {
    expect(() => readAll(rows(), ['code,colour\n'])).toThrow('unknown column "colour"');
    expect(() => readAll(rows(), ['code,code\n'])).toThrow('second column');
    expect(readAll(rows(), ['code,quantity\nA\nB,2\n'])).toEqual([
      { line: 2, value: null, fault: 'has 1 cells, and there are 2 columns' },
      { line: 3, value: { code: 'B', quantity: 2 }, fault: null },
    ]);
  });
});

describe('NDJSON', () => {
  it('is a value a line, read alike in whatever pieces it comes', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.array(fc.nat(), { maxLength: 6 }), (values, cuts) => {
        const text = values.map((value) => `${JSON.stringify(value)}\n`).join('');
        expect(readAll(new NdjsonRows(), pieces(text, cuts)).map((each) => each.value)).toEqual(
          JSON.parse(JSON.stringify(values)),
        );
      }),
      runs(),
    );
  });

  it('tells the line that is no JSON, and passes over empty ones', () => {
    expect(readAll(new NdjsonRows(), ['1\n\n{"a"\n2'])).toEqual([
      { line: 1, value: 1, fault: null },
      { line: 3, value: null, fault: 'is not JSON' },
      { line: 4, value: 2, fault: null },
    ]);
  });
});
