import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/store/connection/database.ts';
import { type EmbeddedOptions, openEmbedded } from '../../src/store/embedded/embedded.ts';
import { createSqlStore } from '../../src/store/sql-store.ts';
import { newEmbeddedFolder } from '../embedded-template.ts';
import { NOW, number, shipment, site } from './records.ts';

const S = site('thread');
const AWAY = { name: 'StoreError', code: 'STORE_AWAY' };
/** Does what statements ask for by their text: ends, or has no disk. */
const FAULTY = new URL('./threads/faulty.mjs', import.meta.url);
const LOCK = fileURLToPath(new URL('../../dist/store/embedded/folder-lock.js', import.meta.url));
const ENDLESS = 'do $$ begin loop end loop; end $$';

let folder: string;
let remove: () => void;
const opened: Database[] = [];
const broken: Error[] = [];
beforeEach(() => {
  ({ folder, remove } = newEmbeddedFolder());
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
  broken.length = 0;
  remove();
});

async function open(options: Partial<EmbeddedOptions> = {}) {
  const onConnectionError = (error: Error) => void broken.push(error);
  const database = await openEmbedded({ folder, onConnectionError, threadFile: FAULTY, ...options });
  opened.push(database);
  return { ...database, store: createSqlStore(database, () => NOW) };
}

/** What another process is answered that wants the folder. */
function askedByAnother(): string {
  const text = `import { takeFolder } from ${JSON.stringify(pathToFileURL(LOCK).href)};
    await takeFolder(${JSON.stringify(folder)}).then(() => console.log('taken'), (error) => console.log(error.message));`;
  const child = spawnSync(process.execPath, ['--input-type=module', '-e', text], { encoding: 'utf8' });
  return child.stdout.trim();
}

const run = (db: Database['db'], text: string) => sql.raw(text).execute(db);
const addSite = (db: Database['db'], siteId: string) =>
  sql`insert into site (site_id) values (${siteId})`.execute(db);
async function sites(db: Database['db']): Promise<string[]> {
  const { rows } = await sql<{ site_id: string }>`select site_id from site order by site_id`.execute(db);
  return rows.map((row) => row.site_id);
}

describe('the thread of the embedded database', () => {
  it('that ends in mid-transaction takes the transaction with it, and nothing else', async () => {
    const { db, store } = await open();
    await addSite(db, 'before');
    const cutOff = db.transaction().execute(async (tx) => {
      await addSite(tx, 'lost');
      await run(tx, "select 'end the thread'");
    });
    // Waits behind the transaction, and is answered by the next thread.
    const waiting = store.ping();
    await expect(cutOff).rejects.toThrow();
    await waiting;
    expect(broken[0]).toMatchObject(AWAY);
    expect(askedByAnother()).toContain(`is in use by process ${process.pid}`);
    await addSite(db, 'after');
    expect(await sites(db)).toEqual(['after', 'before']);
  });

  it('that ends during a call of the store is away, and the call succeeds when it is made again', async () => {
    const { store } = await open();
    const insert = (orderNumber: number) =>
      store.transaction(S, async (tx) => {
        await tx.insertShipments([shipment(1), shipment(2)]);
        await tx.insertShipments([shipment(3, { orderNumber })]);
      });
    await expect(insert('end the thread' as never)).rejects.toMatchObject(AWAY);
    expect(await store.reader(S).shipments({ after: null, limit: 9 })).toEqual([]);
    await insert(1);
    expect(await store.reader(S).shipments({ after: null, limit: 9 })).toHaveLength(3);
    expect(await store.examine(9)).toEqual([]);
  });

  it('that hangs is replaced, and nothing of its transaction is kept', async () => {
    const { db, store } = await open({ answerLimitMs: 4_000 });
    await addSite(db, 'before');
    const hanging = db.transaction().execute(async (tx) => {
      await addSite(tx, 'lost');
      await run(tx, ENDLESS);
    });
    const waiting = store.reader(S).shipment(number(1));
    await expect(hanging).rejects.toThrow();
    expect(await waiting).toBeNull();
    expect(broken[0]).toMatchObject({ ...AWAY, message: expect.stringContaining('longer than 4 s') });
    expect(await sites(db)).toEqual(['before']);
  });

  it('ends when the disk is full, and what was answered is there', async () => {
    const { db } = await open();
    await addSite(db, 'before');
    await run(db, "select 'fill the disk'");
    await expect(addSite(db, 'lost')).rejects.toMatchObject({
      ...AWAY,
      message: expect.stringMatching(/PANIC: .* No space left on device/),
    });
    await addSite(db, 'after');
    expect(await sites(db)).toEqual(['after', 'before']);
  });

  it('ends when the disk does not flush a commit, which is not answered with success', async () => {
    const { db } = await open();
    await addSite(db, 'before');
    await run(db, "select 'break the disk'");
    await expect(addSite(db, 'unknown')).rejects.toMatchObject(AWAY);
    await addSite(db, 'after');
    expect(await sites(db)).toEqual(expect.arrayContaining(['after', 'before']));
  });

  it('cannot be replaced where it had the database in memory', async () => {
    const { executeSql } = await open({ folder: null });
    await executeSql('select 1');
    await expect(executeSql("select 'end the thread'")).rejects.toMatchObject(AWAY);
    await expect(executeSql('select 1')).rejects.toMatchObject({
      ...AWAY,
      message: 'the database in memory is gone with its thread',
    });
  });

  it('says why it cannot start', async () => {
    const { store } = await open({ threadFile: new URL('./threads/none.mjs', import.meta.url) });
    await expect(store.ping()).rejects.toMatchObject({
      ...AWAY,
      message: expect.stringMatching(`^the database in ${folder} cannot be opened: Cannot find module`),
    });
  });

  it('ends with the store, though a transaction never ends, and leaves the folder free', async () => {
    const { db, close } = await open();
    const hanging = db.transaction().execute((tx) => run(tx, ENDLESS));
    const failed = expect(hanging).rejects.toThrow();
    const startedAt = performance.now();
    await close();
    expect(performance.now() - startedAt).toBeLessThan(20_000);
    await failed;
    expect(readdirSync(folder).filter((name) => name.startsWith('in-use-'))).toEqual([]);
    expect(askedByAnother()).toBe('taken');
  });
});

