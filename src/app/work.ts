import { endIfStuck, type ProcessParts, readStart, SERVE_EXIT, stopSignal, watchProcess } from './process.ts';
import { openConfiguredStore, type ReleaseSystemParts, startReleaseSystem } from './release-system.ts';

/**
 * Works on the jobs of a site's Postgres, beside a service or another worker, until it is told to stop.
 *
 * @param environment the variables of `docs/configuration.md`; `DATABASE_URL` must be among them
 * @returns the exit code, see {@link SERVE_EXIT}
 */
export async function runWorker(
  environment: Readonly<Record<string, string | undefined>>,
  {
    createAnswers,
    now,
    wait,
    newRequestId,
    killProcess,
    version,
  }: ProcessParts<ReleaseSystemParts['answers']>,
): Promise<number> {
  const start = readStart(environment);
  if (start === null) return SERVE_EXIT.badConfiguration;
  const { config, log } = start;
  if (config.databaseUrl === undefined) {
    process.stderr.write('A worker needs DATABASE_URL: the embedded database serves one process.\n');
    return SERVE_EXIT.badConfiguration;
  }
  watchProcess(log);
  const signalled = stopSignal(log);
  const { pool, answers } = createAnswers({
    threads: config.solverThreads,
    maxQueue: config.queueLimit,
    queueTimeoutMs: config.queueTimeoutMs,
  });
  try {
    await pool.ready();
    const opened = await openConfiguredStore(config, { now, log });
    const release = await startReleaseSystem(opened, config, {
      answers,
      now,
      wait,
      newId: newRequestId,
      log,
    });
    log.info({ version, threads: pool.stats().threads }, 'working');
    const signal = await signalled;
    log.info({ signal, graceMs: config.shutdownGraceMs }, 'stopping: finishing the jobs that run');
    await release.stop(config.shutdownGraceMs);
    log.info('stopped');
    return SERVE_EXIT.stopped;
  } catch (err) {
    log.fatal({ err }, 'could not start');
    return SERVE_EXIT.failed;
  } finally {
    await pool.close({ graceMs: 0 });
    await endIfStuck(pool, killProcess, log);
  }
}
