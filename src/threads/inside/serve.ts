import { move, transferableSymbol, valueSymbol } from 'piscina';
import { EngineError } from '../../solver/engine.ts';
import { toData } from '../boundary/errors.ts';
import type { Job, JobContext, Jobs } from '../boundary/job.ts';
import { BOOT_JOB, type Reply, type Task } from '../boundary/message.ts';
import { noteAnswered, noteLimit } from '../boundary/progress.ts';
import { freeAndWeigh } from './heap.ts';

/** What piscina calls for each task: never rejects; resolves to a {@link Reply}. */
export type TaskHandler = (task: Task) => Promise<unknown>;

/** A thread that has come so far can be asked: `serve` waited for its warm-up. */
const boot: Job<unknown, null> = async () => null;

/**
 * The inside of a thread: its module exports the result as `solve`. Piscina waits for it before it calls the thread
 * ready. The time limit of a run starts where its job is called, so that neither the queue nor the boot counts.
 *
 * @param warmUp loads and compiles, and checks that the thread answers right
 * @throws what `warmUp` throws: then the thread does not start, and the pool says why
 */
export async function serve(jobs: Jobs, warmUp?: () => Promise<void>): Promise<TaskHandler> {
  await warmUp?.();
  const known = new Map<string, Job<never, unknown>>(Object.entries(jobs)).set(BOOT_JOB, boot);
  return async (task) => {
    const transfer: ArrayBuffer[] = [];
    const reply = await answer(known, task, transfer);
    // Between runs piscina blocks the thread: a rejected promise that the job left behind would strike the run
    // after, unless it gets its turn before the reply.
    await new Promise((resolve) => setImmediate(resolve));
    task.input = null;
    noteAnswered(task.progress, freeAndWeigh());
    return move({ [transferableSymbol]: transfer, [valueSymbol]: reply });
  };
}

async function answer(
  known: ReadonlyMap<string, Job<never, unknown>>,
  { job, input, timeLimitMs, progress }: Task,
  transfer: ArrayBuffer[],
): Promise<Reply> {
  const context: JobContext = {
    timeLimitMs,
    limitTo: (ms) => noteLimit(progress, ms),
    move(bytes) {
      const { buffer, byteLength } = bytes;
      if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) transfer.push(buffer);
      return bytes;
    },
  };
  try {
    const asked = known.get(job);
    if (asked === undefined)
      throw new EngineError('INVALID_PROGRAM', `no job of this worker is called "${job}"`);
    noteLimit(progress, timeLimitMs);
    return { ok: true, outcome: await asked(input as never, context) };
  } catch (thrown) {
    transfer.length = 0;
    return { ok: false, error: toData(thrown, job) };
  }
}
