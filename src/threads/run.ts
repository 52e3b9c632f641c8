import type { AllocationProblem } from '../program/allocation-problem.ts';
import type { Program } from '../program/program.ts';
import type { AllocationAnswer, Declined, Outcome, SolveLimits } from '../solver/engine.ts';
import { EngineError } from '../solver/engine.ts';
import { byteLengthOf, takeBody } from './body.ts';
import type { JobInput, JobOutput } from './job.ts';
import { JobError } from './job.ts';
import type { WorkerTask } from './messages.ts';
import { ALLOCATION_JOB, packAllocation, unpackAllocationAnswer } from './packed/allocation.ts';
import { PROGRAM_JOB, packProgram, unpackOutcome } from './packed/program.ts';

/** What one run asks of a worker. */
export interface RunTask extends Pick<WorkerTask, 'job' | 'head' | 'timeLimitMs'> {
  /** Ours to transfer; a promise where taking it over lasts longer than a turn. */
  readonly body: readonly Uint8Array[] | Promise<readonly Uint8Array[]>;
  readonly byteLength: number;
}

/** A task, and how what the worker answers to it is read. */
export interface Run<Answer> {
  readonly task: RunTask;
  readonly read: (output: JobOutput) => Answer;
}

/** @throws EngineError `INVALID_PROGRAM` for what is no time limit */
function timeLimitOf({ timeLimitMs }: SolveLimits): number {
  if (Number.isFinite(timeLimitMs) && timeLimitMs >= 0) return timeLimitMs;
  const message = `expected timeLimitMs to be finite and not negative, got ${timeLimitMs}`;
  throw new EngineError('INVALID_PROGRAM', message);
}

/** @throws EngineError `INVALID_PROGRAM` when it cannot be packed */
function packed<Asked>(what: string, pack: (asked: Asked) => Uint8Array, asked: Asked): Uint8Array {
  try {
    return pack(asked);
  } catch (thrown) {
    throw new EngineError('INVALID_PROGRAM', `the ${what} cannot be packed: ${(thrown as Error).message}`);
  }
}

/** @throws EngineError `INVALID_PROGRAM` when the limit is none or the program cannot be packed */
export function programRun(program: Program, limits: SolveLimits): Run<Outcome> {
  const timeLimitMs = timeLimitOf(limits);
  const bytes = packed('program', packProgram, program);
  return {
    task: { job: PROGRAM_JOB, head: {}, body: [bytes], byteLength: bytes.byteLength, timeLimitMs },
    read: ({ body }) => unpackOutcome(body),
  };
}

/** @throws EngineError `INVALID_PROGRAM` when the limit is none or the allocation cannot be packed */
export function allocationRun(
  allocation: AllocationProblem,
  limits: SolveLimits,
): Run<AllocationAnswer | Declined> {
  const timeLimitMs = timeLimitOf(limits);
  const bytes = packed('allocation', packAllocation, allocation);
  return {
    task: { job: ALLOCATION_JOB, head: {}, body: [bytes], byteLength: bytes.byteLength, timeLimitMs },
    read: ({ body }) => unpackAllocationAnswer(body),
  };
}

/** What is no plain value could not be posted, and would look like a lost worker. */
function assertPlain(head: JobInput['head']): void {
  for (const [name, value] of Object.entries(head)) {
    if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) continue;
    throw new EngineError('INVALID_PROGRAM', `expected ${name} to be a plain value, got ${typeof value}`);
  }
}

/** @throws EngineError `INVALID_PROGRAM` when the limit is none or the head holds more than plain values */
export function jobRun(job: string, { head, body }: JobInput, limits: SolveLimits): Run<JobOutput> {
  const timeLimitMs = timeLimitOf(limits);
  assertPlain(head);
  const byteLength = byteLengthOf(body);
  const taken = takeBody(body).catch((thrown: unknown) => {
    throw new EngineError('INVALID_PROGRAM', `the body cannot be taken over: ${(thrown as Error).message}`);
  });
  // Whoever asks the run hears of a failure; one that nobody asks must not bring the process down.
  taken.catch(() => {});
  return {
    task: { job, head, body: taken, byteLength, timeLimitMs },
    read: ({ head: facts, body: bytes }) => ({ head: facts, body: bytes }),
  };
}

/**
 * Reads what came back from a worker.
 *
 * @throws EngineError and JobError as `read` does; `ENGINE_FAILED` where it throws anything else
 */
export function readAnswer<Reply, Answer>(reply: Reply, read: (reply: Reply) => Answer): Answer {
  try {
    return read(reply);
  } catch (thrown) {
    if (thrown instanceof EngineError || thrown instanceof JobError) throw thrown;
    throw new EngineError('ENGINE_FAILED', 'the worker answered something that is not a reply');
  }
}
