import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, inject } from 'vitest';
import { type OpenStore, openStore } from '../../src/store/open-store.ts';
import { TestClock } from '../clock.ts';
import { openEmbeddedStore } from '../embedded-template.ts';

/** What a suite for every store is handed. */
export interface StoreUnderTest extends OpenStore {
  readonly clock: TestClock;
}

async function runOnServer(serverUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${serverUrl}/postgres` });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** A new database on the tests' server. */
export async function newDatabase(serverUrl: string): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await runOnServer(serverUrl, `create database ${name}`);
  return {
    url: `${serverUrl}/${name}`,
    drop: () => runOnServer(serverUrl, `drop database ${name} with (force)`),
  };
}

const noIdleError = (error: Error) => {
  throw error;
};

/**
 * Runs one suite on the embedded database and on a Postgres server, each with a database of its own.
 *
 * @param connections to the server; the embedded database has one
 */
export function describeStores(suite: (under: () => StoreUnderTest) => void, connections = 10): void {
  describe('embedded', () => {
    let opened: StoreUnderTest;
    beforeAll(async () => {
      const clock = new TestClock();
      opened = { clock, ...(await openEmbeddedStore(clock.now)) };
    });
    afterAll(() => opened?.store.close());
    suite(() => opened);
  });

  const serverUrl = inject('postgresUrl');
  describe.skipIf(serverUrl === null)('Postgres', () => {
    let opened: StoreUnderTest;
    let drop = async () => {};
    beforeAll(async () => {
      const database = await newDatabase(serverUrl!);
      drop = database.drop;
      const clock = new TestClock();
      const options = {
        databaseUrl: database.url,
        dataDir: null,
        connections,
        onConnectionError: noIdleError,
      };
      opened = { clock, ...(await openStore({ ...options, now: clock.now })) };
    });
    afterAll(async () => {
      await opened?.store.close();
      await drop();
    });
    suite(() => opened);
  });
}
