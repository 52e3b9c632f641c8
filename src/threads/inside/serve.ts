import { workerData } from 'node:worker_threads';
import { move, transferableSymbol, valueSymbol } from 'piscina';
import { EngineError } from '../../solver/engine.ts';
import { isRefusal, toData } from '../boundary/errors.ts';
import { type Job, type JobContext, type Jobs, PutOff } from '../boundary/job.ts';
import { BOOT_JOB, type Part, type PartReply, type Reply, type Task } from '../boundary/message.ts';
import {
  noteAnswered,
  noteLimit,
  type Progress,
  type ProgressBoard,
  progressOf,
} from '../boundary/progress.ts';
import { freeAndWeigh } from './heap.ts';

/** What piscina calls for each task: never rejects; resolves to a {@link Reply}. */
export type TaskHandler = (task: Task) => Promise<unknown>;

/** A thread that has come so far can be asked: `serve` waited for its warm-up. */
const boot: Job<unknown, null> = async () => null;

/**
 * Milliseconds that one of several runs may take: many times the moment that it should. Then the thread is taken to
 * hang, and each is run alone.
 */
const TOGETHER_LIMIT_MS = 1_000;

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
    const progress = progressOf(workerData as ProgressBoard, task.progress);
    const reply = await answer(known, task, progress, transfer);
    // Between runs piscina blocks the thread: a rejected promise that the job left behind would strike the run
    // after, unless it gets its turn before the reply.
    await new Promise((resolve) => setImmediate(resolve));
    task.input = null;
    noteAnswered(progress, freeAndWeigh());
    return move({ [transferableSymbol]: transfer, [valueSymbol]: reply });
  };
}

async function answer(
  known: ReadonlyMap<string, Job<never, unknown>>,
  { job, input, isTogether = false, timeLimitMs }: Task,
  progress: Progress,
  transfer: ArrayBuffer[],
): Promise<Reply> {
  try {
    const asked = known.get(job);
    if (asked === undefined)
      throw new EngineError('INVALID_PROGRAM', `no job of this worker is called "${job}"`);
    const outcome = isTogether
      ? await answerParts(asked, job, input as readonly Part[], progress, transfer)
      : await runAlone(asked, { input, timeLimitMs }, progress, transfer);
    return { ok: true, outcome };
  } catch (thrown) {
    transfer.length = 0;
    return { ok: false, error: toData(thrown, job) };
  }
}

function runAlone(
  asked: Job<never, unknown>,
  { input, timeLimitMs }: Part,
  progress: Progress,
  transfer: ArrayBuffer[],
): Promise<unknown> {
  noteLimit(progress, timeLimitMs);
  let isOver = false;
  // What a job left behind must not write to the place of the run that has it next.
  const limitTo = (ms: number): void => {
    if (!isOver) noteLimit(progress, ms);
  };
  const context = { timeLimitMs, limitTo, isTogether: false, move: mover(transfer) };
  return asked(input as never, context).finally(() => {
    isOver = true;
  });
}

/**
 * Answers several runs, one after the other.
 *
 * @throws what a job threw that is neither put off nor refused: then all of them are run alone, so that each gets the
 * answer that is its own
 */
async function answerParts(
  asked: Job<never, unknown>,
  job: string,
  parts: readonly Part[],
  progress: Progress,
  transfer: ArrayBuffer[],
): Promise<PartReply[]> {
  const replies: PartReply[] = [];
  const shared = { limitTo: () => {}, isTogether: true, move: mover(transfer) };
  for (const { input, timeLimitMs } of parts) {
    noteLimit(progress, Math.min(timeLimitMs, TOGETHER_LIMIT_MS));
    try {
      replies.push({ ok: true, outcome: await asked(input as never, { ...shared, timeLimitMs }) });
    } catch (thrown) {
      if (thrown instanceof PutOff) replies.push(null);
      else if (isRefusal(thrown)) replies.push({ ok: false, error: toData(thrown, job) });
      else throw thrown;
    }
  }
  return replies;
}

const mover =
  (transfer: ArrayBuffer[]): JobContext['move'] =>
  (bytes) => {
    const { buffer, byteLength } = bytes;
    if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) transfer.push(buffer);
    return bytes;
  };
