import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ServiceProcess, startService } from '../http/service-process.ts';
import { type PostgresServer, startPostgres } from '../start-postgres.ts';
import { newDatabase } from '../store/stores.ts';
import { examine, GOES_ON_MS, isUnderWay, prepare, startRun, untilRun, WAITING } from './backlog.ts';

let server: PostgresServer | null = null;
const services: ServiceProcess[] = [];
beforeAll(async () => {
  // One of its own: nobody else's tests are cut off.
  server = await startPostgres();
});
afterAll(async () => {
  for (const service of services) {
    service.signal('SIGKILL');
    await service.exit;
  }
  await server?.stop();
});

it('a run goes on when its Postgres was restarted in the middle, and does nothing twice', async (context) => {
  if (server === null) return context.skip('no Postgres for this platform');
  const { url: databaseUrl } = await newDatabase(server.url);
  const place = { databaseUrl, dataDir: null };
  await prepare(place);
  const service = await startService({ DATABASE_URL: databaseUrl });
  services.push(service);
  // It may be answered, or be cut off: it was asked for with a key.
  const asked = startRun(service.url, 'key').catch(() => undefined);
  const { run: before } = await untilRun(service.url, isUnderWay);
  await server.restart();
  await asked;
  const { run, tookMs } = await untilRun(
    service.url,
    ({ runId, status }) => runId === before.runId && status !== 'RUNNING',
  );
  expect(tookMs).toBeLessThan(2 * GOES_ON_MS);
  await examine(place, service.url, run, WAITING);
  expect(run.counts.released).toBe(WAITING / 2);
  expect(await startRun(service.url, 'key')).toMatchObject({ runId: before.runId, status: 'COMPLETED' });
  service.signal('SIGTERM');
  expect(await service.exit).toBe(0);
}, 300_000);
