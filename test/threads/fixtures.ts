import fc from 'fast-check';
import { onTestFinished } from 'vitest';
import type { Program } from '../../src/program/program.ts';
import type { Engine } from '../../src/solver/engine.ts';
import type { PoolOptions } from '../../src/threads/options.ts';
import type { Pool } from '../../src/threads/pool.ts';
import { createPool } from '../../src/threads/pool.ts';

/** Ample: no run of these tests is meant to reach it unless it says so. */
export const LIMITS = { timeLimitMs: 10_000 };

/** The URL of a worker module of this folder, without its ending. */
export const workerFile = (name: string): URL => new URL(`./workers/${name}.mjs`, import.meta.url);

/** A pool of two threads that can be made to fail, closed when the test ends; short deadlines where they matter. */
export function faultyPool(options: PoolOptions = {}): Pool {
  const pool = createPool({ workerFile: workerFile('faulty'), threads: 2, ...options });
  onTestFinished(() => pool.close({ graceMs: 0 }));
  return pool;
}

/**
 * Minimise x + y over 0 ≤ x, y ≤ `most` with x + y ≥ `least`; ties go to the larger x. `fault` names what is to
 * go wrong in the faulty worker; anything else solves.
 */
export function program(fault = 'nothing', least = 3, most = 5): Program {
  return {
    columnLower: Float64Array.of(0, 0),
    columnUpper: Float64Array.of(most, most),
    rowLower: Float64Array.of(least),
    rowUpper: Float64Array.of(Number.POSITIVE_INFINITY),
    rowStarts: Int32Array.of(0, 2),
    columnIndices: Int32Array.of(0, 1),
    coefficients: Float64Array.of(1, 1),
    levels: [{ name: fault, costs: Float64Array.of(1, 1), scale: 1, integral: true }],
    tieBreak: Int32Array.of(0, 1),
  };
}

/** An outcome without what differs from run to run. */
export const answerOf = async (engine: Engine, asked: Program) => {
  const { solveMs: _, ...answer } = await engine.solve(asked, LIMITS);
  return answer;
};

/** Up to five columns of 0 to 3 in up to three rows, one to three levels; often infeasible. */
export const tinyPrograms: fc.Arbitrary<Program> = fc
  .record({
    columns: fc.integer({ min: 1, max: 5 }),
    rows: fc.integer({ min: 0, max: 3 }),
    levels: fc.integer({ min: 1, max: 3 }),
  })
  .chain(({ columns, rows, levels }) =>
    fc.record({
      upper: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: columns, maxLength: columns }),
      least: fc.array(fc.integer({ min: -3, max: 6 }), { minLength: rows, maxLength: rows }),
      matrix: fc.array(fc.integer({ min: -1, max: 2 }), {
        minLength: rows * columns,
        maxLength: rows * columns,
      }),
      costs: fc.array(fc.array(fc.integer({ min: -2, max: 5 }), { minLength: columns, maxLength: columns }), {
        minLength: levels,
        maxLength: levels,
      }),
    }),
  )
  .map(({ upper, least, matrix, costs }) => ({
    columnLower: new Float64Array(upper.length),
    columnUpper: Float64Array.from(upper),
    rowLower: Float64Array.from(least),
    rowUpper: new Float64Array(least.length).fill(Number.POSITIVE_INFINITY),
    rowStarts: Int32Array.from({ length: least.length + 1 }, (_, row) => row * upper.length),
    columnIndices: Int32Array.from(matrix, (_, at) => at % upper.length),
    coefficients: Float64Array.from(matrix),
    levels: costs.map((level, index) => ({
      name: `level ${index}`,
      costs: Float64Array.from(level),
      scale: 1,
      integral: true,
    })),
    tieBreak: Int32Array.from(upper, (_, column) => column),
  }));
