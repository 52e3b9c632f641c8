import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { type ServiceProcess, startService } from '../http/service-process.ts';
import { newDatabase } from '../store/stores.ts';
import {
  environmentOf,
  examine,
  GOES_ON_MS,
  isUnderWay,
  type Place,
  prepare,
  startRun,
  untilRun,
  WAITING,
} from './backlog.ts';

/** Ends every connection to the database but our own. */
async function cutConnections(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
  await client.end();
}

describe('a run', () => {
  const services: ServiceProcess[] = [];
  const start = async (place: Place) => {
    const service = await startService(environmentOf(place));
    services.push(service);
    return service;
  };
  afterEach(async () => {
    for (const service of services.splice(0)) {
      service.signal('SIGKILL');
      await service.exit;
    }
  });

  const serverUrl = inject('postgresUrl');
  it.skipIf(serverUrl === null)(
    'goes on elsewhere when its process is stopped, killed or cut off, and does nothing twice',
    async () => {
      const { url: databaseUrl, drop } = await newDatabase(serverUrl!);
      const place = { databaseUrl, dataDir: null };
      await prepare(place);
      const [first, second] = [await start(place), await start(place)];

      const asked = startRun(first.url, 'real');
      await untilRun(second.url, isUnderWay);
      first.signal('SIGSTOP');
      // A retry is answered at once, whatever becomes of the process that works on the run.
      const retried = await startRun(second.url, 'real');
      expect(retried.status).toBe('RUNNING');
      expect(await (await fetch(`${second.url}/readyz`)).json()).toEqual({ status: 'ready' });
      const stopped = await untilRun(second.url, ({ status }) => status === 'COMPLETED');
      expect(stopped.tookMs).toBeLessThan(2 * GOES_ON_MS);
      await examine(place, second.url, stopped.run, WAITING);
      expect(stopped.run.counts.released).toBe(WAITING / 2);
      first.signal('SIGCONT');
      // Its own step came too late, and it says how the run ended, or that it could not go on.
      await asked.catch(() => undefined);
      expect(await startRun(first.url, 'real')).toMatchObject({ runId: retried.runId, status: 'COMPLETED' });

      const dry = startRun(first.url, 'dry', { dryRun: true }).catch(() => undefined);
      const under = await untilRun(second.url, ({ runId }) => runId !== retried.runId);
      first.signal('SIGKILL');
      await dry;
      await cutConnections(databaseUrl);
      const { run } = await untilRun(
        second.url,
        ({ runId, status }) => runId === under.run.runId && status !== 'RUNNING',
      );
      await examine(place, second.url, run, WAITING / 2);
      expect(await startRun(second.url, 'dry', { dryRun: true })).toMatchObject({ runId: run.runId });
      second.signal('SIGTERM');
      expect(await second.exit).toBe(0);
      await drop();
    },
    400_000,
  );

  it('of the embedded store goes on after a kill, where the next process begins', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'faults-'));
    const place = { databaseUrl: null, dataDir };
    try {
      await prepare(place);
      const first = await start(place);
      void startRun(first.url, 'real').catch(() => undefined);
      await untilRun(first.url, isUnderWay);
      first.signal('SIGKILL');
      await first.exit;
      const second = await start(place);
      expect((await startRun(second.url, 'real')).status).toBe('RUNNING');
      const { run, tookMs } = await untilRun(second.url, ({ status }) => status === 'COMPLETED');
      expect(tookMs).toBeLessThan(2 * GOES_ON_MS);
      await examine(place, second.url, run, WAITING);
      expect(run.counts.released).toBe(WAITING / 2);
    } finally {
      rmSync(dataDir, { recursive: true, force: true });
    }
  }, 300_000);
});
