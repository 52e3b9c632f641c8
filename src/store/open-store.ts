import type { Store } from '../release/ports/store.ts';
import type { Database, ExecuteSql } from './connection/database.ts';
import { openPostgres, type PostgresLimits } from './connection/postgres.ts';
import { asStoreError } from './connection/retry.ts';
import { openEmbedded } from './embedded/embedded.ts';
import { assertMigrated, migrate } from './migrations/migrate.ts';
import { createSqlStore } from './sql-store.ts';

/** Which database, and what it is handed. */
export interface StoreOptions {
  /** A server's address; null: the embedded database in `dataDir`. */
  readonly databaseUrl: string | null;
  /** The folder of the embedded database; null: in memory. */
  readonly dataDir: string | null;
  /** Most connections to a server at once. */
  readonly connections: number;
  /** What a server gives up after a while; left out: what suits a service. */
  readonly limits?: PostgresLimits;
  /** The clock's instant, ISO 8601 with milliseconds and Z. */
  readonly now: () => string;
  readonly onConnectionError: (error: Error) => void;
  /** The schema must be of this version; it is neither made nor brought up to date. */
  readonly onlyExisting?: boolean;
}

/** What a server gives up after a while, unless told otherwise. */
const LIMITS: PostgresLimits = { statementMs: 60_000, lockMs: 10_000, idleInTransactionMs: 20_000 };

/** An open store, and the way for a queue into the same database. */
export interface OpenStore {
  readonly store: Store;
  readonly database: Database;
  readonly executeSql: ExecuteSql;
}

/**
 * Opens the database and brings its schema to this version.
 *
 * @throws StoreError `STORE_AWAY` when it cannot be reached, another process has the folder,
 *   or its schema is a later one, or with `onlyExisting` any other
 */
export async function openStore(options: StoreOptions): Promise<OpenStore> {
  const database =
    options.databaseUrl === null
      ? await openEmbedded({ ...options, folder: options.dataDir })
      : openPostgres({ limits: LIMITS, ...options, databaseUrl: options.databaseUrl });
  try {
    await (options.onlyExisting ? assertMigrated : migrate)(database.db);
  } catch (error) {
    await database.close();
    throw asStoreError(error);
  }
  const executeSql: ExecuteSql = (text, values) =>
    database.executeSql(text, values).catch((error: unknown) => {
      throw asStoreError(error);
    });
  return { database, executeSql, store: createSqlStore(database, options.now) };
}
