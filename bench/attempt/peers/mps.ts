import type { MipQuestion } from '../../../src/solver/textbook/mip.ts';

type Sense = 'N' | 'E' | 'L' | 'G';

export const columnName = (column: number): string => `x${column}`;
const rowName = (row: number): string => `r${row}`;

function senseOf(lower: number, upper: number): Sense {
  if (lower === upper) return 'E';
  if (lower === Number.NEGATIVE_INFINITY) return upper === Number.POSITIVE_INFINITY ? 'N' : 'L';
  return 'G';
}

/** The entries of each column, row by row. */
function entriesByColumn({
  upper,
  rowLower,
  rowStarts,
  columnIndices,
  coefficients,
}: MipQuestion): string[][] {
  const entries: string[][] = Array.from(upper, () => []);
  for (let row = 0; row < rowLower.length; row++) {
    for (let at = rowStarts[row]!; at < rowStarts[row + 1]!; at++) {
      entries[columnIndices[at]!]!.push(`${rowName(row)} ${coefficients[at]}`);
    }
  }
  return entries;
}

/** A question as free MPS; numbers keep all their digits. */
export function toMps(question: MipQuestion): string {
  const { costs, upper, rowLower, rowUpper, isInteger } = question;
  const lines = ['NAME question FREE', 'ROWS', ' N cost'];
  const sides: string[] = [];
  const ranges: string[] = [];
  rowLower.forEach((lower, row) => {
    const most = rowUpper[row]!;
    const sense = senseOf(lower, most);
    lines.push(` ${sense} ${rowName(row)}`);
    if (sense !== 'N') sides.push(` side ${rowName(row)} ${sense === 'L' ? most : lower}`);
    if (sense === 'G' && most !== Number.POSITIVE_INFINITY) {
      ranges.push(` range ${rowName(row)} ${most - lower}`);
    }
  });
  lines.push('COLUMNS');
  entriesByColumn(question).forEach((entries, column) => {
    if (costs[column] !== 0) entries.unshift(`cost ${costs[column]}`);
    // A column without entries exists by its bound alone.
    if (entries.length === 0) entries.push('cost 0');
    for (const entry of entries) lines.push(` ${columnName(column)} ${entry}`);
  });
  lines.push('RHS', ...sides);
  if (ranges.length > 0) lines.push('RANGES', ...ranges);
  lines.push('BOUNDS');
  upper.forEach((most, column) => {
    lines.push(` ${isInteger[column] === 1 ? 'LI' : 'LO'} bound ${columnName(column)} 0`);
    lines.push(` ${isInteger[column] === 1 ? 'UI' : 'UP'} bound ${columnName(column)} ${most}`);
  });
  lines.push('ENDATA', '');
  return lines.join('\n');
}
