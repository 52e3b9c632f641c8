import { move, transferableSymbol, valueSymbol } from 'piscina';
import type { Engine } from '../solver/engine.ts';
import { freeAndWeigh } from './heap.ts';
import type { Job } from './job.ts';
import { JobError, UNKNOWN_JOB } from './job.ts';
import type { WorkerReply, WorkerTask } from './messages.ts';
import { errorToData } from './messages.ts';
import { ALLOCATION_JOB, allocationJob } from './packed/allocation.ts';
import { PROGRAM_JOB, programJob } from './packed/program.ts';
import { noteAnswered, noteOwnLimit, noteStarted } from './progress.ts';

/** What piscina calls for each task: never rejects; resolves to a {@link WorkerReply} that is moved, not copied. */
export type TaskHandler = (task: WorkerTask) => Promise<unknown>;

/** An engine that can load ahead of its first solve what it loads lazily. */
export interface ServedEngine extends Engine {
  warmUp?(): Promise<void>;
}

/**
 * The inside of a worker: exports as `solve` of its module what does every task. Programs and allocations go to
 * `engine`; whatever else the worker is to do comes as `jobs`, by name.
 *
 * Resolves when the engine is warm, and piscina waits for it before it calls the worker ready. The time limit of a
 * run starts where its job is called, so that neither the queue nor the thread's boot counts.
 *
 * @throws what `warmUp` throws: then the worker does not start, and the pool says why
 */
export async function serve(
  engine: ServedEngine,
  jobs: Readonly<Record<string, Job>> = {},
): Promise<TaskHandler> {
  await engine.warmUp?.();
  const known = new Map([
    ...Object.entries(jobs),
    [PROGRAM_JOB, programJob(engine)],
    [ALLOCATION_JOB, allocationJob(engine)],
  ]);
  return async (task) => {
    const reply = await answer(known, task);
    // Between runs piscina blocks the thread: a rejected promise that the job left behind would strike the run
    // after, unless it gets its turn before the reply.
    await new Promise((resolve) => setImmediate(resolve));
    task.body = [];
    noteAnswered(task.progress, freeAndWeigh());
    const transferables = reply.ok ? [reply.body] : [];
    return move({ [transferableSymbol]: transferables, [valueSymbol]: reply });
  };
}

async function answer(
  known: ReadonlyMap<string, Job>,
  { job, head, body, timeLimitMs, progress }: WorkerTask,
): Promise<WorkerReply> {
  try {
    const asked = known.get(job);
    if (asked === undefined) throw new JobError(UNKNOWN_JOB, `no job of this worker is called "${job}"`);
    noteStarted(progress);
    const limitTo = (ms: number): void => noteOwnLimit(progress, ms);
    const input = { head, body: body.map((buffer) => new Uint8Array(buffer)) };
    const output = await asked(input, { timeLimitMs, limitTo });
    return { ok: true, head: output.head, body: wholeBufferOf(output.body) };
  } catch (thrown) {
    const isOfEngine = job === PROGRAM_JOB || job === ALLOCATION_JOB;
    return { ok: false, error: errorToData(thrown, isOfEngine ? 'the engine' : `the job "${job}"`) };
  }
}

/** A buffer with just these bytes: that of Node's shared pool cannot be transferred, and holds what is not ours. */
const wholeBufferOf = (bytes: Uint8Array): ArrayBufferLike =>
  bytes.byteLength === bytes.buffer.byteLength ? bytes.buffer : new Uint8Array(bytes).buffer;
