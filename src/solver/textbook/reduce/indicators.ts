import type { LinearSystem } from '../../../program/linear-system.ts';

/**
 * Finds the indicator variables of a program: the 0/1 columns that switch others on or off. The others are quantities.
 *
 * An indicator is a 0/1 column that has a coefficient other than ±1 in some row, or one against the sign of the others:
 * y in x ≤ M·y, z in Σx = q·z. Once the indicators are fixed, the rows are those of a transportation problem, whose
 * vertices are integer, so engines need to branch on indicators only. That is a guess about the shape of the program.
 * No proof rests on it, because {@link solveExactly} asks again where a quantity is a fraction.
 *
 * @returns 1 for each indicator, 0 for each quantity
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

/**
 * The sign that fewer coefficients of a row have. Where both signs are equally frequent, the sign that relaxes the row;
 * 0 where all coefficients have the same sign.
 */
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
