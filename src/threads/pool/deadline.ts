import { EngineError } from '../../solver/engine.ts';
import { type Progress, readProgress } from '../boundary/progress.ts';

/** What a run gets beside its own limit, in milliseconds. */
export interface Graces {
  /** What the job may take beyond its limit. */
  readonly hardKillGraceMs: number;
  /** What the thread may take to begin with the job, counted from now. */
  readonly startTimeoutMs: number;
}

/**
 * Calls `onPassed` once when the run has passed a deadline: `DEADLINE_PASSED` for a job that goes on too long,
 * `WORKER_LOST` for a thread that never began or whose reply got lost. Returns what ends the watch.
 *
 * A thread that has answered in time is not blamed when this one was too busy to take the reply. A job that
 * shortens its limit while it runs is noticed within one grace.
 */
export function watchRun(
  progress: Progress,
  { hardKillGraceMs, startTimeoutMs }: Graces,
  onPassed: (error: EngineError) => void,
): () => void {
  const startsBy = performance.now() + startTimeoutMs;
  let replyAwaited = false;
  let timer = setTimeout(check, Math.min(startTimeoutMs, hardKillGraceMs));

  function check(): void {
    const { state, leftMs, timeLimitMs } = readProgress(progress);
    if (state === 'posted') {
      const message = `the worker did not begin within ${startTimeoutMs} ms`;
      passedOrLater(startsBy - performance.now(), new EngineError('WORKER_LOST', message));
    } else if (state === 'started') {
      const message = `the worker did not stop at its time limit of ${timeLimitMs} ms nor ${hardKillGraceMs} ms after`;
      const details = { timeLimitMs, hardKillGraceMs };
      passedOrLater(leftMs + hardKillGraceMs, new EngineError('DEADLINE_PASSED', message, details));
    } else {
      const message = `the worker answered, but its reply did not arrive within ${hardKillGraceMs} ms`;
      passedOrLater(replyAwaited ? 0 : hardKillGraceMs, new EngineError('WORKER_LOST', message));
      replyAwaited = true;
    }
  }

  function passedOrLater(leftMs: number, error: EngineError): void {
    if (leftMs > 0) timer = setTimeout(check, Math.min(Math.ceil(leftMs), hardKillGraceMs));
    else onPassed(error);
  }

  return () => clearTimeout(timer);
}
