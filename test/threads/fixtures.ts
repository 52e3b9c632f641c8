import { onTestFinished } from 'vitest';
import type { JobKind } from '../../src/threads/boundary/job.ts';
import type { PoolOptions } from '../../src/threads/pool/options.ts';
import type { Pool, RunLimits } from '../../src/threads/pool.ts';
import { createPool } from '../../src/threads/pool.ts';

/** Ample: no run of these tests is meant to reach it unless it says so. */
export const LIMITS = { timeLimitMs: 10_000 };

/** The URL of a worker module of this folder, without its ending. */
export const workerFile = (name: string): URL => new URL(`./workers/${name}.mjs`, import.meta.url);

/** A pool of two threads that can be made to fail, closed when the test ends; short deadlines where they matter. */
export function faultyPool(options: PoolOptions = {}): Pool {
  const pool = createPool({ workerFile: workerFile('faulty'), threads: 2, ...options });
  onTestFinished(() => pool.close({ graceMs: 0 }));
  return pool;
}

/** What the faulty worker gives back, and the limit that it was told. */
interface Echo {
  readonly given: unknown;
  readonly timeLimitMs: number;
}

const ECHO: JobKind<{ fault: string; given: unknown }, Echo> = { name: 'echo' };

/** States a limit of its own, and then does not keep it. */
export const OVERRUN: JobKind<{ ownLimitMs: number; sleepMs: number }, null> = { name: 'overrun' };

/** Has a thread give `given` back; `fault` names what is to go wrong in the faulty worker, if anything is. */
export const echo = (
  pool: Pool,
  fault = 'none',
  given: unknown = null,
  limits: RunLimits = LIMITS,
): Promise<Echo> => pool.run(ECHO, { fault, given }, limits);
