/**
 * A multidimensional packing program: which items to choose, so that no row's capacity is exceeded.
 *
 * Maximise, one after another: for each level, the highest first, the value of its chosen items; then the age of all
 * chosen items. Every coefficient is ≥ 0, so each part of a feasible choice is feasible too.
 */
export interface PackingProgram {
  readonly items: number;
  readonly rows: number;
  /** The objective level that the value of an item counts in; 0 is decided first. One number an item, integers ≥ 0. */
  readonly level: Int32Array;
  /** Finite numbers ≥ 0, decimals allowed. One an item. */
  readonly value: Float64Array;
  /** Whole days that an item has waited, ≥ 0: the objective behind all values. One an item. */
  readonly age: Float64Array;
  /** 1 for an item that is in every choice; 0 for the others. */
  readonly must: Uint8Array;
  /** The entries of item `i` are `itemStart[i]` to `itemStart[i + 1]`, exclusive. `items + 1` numbers. */
  readonly itemStart: Int32Array;
  /** The row of each entry; no item names a row twice. */
  readonly row: Int32Array;
  /** Units that the entry's item takes from its row: integers ≥ 1. */
  readonly weight: Float64Array;
  /** Units that each row has: integers ≥ 0. */
  readonly capacity: Float64Array;
}

/** One more row of a packing program: Σ weight · chosen ≤ capacity. */
export interface PackingRow {
  /** Different items. */
  readonly items: Int32Array;
  /** Integers ≥ 1, one for each of `items`. */
  readonly weights: Float64Array;
  /** An integer ≥ 0. */
  readonly capacity: number;
}

/** The largest weight, capacity and age: up to here the sums of a wave are exact in floating point. */
const MOST = 10 ** 12;

const isCount = (value: number, least: number) => Number.isInteger(value) && value >= least && value <= MOST;

/** The first way in which a program is not what {@link PackingProgram} promises, as a sentence; or null. */
export function packingFault(program: PackingProgram): string | null {
  const { items, rows, level, value, age, must, itemStart, row, weight, capacity } = program;
  const lengths: readonly (readonly [name: string, length: number, expected: number])[] = [
    ['level', level.length, items],
    ['value', value.length, items],
    ['age', age.length, items],
    ['must', must.length, items],
    ['itemStart', itemStart.length, items + 1],
    ['capacity', capacity.length, rows],
    ['weight', weight.length, row.length],
  ];
  for (const [name, length, expected] of lengths) {
    if (length !== expected) return `${name} has ${length} numbers where ${expected} are expected`;
  }
  if (itemStart[0] !== 0 || itemStart[items] !== row.length) return 'itemStart does not span the entries';
  for (let at = 0; at < rows; at++) {
    if (!isCount(capacity[at]!, 0)) return `capacity[${at}] is no count of units: ${capacity[at]}`;
  }
  const lastItem = new Int32Array(rows).fill(-1);
  for (let item = 0; item < items; item++) {
    if (level[item]! < 0) return `level[${item}] is below 0`;
    if (!(value[item]! >= 0 && value[item]! < Number.POSITIVE_INFINITY)) {
      return `value[${item}] is no finite number ≥ 0: ${value[item]}`;
    }
    if (!isCount(age[item]!, 0)) return `age[${item}] is no count of days: ${age[item]}`;
    if (must[item]! > 1) return `must[${item}] is neither 0 nor 1`;
    if (itemStart[item + 1]! < itemStart[item]!) return `itemStart falls after item ${item}`;
    for (let at = itemStart[item]!; at < itemStart[item + 1]!; at++) {
      const where = row[at]!;
      if (!(where >= 0 && where < rows)) return `item ${item} names row ${where} of ${rows}`;
      if (lastItem[where] === item) return `item ${item} names row ${where} twice`;
      lastItem[where] = item;
      if (!isCount(weight[at]!, 1)) return `item ${item} takes ${weight[at]} units of row ${where}`;
    }
  }
  return null;
}

/** The first row of which a choice takes more than there is; −1 where it keeps all of them. */
export function overfullRow(program: PackingProgram, chosen: Uint8Array): number {
  const { items, rows, itemStart, row, weight, capacity } = program;
  const used = new Float64Array(rows);
  for (let item = 0; item < items; item++) {
    if (chosen[item] !== 1) continue;
    for (let at = itemStart[item]!; at < itemStart[item + 1]!; at++) used[row[at]!]! += weight[at]!;
  }
  return used.findIndex((units, at) => units > capacity[at]!);
}

/** The program with these rows behind its own. */
export function withRows(program: PackingProgram, more: readonly PackingRow[]): PackingProgram {
  const { items, rows, itemStart, row, weight, capacity } = program;
  const starts = new Int32Array(items + 1);
  for (let item = 0; item < items; item++) starts[item + 1] = itemStart[item + 1]! - itemStart[item]!;
  for (const each of more) for (const item of each.items) starts[item + 1]! += 1;
  for (let item = 0; item < items; item++) starts[item + 1]! += starts[item]!;
  const end = starts.slice(0, items);
  const allRows = new Int32Array(starts[items]!);
  const allWeights = new Float64Array(starts[items]!);
  const put = (item: number, where: number, units: number) => {
    allRows[end[item]!] = where;
    allWeights[end[item]!] = units;
    end[item]! += 1;
  };
  for (let item = 0; item < items; item++) {
    for (let at = itemStart[item]!; at < itemStart[item + 1]!; at++) put(item, row[at]!, weight[at]!);
  }
  more.forEach((each, index) => {
    each.items.forEach((item, at) => {
      put(item, rows + index, each.weights[at]!);
    });
  });
  return {
    ...program,
    rows: rows + more.length,
    itemStart: starts,
    row: allRows,
    weight: allWeights,
    capacity: Float64Array.from([...capacity, ...more.map((each) => each.capacity)]),
  };
}
