/** What crosses to and from a job beside its bytes: a few plain values, which cost a microsecond or two to clone. */
export type JobHead = Readonly<Record<string, string | number | boolean | null>>;

/** What a job is asked. */
export interface JobInput {
  readonly head: JobHead;
  /** The bytes, in order, in pieces of any length. */
  readonly body: readonly Uint8Array[];
}

/** What a job answers. */
export interface JobOutput {
  readonly head: JobHead;
  readonly body: Uint8Array;
}

/** What a job knows of the run that it is. */
export interface JobContext {
  /** Milliseconds from the start of the run, as its caller gave them. */
  readonly timeLimitMs: number;
  /**
   * States the job's own limit, in milliseconds from now, in place of the caller's: where the limit is written in
   * the bytes, only the job can know it. The job ends itself by then, or is killed with its thread a grace later.
   */
  limitTo(timeLimitMs: number): void;
}

/**
 * Something that a worker does by name. It may throw {@link JobError} for what it refuses, and EngineError; whatever
 * else it throws counts as a defect, and its thread is replaced.
 */
export type Job = (input: JobInput, context: JobContext) => Promise<JobOutput>;

/** A value as JSON has it, which can be posted from thread to thread. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** The code of the {@link JobError} for a name that the worker does not know. */
export const UNKNOWN_JOB = 'UNKNOWN_JOB';

/** A refusal of a job's own: the worker is well, and what it was asked cannot be answered. */
export class JobError extends Error {
  override readonly name = 'JobError';
  constructor(
    /** Stable; each job has its own. */
    readonly code: string,
    message: string,
    readonly details: Readonly<Record<string, Json>> = {},
  ) {
    super(message);
  }
}
