import type { MipQuestion, MipResult } from '../../../src/solver/textbook/mip.ts';

/** A table above this would take seconds for each of its thousands of pivots, and the machine's memory first. */
const MOST_BYTES = 512 * 2 ** 20;
const BYTES_PER_NUMBER = 8;

/**
 * Refuses what a solver with a dense table cannot hold: one row for each row and for each column's upper bound, one
 * column for each column. Null where it can.
 */
export function tooLargeForTable({ upper, rowLower }: MipQuestion): MipResult | null {
  const columns = upper.length;
  const bytes = (columns + rowLower.length + 1) * (columns + 1) * BYTES_PER_NUMBER;
  if (bytes <= MOST_BYTES) return null;
  return {
    status: 'failed',
    point: null,
    bound: Number.NEGATIVE_INFINITY,
    trouble: `its dense table would take ${Math.round(bytes / 2 ** 20)} MiB`,
  };
}
