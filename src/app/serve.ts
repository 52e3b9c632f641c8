import type { Logger } from 'pino';
import type { SiteId } from '../domain/ids.ts';
import { buildApp } from '../http/app.ts';
import type { Answers } from '../http/ports.ts';
import { listen, type ServerParts, stop } from '../http/server.ts';
import { ServiceState } from '../http/service-state.ts';
import type { Pool } from '../threads/pool.ts';
import type { Config } from './config.ts';
import { loadDemo } from './demo/load-demo.ts';
import { endIfStuck, type ProcessParts, readStart, SERVE_EXIT, stopSignal, watchProcess } from './process.ts';
import {
  openConfiguredStore,
  type ReleaseSystem,
  type ReleaseSystemParts,
  startReleaseSystem,
} from './release-system.ts';

/** What routes and the release system ask. */
export type ServiceAnswers = Answers & ReleaseSystemParts['answers'];

/** What the service is made of. */
export type ServiceParts = ProcessParts<ServiceAnswers>;

/** The site that a request is about where it names none. */
const DEMO_SITE = 'default' as SiteId;

/** Loads the demonstration, and says in the log how to see a release. */
async function startDemo({ ports }: ReleaseSystem, url: string, log: Logger): Promise<void> {
  const loaded = await loadDemo(ports, DEMO_SITE);
  if (loaded === null) {
    log.info('no demonstration loaded: the site has orders already');
    return;
  }
  const { tryThis, ...summary } = loaded;
  const body = JSON.stringify(tryThis);
  log.info(summary, 'demonstration loaded');
  log.info(
    `see releases: curl -s ${url}/v1/inventory/refresh -H 'content-type: application/json' -d '${body}' && ` +
      `sleep 2 && curl -s '${url}/v1/shipments/${summary.documentShipments[0]}/lineage'`,
  );
}

/** Longest time that running jobs get to end in, once the last request is answered. */
const JOBS_GRACE_MS = 5_000;

async function assemble(
  config: Config,
  { createAnswers, now, wait, newRequestId, version }: ServiceParts,
  log: Logger,
): Promise<
  ServerParts & { readonly pool: Pool; readonly answers: ServiceAnswers; readonly release: ReleaseSystem }
> {
  // The threads warm up while the store opens.
  const { pool, answers } = createAnswers({
    threads: config.solverThreads,
    maxQueue: config.queueLimit,
    queueTimeoutMs: config.queueTimeoutMs,
  });
  const release = await openConfiguredStore(config, { now, log })
    .then((opened) => startReleaseSystem(opened, config, { answers, now, wait, newId: newRequestId, log }))
    .catch(async (error: unknown) => {
      await pool.close({ graceMs: 0 });
      throw error;
    });
  const state = new ServiceState();
  const app = await buildApp({
    answers,
    state,
    log,
    now,
    newRequestId,
    release: release.ports,
    bodyLimitBytes: config.bodyLimitBytes,
    version,
  });
  return { app, state, log, pool, answers, release, closeEngine: (graceMs) => pool.close({ graceMs }) };
}

async function run(config: Config, service: ServiceParts, log: Logger): Promise<number> {
  watchProcess(log);
  const signalled = stopSignal(log);
  let parts: Awaited<ReturnType<typeof assemble>>;
  try {
    parts = await assemble(config, service, log);
  } catch (err) {
    log.fatal({ err }, 'could not start');
    return SERVE_EXIT.failed;
  }
  try {
    const url = await listen(parts.app, config.host, config.port);
    const booted = parts.pool
      .ready()
      .then(() => parts.answers.warmUp())
      .then(() => 'ready' as const);
    if ((await Promise.race([booted, signalled])) === 'ready') {
      parts.state.becomeReady();
      log.info({ url, version: service.version, threads: parts.pool.stats().threads }, 'ready');
      if (config.demo) await startDemo(parts.release, url, log);
    }
  } catch (err) {
    log.fatal({ err, host: config.host, port: config.port }, 'could not start');
    await stop(parts, 0);
    await parts.release.stop(0);
    await endIfStuck(parts.pool, service.killProcess, log);
    return SERVE_EXIT.failed;
  }
  const signal = await signalled;
  log.info({ signal, graceMs: config.shutdownGraceMs }, 'stopping: finishing what is being solved');
  const finished = await stop(parts, config.shutdownGraceMs);
  await parts.release.stop(JOBS_GRACE_MS);
  log.info({ finished }, finished ? 'stopped' : 'stopped, with attempts cut off');
  await endIfStuck(parts.pool, service.killProcess, log);
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
  const start = readStart(environment);
  if (start === null) return SERVE_EXIT.badConfiguration;
  return run(start.config, service, start.log);
}
