/** Items and the rows that they share, seen from both sides. All counts are integers. */
export interface Packing {
  readonly items: number;
  readonly rows: number;
  /** The entries of item `i` are `itemStart[i]` to `itemStart[i + 1]`, exclusive. */
  readonly itemStart: Int32Array;
  readonly row: Int32Array;
  /** Units that the entry's item takes of its row. */
  readonly weight: Float64Array;
  readonly capacity: Float64Array;
  /** The same entries by row: those of row `r` are `rowStart[r]` to `rowStart[r + 1]`, items ascending. */
  readonly rowStart: Int32Array;
  readonly rowItem: Int32Array;
  readonly rowWeight: Float64Array;
}

/** A packing from its columns. */
export function packingOf(
  itemStart: Int32Array,
  row: Int32Array,
  weight: Float64Array,
  capacity: Float64Array,
): Packing {
  const items = itemStart.length - 1;
  const rows = capacity.length;
  const rowStart = new Int32Array(rows + 1);
  for (const each of row) rowStart[each + 1]! += 1;
  for (let at = 0; at < rows; at++) rowStart[at + 1]! += rowStart[at]!;
  const end = rowStart.slice(0, rows);
  const rowItem = new Int32Array(row.length);
  const rowWeight = new Float64Array(row.length);
  for (let item = 0; item < items; item++) {
    for (let at = itemStart[item]!; at < itemStart[item + 1]!; at++) {
      const to = end[row[at]!]!++;
      rowItem[to] = item;
      rowWeight[to] = weight[at]!;
    }
  }
  return { items, rows, itemStart, row, weight, capacity, rowStart, rowItem, rowWeight };
}

/** Units that a choice leaves of each row; below 0 where it takes too many. */
export function unitsLeft(
  { items, itemStart, row, weight, capacity }: Packing,
  chosen: Uint8Array,
): Float64Array {
  const left = capacity.slice();
  for (let item = 0; item < items; item++) {
    if (chosen[item] !== 1) continue;
    for (let at = itemStart[item]!; at < itemStart[item + 1]!; at++) left[row[at]!]! -= weight[at]!;
  }
  return left;
}

/** Whether an item fits in what is left. */
export function fits({ itemStart, row, weight }: Packing, item: number, left: Float64Array): boolean {
  for (let at = itemStart[item]!; at < itemStart[item + 1]!; at++) {
    if (weight[at]! > left[row[at]!]!) return false;
  }
  return true;
}

/** Takes an item's units from what is left, or with `times` −1 gives them back. */
export function take({ itemStart, row, weight }: Packing, item: number, left: Float64Array, times = 1): void {
  for (let at = itemStart[item]!; at < itemStart[item + 1]!; at++) left[row[at]!]! -= times * weight[at]!;
}

/** Adds, in this order, each item that still fits. Changes `chosen` and `left`. */
export function fill(
  packing: Packing,
  order: ArrayLike<number>,
  chosen: Uint8Array,
  left: Float64Array,
): void {
  for (let at = 0; at < order.length; at++) {
    const item = order[at]!;
    if (chosen[item] === 1 || !fits(packing, item, left)) continue;
    chosen[item] = 1;
    take(packing, item, left);
  }
}

/** Some items of a packing over all its rows, with other capacities. */
export function partOf(
  { itemStart, row, weight }: Packing,
  items: Int32Array,
  capacity: Float64Array,
): Packing {
  const starts = new Int32Array(items.length + 1);
  let entries = 0;
  items.forEach((item, index) => {
    entries += itemStart[item + 1]! - itemStart[item]!;
    starts[index + 1] = entries;
  });
  const rows = new Int32Array(entries);
  const weights = new Float64Array(entries);
  items.forEach((item, index) => {
    rows.set(row.subarray(itemStart[item]!, itemStart[item + 1]!), starts[index]!);
    weights.set(weight.subarray(itemStart[item]!, itemStart[item + 1]!), starts[index]!);
  });
  return packingOf(starts, rows, weights, capacity);
}
