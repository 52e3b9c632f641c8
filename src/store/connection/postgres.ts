import type { PostgresPool, PostgresPoolClient } from 'kysely';
import pg from 'pg';
import type { Database } from './database.ts';
import { databaseOn, reportBroken, VALUE_TYPES } from './pool.ts';
import { StatementNames } from './prepared.ts';

export interface PostgresOptions {
  readonly databaseUrl: string;
  /** Most connections at once. */
  readonly connections: number;
  /** Called with the error of each connection that breaks. */
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
      // Kysely recognises a connection by its object.
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
    types: VALUE_TYPES,
  });
  reportBroken(pool, onConnectionError);
  return databaseOn(pool, preparing(pool));
}
