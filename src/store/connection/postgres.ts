import type { PostgresPool, PostgresPoolClient } from 'kysely';
import pg from 'pg';
import type { Database } from './database.ts';
import { databaseOn, isUnanswered, reportBroken, VALUE_TYPES } from './pool.ts';
import { StatementNames } from './prepared.ts';

/** Milliseconds after which the server gives up what one of our connections does; 0: never. */
export interface PostgresLimits {
  /** One statement. */
  readonly statementMs: number;
  /** The wait for a lock that another transaction has. */
  readonly lockMs: number;
  /**
   * A transaction that says nothing, because its process is stopped or gone: its locks are free then. It must be longer
   * than an attempt may take, which now and then is decided while its stock is locked.
   */
  readonly idleInTransactionMs: number;
}

export interface PostgresOptions {
  readonly databaseUrl: string;
  readonly limits: PostgresLimits;
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
  /** Connections whose server has not answered: whatever they were sent next would wait behind that. */
  const unanswered = new WeakSet<pg.PoolClient>();
  const wrap = (client: pg.PoolClient) => ({
    release: () => client.release(unanswered.has(client)),
    async query(text: string, values: readonly unknown[]) {
      const name = values.length === 0 ? null : names.nameOf(text);
      try {
        return await (name === null
          ? client.query(text, [...values])
          : client.query({ name, text, values: [...values] }));
      } catch (error) {
        if (isUnanswered(error)) unanswered.add(client);
        throw error;
      }
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

/** Milliseconds that an answer may take longer than the server lets a statement run, before its connection is given up. */
const ANSWER_MS = 5_000;
/** Milliseconds that a connection may say nothing before it is asked whether its server is still there. */
const KEEP_ALIVE_MS = 10_000;

/** Tells the server our limits; by a statement, since poolers in between refuse most parameters of a start. */
const setLimits = ({ statementMs, lockMs, idleInTransactionMs }: PostgresLimits): string =>
  [
    `set statement_timeout = ${statementMs}`,
    `set lock_timeout = ${lockMs}`,
    `set idle_in_transaction_session_timeout = ${idleInTransactionMs}`,
  ].join('; ');

/** A pool of connections to a server; the first is made by the first statement. */
export function openPostgres({
  databaseUrl,
  connections,
  limits,
  onConnectionError,
}: PostgresOptions): Database {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: connections,
    connectionTimeoutMillis: 10_000,
    ...(limits.statementMs > 0 && { query_timeout: limits.statementMs + ANSWER_MS }),
    // Waited for before the connection is handed out; where it fails, the connection does.
    onConnect: async (client) => {
      await client.query(setLimits(limits));
    },
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    application_name: 'backorder-release',
    types: VALUE_TYPES,
  });
  reportBroken(pool, onConnectionError);
  return databaseOn(pool, preparing(pool));
}
