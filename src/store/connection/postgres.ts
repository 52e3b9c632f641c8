import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely';
import pg from 'pg';
import type { Tables } from '../tables.ts';
import { type Database, READERS } from './database.ts';
import { PLANNING } from './planning.ts';
import { StatementNames } from './prepared.ts';

export interface PostgresOptions {
  readonly databaseUrl: string;
  /** Most connections at once. */
  readonly connections: number;
  /** Told of connections that break. */
  readonly onConnectionError: (error: Error) => void;
}

/**
 * The pool as Kysely uses it, with statements kept prepared: planning ours took longer than running them.
 * A statement without values (begin, commit, the schema) goes out as it is.
 */
function preparing(pool: pg.Pool): PostgresPool {
  const names = new StatementNames();
  const clients = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  const wrap = (client: pg.PoolClient) => ({
    release: () => client.release(),
    query(text: string, values: readonly unknown[]) {
      const name = values.length === 0 ? null : names.nameOf(text);
      return name === null
        ? client.query(text, [...values])
        : client.query({ name, text, values: [...values] });
    },
  });
  return {
    async connect() {
      const client = await pool.connect();
      // Kysely knows a connection again by its object.
      let known = clients.get(client);
      if (known === undefined) {
        known = wrap(client) as unknown as PostgresPoolClient;
        clients.set(client, known);
      }
      return known;
    },
    end: () => pool.end(),
  };
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
  // While the pool is being ended, connections that break are what was asked for.
  const report = (error: Error): void => {
    if (!pool.ending) onConnectionError(error);
  };
  pool.on('error', report);
  pool.on('connect', (client) => {
    // One that breaks while it is in use fails its statement; unheard, its own event would end the process as well.
    client.on('error', report);
    // Goes out before any other statement of the connection.
    client.query(PLANNING).catch(report);
  });
  return {
    db: new Kysely<Tables>({ dialect: new PostgresDialect({ pool: preparing(pool) }) }),
    executeSql: (text, values) => pool.query(text, values === undefined ? undefined : [...values]),
    // The pool is ended once, by whoever comes first.
    close: () => (pool.ending ? Promise.resolve() : pool.end()),
  };
}
