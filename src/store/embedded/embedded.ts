import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { StoreError } from '../../release/ports/store.ts';
import type { Database } from '../connection/database.ts';
import { databaseOn, reportBroken, VALUE_TYPES } from '../connection/pool.ts';
import { ThreadConnection } from './connection.ts';
import { takeFolder } from './folder-lock.ts';
import { Upkeep } from './upkeep.ts';

/** How the embedded database is opened. */
export interface EmbeddedOptions {
  /** The folder that it lives in; null: in memory, gone when it is closed or its thread ends. */
  readonly folder: string | null;
  /** Called with the error of each connection that breaks. */
  readonly onConnectionError: (error: Error) => void;
  /** Milliseconds in which a statement must be answered (default 60,000); then the thread is replaced. */
  readonly answerLimitMs?: number;
  /** The module that the thread runs (default: `thread.ts` of this folder). */
  readonly threadFile?: URL;
}

/** Milliseconds that a statement may take, the database may take to start, and a transaction waits for its turn. */
const LIMIT_MS = 60_000;
/** Milliseconds that closing waits for open transactions; later ones are rolled back. */
const CLOSE_LIMIT_MS = 10_000;
/** Milliseconds in which a thread that is ended has ended, unless it is in a loop that does not end. */
const END_LIMIT_MS = 5_000;

const gone = () =>
  Promise.reject(new StoreError('STORE_AWAY', 'the database in memory is gone with its thread'));

/** The connections of a database, one after another: the next one's thread starts when the last one's has ended. */
class Connections {
  #last: ThreadConnection | null = null;
  constructor(readonly options: EmbeddedOptions) {}

  readonly next = (): ThreadConnection => {
    const { folder, answerLimitMs = LIMIT_MS } = this.options;
    const threadFile = this.options.threadFile ?? new URL('./thread.js', import.meta.url);
    const after = this.#last === null ? Promise.resolve() : folder === null ? gone() : this.#last.ended;
    this.#last = new ThreadConnection({ folder, threadFile, answerLimitMs, after });
    return this.#last;
  };

  /** Ends the last thread, whatever it does. @returns whether it has ended within the limit */
  async end(): Promise<boolean> {
    if (this.#last === null) return true;
    this.#last.destroy();
    return Promise.race([this.#last.ended.then(() => true), sleep(END_LIMIT_MS, false, { ref: false })]);
  }
}

/**
 * The embedded Postgres, on a thread of its own. Of a folder, what was committed is on the disk when the commit is
 * answered. Everybody shares one connection: transactions come one after another, first come, first served.
 *
 * @throws StoreError `STORE_AWAY` when another process has the folder, or it cannot be opened
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<Database> {
  const giveBack = options.folder === null ? async () => {} : await takeFolder(options.folder);
  const connections = new Connections(options);
  const pool = new pg.Pool({
    max: 1,
    idleTimeoutMillis: 0,
    connectionTimeoutMillis: LIMIT_MS,
    user: 'postgres',
    database: 'postgres',
    ssl: false,
    types: VALUE_TYPES,
    stream: connections.next,
  });
  reportBroken(pool, options.onConnectionError);
  const database = databaseOn(pool);
  const upkeep = new Upkeep(database.executeSql);
  pool.on('release', () => upkeep.consider());
  const close = async (): Promise<void> => {
    await Promise.race([database.close(), sleep(CLOSE_LIMIT_MS, undefined, { ref: false })]);
    // A folder that a thread may still write stays ours until the process ends.
    if (await connections.end()) await giveBack();
  };
  let closing: Promise<void> | null = null;
  return {
    ...database,
    close() {
      closing ??= close();
      return closing;
    },
  };
}
