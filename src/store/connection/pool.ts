import { Kysely, PostgresDialect, type PostgresPool } from 'kysely';
import pg from 'pg';
import type { Tables } from '../tables.ts';
import { type Database, type ExecuteSql, READERS } from './database.ts';

/** Reads values of both databases alike, see {@link READERS}. */
export const VALUE_TYPES: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    READERS[oid] ?? pg.types.getTypeParser(oid, format as 'text'),
};

/**
 * Reports connections that break. One that breaks while it is in use fails its statement as well; without a listener
 * its own event would end the process. While the pool is being ended, broken connections are expected.
 */
export function reportBroken(pool: pg.Pool, onConnectionError: (error: Error) => void): void {
  const report = (error: Error): void => {
    if (!pool.ending) onConnectionError(error);
  };
  pool.on('error', report);
  pool.on('connect', (client) => client.on('error', report));
}

/** Whether a statement was given up here because its answer did not come in time. */
export const isUnanswered = (error: unknown): boolean =>
  error instanceof Error && error.message === 'Query read timeout';

/** Milliseconds that connections which are in use get to end in, when the pool is closed. */
const CLOSE_LIMIT_MS = 10_000;

/** Ends the pool; connections that are in use for too long are left to the end of the process. */
async function endPool(pool: pg.Pool): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, CLOSE_LIMIT_MS);
  });
  await Promise.race([pool.end(), late]);
  clearTimeout(timer);
}

/**
 * Runs a text on a connection of its own. `pool.query` would throw the connection away after any error; here it is
 * kept, and a transaction that the failed text left open is rolled back.
 */
const executeSqlOn =
  (pool: pg.Pool): ExecuteSql =>
  async (text, values) => {
    const client = await pool.connect();
    let isLost = false;
    try {
      // Without values the text may hold several statements; the rows of the last one count.
      const results: pg.QueryResult | pg.QueryResult[] = await client.query(text, values && [...values]);
      return { rows: (Array.isArray(results) ? results.at(-1)?.rows : results.rows) ?? [] };
    } catch (error) {
      isLost = isUnanswered(error);
      if (!isLost && client.getTransactionStatus() !== 'I') {
        await client.query('rollback').catch(() => undefined);
      }
      throw error;
    } finally {
      client.release(isLost);
    }
  };

/**
 * What the store is handed of a pool.
 *
 * @param statements the pool as Kysely uses it
 */
export function databaseOn(pool: pg.Pool, statements: PostgresPool = pool): Database {
  return {
    db: new Kysely<Tables>({ dialect: new PostgresDialect({ pool: statements }) }),
    executeSql: executeSqlOn(pool),
    // The pool is ended once, by whoever comes first.
    close: () => (pool.ending ? Promise.resolve() : endPool(pool)),
  };
}
