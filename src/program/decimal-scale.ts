/** The most decimals that a cost is scaled by; beyond them costs stay floating point. */
const MAX_DECIMALS = 6;

/**
 * The smallest power of ten that makes every value an integer, or null when none up to 10⁶ does. Values count as
 * decimals: 0.1 is one tenth, though its floating-point number is not.
 */
export function decimalScale(values: Iterable<number>): number | null {
  let scale = 1;
  for (const value of values) {
    while (Math.round(value * scale) / scale !== value) {
      scale *= 10;
      if (scale > 10 ** MAX_DECIMALS) return null;
    }
  }
  return scale;
}
