import type { ObjectiveLevel } from '../../program/program.ts';
import type { ColumnMap } from '../column-map.ts';

/**
 * Tier 6: the written order of (location code, date, line). Among equal plans the one is chosen that opens the
 * earliest packages, then the one whose first package gives its first line the most, and so on.
 *
 * Weights may let a package be opened for nothing. Such a y_k is not in the order: it would be 1 although the package
 * gives nothing, and so use up a limit that a package with units needs. Its x_ik alone say what it gives.
 *
 * @returns the columns y_k of packages that some tier has a price for, then x_ik, each in that order
 */
export function tieBreakOrder(columns: ColumnMap, tiers: readonly ObjectiveLevel[]): Int32Array {
  const isPriced = (column: number) => tiers.some(({ costs }) => costs[column] !== 0);
  return Int32Array.from([...[...columns.opened.values()].filter(isPriced), ...columns.cells.keys()]);
}
