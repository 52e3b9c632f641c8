import { levelValue, levelValues, worstEqualValue } from '../../program/level-value.ts';
import { findViolation } from '../../program/linear-system.ts';
import type { Program } from '../../program/program.ts';
import type { Engine } from '../engine.ts';
import { EngineError } from '../engine.ts';
import type { Outcome } from '../outcome.ts';

/** The row terms that one enumeration may add up before it refuses the program: well under a second. */
const MAX_WORK = 10_000_000;
/** The numbers that all feasible points may have together: 16 MB. */
const MAX_KEPT = 2_000_000;

/**
 * Tries every integer point. It is the reference for tests of other engines, and only for tiny programs.
 *
 * It sets the columns in their order, and gives each only values with which the columns after it can still meet every
 * row. It shares no code with the other engines except the evaluation of a point. It ignores the time limit; a bound on
 * its work refuses the same programs on every machine.
 *
 * @throws EngineError `ENGINE_FAILED` above {@link MAX_WORK} row terms or {@link MAX_KEPT} numbers of feasible points;
 *   the details name `work` and `kept`
 */
export const enumerator: Engine = {
  name: 'enumerator',
  solve: async (program) => {
    const startedAt = performance.now();
    const best = bestPoints(program, [...feasiblePoints(program)]);
    const point = best.reduce<Float64Array | null>(
      (first, other) => (first === null || precedes(program.tieBreak, other, first) ? other : first),
      null,
    );
    return outcomeOf(program, point, performance.now() - startedAt);
  },
};

function outcomeOf(program: Program, point: Float64Array | null, solveMs: number): Outcome {
  const rest = { point, engine: 'enumerator', reason: 'every point was tried', solveMs };
  return point === null
    ? {
        ...rest,
        termination: 'infeasible',
        tieBreakProven: false,
        bounds: new Float64Array(program.levels.length).fill(Number.NEGATIVE_INFINITY),
      }
    : { ...rest, termination: 'optimal', tieBreakProven: true, bounds: levelValues(program, point) };
}

/** The lexicographically best points. */
function bestPoints(program: Program, points: Float64Array[]): Float64Array[] {
  let best = points;
  for (const level of program.levels) {
    const values = best.map((point) => levelValue(level, point));
    const least = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
    best = best.filter((_, at) => values[at]! <= worstEqualValue(level.integral, least));
  }
  return best;
}

/** Whether `a` comes before `b`: of the columns that differ, the first in the order is larger in `a`. */
function precedes(order: Int32Array, a: Float64Array, b: Float64Array): boolean {
  const column = order.find((one) => a[one] !== b[one]);
  return column !== undefined && a[column]! > b[column]!;
}

/** A row's coefficient of one column, and what the columns after it can still add to the row. */
interface RowPart {
  readonly row: number;
  readonly coefficient: number;
  readonly leastAfter: number;
  readonly mostAfter: number;
}

function* feasiblePoints(program: Program): Generator<Float64Array> {
  const columns = program.columnLower.length;
  const parts = rowParts(program);
  const activity = new Float64Array(program.rowLower.length);
  const point = new Float64Array(columns);
  let work = 0;
  let kept = 0;

  function count(terms: number): void {
    work += terms;
    if (work <= MAX_WORK && kept <= MAX_KEPT) return;
    throw new EngineError('ENGINE_FAILED', 'too many points to enumerate', { columns, work, kept });
  }

  function* setFrom(column: number): Generator<Float64Array> {
    if (column === columns) {
      count(columns + program.coefficients.length);
      if (findViolation(program, point) !== null) return;
      kept += columns;
      yield point.slice();
      return;
    }
    const [low, high] = possibleValues(program, parts[column]!, activity, column);
    for (let value = low; value <= high; value++) {
      count(1 + 3 * parts[column]!.length);
      // Adding 0 turns −0 into 0.
      point[column] = value + 0;
      for (const { row, coefficient } of parts[column]!) activity[row]! += coefficient * value;
      yield* setFrom(column + 1);
      for (const { row, coefficient } of parts[column]!) activity[row]! -= coefficient * value;
    }
  }
  yield* setFrom(0);
}

function possibleValues(
  program: Program,
  parts: readonly RowPart[],
  activity: Float64Array,
  column: number,
): [low: number, high: number] {
  let low = program.columnLower[column]!;
  let high = program.columnUpper[column]!;
  for (const { row, coefficient, leastAfter, mostAfter } of parts) {
    if (coefficient === 0) continue;
    // The range is a little wider than computed, because of decimals. Complete points are checked exactly.
    const floor = (program.rowLower[row]! - activity[row]! - mostAfter) / coefficient;
    const ceiling = (program.rowUpper[row]! - activity[row]! - leastAfter) / coefficient;
    low = Math.max(low, Math.ceil(Math.min(floor, ceiling) - 1e-6));
    high = Math.min(high, Math.floor(Math.max(floor, ceiling) + 1e-6));
  }
  return [low, high];
}

function rowParts(program: Program): RowPart[][] {
  const parts: RowPart[][] = Array.from(program.columnLower, () => []);
  for (let row = 0; row < program.rowLower.length; row++) {
    const terms = Array.from(
      { length: program.rowStarts[row + 1]! - program.rowStarts[row]! },
      (_, offset) => {
        const position = program.rowStarts[row]! + offset;
        return {
          column: program.columnIndices[position]!,
          coefficient: program.coefficients[position]!,
        };
      },
    ).sort((a, b) => b.column - a.column);
    let leastAfter = 0;
    let mostAfter = 0;
    for (const { column, coefficient } of terms) {
      parts[column]!.push({ row, coefficient, leastAfter, mostAfter });
      const ends = [program.columnLower[column]! * coefficient, program.columnUpper[column]! * coefficient];
      leastAfter += Math.min(...ends);
      mostAfter += Math.max(...ends);
    }
  }
  return parts;
}
