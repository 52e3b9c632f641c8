import { type Packing, packingOf } from '../rows.ts';

/** Items that share rows with each other, directly or through others, and with nobody else. */
export interface Component {
  /** The item of the whole packing for each item of `packing`, ascending. */
  readonly members: Int32Array;
  readonly packing: Packing;
}

/** The components of a packing, by falling number of entries; of equals the one with the earlier item first. */
export function componentsOf(packing: Packing): Component[] {
  const { items, rows, itemStart, row, rowStart, rowItem } = packing;
  const component = new Int32Array(items).fill(-1);
  const ofRow = new Int32Array(rows).fill(-1);
  let count = 0;
  const waiting: number[] = [];
  for (let seed = 0; seed < items; seed++) {
    if (component[seed] !== -1) continue;
    component[seed] = count;
    waiting.push(seed);
    for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) {
      for (let at = itemStart[item]!; at < itemStart[item + 1]!; at++) {
        const shared = row[at]!;
        if (ofRow[shared] !== -1) continue;
        ofRow[shared] = count;
        for (let place = rowStart[shared]!; place < rowStart[shared + 1]!; place++) {
          const other = rowItem[place]!;
          if (component[other] !== -1) continue;
          component[other] = count;
          waiting.push(other);
        }
      }
    }
    count += 1;
  }
  const members: number[][] = Array.from({ length: count }, () => []);
  for (let item = 0; item < items; item++) members[component[item]!]!.push(item);
  const rowName = new Int32Array(rows).fill(-1);
  return members
    .map((list) => ({ members: Int32Array.from(list), packing: part(packing, list, rowName) }))
    .sort((a, b) => b.packing.row.length - a.packing.row.length || a.members[0]! - b.members[0]!);
}

/** The packing of some items; `rowName` is −1 for their rows, and gets their new names. */
function part(
  { itemStart, row, weight, capacity }: Packing,
  items: readonly number[],
  rowName: Int32Array,
): Packing {
  const starts = new Int32Array(items.length + 1);
  const rows: number[] = [];
  const weights: number[] = [];
  const capacities: number[] = [];
  items.forEach((item, index) => {
    for (let at = itemStart[item]!; at < itemStart[item + 1]!; at++) {
      const name = row[at]!;
      if (rowName[name] === -1) rowName[name] = capacities.push(capacity[name]!) - 1;
      rows.push(rowName[name]!);
      weights.push(weight[at]!);
    }
    starts[index + 1] = rows.length;
  });
  return packingOf(starts, Int32Array.from(rows), Float64Array.from(weights), Float64Array.from(capacities));
}
