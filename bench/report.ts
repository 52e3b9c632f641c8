import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

/** How many processes wanted a core in the last minute; a bench itself wants one. */
const loadOfLastMinute = (): number => Math.round((loadavg()[0] ?? 0) * 10) / 10;
const loadAtStart = loadOfLastMinute();

/** A row of figures; every row of a table has the same columns. */
export type Row = Readonly<Record<string, string | number>>;

const format = (value: string | number) =>
  typeof value === 'string' || Number.isInteger(value)
    ? String(value)
    : Math.abs(value) >= 100
      ? value.toFixed(0)
      : value.toPrecision(3);

/** Prints rows as a Markdown table, which a README can take as it is. */
export function printTable(title: string, rows: readonly Row[]): void {
  const columns = Object.keys(rows[0] ?? {});
  const cells = rows.map((row) => columns.map((column) => format(row[column] ?? '')));
  const widths = columns.map((column, index) =>
    Math.max(column.length, ...cells.map((row) => row[index]!.length)),
  );
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, index) => cell.padEnd(widths[index]!)).join(' | ')} |`;
  console.log(`\n${title}\n`);
  console.log(line(columns));
  console.log(`|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`);
  for (const row of cells) console.log(line(row));
}

/** Writes the figures, and on what they were measured, how busy it was too, to `bench/results/NAME.json`. */
export function writeResult(name: string, figures: Readonly<Record<string, unknown>>): void {
  const result = {
    schemaVersion: 1,
    bench: name,
    node: process.version,
    cores: availableParallelism(),
    processor: cpus()[0]?.model ?? 'unknown',
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    load: { atStart: loadAtStart, atEnd: loadOfLastMinute() },
    ...figures,
  };
  mkdirSync('bench/results', { recursive: true });
  writeFileSync(`bench/results/${name}.json`, `${JSON.stringify(result, null, 2)}\n`);
  console.log(`\nwritten: bench/results/${name}.json`);
  const { load } = result;
  if (Math.max(load.atStart, load.atEnd) > availableParallelism()) {
    console.log(`the machine was busy: load ${load.atStart} at the start, ${load.atEnd} at the end`);
  }
}
