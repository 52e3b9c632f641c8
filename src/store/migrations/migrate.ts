import { type Kysely, sql } from 'kysely';
import { StoreError } from '../../release/ports/store.ts';
import { RECORDS } from './0001-records.ts';
import { KITS } from './0002-kits.ts';
import { DOORS } from './0003-doors.ts';
import { QUEUE } from './0004-queue.ts';
import { RUNS } from './0005-runs.ts';
import { SUPPLY } from './0006-supply.ts';
import { BLOCKS } from './0007-blocks.ts';
import { BRAKES } from './0008-brakes.ts';
import { IMPROVE } from './0009-improve.ts';
import { RELEASE_DAYS } from './0010-release-days.ts';
import { SITE_VERSIONS } from './0011-site-versions.ts';
import { RECEIPTS } from './0012-receipts.ts';

/**
 * The steps forward of the schema by number, made in the order of their numbers. One that was released is never
 * changed. A number may be missing, and may come later: a database gets every step that it does not have yet.
 */
const MIGRATIONS: ReadonlyMap<number, readonly string[]> = new Map([
  [1, RECORDS],
  [2, KITS],
  [3, DOORS],
  [4, QUEUE],
  [5, RUNS],
  [6, SUPPLY],
  [7, BLOCKS],
  [8, BRAKES],
  [9, IMPROVE],
  [10, RELEASE_DAYS],
  [11, SITE_VERSIONS],
  [12, RECEIPTS],
]);

/** Names our advisory lock among whatever else uses the database. */
const LOCK = 7_216_430_551;

/** The numbers of the steps that a database has. */
async function stepsOf<Tables>(db: Kysely<Tables>): Promise<ReadonlySet<number>> {
  const { rows } = await sql<{ number: number }>`select number from schema_version`.execute(db);
  return new Set(rows.map(({ number }) => number));
}

/** @throws StoreError `STORE_AWAY` where the database has steps that this version does not know */
function assertKnown(steps: ReadonlySet<number>): void {
  const unknown = [...steps].filter((number) => !MIGRATIONS.has(number));
  if (unknown.length === 0) return;
  throw new StoreError(
    'STORE_AWAY',
    `the database has schema ${Math.max(...unknown)}; this version knows ${Math.max(...MIGRATIONS.keys())}`,
  );
}

/**
 * Brings the schema to this version, all or nothing. Of two processes that start at once one waits for the other
 * and finds nothing left to do.
 *
 * @throws StoreError `STORE_AWAY` when a later version has been here: going back is not possible
 */
export async function migrate<Tables>(db: Kysely<Tables>): Promise<void> {
  await db.transaction().execute(async (tx) => {
    // A large table takes as long as it takes, and so does another process that makes the same steps.
    await sql`set local statement_timeout = 0`.execute(tx);
    await sql`set local lock_timeout = 0`.execute(tx);
    await sql`select pg_advisory_xact_lock(${LOCK})`.execute(tx);
    await sql`create table if not exists schema_version (number integer primary key)`.execute(tx);
    const steps = await stepsOf(tx);
    assertKnown(steps);
    for (const [number, statements] of [...MIGRATIONS].sort(([a], [b]) => a - b)) {
      if (steps.has(number)) continue;
      for (const statement of statements) await sql.raw(statement).execute(tx);
      await sql`insert into schema_version (number) values (${number})`.execute(tx);
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
  const steps = await stepsOf(db);
  assertKnown(steps);
  const missing = [...MIGRATIONS.keys()].filter((number) => !steps.has(number));
  if (missing.length === 0) return;
  const message = `the database lacks ${missing.join(', ')} of the steps that this version of the schema has`;
  throw new StoreError('STORE_AWAY', message);
}
