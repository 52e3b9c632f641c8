import { type Kysely, sql } from 'kysely';
import { StoreError } from '../../release/ports/store.ts';
import { RECORDS } from './0001-records.ts';
import { KITS } from './0002-kits.ts';
import { SUPPLY } from './0006-supply.ts';

/** A step forward of the schema; its place in the list is its number, from 1. Never changed once released. */
const MIGRATIONS: readonly (readonly string[])[] = [RECORDS, KITS, SUPPLY];

/** Names our advisory lock among whatever else uses the database. */
const LOCK = 7_216_430_551;

/**
 * Brings the schema to this version, all or nothing. Of two processes that start at once one waits for the other
 * and finds nothing left to do.
 *
 * @throws StoreError `STORE_AWAY` when a later version has been here: going back is not possible
 */
export async function migrate<Tables>(db: Kysely<Tables>): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${LOCK})`.execute(tx);
    await sql`create table if not exists schema_version (number integer primary key)`.execute(tx);
    const { rows } = await sql<{ last: number }>`
      select coalesce(max(number), 0)::integer as last from schema_version`.execute(tx);
    const last = rows[0]?.last ?? 0;
    if (last > MIGRATIONS.length) {
      throw new StoreError(
        'STORE_AWAY',
        `the database has schema ${last}; this version knows ${MIGRATIONS.length}`,
      );
    }
    for (const [index, statements] of MIGRATIONS.entries()) {
      if (index < last) continue;
      for (const statement of statements) await sql.raw(statement).execute(tx);
      await sql`insert into schema_version (number) values (${index + 1})`.execute(tx);
    }
  });
}

/**
 * Makes sure that the schema is of this version, and changes nothing.
 *
 * @throws StoreError `STORE_AWAY` when there is none, or it is another
 */
export async function assertMigrated<Tables>(db: Kysely<Tables>): Promise<void> {
  const there = await sql<{ is_there: boolean }>`
    select to_regclass('schema_version') is not null as is_there`.execute(db);
  if (!there.rows[0]?.is_there) throw new StoreError('STORE_AWAY', 'the database has no schema of ours');
  const { rows } = await sql<{ last: number }>`
    select coalesce(max(number), 0)::integer as last from schema_version`.execute(db);
  const last = rows[0]?.last ?? 0;
  if (last !== MIGRATIONS.length) {
    throw new StoreError(
      'STORE_AWAY',
      `the database has schema ${last}; this version wants ${MIGRATIONS.length}`,
    );
  }
}
