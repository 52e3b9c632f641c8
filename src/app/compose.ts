import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../release/ports/clock.ts';
import type { Engine } from '../solver/engine.ts';
import { createPortfolio } from '../solver/portfolio.ts';
import { answerHereOrThere } from '../threads/answers/here-or-there.ts';
import { solveAtOnce } from '../threads/jobs/at-once.ts';
import { waveEngines } from '../threads/jobs/wave.ts';
import type { PoolOptions } from '../threads/pool/options.ts';
import { createPool, type Pool } from '../threads/pool.ts';
import type { WaveEngines } from '../wave/engines.ts';
import type { ServiceAnswers } from './serve.ts';

/** The package's version. Its file is one folder up from here, in the sources as in the build. */
export const VERSION: string = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
).version;

/** The clock: the instant, ISO 8601. */
export const systemNow = (): string => new Date().toISOString();

/** Waits on the clock, see the port that it is. */
const systemWait: Clock['wait'] = (ms, signal) =>
  delay(ms, undefined, signal && { signal }).catch(() => undefined);

/** A new id for a request that brings none. */
const newRequestId = (): string => randomUUID();

let inProcess: Engine | undefined;

/** The engine that solves in this thread; made at the first use, and only once. */
export function inProcessEngine(): Engine {
  inProcess ??= createPortfolio();
  return inProcess;
}

/** What waves ask in this thread. */
export const inProcessWaveEngines = (): WaveEngines => waveEngines(inProcessEngine());

/**
 * Answers on the threads of a pool; what is short and settled in a moment, in this one. `src/threads/README.md` says what
 * was measured for it.
 */
export function answersOn(pool: Pick<Pool, 'run' | 'busyForMs' | 'stats'>): ServiceAnswers {
  return {
    ...answerHereOrThere(pool, solveAtOnce),
    trouble: () => {
      const { idle, running, threads, bootError } = pool.stats();
      if (bootError === null || idle + running > 0) return null;
      return `none of the ${threads} solver threads could be started again`;
    },
  };
}

/** The threads that the service solves on, and what its routes ask. */
function composeAnswers(options: PoolOptions): { readonly pool: Pool; readonly answers: ServiceAnswers } {
  const pool = createPool(options);
  return { pool, answers: answersOn(pool) };
}

const SERVICE_PARTS = {
  createAnswers: composeAnswers,
  now: systemNow,
  wait: systemWait,
  newRequestId,
  killProcess: () => process.kill(process.pid, 'SIGKILL'),
  version: VERSION,
};

/**
 * Runs the service until it is told to stop.
 *
 * @param environment the variables of `docs/configuration.md`
 * @returns the exit code of the process
 */
export async function serve(environment: Readonly<Record<string, string | undefined>>): Promise<number> {
  // Whoever only decides an attempt does not wait for a server to load.
  const { runService } = await import('./serve.ts');
  return runService(environment, SERVICE_PARTS);
}

/**
 * Works on the jobs of the configured Postgres until it is told to stop.
 *
 * @returns the exit code of the process
 */
export async function work(environment: Readonly<Record<string, string | undefined>>): Promise<number> {
  const { runWorker } = await import('./work.ts');
  return runWorker(environment, SERVICE_PARTS);
}

/** Where counters of the configured database differ from what the ledger says they are. @throws as `examineDatabase` does */
export async function examine(environment: Readonly<Record<string, string | undefined>>) {
  const { examineDatabase } = await import('./examine.ts');
  return examineDatabase(environment, systemNow);
}
