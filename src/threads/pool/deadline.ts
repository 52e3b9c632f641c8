import { EngineError } from '../../solver/engine.ts';
import { readProgress } from '../boundary/progress.ts';

/** The deadlines of one run on one thread, in milliseconds. */
export interface RunDeadlines {
  /** What the job was told to end itself after, counted from its start; its own limit, if it states one, replaces it. */
  readonly timeLimitMs: number;
  /** What it may take beyond that. */
  readonly hardKillGraceMs: number;
  /** What the thread may take to begin with the job, counted from now. */
  readonly startTimeoutMs: number;
}

/**
 * Calls `onPassed` once when the run has passed a deadline: `DEADLINE_PASSED` for a job that goes on too long,
 * `WORKER_LOST` for a thread that never began or whose reply got lost. Returns what ends the watch.
 *
 * A worker that has answered in time is not blamed when this thread was too busy to take the reply. A job that
 * shortens its limit while it runs is noticed within one grace.
 */
export function watchRun(
  progress: SharedArrayBuffer,
  { timeLimitMs, hardKillGraceMs, startTimeoutMs }: RunDeadlines,
  onPassed: (error: EngineError) => void,
): () => void {
  const postedAt = performance.now();
  let replyAwaited = false;
  let timer = setTimeout(check, Math.min(startTimeoutMs, hardKillGraceMs));

  function check(): void {
    const { state, runningMs, ownLimit } = readProgress(progress);
    if (state === 'posted') {
      const message = `the worker did not begin within ${startTimeoutMs} ms`;
      passedOrLater(
        startTimeoutMs - (performance.now() - postedAt),
        () => new EngineError('WORKER_LOST', message),
      );
    } else if (state === 'started') {
      const details = { timeLimitMs: ownLimit?.timeLimitMs ?? timeLimitMs, hardKillGraceMs };
      const message = `the worker did not stop at its time limit of ${details.timeLimitMs} ms nor ${hardKillGraceMs} ms after`;
      const leftMs = ownLimit?.leftMs ?? timeLimitMs - runningMs;
      passedOrLater(leftMs + hardKillGraceMs, () => new EngineError('DEADLINE_PASSED', message, details));
    } else {
      const message = `the worker answered, but its reply did not arrive within ${hardKillGraceMs} ms`;
      passedOrLater(replyAwaited ? 0 : hardKillGraceMs, () => new EngineError('WORKER_LOST', message));
      replyAwaited = true;
    }
  }

  function passedOrLater(leftMs: number, error: () => EngineError): void {
    if (leftMs > 0) timer = setTimeout(check, Math.min(Math.ceil(leftMs), hardKillGraceMs));
    else onPassed(error());
  }

  return () => clearTimeout(timer);
}
