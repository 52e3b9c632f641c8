import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Engine } from './solver/engine.ts';
import { createPool, type Pool } from './solver/pool.ts';
import type { PoolOptions } from './solver/pool-options.ts';
import { createPortfolio } from './solver/portfolio.ts';

/** The package's version. Its file is one folder up from here, in the sources as in the build. */
export const VERSION: string = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
).version;

/** The clock: the instant, ISO 8601. */
export const systemNow = (): string => new Date().toISOString();

/** A new id for a request that brings none. */
const newRequestId = (): string => randomUUID();

let inProcess: Engine | undefined;

/** The engine that solves in this thread; made at the first use, and only once. */
export function inProcessEngine(): Engine {
  inProcess ??= createPortfolio();
  return inProcess;
}

const isLost = (error: unknown): boolean =>
  error instanceof Error && error.name === 'EngineError' && 'code' in error && error.code === 'WORKER_LOST';

/**
 * Asks once more, within what is left of the time limit, when a worker was lost. A solve changes nothing, and
 * memory that earlier runs left behind is gone with the worker; a program that takes down a fresh one as well is
 * not tried a third time.
 */
export function retryLostOnce(engine: Engine): Engine {
  return {
    name: engine.name,
    async solve(program, limits) {
      const startedAt = performance.now();
      try {
        return await engine.solve(program, limits);
      } catch (error) {
        const timeLimitMs = limits.timeLimitMs - (performance.now() - startedAt);
        if (!isLost(error) || timeLimitMs <= 0) throw error;
        return engine.solve(program, { timeLimitMs });
      }
    },
  };
}

/** The threads that the service solves on, and the engine that its attempts ask. */
function composeEngine(options: PoolOptions): { readonly pool: Pool; readonly engine: Engine } {
  const pool = createPool(options);
  return { pool, engine: retryLostOnce(pool) };
}

const SERVICE_PARTS = { createEngine: composeEngine, now: systemNow, newRequestId, version: VERSION };

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
