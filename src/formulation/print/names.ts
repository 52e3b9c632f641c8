import type { ColumnMap } from '../column-map.ts';
import type { Formulation } from '../formulate.ts';
import type { Package } from '../sources.ts';

/** Readers of the LP format accept names of at most so many characters. */
const LONGEST_NAME = 255;

/**
 * A code as a part of a name in LP format. Letters and digits stay, `-` becomes `.`, and every other character becomes
 * its code point in hexadecimal between two `~`. Two different codes stay different.
 */
export const codeInName = (code: string): string =>
  code.replace(/[^A-Za-z0-9]/gu, (character) =>
    character === '-' ? '.' : `~${character.codePointAt(0)!.toString(16)}~`,
  );

/** `A_now`, `A_2026.05.01`. */
const packageInName = ({ location, day }: Package): string =>
  `${codeInName(location.locationCode)}_${day === null ? 'now' : codeInName(day)}`;

const short = (name: string, position: number): string =>
  name.length <= LONGEST_NAME ? name : `${name[0]}.${position + 1}`;

/** What each column stands for, without its letter: line and package of x, the package of y, and so on. */
interface ColumnKeys {
  readonly letter: string;
  readonly line: string | null;
  /** The key after the letter. */
  readonly key: string;
}

function keysOf(columns: ColumnMap): ColumnKeys[] {
  const keys: ColumnKeys[] = [];
  const set = (column: number, letter: string, line: string | null, parts: readonly string[]) => {
    keys[column] = { letter, line, key: parts.join('_') };
  };
  columns.cells.forEach(({ line, source }, column) => {
    const id = codeInName(String(line.lineId));
    set(column, 'x', id, [id, packageInName(source.package)]);
  });
  for (const [item, column] of columns.opened) set(column, 'y', null, [packageInName(item)]);
  for (const [code, column] of columns.locationUsed) set(column, 'o', null, [codeInName(code)]);
  for (const [{ lineId }, uses] of columns.lineUsesLocation) {
    const id = codeInName(String(lineId));
    for (const [code, column] of uses) set(column, 'v', id, [id, codeInName(code)]);
  }
  for (const [{ lineId }, column] of columns.unfilled) {
    set(column, 'u', codeInName(String(lineId)), [codeInName(String(lineId))]);
  }
  for (const [{ lineId }, column] of columns.lineReleased) {
    set(column, 'z', codeInName(String(lineId)), [codeInName(String(lineId))]);
  }
  for (const [group, column] of columns.kitsReleased) set(column, 'n', null, [codeInName(group)]);
  for (const [group, kits] of columns.kitsFromPackage) {
    for (const [item, column] of kits) set(column, 'n', null, [codeInName(group), packageInName(item)]);
  }
  return keys;
}

/** The names of the mathematics for every column and row of a formulation, legal in LP format and each used once. */
export function namesOf({ program, columns, rules }: Formulation): { columns: string[]; rows: string[] } {
  const keys = keysOf(columns);
  const rows: string[] = [];
  const used = new Set<string>();
  for (const { rule, from, to } of rules) {
    const prefix = rule.replaceAll(' ', '_');
    for (let row = from; row < to; row++) {
      const first = program.columnIndices[program.rowStarts[row]!];
      const isEmpty = program.rowStarts[row] === program.rowStarts[row + 1];
      const named = isEmpty ? '' : rowKey(columns, keys, rule, first!);
      const wanted = named === '' ? prefix : `${prefix}_${named}`;
      const isFree = wanted.length <= LONGEST_NAME && !used.has(wanted);
      rows[row] = isFree ? wanted : `${prefix}.${row - from + 1}`;
      used.add(rows[row]!);
    }
  }
  return { columns: keys.map(({ letter, key }, column) => short(`${letter}_${key}`, column)), rows };
}

/** What a row is about, read off its first column: a line, a product in a package, a line and a package. */
function rowKey({ cells }: ColumnMap, keys: readonly ColumnKeys[], rule: string, first: number): string {
  const { letter, line, key } = keys[first]!;
  if (letter === 'o') return '';
  if (rule === 'supply') {
    const { productCode, package: item } = cells[first]!.source;
    return `${codeInName(productCode)}_${packageInName(item)}`;
  }
  return rule.startsWith('demand') || letter === 'v' ? line! : key;
}
