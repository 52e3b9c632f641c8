import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, describe, expect, inject, it } from 'vitest';
import type { SiteId } from '../../src/domain/ids.ts';
import { SiteSettings } from '../../src/domain/site/settings.ts';
import { openStore } from '../../src/store/open-store.ts';
import { type ServiceProcess, startService } from '../http/service-process.ts';
import { cause, item, location, product, shipment } from '../store/records.ts';
import { newDatabase } from '../store/stores.ts';

/** Shipments that wait; there is stock for every second one. */
const WAITING = Number(process.env.FAULT_SHIPMENTS ?? 400);
const PRODUCTS = 50;
const SITE = 'default' as SiteId;
/** Seconds in which a run goes on elsewhere, and some for the rest of it on a busy machine. */
const GOES_ON_MS = 30_000;

interface Place {
  readonly databaseUrl: string | null;
  readonly dataDir: string | null;
}

const options = { connections: 3, now: () => new Date().toISOString(), onConnectionError: () => {} };
const environmentOf = ({ databaseUrl, dataDir }: Place): Record<string, string> =>
  databaseUrl === null ? { DATA_DIR: dataDir! } : { DATABASE_URL: databaseUrl };

/** A backlog, and stock that nobody has been tried for. */
async function prepare(place: Place): Promise<void> {
  const { store } = await openStore({ ...options, ...place });
  await store.transaction(SITE, async (tx) => {
    await tx.putSettings(SiteSettings.parse({ releaseOnInventoryChange: false }), null);
    const numbers = await tx.nextShipmentNumbers(WAITING);
    await tx.insertShipments(
      numbers.map((number, index) => shipment(number, { items: [item(`P${index % PRODUCTS}`, 2)] })),
    );
    const codes = Array.from({ length: PRODUCTS }, (_, index) => product(`P${index}`));
    await tx.lockStock(codes);
    const onHand = Math.floor(WAITING / PRODUCTS);
    const rows = codes.map((productCode) => ({ productCode, locationCode: location('A'), onHand }));
    await tx.setOnHand(rows, cause('refresh'));
  });
  await store.close();
}

interface Run {
  readonly runId: string;
  readonly status: string;
  readonly counts: Readonly<Record<string, number>>;
}

const ask = async <Body>(url: string, init?: RequestInit): Promise<Body> =>
  (await fetch(url, { signal: AbortSignal.timeout(60_000), ...init })).json() as Promise<Body>;

const startRun = (url: string, key: string, body: object = {}): Promise<Run> =>
  ask(`${url}/v1/release-runs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify(body),
  });

const lastRun = async (url: string): Promise<Run | undefined> =>
  (await ask<{ items: Run[] }>(`${url}/v1/release-runs?limit=1`)).items[0];

/** Waits until the last run is as asked for. @returns it, and how long that took */
async function untilRun(url: string, is: (run: Run) => boolean): Promise<{ run: Run; tookMs: number }> {
  const startedAt = performance.now();
  for (;;) {
    const run = await lastRun(url);
    const tookMs = performance.now() - startedAt;
    if (run !== undefined && is(run)) return { run, tookMs };
    if (tookMs > 4 * GOES_ON_MS) throw new Error(`the run is ${JSON.stringify(run)}`);
    await sleep(20);
  }
}

const isUnderWay = ({ status, counts }: Run) => status === 'RUNNING' && counts.tried! > 0;

/** Everything was tried once, in order, and nothing differs from what it is made of. */
async function examine(place: Place, url: string, run: Run, tried: number): Promise<void> {
  expect(run).toMatchObject({ status: 'COMPLETED', counts: { tried, failed: 0 } });
  const numbers: number[] = [];
  for (let after = 0; after < tried; ) {
    const { items } = await ask<{ items: { sequence: number; shipmentNumber: number }[] }>(
      `${url}/v1/release-runs/${run.runId}/items?limit=1000&after=${after}`,
    );
    expect(items.map((each) => each.sequence)).toEqual(items.map((_, index) => after + index + 1));
    numbers.push(...items.map((each) => each.shipmentNumber));
    after += items.length;
  }
  expect(numbers).toHaveLength(tried);
  expect(new Set(numbers).size).toBe(tried);
  if (place.databaseUrl === null) return;
  const { store } = await openStore({ ...options, ...place });
  expect(await store.examine(10)).toEqual([]);
  await store.close();
}

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
