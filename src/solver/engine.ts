import type { AllocationProblem } from '../program/allocation-problem.ts';
import type { Program } from '../program/program.ts';
import type { AllocationAnswer, Declined, Outcome } from './outcome.ts';
import type { SolveParameters } from './parameters.ts';

/** How long one solve may take. */
interface SolveLimits {
  /** Milliseconds from the moment the solve itself starts; time in a queue does not count. */
  readonly timeLimitMs: number;
}

/** What is known of a program before an engine is asked. */
interface KnownOfProgram {
  /** A point to start from, or null. One that is not feasible is left aside. */
  readonly start?: Float64Array | null;
  /**
   * A proven lower bound on each level, in the level's own (scaled) unit, given that all earlier levels are at their
   * optimum.
   */
  readonly bounds?: Float64Array;
}

/** Anything that turns a program into an outcome: the portfolio, each of its engines, and a pool of threads. */
export interface Engine {
  readonly name: string;
  /**
   * How an attempt that asks this engine shares its time.
   *
   * @defaultValue every parameter at its default
   */
  readonly parameters?: SolveParameters;
  /**
   * @throws EngineError when the engine broke or could not be asked; never for an outcome
   */
  solve(program: Program, limits: SolveLimits & KnownOfProgram): Promise<Outcome>;
  /**
   * Solves an attempt by its structure, before it is written out as rows, or declines it. An engine that knows only
   * rows has no such method.
   *
   * @throws EngineError as `solve` does
   */
  solveAllocation?(allocation: AllocationProblem, limits: SolveLimits): Promise<AllocationAnswer | Declined>;
}

/** The ways in which asking an engine can fail. They cross the boundary of a worker as data. */
export type EngineErrorCode =
  | 'INVALID_PROGRAM' // the program itself is not well formed
  | 'ENGINE_FAILED' // the engine threw
  | 'WORKER_LOST' // the worker exited, was killed or ran out of memory
  | 'DEADLINE_PASSED' // the worker hung past its deadline and was replaced
  | 'QUEUE_FULL' // the pool's queue is at its limit
  | 'QUEUE_TIMEOUT' // the run waited too long for a worker
  | 'CLOSED'; // the pool is shutting down

/** A failure to solve; `code` says which. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  constructor(
    readonly code: EngineErrorCode,
    message: string,
    readonly details: Readonly<Record<string, string | number>> = {},
  ) {
    super(message);
  }
}
