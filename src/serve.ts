import { setTimeout as delay } from 'node:timers/promises';
import { type Logger, pino } from 'pino';
import { type Config, ConfigError, readConfig } from './config.ts';
import { buildApp } from './http/app.ts';
import type { Answers } from './http/ports.ts';
import { listen, type ServerParts, stop } from './http/server.ts';
import { ServiceState } from './http/service-state.ts';
import { turnByTurn } from './log-sink.ts';
import type { Pool } from './solver/pool.ts';
import type { PoolOptions } from './solver/pool-options.ts';

/** What the service is made of; `compose.ts` picks each. */
export interface ServiceParts {
  readonly createAnswers: (options: PoolOptions) => { readonly pool: Pool; readonly answers: Answers };
  readonly now: () => string;
  readonly newRequestId: () => string;
  /** Ends this process as nothing else can, at once and without a word. */
  readonly killProcess: () => void;
  readonly version: string;
}

const STANDARD_OUTPUT = 1;

/** How the process of the service ends. */
export const SERVE_EXIT = { stopped: 0, failed: 1, badConfiguration: 2 } as const;

/** Resolves at the first SIGTERM or SIGINT; a second one ends the process at once. */
function stopSignal(log: Logger): Promise<string> {
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

/** A promise that nobody awaits must not take the service down; a throw that nobody caught leaves it in no known state. */
function watchProcess(log: Logger): void {
  process.on('unhandledRejection', (err) => log.error({ err }, 'a promise was rejected and nobody looked'));
  process.on('uncaughtException', (err) => {
    log.fatal({ err }, 'nobody caught this');
    process.exit(SERVE_EXIT.failed);
  });
}

async function assemble(
  config: Config,
  { createAnswers, now, newRequestId, version }: ServiceParts,
  log: Logger,
): Promise<ServerParts & { readonly pool: Pool; readonly answers: Answers }> {
  const { pool, answers } = createAnswers({
    threads: config.solverThreads,
    maxQueue: config.queueLimit,
    queueTimeoutMs: config.queueTimeoutMs,
  });
  const state = new ServiceState();
  const app = await buildApp({
    answers,
    state,
    log,
    now,
    newRequestId,
    bodyLimitBytes: config.bodyLimitBytes,
    version,
  });
  return { app, state, log, pool, answers, closeEngine: (graceMs) => pool.close({ graceMs }) };
}

/** On a busy machine a thread may take seconds to end; one that has not by then is taken to be stuck, in milliseconds. */
const THREAD_END_MS = 5_000;

/** V8 cannot interrupt every loop, and `process.exit` waits for threads: where one will not end, it would wait for ever. */
async function endIfStuck(pool: Pool, { killProcess }: ServiceParts, log: Logger): Promise<void> {
  const givesUpAt = performance.now() + THREAD_END_MS;
  while (pool.stats().ending > 0 && performance.now() < givesUpAt) await delay(20);
  const { ending } = pool.stats();
  if (ending === 0) return;
  log.fatal({ threads: ending }, 'threads will not end: the process is killed');
  killProcess();
}

async function run(config: Config, service: ServiceParts, log: Logger): Promise<number> {
  watchProcess(log);
  const signalled = stopSignal(log);
  const parts = await assemble(config, service, log);
  try {
    const url = await listen(parts.app, config.host, config.port);
    const booted = parts.pool
      .ready()
      .then(() => parts.answers.warmUp())
      .then(() => 'ready' as const);
    if ((await Promise.race([booted, signalled])) === 'ready') {
      parts.state.becomeReady();
      log.info({ url, version: service.version, threads: parts.pool.stats().threads }, 'ready');
    }
  } catch (err) {
    log.fatal({ err, host: config.host, port: config.port }, 'could not start');
    await stop(parts, 0);
    await endIfStuck(parts.pool, service, log);
    return SERVE_EXIT.failed;
  }
  const signal = await signalled;
  log.info({ signal, graceMs: config.shutdownGraceMs }, 'stopping: finishing what is being solved');
  const finished = await stop(parts, config.shutdownGraceMs);
  log.info({ finished }, finished ? 'stopped' : 'stopped, with attempts cut off');
  await endIfStuck(parts.pool, service, log);
  return finished ? SERVE_EXIT.stopped : SERVE_EXIT.failed;
}

/**
 * Runs the service until it is told to stop.
 *
 * @param environment the variables of `docs/configuration.md`
 * @param service what it is made of
 * @returns the exit code, see {@link SERVE_EXIT}
 */
export async function runService(
  environment: Readonly<Record<string, string | undefined>>,
  service: ServiceParts,
): Promise<number> {
  let config: Config;
  try {
    config = readConfig(environment);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`The configuration cannot be used:\n${error.message}\n`);
    return SERVE_EXIT.badConfiguration;
  }
  const sink = turnByTurn(STANDARD_OUTPUT);
  const code = await run(config, service, pino({ level: config.logLevel }, sink));
  sink.flushSync();
  return code;
}