describe('the one connection of the embedded database', () => {
  it('keeps texts of a queue and transactions apart', async () => {
    const { db, executeSql } = await open();
    await run(db, 'create table entry (writer text, round integer)');
    const text = (round: number) =>
      `begin; insert into entry values ('queue', ${round}); select count(*) as count from entry; commit`;
    const transaction = (round: number) =>
      db.transaction().execute(async (tx) => {
        await run(tx, `insert into entry values ('transaction', ${round})`);
        await new Promise((resolve) => setTimeout(resolve, round % 3));
        await run(tx, round % 2 === 0 ? "insert into entry values ('transaction', -1)" : 'select 1 / 0');
      });
    const rounds = Array.from({ length: 30 }, (_, round) => round);
    const results = await Promise.allSettled(
      rounds.flatMap((round) => [executeSql(text(round)), transaction(round)]),
    );
    expect(results.filter((result) => result.status === 'rejected')).toHaveLength(15);
    const { rows } = await executeSql('select writer, count(*) as count from entry group by 1 order by 1');
    expect(rows).toEqual([
      { writer: 'queue', count: 30 },
      { writer: 'transaction', count: 30 },
    ]);
  });

  it('rolls back a text that began a transaction and failed', async () => {
    const { db, executeSql } = await open();
    const text = "begin; insert into site (site_id) values ('lost'); select 1 / 0; commit";
    await expect(executeSql(text)).rejects.toThrow('division by zero');
    await addSite(db, 'after');
    expect(await sites(db)).toEqual(['after']);
  });

  it('keeps large statements whole that are sent at once', async () => {
    const { db } = await open();
    const tables = ['first', 'second'];
    for (const table of tables) await run(db, `create table ${table} (name text, content text)`);
    const insert = (table: string, index: number) =>
      db.executeQuery(
        sql`insert into ${sql.table(table)} values (${table}, ${`${table}-${index} `.repeat(30_000)})`.compile(
          db,
        ),
      );
    await Promise.all(
      Array.from({ length: 25 }, (_, index) => tables.map((table) => insert(table, index))).flat(),
    );
    for (const table of tables) {
      const { rows } = await sql<{ right: number }>`
        select count(*) filter (where name = ${table} and content like ${`${table}-%`}) as right
        from ${sql.table(table)}`.execute(db);
      expect(rows).toEqual([{ right: 25 }]);
    }
  });
});
