import type { ObjectiveLevel, Program } from './program.ts';

/** What is wrong with a program, and where. */
export interface Fault {
  readonly message: string;
  /** Names and positions: `column`, `row`, `level`, `position`, `value`, `expected`. */
  readonly details: Readonly<Record<string, string | number>>;
}

/** The first way in which a program is not what {@link Program} promises, or null. */
export function findFault(program: Program): Fault | null {
  return (
    columnFault(program) ??
    rowFault(program) ??
    layoutFault(program) ??
    termFault(program) ??
    firstOf(program.levels, (level) => levelFault(program, level)) ??
    tieBreakFault(program)
  );
}

function columnFault({ columnLower, columnUpper }: Program): Fault | null {
  if (columnLower.length !== columnUpper.length) {
    return lengthFault('columnUpper', columnUpper.length, columnLower.length);
  }
  for (let column = 0; column < columnLower.length; column++) {
    const lower = columnLower[column]!;
    const upper = columnUpper[column]!;
    if (!Number.isSafeInteger(lower)) {
      return fault(`columnLower[${column}] must be an exact integer, got ${lower}`, { column, value: lower });
    }
    if (!Number.isSafeInteger(upper)) {
      return fault(`columnUpper[${column}] must be an exact integer, got ${upper}`, { column, value: upper });
    }
    if (lower > upper) {
      return fault(`column ${column} has lower bound ${lower} above upper bound ${upper}`, { column });
    }
  }
  return null;
}

function rowFault({ rowLower, rowUpper }: Program): Fault | null {
  if (rowLower.length !== rowUpper.length) return lengthFault('rowUpper', rowUpper.length, rowLower.length);
  for (let row = 0; row < rowLower.length; row++) {
    const lower = rowLower[row]!;
    const upper = rowUpper[row]!;
    // Written so that NaN fails.
    if (!(lower < Number.POSITIVE_INFINITY)) {
      return fault(`rowLower[${row}] must be a number or −Infinity, got ${lower}`, { row, value: lower });
    }
    if (!(upper > Number.NEGATIVE_INFINITY)) {
      return fault(`rowUpper[${row}] must be a number or Infinity, got ${upper}`, { row, value: upper });
    }
    if (lower > upper) {
      return fault(`row ${row} has lower bound ${lower} above upper bound ${upper}`, { row });
    }
  }
  return null;
}

function layoutFault({ rowLower, rowStarts, columnIndices, coefficients }: Program): Fault | null {
  if (rowStarts.length !== rowLower.length + 1) {
    return lengthFault('rowStarts', rowStarts.length, rowLower.length + 1);
  }
  if (columnIndices.length !== coefficients.length) {
    return lengthFault('coefficients', coefficients.length, columnIndices.length);
  }
  if (rowStarts[0] !== 0) return fault(`rowStarts[0] must be 0, got ${rowStarts[0]}`, { row: 0 });
  for (let row = 0; row < rowLower.length; row++) {
    if (rowStarts[row + 1]! < rowStarts[row]!) {
      return fault(`rowStarts must not fall, but does after row ${row}`, { row });
    }
  }
  const end = rowStarts.at(-1)!;
  return end === columnIndices.length ? null : lengthFault('columnIndices', columnIndices.length, end);
}

function termFault({ columnLower, rowLower, rowStarts, columnIndices, coefficients }: Program): Fault | null {
  const columns = columnLower.length;
  const lastRow = new Int32Array(columns).fill(-1);
  for (let row = 0; row < rowLower.length; row++) {
    for (let position = rowStarts[row]!; position < rowStarts[row + 1]!; position++) {
      const column = columnIndices[position]!;
      const value = coefficients[position]!;
      if (column < 0 || column >= columns) {
        return fault(`row ${row} names column ${column} of ${columns}`, { row, position, column });
      }
      if (!Number.isFinite(value)) {
        return fault(`row ${row} has the coefficient ${value}`, { row, position, column, value });
      }
      if (lastRow[column] === row) {
        return fault(`row ${row} names column ${column} twice`, { row, position, column });
      }
      lastRow[column] = row;
    }
  }
  return null;
}

function levelFault(
  { columnLower }: Program,
  { name, costs, scale, integral }: ObjectiveLevel,
): Fault | null {
  const columns = columnLower.length;
  if (costs.length !== columns) {
    return fault(`level ${name} has ${costs.length} costs for ${columns} columns`, { level: name });
  }
  if (!(Number.isFinite(scale) && scale > 0)) {
    return fault(`level ${name} must have a finite scale above 0, got ${scale}`, {
      level: name,
      value: scale,
    });
  }
  for (let column = 0; column < columns; column++) {
    const value = costs[column]!;
    if (!Number.isFinite(value)) {
      return fault(`level ${name} has the cost ${value} for column ${column}`, {
        level: name,
        column,
        value,
      });
    }
    if (integral && !Number.isInteger(value)) {
      return fault(`level ${name} is integral, but column ${column} costs ${value}`, {
        level: name,
        column,
        value,
      });
    }
  }
  return null;
}

function tieBreakFault({ columnLower, tieBreak }: Program): Fault | null {
  return firstOf(tieBreak.keys(), (position) => {
    const column = tieBreak[position]!;
    return column >= 0 && column < columnLower.length
      ? null
      : fault(`tieBreak names column ${column} of ${columnLower.length}`, { position, column });
  });
}

const fault = (message: string, details: Fault['details']): Fault => ({ message, details });

const lengthFault = (name: string, length: number, expected: number): Fault =>
  fault(`${name} has length ${length}, expected ${expected}`, { name, length, expected });

function firstOf<T>(items: Iterable<T>, find: (item: T) => Fault | null): Fault | null {
  for (const item of items) {
    const found = find(item);
    if (found !== null) return found;
  }
  return null;
}
