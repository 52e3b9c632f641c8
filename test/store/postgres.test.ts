import { sql } from 'kysely';
import { describe, expect, inject, it } from 'vitest';
import type { ShipmentItem } from '../../src/domain/site/shipment.ts';
import { openPostgres } from '../../src/store/connection/postgres.ts';
import { RECORDS } from '../../src/store/migrations/0001-records.ts';
import { openStore } from '../../src/store/open-store.ts';
import { until } from '../clock.ts';
import { item, NOW, number, orderId, product, shipment, site } from './records.ts';
import { newDatabase } from './stores.ts';

const serverUrl = inject('postgresUrl');
const ignore = () => {};
/** Settings that came after the first schema, as a site that was there before has them. */
const SETTINGS_SINCE = {
  pauseReleases: false,
  improveFuture: true,
  improveMinDays: 1,
  freezeDays: 2,
  maxChildShipments: null,
  newOrders: 'after-releasable',
  reserveAfterDays: null,
  partialReleaseOn: 'schedule',
  minPartialUnits: 1,
  unprovenRetryMs: 10_000,
  maxGap: null,
  overdueGraceDays: 3,
};
/** The steps that the schema has. */
const STEPS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
const open = (databaseUrl: string) =>
  openStore({ databaseUrl, dataDir: null, connections: 3, now: () => NOW, onConnectionError: ignore });

describe.skipIf(serverUrl === null)('limits of a Postgres server', () => {
  const limits = { statementMs: 2_000, lockMs: 300, idleInTransactionMs: 1_500 };
  const openLimited = (databaseUrl: string, connections = 3) =>
    openStore({ databaseUrl, dataDir: null, connections, limits, now: () => NOW, onConnectionError: ignore });

  it('let nobody wait for ever for the locks of a process that says nothing', async () => {
    const { url, drop } = await newDatabase(serverUrl!);
    const [stuck, healthy] = [await openLimited(url), await openLimited(url)];
    const S = site('S');
    const KTP = product('KTP');
    let isLocked = () => {};
    const locked = new Promise<void>((resolve) => {
      isLocked = resolve;
    });
    let goOn = () => {};
    const stopped = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const ofStuck = stuck.store.transaction(S, async (tx) => {
      await tx.lockStock([KTP]);
      isLocked();
      await stopped;
      await tx.lockStock([product('KTP2')]);
    });
    await locked;
    const lock = () => healthy.store.transaction(S, (tx) => tx.lockStock([KTP]));
    // Whoever waits gives up, and gives its connection back.
    const waiting = await Promise.allSettled(Array.from({ length: 5 }, lock));
    expect(waiting.map((each) => (each as PromiseRejectedResult).reason?.code)).toEqual(
      Array(5).fill('STORE_BUSY'),
    );
    await healthy.store.ping();
    // Then the server ends the transaction, and its locks are free.
    await until(() => lock().then(Boolean, () => false), 'the end of the silent transaction');
    goOn();
    await expect(ofStuck).rejects.toMatchObject({ code: 'STORE_AWAY' });
    await Promise.all([stuck.store.close(), healthy.store.close()]);
    await drop();
  });

  it('end a statement that takes too long, and keep its connection', async () => {
    const { url, drop } = await newDatabase(serverUrl!);
    const { database, store } = await openLimited(url, 1);
    await expect(sql`select pg_sleep(60)`.execute(database.db)).rejects.toMatchObject({ code: '57014' });
    await store.ping();
    await store.close();
    await drop();
  });
});

