import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type OpenStore, openStore } from '../../src/store/open-store.ts';
import { startPostgres } from '../../test/start-postgres.ts';

/** A store on disk with its usual durability. */
export interface BenchStore extends OpenStore {
  readonly name: 'embedded' | 'Postgres';
  /** Transactions that can be open at once. */
  readonly connections: number;
  close(): Promise<void>;
}

/** The clock of the benchmark. */
export const NOW = '2026-05-01T09:00:00.000Z';

/** A statement on a connection that breaks fails by itself; while the server stops, idle ones break as well. */
const onConnectionError = (): void => {};

/** The embedded database in a new folder. */
async function openEmbeddedStore(): Promise<BenchStore> {
  const dataDir = mkdtempSync(join(tmpdir(), 'backorder-release-bench-'));
  const options = { databaseUrl: null, dataDir, connections: 1, now: () => NOW, onConnectionError };
  const opened = await openStore(options);
  return {
    ...opened,
    name: 'embedded',
    connections: 1,
    async close() {
      await opened.store.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** A new Postgres server with its defaults; null where there is no binary for the platform. */
async function openServerStore(): Promise<BenchStore | null> {
  const server = await startPostgres();
  if (server === null) return null;
  const connections = 8;
  const client = new pg.Client({ connectionString: `${server.url}/postgres` });
  await client.connect();
  await client.query('create database bench');
  await client.end();
  const databaseUrl = `${server.url}/bench`;
  const opened = await openStore({
    databaseUrl,
    dataDir: null,
    connections,
    now: () => NOW,
    onConnectionError,
  });
  return {
    ...opened,
    name: 'Postgres',
    connections,
    async close() {
      await opened.store.close();
      await server.stop();
    },
  };
}

/** Every store there is, one after another. */
export async function* eachStore(): AsyncGenerator<BenchStore> {
  for (const open of [openEmbeddedStore, openServerStore]) {
    const opened = await open();
    if (opened === null) {
      console.log('no Postgres binary for this platform: only the embedded database is measured');
      continue;
    }
    try {
      yield opened;
    } finally {
      await opened.close();
    }
  }
}
