import type { Part, PartReply } from '../boundary/message.ts';
import { readReply } from '../boundary/message.ts';
import type { Asked } from './workers.ts';

/** Most runs that are posted as one task: from there on the way to a thread and back is a small part of it. */
const MOST_RUNS = 8;
/** Bytes of input from which on a run is the last of its task: reading and deciding what they hold is work enough. */
const MOST_BYTES = 48 * 2 ** 10;

/** A run, as far as it matters for what it is posted with. */
export interface Shared {
  readonly task: Asked;
  readonly bytes: number;
  /** It takes a moment, or is put off, so others may be posted with it. */
  readonly mayShare: boolean;
}

/**
 * Takes what is to be posted as one task: the first run that waits, and those behind it that may share a task with it,
 * but no more than leaves as many for each other thread that is free.
 *
 * @param waiting in their order
 * @param shift takes the first of them out
 */
export function takeTogether<Run extends Shared>(
  waiting: { readonly first: Run | undefined; readonly size: number; shift(): Run | undefined },
  freeThreads: number,
): Run[] {
  const most = Math.min(MOST_RUNS, Math.ceil(waiting.size / freeThreads));
  const first = waiting.shift()!;
  const taken = [first];
  let { bytes } = first;
  const fits = (run: Run | undefined): run is Run =>
    run?.mayShare === true && run.task.job === first.task.job && bytes < MOST_BYTES;
  while (first.mayShare && taken.length < most && fits(waiting.first)) {
    bytes += waiting.first.bytes;
    taken.push(waiting.shift()!);
  }
  return taken;
}

/** Several runs as one task. */
export function asOneTask(runs: readonly Shared[]): Asked {
  const parts = runs.map(({ task: { input, timeLimitMs } }): Part => ({ input, timeLimitMs }));
  const { job, timeLimitMs } = runs[0]!.task;
  return { job, input: parts, isTogether: true, timeLimitMs };
}

/** What became of one of several runs: its outcome, its error, or null where it was put off. */
export function readPart(reply: PartReply | undefined): { outcome: unknown } | { error: Error } | null {
  if (reply === null) return null;
  try {
    return { outcome: readReply(reply) };
  } catch (error) {
    return { error: error as Error };
  }
}
