import type { ColumnMap } from '../column-map.ts';

/**
 * Tier 6: the written order of (location code, date, line). Among equal plans the one is chosen that opens the
 * earliest packages, then the one whose first package gives its first line the most, and so on.
 *
 * @returns the columns y_k, then x_ik, each in that order
 */
export function tieBreakOrder(columns: ColumnMap): Int32Array {
  return Int32Array.from([...columns.opened.values(), ...columns.cells.keys()]);
}
