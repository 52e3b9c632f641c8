import { type Fault, InputError } from '../../domain/faults.ts';

/** Faults that are listed. A file that repeats itself a million times is described well enough by the first ones. */
const MOST_FAULTS = 1000;

/**
 * Refuses rows that state the same twice.
 *
 * @param path where the rows stand in the caller's input
 * @param what a row is about, for the message
 * @param keyOf equal for two rows that state the same
 * @throws InputError `contradictory`, naming each second row
 */
export function assertNoDuplicates<Row>(
  rows: readonly Row[],
  path: string,
  what: string,
  keyOf: (row: Row) => readonly (string | number | null)[],
): void {
  const first = new Map<string, number>();
  const faults: Fault[] = [];
  rows.forEach((row, index) => {
    const parts = keyOf(row);
    const key = JSON.stringify(parts);
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, index);
    else if (faults.length < MOST_FAULTS) {
      faults.push({
        path: `${path}[${index}]`,
        code: 'duplicate',
        message: `second row for ${what} (${parts.join(', ')}); the first is ${path}[${earlier}]`,
      });
    }
  });
  if (faults.length > 0) throw new InputError('contradictory', faults);
}
