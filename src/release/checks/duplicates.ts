import { type Fault, InputError } from '../../domain/faults.ts';

/** A row that states what an earlier one has stated. */
export interface Duplicate {
  /** Its place among the rows, from 0. */
  readonly index: number;
  readonly fault: Fault;
}

/**
 * Finds rows that state the same twice: each but the first.
 *
 * @param pathOf where a row stands in the caller's input
 * @param what a row is about, for the message
 * @param keyOf equal for two rows that state the same
 */
export function findDuplicates<Row>(
  rows: readonly Row[],
  pathOf: (row: Row, index: number) => string,
  what: string,
  keyOf: (row: Row) => readonly (string | number | null)[],
): Duplicate[] {
  const first = new Map<string, Row>();
  const places = new Map<string, number>();
  const found: Duplicate[] = [];
  rows.forEach((row, index) => {
    const parts = keyOf(row);
    const key = JSON.stringify(parts);
    const earlier = first.get(key);
    if (earlier === undefined) {
      first.set(key, row);
      places.set(key, index);
      return;
    }
    const named = parts.filter((part) => part !== null).join(', ');
    const message = `second row for ${what} (${named}); the first is ${pathOf(earlier, places.get(key)!)}`;
    found.push({ index, fault: { path: pathOf(row, index), code: 'duplicate', message } });
  });
  return found;
}

/**
 * Refuses rows that state the same twice.
 *
 * @param path where the rows stand in the caller's input
 * @throws InputError `contradictory`, naming each second row
 */
export function assertNoDuplicates<Row>(
  rows: readonly Row[],
  path: string,
  what: string,
  keyOf: (row: Row) => readonly (string | number | null)[],
): void {
  const found = findDuplicates(rows, (_row, index) => `${path}[${index}]`, what, keyOf);
  if (found.length > 0)
    throw new InputError(
      'contradictory',
      found.map(({ fault }) => fault),
    );
}
