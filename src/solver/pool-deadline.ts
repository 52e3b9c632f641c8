import { EngineError } from './engine.ts';
import { MAX_DELAY_MS } from './pool-options.ts';
import { readProgress } from './worker-progress.ts';

/** The deadlines of one run on one thread, in milliseconds. */
export interface RunDeadlines {
  /** What the engine was told to stop itself after, counted from the start of the solve. */
  readonly timeLimitMs: number;
  /** What it may take beyond that. */
  readonly hardKillGraceMs: number;
  /** What the thread may take to begin with the solve, counted from now. */
  readonly startTimeoutMs: number;
}

/**
 * Calls `onPassed` once when the run has passed a deadline: `DEADLINE_PASSED` for a solve that goes on too long,
 * `WORKER_LOST` for a thread that never began or whose reply got lost. Returns what ends the watch.
 *
 * A worker that has answered in time is not blamed when this thread was too busy to take the reply.
 */
export function watchRun(
  progress: SharedArrayBuffer,
  { timeLimitMs, hardKillGraceMs, startTimeoutMs }: RunDeadlines,
  onPassed: (error: EngineError) => void,
): () => void {
  const postedAt = performance.now();
  const allowedMs = timeLimitMs + hardKillGraceMs;
  let replyAwaited = false;
  let timer = setTimeout(check, Math.min(allowedMs, startTimeoutMs, MAX_DELAY_MS));

  function check(): void {
    const { state, solvingMs } = readProgress(progress);
    if (state === 'posted') {
      const message = `the worker did not begin within ${startTimeoutMs} ms`;
      passedOrLater(
        startTimeoutMs - (performance.now() - postedAt),
        () => new EngineError('WORKER_LOST', message),
      );
    } else if (state === 'started') {
      const message = `the engine did not stop at its time limit of ${timeLimitMs} ms nor ${hardKillGraceMs} ms after`;
      const details = { timeLimitMs, hardKillGraceMs };
      passedOrLater(allowedMs - solvingMs, () => new EngineError('DEADLINE_PASSED', message, details));
    } else {
      const message = `the worker answered, but its reply did not arrive within ${hardKillGraceMs} ms`;
      passedOrLater(replyAwaited ? 0 : hardKillGraceMs, () => new EngineError('WORKER_LOST', message));
      replyAwaited = true;
    }
  }

  function passedOrLater(leftMs: number, error: () => EngineError): void {
    if (leftMs > 0) timer = setTimeout(check, Math.min(Math.ceil(leftMs), MAX_DELAY_MS));
    else onPassed(error());
  }

  return () => clearTimeout(timer);
}
