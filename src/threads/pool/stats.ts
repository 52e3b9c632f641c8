import { createHistogram } from 'node:perf_hooks';
import type { EngineErrorCode } from '../../solver/engine.ts';

/** Durations seen since the pool began, in milliseconds. */
export interface Durations {
  readonly count: number;
  readonly meanMs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** What the pool is doing and has done. */
export interface PoolStats {
  readonly threads: number;
  /** Threads that have passed their boot check and wait for a run. */
  readonly idle: number;
  readonly running: number;
  readonly queued: number;
  /** Runs that ended with an answer. */
  readonly completed: number;
  /** Runs that ended with a JobError: what was asked could not be answered, by no fault of the pool. */
  readonly refused: number;
  /** Runs that ended with an error, by its code. */
  readonly failed: Readonly<Record<EngineErrorCode, number>>;
  /** Threads that were given up after their boot: lost, killed, broken by an engine's error, or grown too large. */
  readonly replaced: number;
  /**
   * Threads that were told to end and still run. For a few milliseconds that is usual; when it lasts, they keep
   * a core busy, and only the end of the process ends them.
   */
  readonly ending: number;
  /** Why the latest boot failed; null when every thread has booted since. */
  readonly bootError: string | null;
  /** From the call until a thread took the run. */
  readonly wait: Durations;
  /** From there until the reply or the failure: solving, and the way there and back. */
  readonly solve: Durations;
}

/** Counts durations in buckets of constant relative width; nothing is kept of a single one. */
export interface DurationTally {
  record(ms: number): void;
  summary(): Durations;
}

/** An empty tally. */
export function createDurationTally(): DurationTally {
  const histogram = createHistogram();
  const inMs = (us: number): number => us / 1_000;
  return {
    // The histogram takes integers from 1.
    record: (ms) => histogram.record(Math.max(1, Math.round(ms * 1_000))),
    summary: () =>
      histogram.count === 0
        ? { count: 0, meanMs: 0, p50Ms: 0, p99Ms: 0, maxMs: 0 }
        : {
            count: histogram.count,
            meanMs: inMs(histogram.mean),
            p50Ms: inMs(histogram.percentile(50)),
            p99Ms: inMs(histogram.percentile(99)),
            maxMs: inMs(histogram.max),
          },
  };
}

/** No failure yet. */
export const noFailures = (): Record<EngineErrorCode, number> => ({
  INVALID_PROGRAM: 0,
  ENGINE_FAILED: 0,
  WORKER_LOST: 0,
  DEADLINE_PASSED: 0,
  QUEUE_FULL: 0,
  QUEUE_TIMEOUT: 0,
  CLOSED: 0,
});
