import { sql } from 'kysely';
import { describe, expect, inject, it } from 'vitest';
import { openStore } from '../../src/store/open-store.ts';
import { NOW, product, shipment, site } from './records.ts';
import { newDatabase } from './stores.ts';

const serverUrl = inject('postgresUrl');
const ignore = () => {};
const open = (databaseUrl: string) =>
  openStore({ databaseUrl, dataDir: null, connections: 3, now: () => NOW, onConnectionError: ignore });

describe.skipIf(serverUrl === null)('a Postgres server', () => {
  it('gets its schema once, however many processes start at once', async () => {
    const { url, drop } = await newDatabase(serverUrl!);
    const all = await Promise.all(Array.from({ length: 6 }, () => open(url)));
    const { rows } = await sql<{ number: number }>`select number from schema_version`.execute(
      all[0]!.database.db,
    );
    expect(rows).toEqual([{ number: 1 }, { number: 2 }]);
    await Promise.all(all.map((each) => each.store.close()));
    await drop();
  });

  it('of the first schema gets the fields that came since, in every record', async () => {
    const { url, drop } = await newDatabase(serverUrl!);
    const first = await open(url);
    const { db } = first.database;
    await sql`delete from schema_version where number > 1`.execute(db);
    const setting = { maxSplitItemLocations: 2 };
    await sql`insert into site (site_id, settings) values ('S', ${JSON.stringify(setting)}::jsonb), ('T', null)`.execute(
      db,
    );
    await sql`insert into release_run (site_id, run_id, record)
      values ('S', 'r', ${JSON.stringify({ startedAt: NOW, settings: setting })}::jsonb)`.execute(db);
    await sql`insert into customer_order (site_id, order_number, record)
      values ('S', 1, ${JSON.stringify({ orderNumber: 1, request: { items: [] } })}::jsonb)`.execute(db);
    const { itemDependencies: _since, ...before } = shipment(1);
    await sql`insert into shipment (site_id, shipment_number, version, record)
      values ('S', 1, 1, ${JSON.stringify(before)}::jsonb)`.execute(db);
    await first.store.close();
    const second = await open(url);
    const reader = second.store.reader(site('S'));
    expect((await reader.settings())?.value).toEqual({ ...setting, maxChildShipments: null });
    expect(await reader.shipment(before.shipmentNumber)).toEqual({ ...before, itemDependencies: [] });
    const { rows } = await sql`
      select r.record -> 'settings' as settings, o.record -> 'request' as request
      from release_run r, customer_order o`.execute(second.database.db);
    expect(rows).toEqual([
      { settings: { ...setting, maxChildShipments: null }, request: { items: [], itemDependencies: [] } },
    ]);
    expect(await second.store.reader(site('T')).settings()).toBeNull();
    await second.store.close();
    await drop();
  });

  it('with the schema of a later version is left alone', async () => {
    const { url, drop } = await newDatabase(serverUrl!);
    const first = await open(url);
    await sql`insert into schema_version values (99)`.execute(first.database.db);
    await first.store.close();
    await expect(open(url)).rejects.toThrow('the database has schema 99');
    await drop();
  });

  it('resolves a real deadlock by running one of the two again', async () => {
    const { url, drop } = await newDatabase(serverUrl!);
    const { store } = await open(url);
    const tries = { forwards: 0, backwards: 0 };
    let arrived = 0;
    /** Both hold their first lock before either asks for its second, against the order that the ports keep. */
    const bothArrived = async () => {
      arrived += 1;
      while (arrived < 2) await new Promise((resolve) => setTimeout(resolve, 1));
    };
    const lock = (name: keyof typeof tries, [first, second]: [string, string]) =>
      store.transaction(site('deadlock'), async (tx) => {
        tries[name] += 1;
        await tx.lockStock([product(first)]);
        await bothArrived();
        await tx.lockStock([product(second)]);
      });
    await store.transaction(site('deadlock'), (tx) => tx.lockStock([product('A'), product('B')]));
    await Promise.all([lock('forwards', ['A', 'B']), lock('backwards', ['B', 'A'])]);
    // Postgres gives one of the two up, on a slow machine now and then both.
    expect(tries.forwards + tries.backwards).toBeGreaterThanOrEqual(3);
    await store.close();
    await drop();
  });

  it('that is not there is away', async () => {
    await expect(open('postgres://nobody@127.0.0.1:1/none')).rejects.toMatchObject({ code: 'STORE_AWAY' });
  });

  it('whose connection breaks in mid-transaction says that it is away, and nothing is written', async () => {
    const { url, drop } = await newDatabase(serverUrl!);
    const { store, database } = await open(url);
    const killer = await open(url);
    await expect(
      store.transaction(site('broken'), async (tx) => {
        await tx.appendTriggers([]);
        await tx.nextOrderNumber();
        await sql`select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and state = 'idle in transaction'`.execute(killer.database.db);
        await tx.putSettings({} as never, null);
      }),
    ).rejects.toMatchObject({ name: 'StoreError', code: 'STORE_AWAY' });
    expect(await store.reader(site('broken')).settings()).toBeNull();
    await database.close();
    await killer.store.close();
    await drop();
  });
});
