import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { levelValue } from '../../../../src/program/level-value.ts';
import { findViolation } from '../../../../src/program/linear-system.ts';
import type { Program } from '../../../../src/program/program.ts';
import { DEFAULT_PARAMETERS } from '../../../../src/solver/parameters.ts';
import { leastValue, objectiveRange } from '../../../../src/solver/textbook/reduce/objective-range.ts';
import { copyBounds, Propagation } from '../../../../src/solver/textbook/reduce/propagation.ts';
import { runs } from '../../../arbitraries/runs.ts';
import { smallAllocations, smallPrograms } from '../../arbitrary-programs.ts';
import { buildProgram } from '../../program-builder.ts';

const boundsOf = (program: Program) => ({
  lower: program.columnLower.slice(),
  upper: program.columnUpper.slice(),
});

/** Every feasible point of a tiny program, without any of the code under test. */
function feasiblePoints(program: Program): Float64Array[] {
  const points: Float64Array[] = [];
  const point = program.columnLower.slice();
  for (;;) {
    if (findViolation(program, point) === null) points.push(point.slice());
    let column = point.length - 1;
    while (column >= 0 && point[column] === program.columnUpper[column]) {
      point[column] = program.columnLower[column]!;
      column -= 1;
    }
    if (column < 0) return points;
    point[column]! += 1;
  }
}

const tinyPrograms = fc
  .oneof(smallPrograms, smallAllocations)
  .filter(
    (program) =>
      program.columnLower.reduce((n, low, at) => n * (program.columnUpper[at]! - low + 1), 1) <= 5000,
  );

describe('bound propagation', () => {
  it('cuts off no feasible point, and calls infeasible only what has none', () => {
    fc.assert(
      fc.property(tinyPrograms, (program) => {
        const bounds = boundsOf(program);
        const points = feasiblePoints(program);
        if (!new Propagation(program).tighten(bounds)) {
          expect(points).toEqual([]);
          return;
        }
        for (const point of points) {
          point.forEach((value, column) => {
            expect(value).toBeGreaterThanOrEqual(bounds.lower[column]!);
            expect(value).toBeLessThanOrEqual(bounds.upper[column]!);
          });
        }
      }),
      runs(2),
    );
  });

  it('follows one column that is restricted: no point of the restricted program is lost', () => {
    fc.assert(
      fc.property(tinyPrograms, fc.nat(), fc.boolean(), (program, which, up) => {
        const propagation = new Propagation(program);
        const bounds = boundsOf(program);
        if (!propagation.tighten(bounds)) return;
        const column = which % program.columnLower.length;
        const value = up ? bounds.upper[column]! : bounds.lower[column]!;
        const restricted = copyBounds(bounds);
        const feasible = propagation.tightenColumn(restricted, column, value, value);
        const points = feasiblePoints(program).filter((point) => point[column] === value);
        if (!feasible) expect(points).toEqual([]);
        for (const point of points) {
          expect(point.every((one, at) => one >= restricted.lower[at]! && one <= restricted.upper[at]!)).toBe(
            true,
          );
        }
      }),
      runs(2),
    );
  });

  it('settles what follows: two sources that are just enough give all they have and are open', () => {
    const program = buildProgram({
      columns: [
        [0, 500_000_000],
        [0, 500_000_000],
        [0, 1],
        [0, 1],
      ],
      rows: [
        {
          lower: 1e9,
          upper: 1e9,
          terms: [
            [0, 1],
            [1, 1],
          ],
        },
        {
          upper: 0,
          terms: [
            [0, 1],
            [2, -500_000_000],
          ],
        },
        {
          upper: 0,
          terms: [
            [1, 1],
            [3, -500_000_000],
          ],
        },
      ],
      levels: [],
    });
    const bounds = boundsOf(program);
    expect(new Propagation(program).tighten(bounds)).toBe(true);
    expect([...bounds.lower]).toEqual([500_000_000, 500_000_000, 1, 1]);
    const short = { ...bounds, lower: program.columnLower.slice(), upper: program.columnUpper.slice() };
    short.upper[0]! -= 1;
    expect(new Propagation(program).tighten(short)).toBe(false);
  });

  it('ends on rows whose bounds creep towards each other by one', () => {
    const program = buildProgram({
      columns: [
        [0, 1e9],
        [0, 1e9],
      ],
      rows: [
        {
          upper: -1,
          terms: [
            [0, 1],
            [1, -1],
          ],
        },
        {
          upper: -1,
          terms: [
            [1, 1],
            [0, -1],
          ],
        },
      ],
      levels: [],
    });
    const bounds = boundsOf(program);
    new Propagation(program).tighten(bounds);
    // A visit of a row moves a bound by no more than 2, so the bounds say how many visits there were.
    const most = 2 * DEFAULT_PARAMETERS.visitsPerRow * program.rowLower.length;
    for (const column of [0, 1]) {
      expect(bounds.lower[column]).toBeLessThanOrEqual(most);
      expect(bounds.upper[column]).toBeGreaterThanOrEqual(1e9 - most);
    }
  });
});

describe('the range of an objective', () => {
  it('holds the value of every feasible point', () => {
    fc.assert(
      fc.property(tinyPrograms, (program) => {
        const bounds = boundsOf(program);
        if (!new Propagation(program).tighten(bounds)) return;
        for (const level of program.levels) {
          const { least, most } = objectiveRange(program, bounds, level);
          for (const point of feasiblePoints(program)) {
            const value = levelValue(level, point);
            expect(value).toBeGreaterThanOrEqual(least);
            expect(value).toBeLessThanOrEqual(most);
          }
        }
      }),
      runs(2),
    );
  });

  it('sees that a demand forces the cheapest units, though every column may be 0', () => {
    const program = buildProgram({
      columns: [
        [0, 2],
        [0, 5],
        [0, 9],
      ],
      rows: [
        {
          lower: 6,
          upper: 6,
          terms: [
            [0, 1],
            [1, 1],
            [2, 1],
          ],
        },
      ],
      levels: [
        {
          name: 'days',
          costs: [
            [0, 1],
            [1, 3],
            [2, 7],
          ],
        },
      ],
    });
    const range = objectiveRange(program, boundsOf(program), program.levels[0]!);
    // At least 2 · 1 + 4 · 3; at most all six at 7.
    expect(range).toEqual({ least: 14, most: 42 });
  });

  it('charges a column once, though two rows would force it', () => {
    const program = buildProgram({
      columns: [[0, 4]],
      rows: [
        { lower: 3, terms: [[0, 1]] },
        { lower: 3, terms: [[0, 1]] },
      ],
      levels: [{ name: 'cost', costs: [[0, 1]] }],
    });
    expect(leastValue(program, boundsOf(program), program.levels[0]!)).toBe(3);
  });
});
