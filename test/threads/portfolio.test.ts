import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Program } from '../../src/program/program.ts';
import { createPortfolio } from '../../src/solver/portfolio.ts';
import { answerOf, faultyPool, LIMITS, program, tinyPrograms } from './fixtures.ts';
import { enumerating } from './workers/enumerate.mjs';

/** The worker that production runs. */
const production = new URL('../../dist/threads/jobs/main.js', import.meta.url);

/** `lines` lines of some units each, from `packages` packages of random stock and day: 24 to 60 columns. */
const allocations: fc.Arbitrary<Program> = fc
  .record({ lines: fc.integer({ min: 2, max: 4 }), packages: fc.integer({ min: 8, max: 12 }) })
  .chain(({ lines, packages }) => {
    const many = (length: number, most: number) =>
      fc.array(fc.integer({ min: 1, max: most }), { minLength: length, maxLength: length });
    return fc.record({
      wanted: many(lines, 9),
      available: many(lines * packages, 4),
      days: many(packages, 30),
    });
  })
  .map(({ wanted, available, days }) => allocation(wanted, available, days));

/** Columns: units by line, then by package; after them one `opened` a package. */
function allocation(wanted: number[], available: number[], days: number[]): Program {
  const packages = days.length;
  const units = wanted.length * packages;
  const rows: { columns: number[]; coefficients: number[]; lower: number; upper: number }[] = wanted.map(
    (lower, line) => ({
      columns: days.map((_, at) => line * packages + at),
      coefficients: days.map(() => 1),
      lower,
      upper: lower,
    }),
  );
  available.forEach((most, column) => {
    const opened = units + (column % packages);
    rows.push({
      columns: [column, opened],
      coefficients: [1, -most],
      lower: Number.NEGATIVE_INFINITY,
      upper: 0,
    });
  });
  const columns = units + packages;
  let position = 0;
  return {
    columnLower: new Float64Array(columns),
    columnUpper: Float64Array.from([...available, ...days.map(() => 1)]),
    rowLower: Float64Array.from(rows, (row) => row.lower),
    rowUpper: Float64Array.from(rows, (row) => row.upper),
    rowStarts: Int32Array.from([0, ...rows.map((row) => (position += row.columns.length))]),
    columnIndices: Int32Array.from(rows.flatMap((row) => row.columns)),
    coefficients: Float64Array.from(rows.flatMap((row) => row.coefficients)),
    levels: [
      ['waitUnitDays', (column: number) => (column < units ? days[column % packages]! : 0)] as const,
      ['childShipments', (column: number) => (column < units ? 0 : 1)] as const,
    ].map(([name, cost]) => ({
      name,
      costs: Float64Array.from({ length: columns }, (_, column) => cost(column)),
      scale: 1,
      integral: true,
    })),
    tieBreak: Int32Array.from({ length: columns }, (_, column) => column),
  };
}

test('two hundred mixed runs at once end as in this process, and the tiny ones as by enumeration', async () => {
  const mixed = fc.record({
    tiny: fc.array(tinyPrograms, { minLength: 190, maxLength: 190 }),
    larger: fc.array(allocations, { minLength: 10, maxLength: 10 }),
  });
  const property = fc.asyncProperty(mixed, async ({ tiny, larger }) => {
    const pool = faultyPool({ workerFile: production, queueTimeoutMs: 30_000 });
    const answers = await Promise.all([...larger, ...tiny].map((asked) => answerOf(pool, asked)));
    const portfolio = createPortfolio();
    for (const [at, asked] of [...larger, ...tiny].entries()) {
      expect(answers[at]).toStrictEqual(await answerOf(portfolio, asked));
    }
    for (const [at, asked] of tiny.entries()) {
      const { termination, point } = await answerOf(enumerating, asked);
      expect(answers[larger.length + at]).toMatchObject({ termination, point });
    }
    expect(pool.stats()).toMatchObject({ completed: 200, replaced: 0 });
    await pool.close({ graceMs: 0 });
  });
  // Once is two hundred runs; shrinking them would be thousands.
  await fc.assert(property, { numRuns: 1, endOnFailure: true });
});

/** Five rows that must each split their sum in half over 40 columns of 0 or 1: out of reach for branching. */
function marketSplit(): Program {
  const [columns, rows] = [40, 5];
  let state = 1;
  const next = (): number => {
    state = (state * 48_271) % 0x7fff_ffff;
    return state % 100;
  };
  const coefficients = Float64Array.from({ length: columns * rows }, next);
  const halves = Float64Array.from({ length: rows }, (_, row) =>
    Math.floor(
      coefficients.subarray(row * columns, (row + 1) * columns).reduce((sum, value) => sum + value) / 2,
    ),
  );
  return {
    columnLower: new Float64Array(columns),
    columnUpper: new Float64Array(columns).fill(1),
    rowLower: halves,
    rowUpper: halves,
    rowStarts: Int32Array.from({ length: rows + 1 }, (_, row) => row * columns),
    columnIndices: Int32Array.from(coefficients, (_, at) => at % columns),
    coefficients,
    levels: [{ name: 'taken', costs: new Float64Array(columns).fill(1), scale: 1, integral: true }],
    tieBreak: Int32Array.from({ length: columns }, (_, column) => column),
  };
}

test('a program out of reach stops by itself at its time limit, well before it would be killed', async () => {
  const pool = faultyPool({ workerFile: production, threads: 1 });
  await pool.ready();
  const outcome = await pool.solve(marketSplit(), { timeLimitMs: 300 });
  expect(outcome.termination).toBe('time-limit');
  expect(outcome.solveMs).toBeGreaterThan(250);
  expect(pool.stats()).toMatchObject({ replaced: 0, completed: 1 });
});

test('the gate of the worker refuses a malformed program, which costs no thread', async () => {
  const pool = faultyPool({ workerFile: production, threads: 1 });
  const malformed = { ...program(), coefficients: new Float64Array(7) };
  await expect(pool.solve(malformed, LIMITS)).rejects.toMatchObject({ code: 'INVALID_PROGRAM' });
  expect(pool.stats().replaced).toBe(0);
});
