import { compareCodes } from '../domain/ids.ts';

/** Codes and their numbers, in the order in which they are first met: numbers sort and compare faster than texts. */
export class NumberedCodes {
  readonly #numbers = new Map<string, number>();

  /** How many there are. */
  get size(): number {
    return this.#numbers.size;
  }

  /** By their numbers. */
  codes(): readonly string[] {
    return [...this.#numbers.keys()];
  }

  /** The code's number; a new one when it is met for the first time. */
  numberOf(code: string): number {
    const known = this.#numbers.get(code);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(code, number);
    return number;
  }

  /** The place of each code, by its number, in the written order of codes. */
  ranks(): Int32Array {
    const sorted = [...this.#numbers.entries()].sort(([a], [b]) => compareCodes(a, b));
    const ranks = new Int32Array(sorted.length);
    for (let rank = 0; rank < sorted.length; rank++) ranks[sorted[rank]![1]] = rank;
    return ranks;
  }
}

/** What rows are sorted by: the rank of each row, and how many ranks there are. */
export interface SortKey {
  readonly ranks: Int32Array;
  readonly size: number;
}

/** Rows in their order, and where a new group begins. */
export interface SortedRows {
  /** Positions of the rows. */
  readonly rows: Int32Array;
  /** For each place in `rows`: 1 where all keys are those of the row before. */
  readonly isSame: Uint8Array;
}

/** Sorts rows by several keys, the first one first; rows with the same keys stay in the order in which they came. */
export function sortRows(count: number, keys: readonly SortKey[]): SortedRows {
  const combinations = keys.reduce((product, { size }) => product * Math.max(1, size), 1);
  // One number holds a row's ranks and its position, and numbers sort without a call for each comparison.
  const rows =
    combinations * count <= Number.MAX_SAFE_INTEGER ? sortAsNumbers(count, keys) : sortByTurns(count, keys);
  const isSame = new Uint8Array(count);
  for (let place = 1; place < count; place++) {
    let same = 1;
    for (const { ranks } of keys) if (ranks[rows[place]!] !== ranks[rows[place - 1]!]) same = 0;
    isSame[place] = same;
  }
  return { rows, isSame };
}

function sortAsNumbers(count: number, keys: readonly SortKey[]): Int32Array {
  const codes = new Float64Array(count);
  for (const { ranks, size } of keys) {
    for (let row = 0; row < count; row++) codes[row] = codes[row]! * size + ranks[row]!;
  }
  let isSorted = true;
  for (let row = 0; row < count; row++) {
    codes[row] = codes[row]! * count + row;
    if (row > 0 && codes[row]! < codes[row - 1]!) isSorted = false;
  }
  if (!isSorted) codes.sort();
  const rows = new Int32Array(count);
  for (let place = 0; place < count; place++) rows[place] = codes[place]! % count;
  return rows;
}

function sortByTurns(count: number, keys: readonly SortKey[]): Int32Array {
  const rows = Int32Array.from({ length: count }, (_, row) => row);
  return rows.sort((a, b) => {
    for (const { ranks } of keys) if (ranks[a] !== ranks[b]) return ranks[a]! - ranks[b]!;
    return a - b;
  });
}
