/**
 * `available` is what the caller says may be promised. A row with zero or less gives nothing, and is never set off
 * against another row's stock.
 *
 * @returns units
 */
export function unitsToPromise(available: number): number {
  return Math.max(0, available);
}
