import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { Kysely } from 'kysely';
import { StoreError } from '../../release/ports/store.ts';
import { type Database, READERS } from '../connection/database.ts';
import { PLANNING } from '../connection/planning.ts';
import type { Tables } from '../tables.ts';
import { embeddedDialect, Turnstile } from './dialect.ts';
import { createWhole } from './first-start.ts';
import { FLUSHING_PARAMETERS, FlushingFolder } from './flushing-folder.ts';
import { takeFolder } from './folder-lock.ts';
import { EmbeddedSession } from './session.ts';
import { Upkeep } from './upkeep.ts';

const parsers = { ...READERS };

/** The database of a folder that is ours, made at the first start. @throws StoreError `STORE_AWAY` */
async function openFolder(folder: string): Promise<PGlite> {
  const dataDir = join(folder, 'postgres');
  try {
    return await createWhole(folder, dataDir, () =>
      PGlite.create({ fs: new FlushingFolder(dataDir), startParams: [...FLUSHING_PARAMETERS], parsers }),
    );
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new StoreError('STORE_AWAY', `the database in ${folder} cannot be opened: ${why}`);
  }
}

/** Connects what is open to its one queue of turns. */
function databaseOn(pglite: PGlite, giveBack: () => Promise<void>): Database {
  const turnstile = new Turnstile();
  const upkeep = new Upkeep(pglite, turnstile);
  const enter = async () => {
    const leave = await turnstile.enter();
    return () => {
      leave();
      upkeep.consider();
    };
  };
  return {
    db: new Kysely<Tables>({ dialect: embeddedDialect(new EmbeddedSession(pglite), enter) }),
    async executeSql(text, values) {
      const leave = await enter();
      try {
        if (values !== undefined && values.length > 0) {
          return await pglite.query<Record<string, unknown>>(text, [...values]);
        }
        // Without values the text may hold several statements; the last one's rows count.
        const results = await pglite.exec(text);
        return { rows: results.at(-1)?.rows ?? [] };
      } catch (error) {
        // A text that began a transaction and failed leaves the one session inside it.
        await pglite.exec('rollback').catch(() => undefined);
        throw error;
      } finally {
        leave();
      }
    },
    async close() {
      const leave = await turnstile.enter();
      try {
        if (!pglite.closed) await pglite.close();
      } finally {
        await giveBack();
        leave();
      }
    },
  };
}

/**
 * The embedded Postgres. Of a folder, what was committed is on the disk when the commit is answered.
 *
 * @param folder where it lives; null: in memory, gone when it is closed
 * @throws StoreError `STORE_AWAY` when another process has the folder, or it cannot be written
 */
export async function openEmbedded(folder: string | null): Promise<Database> {
  const giveBack = folder === null ? async () => {} : await takeFolder(folder);
  try {
    const pglite = folder === null ? await PGlite.create({ parsers }) : await openFolder(folder);
    await pglite.exec(PLANNING);
    return databaseOn(pglite, giveBack);
  } catch (error) {
    await giveBack();
    throw error;
  }
}
