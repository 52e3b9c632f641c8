import type { Program } from '../program/program.ts';
import type { EngineErrorCode, Outcome, Termination } from './engine.ts';
import { EngineError } from './engine.ts';
import { packSections, unpackSections } from './worker-sections.ts';

/** What the pool posts to a worker. */
export interface SolveTask {
  /** A program as {@link packProgram} lays it out; transferred, so the pool no longer has it. */
  readonly program: ArrayBuffer;
  readonly timeLimitMs: number;
  /** Where the worker notes how far it is; see `worker-progress.ts`. */
  readonly progress: SharedArrayBuffer;
}

/** What a worker answers. Nothing is ever thrown across: an error would lose its name and code there. */
export type SolveReply =
  | { readonly ok: true; readonly outcome: ArrayBuffer }
  | { readonly ok: false; readonly error: ErrorData };

/** An {@link EngineError} as data. */
export interface ErrorData {
  readonly code: EngineErrorCode;
  readonly message: string;
  readonly details: Readonly<Record<string, string | number>>;
  /** Where it was thrown in the worker; for logs, never for callers. */
  readonly stack: string;
}

/**
 * A copy of the program in one transferable buffer, whatever its arrays are views of.
 *
 * @throws TypeError, RangeError when the program is not made of arrays or is too large for one buffer
 */
export function packProgram(program: Program): ArrayBuffer {
  const { tiers } = program;
  return packSections({
    floats: [
      program.columnLower,
      program.columnUpper,
      program.rowLower,
      program.rowUpper,
      program.coefficients,
      Float64Array.from(tiers, (tier) => tier.scale),
      ...tiers.map((tier) => tier.costs),
    ],
    integers: [
      program.rowStarts,
      program.columnIndices,
      program.tieBreak,
      Int32Array.from(tiers, (tier) => Number(tier.integral)),
    ],
    texts: tiers.map((tier) => tier.name),
  });
}

/** The program that was packed, equal bit for bit; its arrays are views of `buffer`. */
export function unpackProgram(buffer: ArrayBuffer): Program {
  const { floats, integers, texts } = unpackSections(buffer);
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
    tiers: texts.map((name, tier) => ({
      name,
      costs: costs[tier]!,
      scale: scales![tier]!,
      integral: integral![tier] === 1,
    })),
  };
}

/** A copy of the outcome in one transferable buffer. */
export function packOutcome(outcome: Outcome): ArrayBuffer {
  const { termination, point, bounds, engine, reason, solveMs } = outcome;
  return packSections({
    floats: [Float64Array.of(solveMs), bounds, ...(point === null ? [] : [point])],
    integers: [],
    texts: [termination, engine, reason],
  });
}

/** The outcome that was packed, equal bit for bit; its arrays are views of `buffer`. */
export function unpackOutcome(buffer: ArrayBuffer): Outcome {
  const { floats, texts } = unpackSections(buffer);
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

/** Whatever was thrown, as data: an EngineError keeps its code, anything else is `ENGINE_FAILED`. */
export function errorToData(thrown: unknown): ErrorData {
  const stack = thrown instanceof Error ? (thrown.stack ?? '') : '';
  if (thrown instanceof EngineError) {
    // Anything but text and numbers could not be posted and would take the worker down with it.
    const details = Object.entries(thrown.details).filter(([, value]) => /string|number/.test(typeof value));
    return { code: thrown.code, message: thrown.message, details: Object.fromEntries(details), stack };
  }
  const message = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  return { code: 'ENGINE_FAILED', message: `the engine threw ${message}`, details: {}, stack };
}

/** The error that {@link errorToData} described; its stack also tells where the worker threw. */
function errorFromData({ code, message, details, stack }: ErrorData): EngineError {
  const error = new EngineError(code, message, details);
  error.stack = `${error.stack ?? ''}\n  in the worker: ${stack}`;
  return error;
}

/**
 * What a worker answered: its outcome, returned, or its error, thrown.
 *
 * @throws EngineError that the worker answered with; TypeError or RangeError when this is no reply at all
 */
export function readReply(reply: SolveReply): Outcome {
  if (!reply.ok) throw errorFromData(reply.error);
  return unpackOutcome(reply.outcome);
}
