import type { Program } from '../../program/program.ts';
import type { Engine, Outcome, Termination } from '../../solver/engine.ts';
import type { Job } from '../job.ts';
import { packSections, unpackSections } from './sections.ts';

/** The job by which the pool solves programs; every worker has it. */
export const PROGRAM_JOB = 'program';

/**
 * A copy of the program in one transferable buffer, whatever its arrays are views of.
 *
 * @throws TypeError, RangeError when the program is not made of arrays or is too large for one buffer
 */
export function packProgram(program: Program): Uint8Array {
  const { levels } = program;
  return packSections({
    floats: [
      program.columnLower,
      program.columnUpper,
      program.rowLower,
      program.rowUpper,
      program.coefficients,
      Float64Array.from(levels, (level) => level.scale),
      ...levels.map((level) => level.costs),
    ],
    integers: [
      program.rowStarts,
      program.columnIndices,
      program.tieBreak,
      Int32Array.from(levels, (level) => Number(level.integral)),
    ],
    texts: levels.map((level) => level.name),
    bytes: [],
  });
}

/** The program that was packed, equal bit for bit; its arrays are views of `packed`. */
export function unpackProgram(packed: Uint8Array): Program {
  const { floats, integers, texts } = unpackSections(packed);
  const [columnLower, columnUpper, rowLower, rowUpper, coefficients, scales, ...costs] = floats;
  const [rowStarts, columnIndices, tieBreak, integral] = integers;
  return {
    columnLower: columnLower!,
    columnUpper: columnUpper!,
    rowLower: rowLower!,
    rowUpper: rowUpper!,
    coefficients: coefficients!,
    rowStarts: rowStarts!,
    columnIndices: columnIndices!,
    tieBreak: tieBreak!,
    levels: texts.map((name, level) => ({
      name,
      costs: costs[level]!,
      scale: scales![level]!,
      integral: integral![level] === 1,
    })),
  };
}

/** A copy of the outcome in one transferable buffer. */
export function packOutcome(outcome: Outcome): Uint8Array {
  const { termination, point, bounds, engine, reason, solveMs } = outcome;
  return packSections({
    floats: [Float64Array.of(solveMs), bounds, ...(point === null ? [] : [point])],
    integers: [],
    texts: [termination, engine, reason],
    bytes: [],
  });
}

/** The outcome that was packed, equal bit for bit; its arrays are views of `packed`. */
export function unpackOutcome(packed: Uint8Array): Outcome {
  const { floats, texts } = unpackSections(packed);
  const [solveMs, bounds, point] = floats;
  const [termination, engine, reason] = texts;
  return {
    termination: termination as Termination,
    point: point ?? null,
    bounds: bounds!,
    engine: engine!,
    reason: reason!,
    solveMs: solveMs![0]!,
  };
}

/** Solves packed programs with `engine`. */
export function programJob(engine: Engine): Job {
  return async ({ body }, { timeLimitMs }) => {
    const outcome = await engine.solve(unpackProgram(body[0]!), { timeLimitMs });
    return { head: {}, body: packOutcome(outcome) };
  };
}
