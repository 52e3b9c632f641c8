import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { openStore } from '../../src/store/open-store.ts';
import { until } from '../clock.ts';
import { newEmbeddedFolder } from '../embedded-template.ts';
import { row, TestSite } from '../release/service/site.ts';
import { NOW } from '../store/records.ts';
import { newDatabase } from '../store/stores.ts';

const MAIN = fileURLToPath(new URL('../../dist/app/cli.js', import.meta.url));
const serverUrl = inject('postgresUrl');

/** The built program with these variables and no others. */
const start = (command: string, environment: Record<string, string>) =>
  spawn(process.execPath, [MAIN, command], {
    env: { PATH: process.env.PATH, SOLVER_THREADS: '1', ...environment },
  });

async function run(command: string, environment: Record<string, string>) {
  const child = start(command, environment);
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { code, out, err };
}

describe('worker and doctor without a server', () => {
  it('worker wants a Postgres', async () => {
    const { code, err } = await run('worker', {});
    expect([code, err]).toEqual([
      2,
      'A worker needs DATABASE_URL: the embedded database serves one process.\n',
    ]);
  });

  it('doctor wants a database that is kept', async () => {
    const { code, err } = await run('doctor', { DATA_DIR: ':memory:' });
    expect([code, err]).toEqual([2, 'DATA_DIR=:memory: keeps nothing that could be examined\n']);
  });

  it('doctor makes no database where there is none', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'backorder-release-doctor-'));
    for (const dataDir of [folder, join(folder, 'mistyped')]) {
      const { code, err } = await run('doctor', { DATA_DIR: dataDir });
      expect([code, err]).toEqual([2, `DATA_DIR=${dataDir} holds no database\n`]);
    }
    expect(readdirSync(folder)).toEqual([]);
    rmSync(folder, { recursive: true });
  });

  it('doctor finds nothing in a database that is as it should be', async () => {
    const { folder, remove } = newEmbeddedFolder();
    const { code, out } = await run('doctor', { DATA_DIR: folder });
    expect([code, out]).toEqual([0, 'Nothing differs.\n']);
    remove();
  });

  it('doctor says who has the folder', async () => {
    const { folder, remove } = newEmbeddedFolder();
    const options = { databaseUrl: null, connections: 1, now: () => NOW, onConnectionError: () => {} };
    const { store } = await openStore({ ...options, dataDir: folder });
    const { code, err } = await run('doctor', { DATA_DIR: folder });
    expect([code, err]).toEqual([1, `${folder} is in use by process ${process.pid}\n`]);
    await store.close();
    remove();
  });
});

describe.skipIf(serverUrl === null)('worker and doctor on a Postgres', () => {
  let database: Awaited<ReturnType<typeof newDatabase>>;
  beforeAll(async () => {
    database = await newDatabase(serverUrl!);
  });
  afterAll(() => database.drop());

  it('doctor leaves an empty one as it is', async () => {
    const empty = await newDatabase(serverUrl!);
    for (let look = 0; look < 2; look += 1) {
      const { code, err } = await run('doctor', { DATABASE_URL: empty.url });
      expect([code, err]).toEqual([1, 'the database has no schema of ours\n']);
    }
    await empty.drop();
  });

  it('a worker releases what a change of stock allows, and the doctor finds what was tampered with', async () => {
    const opened = await openStore({
      databaseUrl: database.url,
      dataDir: null,
      connections: 2,
      now: () => NOW,
      onConnectionError: () => {},
    });
    const site = new TestSite(opened.store);
    await site.products('KTP');
    const [waiting] = await site.order({ KTP: 5 });
    expect(waiting!.shipmentStatus).toBe('BACKORDER');
    // What was left by others is worked off as soon as a worker starts; the tick of a minute, and what wakes a worker
    // that runs, are tested with a moved clock.
    await site.refresh(row('KTP', 'A', 7));
    const worker = start('worker', { DATABASE_URL: database.url });
    onTestFinished(() => void worker.kill('SIGKILL'));
    const lines = createInterface({ input: worker.stdout });
    for await (const line of lines) if (JSON.parse(line).msg === 'working') break;
    worker.stdout.resume();
    const status = async () => (await site.shipment(waiting!.shipmentNumber)).shipmentStatus;
    await until(async () => (await status()) === 'READY', 'the release');
    worker.kill('SIGTERM');
    const [code] = await once(worker, 'close');
    expect(code).toBe(0);
    expect(await run('doctor', { DATABASE_URL: database.url })).toMatchObject({
      code: 0,
      out: 'Nothing differs.\n',
    });
    await sql`update stock set on_hand = 8`.execute(opened.database.db);
    const { code: found, out } = await run('doctor', { DATABASE_URL: database.url });
    expect(found).toBe(6);
    expect(out).toContain('stock.on_hand against the ledger');
    await opened.store.close();
  });
});
