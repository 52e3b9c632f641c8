import type { AllocationProblem } from '../program/allocation-problem.ts';
import type { Program } from '../program/program.ts';
import type { AllocationAnswer, Declined, Outcome } from './outcome.ts';

export type { AllocationAnswer, Declined, Outcome, Termination } from './outcome.ts';

/** How long one solve may take. */
export interface SolveLimits {
  /** Milliseconds from the moment the solve itself starts; time in a queue does not count. */
  readonly timeLimitMs: number;
}

/** Anything that turns a program into an outcome. The pool is one, the portfolio is one, so is each engine. */
export interface Engine {
  readonly name: string;
  /**
   * @throws EngineError when the engine broke or could not be asked; never for an outcome
   */
  solve(program: Program, limits: SolveLimits): Promise<Outcome>;
  /**
   * Solves an attempt before it is written out as rows, by its structure, or declines it. Engines that only know
   * rows have none.
   *
   * @throws EngineError as `solve` does
   */
  solveAllocation?(allocation: AllocationProblem, limits: SolveLimits): Promise<AllocationAnswer | Declined>;
}

/** Names of the ways in which asking an engine can fail. They cross the worker's boundary as data. */
export type EngineErrorCode =
  | 'INVALID_PROGRAM' // the program itself is not well formed
  | 'ENGINE_FAILED' // the engine threw
  | 'WORKER_LOST' // the worker exited, was killed or ran out of memory
  | 'DEADLINE_PASSED' // the worker hung past its deadline and was replaced
  | 'QUEUE_FULL' // the pool's queue is at its limit
  | 'QUEUE_TIMEOUT' // the run waited too long for a worker
  | 'CLOSED'; // the pool is shutting down

/** A failure to solve, told apart by `code`. */
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
