import { setTimeout as delay } from 'node:timers/promises';
import { type Logger, pino } from 'pino';
import { ConfigError } from '../errors.ts';
import type { Clock } from '../release/ports/clock.ts';
import type { PoolOptions } from '../threads/pool/options.ts';
import type { Pool } from '../threads/pool.ts';
import { type Config, readConfig } from './config.ts';

/** What a process is made of; `compose.ts` picks each. `Answers` is what the process asks of the solvers. */
export interface ProcessParts<Answers> extends Clock {
  readonly createAnswers: (options: PoolOptions) => { readonly pool: Pool; readonly answers: Answers };
  readonly newRequestId: () => string;
  /** Ends this process at once: nothing in it can prevent that, and nothing more is logged. */
  readonly killProcess: () => void;
  readonly version: string;
}

/** How the process of the service ends. */
export const SERVE_EXIT = { stopped: 0, failed: 1, badConfiguration: 2 } as const;

/** Resolves at the first SIGTERM or SIGINT; a second one ends the process at once. */
export function stopSignal(log: Logger): Promise<string> {
  return new Promise((resolve) => {
    let asked = false;
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => {
        if (asked) {
          log.fatal({ signal }, 'stopped at once');
          process.exit(SERVE_EXIT.failed);
        }
        asked = true;
        resolve(signal);
      });
    }
  });
}

/** Logs rejections that nothing awaits and goes on; ends the process after a throw that nothing caught, since its state is then unknown. */
export function watchProcess(log: Logger): void {
  process.on('unhandledRejection', (err) =>
    log.error({ err }, 'a promise was rejected and nothing awaited it'),
  );
  process.on('uncaughtException', (err) => {
    log.fatal({ err }, 'uncaught error');
    process.exit(SERVE_EXIT.failed);
  });
}

/** Milliseconds after which a thread that has not ended counts as stuck; on a busy machine ending takes seconds. */
const THREAD_END_MS = 5_000;

/**
 * Kills the process when a thread does not end: V8 cannot interrupt every loop, and `process.exit` would wait for that
 * thread for ever.
 */
export async function endIfStuck(pool: Pool, killProcess: () => void, log: Logger): Promise<void> {
  const givesUpAt = performance.now() + THREAD_END_MS;
  while (pool.stats().ending > 0 && performance.now() < givesUpAt) await delay(20);
  const { ending } = pool.stats();
  if (ending === 0) return;
  log.fatal({ threads: ending }, 'threads will not end: the process is killed');
  killProcess();
}

/** The settings and the log of a process. */
export interface Start {
  readonly config: Config;
  /** Writes each line before it returns, so a process that is killed has lost none. */
  readonly log: Logger;
}

/**
 * Reads the settings.
 *
 * @returns null where they cannot be used; standard error then says why
 */
export function readStart(environment: Readonly<Record<string, string | undefined>>): Start | null {
  let config: Config;
  try {
    config = readConfig(environment);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`The configuration cannot be used:\n${error.message}\n`);
    return null;
  }
  return { config, log: pino({ level: config.logLevel }, pino.destination({ dest: 1, sync: true })) };
}