describe.skipIf(serverUrl === null)('a Postgres server', () => {
  it('gets its schema once, however many processes start at once', async () => {
    const { url, drop } = await newDatabase(serverUrl!);
    const all = await Promise.all(Array.from({ length: 6 }, () => open(url)));
    const { rows } = await sql<{ number: number }>`select number from schema_version`.execute(
      all[0]!.database.db,
    );
    expect(rows.map(({ number }) => number)).toEqual(STEPS);
    await Promise.all(all.map((each) => each.store.close()));
    await drop();
  });

  it('of the first schema gets the fields that came since, in every record', async () => {
    const { url, drop } = await newDatabase(serverUrl!);
    const bare = openPostgres({
      databaseUrl: url,
      connections: 1,
      limits: { statementMs: 0, lockMs: 0, idleInTransactionMs: 0 },
      onConnectionError: ignore,
    });
    await sql`create table schema_version (number integer primary key)`.execute(bare.db);
    for (const statement of RECORDS) await sql.raw(statement).execute(bare.db);
    await sql`insert into schema_version values (1)`.execute(bare.db);
    const setting = { maxSplitItemLocations: 2 };
    await sql`insert into site (site_id, settings) values ('S', ${JSON.stringify(setting)}::jsonb), ('T', null)`.execute(
      bare.db,
    );
    await sql`insert into release_run (site_id, run_id, record)
      values ('S', 'r', ${JSON.stringify({ startedAt: NOW, updatedAt: NOW, trigger: 'manual', status: 'RUNNING', counts: {}, settings: setting })}::jsonb)`.execute(
      bare.db,
    );
    const PLACED = '2026-04-28T09:00:00.000Z';
    const placed = (orderNumber: number) =>
      JSON.stringify({ orderNumber, externalOrderId: 'web-7', createdAt: PLACED, request: { items: [] } });
    await sql`insert into customer_order (site_id, order_number, record)
      values ('S', 1, ${placed(1)}::jsonb), ('S', 2, ${placed(2)}::jsonb)`.execute(bare.db);
    const {
      itemDependencies: _0,
      submittedAt: _1,
      externalOrderId: _2,
      releaseNotBefore: _3,
      overdue: _4,
      paymentMethod: _5,
      items,
      ...others
    } = shipment(1, { orderNumber: 1, items: [item('KTP', 5, 1), item('KTP2', 5, 2)] });
    const asBefore = ({ blockedLocationCodes: _, ...each }: ShipmentItem) => each;
    const before = { ...others, items: items.map(asBefore) };
    const orphan = { ...before, shipmentNumber: 9, orderNumber: 9 };
    for (const record of [before, orphan]) {
      await sql`insert into shipment (site_id, shipment_number, version, record)
        values ('S', ${record.shipmentNumber}, 1, ${JSON.stringify(record)}::jsonb)`.execute(bare.db);
    }
    await bare.close();
    const { store, database } = await open(url);
    const reader = store.reader(site('S'));
    expect((await reader.settings())?.value).toEqual({ ...setting, ...SETTINGS_SINCE });
    const since = {
      itemDependencies: [],
      submittedAt: PLACED,
      externalOrderId: 'web-7',
      releaseNotBefore: null,
      overdue: false,
      paymentMethod: null,
      items,
    };
    expect(await reader.shipment(before.shipmentNumber)).toEqual({ ...before, ...since });
    const ofNoOrder = { ...since, submittedAt: before.backorderedAt, externalOrderId: null };
    expect(await reader.shipment(number(9))).toEqual({ ...orphan, ...ofNoOrder });
    const { rows } = await sql`select record -> 'settings' as settings from release_run`.execute(database.db);
    expect(rows).toEqual([{ settings: { ...setting, ...SETTINGS_SINCE } }]);
    expect(await reader.order(1)).toEqual({
      ...JSON.parse(placed(1)),
      submittedAt: PLACED,
      request: { items: [], itemDependencies: [], releaseNotBefore: null },
    });
    // Of two that shared a name, which nothing refused then, the first has it.
    const claim = store.transaction(site('S'), (tx) => tx.claimExternalOrderId(orderId('web-7'), 3));
    expect(await claim).toBe(1);
    expect(await store.reader(site('T')).settings()).toBeNull();
    await store.close();
    await drop();
  });

  it('gets a step of the schema that came after one with a larger number', async () => {
    const { url, drop } = await newDatabase(serverUrl!);
    const first = await open(url);
    await sql`delete from schema_version where number = 2`.execute(first.database.db);
    await first.store.close();
    const { store, database } = await open(url);
    const { rows } = await sql<{ number: number }>`select number from schema_version`.execute(database.db);
    expect(rows.map(({ number }) => number).sort((a, b) => a - b)).toEqual(STEPS);
    await store.close();
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
