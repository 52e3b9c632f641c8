import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Tables } from '../tables.ts';
import { type Database, READERS } from './database.ts';

export interface PostgresOptions {
  readonly databaseUrl: string;
  /** Most connections at once. */
  readonly connections: number;
  /** Told of connections that break. */
  readonly onConnectionError: (error: Error) => void;
}

/** A pool of connections to a server; the first is made by the first statement. */
export function openPostgres({ databaseUrl, connections, onConnectionError }: PostgresOptions): Database {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: connections,
    connectionTimeoutMillis: 10_000,
    application_name: 'backorder-release',
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        READERS[oid] ?? pg.types.getTypeParser(oid, format as 'text'),
    },
  });
  pool.on('error', onConnectionError);
  // One that breaks while it is in use fails its statement; unheard, its own event would end the process as well.
  pool.on('connect', (client) => client.on('error', onConnectionError));
  return {
    db: new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }),
    executeSql: (text, values) => pool.query(text, values === undefined ? undefined : [...values]),
    // The pool is ended once, by whoever comes first.
    close: () => (pool.ending ? Promise.resolve() : pool.end()),
  };
}
