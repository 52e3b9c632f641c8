import type { Allocation } from '../program/allocation.ts';
import type { Program } from '../program/program.ts';
import type { AllocationAnswer, Declined } from './structured/allocation/answer.ts';

export type { AllocationAnswer, Declined } from './structured/allocation/answer.ts';

/** How long one solve may take. */
export interface SolveLimits {
  /** Milliseconds from the moment the solve itself starts; time in a queue does not count. */
  readonly timeLimitMs: number;
}

/**
 * Why the solver stopped.
 *
 * - `optimal`: the point is best in every tier and first in the tie-break order, proven
 * - `infeasible`: no point satisfies the rows and bounds, proven
 * - `time-limit`: stopped by the limit; `point` may or may not be there
 * - `numerical`: the engine's own claim did not survive the gate; nothing is proven by this run
 */
export type Termination = 'optimal' | 'infeasible' | 'time-limit' | 'numerical';

/** What a solve ended with: why it stopped and what it holds are two fields. */
export interface Outcome {
  readonly termination: Termination;
  /** A feasible integer point, one number a column, or null. */
  readonly point: Float64Array | null;
  /**
   * A proven lower bound on each tier, in the tier's own (scaled) unit, given that all earlier tiers are at
   * their optimum; −Infinity where nothing is known. Equal to the point's value in each proven tier.
   */
  readonly bounds: Float64Array;
  /** The engine that answered. */
  readonly engine: string;
  /** Why this engine was the one asked. */
  readonly reason: string;
  /** Milliseconds spent solving, without any queue. */
  readonly solveMs: number;
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
  solveAllocation?(allocation: Allocation, limits: SolveLimits): Promise<AllocationAnswer | Declined>;
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
