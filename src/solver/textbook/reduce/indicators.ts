import type { LinearSystem } from '../../../program/linear-system.ts';

/**
 * Finds the columns that indicator something on or off, 1 each; the others are quantities.
 *
 * A indicator is a 0/1 column that stands in a row with a coefficient other than ±1, or against the sign of the
 * others: y in x ≤ M·y, z in Σx = q·z. Quantities follow from the indicators: with these fixed, the rows left are
 * those of a transport, whose corners are whole. So engines need to branch on indicators only. That is a guess about
 * the program's shape and nothing rests on it: {@link solveExactly} asks again where a quantity is not whole.
 */
export function findIndicators(system: LinearSystem): Uint8Array {
  const { columnLower, columnUpper, rowLower, rowStarts, columnIndices, coefficients } = system;
  const indicators = new Uint8Array(columnLower.length);
  for (let row = 0; row < rowLower.length; row++) {
    const from = rowStarts[row]!;
    const to = rowStarts[row + 1]!;
    if (to - from < 2) continue;
    const against = signOfIndicators(system, row);
    for (let at = from; at < to; at++) {
      const column = columnIndices[at]!;
      const coefficient = coefficients[at]!;
      if (columnUpper[column]! - columnLower[column]! !== 1) continue;
      if (Math.abs(coefficient) !== 1 || Math.sign(coefficient) === against) indicators[column] = 1;
    }
  }
  return indicators;
}

/** The sign that fewer of a row's coefficients have; of two equal parts that which relaxes the row; 0 for none. */
function signOfIndicators(system: LinearSystem, row: number): number {
  let positive = 0;
  let negative = 0;
  for (let at = system.rowStarts[row]!; at < system.rowStarts[row + 1]!; at++) {
    if (system.coefficients[at]! > 0) positive += 1;
    else negative += 1;
  }
  if (positive === 0 || negative === 0) return 0;
  if (positive !== negative) return positive < negative ? 1 : -1;
  return system.rowUpper[row] === Number.POSITIVE_INFINITY ? 1 : -1;
}
