import { mkdirSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { Kysely } from 'kysely';
import type { Tables } from '../tables.ts';
import { type Database, READERS } from './database.ts';
import { embeddedDialect, Turnstile } from './embedded-dialect.ts';
import { takeFolder } from './folder-lock.ts';

/**
 * The embedded Postgres.
 *
 * @param folder where it lives; null: in memory, gone when it is closed
 * @throws StoreError `STORE_AWAY` when another process has the folder
 */
export async function openEmbedded(folder: string | null): Promise<Database> {
  if (folder !== null) mkdirSync(folder, { recursive: true });
  const giveBack = folder === null ? () => {} : takeFolder(folder);
  const pglite = await PGlite.create({
    ...(folder !== null && { dataDir: `${folder}/postgres` }),
    parsers: { ...READERS },
  }).catch((error: unknown) => {
    giveBack();
    throw error;
  });
  const turnstile = new Turnstile();
  return {
    db: new Kysely<Tables>({ dialect: embeddedDialect(pglite, turnstile) }),
    async executeSql(text, values) {
      const leave = await turnstile.enter();
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
        giveBack();
        leave();
      }
    },
  };
}
