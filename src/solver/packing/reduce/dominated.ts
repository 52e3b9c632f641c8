import type { Packing } from '../rows.ts';

/**
 * Whether another row implies this one: it has no more capacity, and each item of this row takes at least as much of it.
 * Of rows that imply each other the first is kept.
 */
export function isDominated(packing: Packing, row: number): boolean {
  const { itemStart, rowStart, rowItem } = packing;
  const from = rowStart[row]!;
  if (from === rowStart[row + 1]!) return true;
  const first = rowItem[from]!;
  for (let at = itemStart[first]!; at < itemStart[first + 1]!; at++) {
    const other = packing.row[at]!;
    if (other === row || !implies(packing, other, row)) continue;
    if (other < row || !implies(packing, row, other)) return true;
  }
  return false;
}

/** Whether whatever keeps row `one` keeps row `other`. Both lists of items ascend. */
function implies({ capacity, rowStart, rowItem, rowWeight }: Packing, one: number, other: number): boolean {
  if (capacity[one]! > capacity[other]!) return false;
  let at = rowStart[one]!;
  const end = rowStart[one + 1]!;
  if (end - at < rowStart[other + 1]! - rowStart[other]!) return false;
  for (let place = rowStart[other]!; place < rowStart[other + 1]!; place++) {
    while (at < end && rowItem[at]! < rowItem[place]!) at++;
    if (at === end || rowItem[at] !== rowItem[place] || rowWeight[at]! < rowWeight[place]!) return false;
  }
  return true;
}
