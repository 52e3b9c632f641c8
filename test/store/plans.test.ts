import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenStore, openStore } from '../../src/store/open-store.ts';
import { row, TestSite } from '../release/service/site.ts';
import { item, NOW, shipment } from './records.ts';

/** Shipments that wait for something else than what the test brings. */
const BACKLOG = 3000;
const WANTED = 20;
/** Tables that grow with the backlog or with the years. */
const GROWING = [
  'shipment',
  'backlog_line',
  'stock',
  'product_stock',
  'product',
  'future_lot',
  'allocation',
  'ledger',
  'event',
  'audit',
  'customer_order',
];

describe('with a backlog', () => {
  let opened: OpenStore;
  let site: TestSite;
  let alone: Map<string, number>;
  beforeAll(async () => {
    opened = await openStore({
      databaseUrl: null,
      dataDir: null,
      connections: 1,
      now: () => NOW,
      onConnectionError: (error) => {
        throw error;
      },
    });
    site = new TestSite(opened.store);
    await site.settings({ futureInventoryEnabled: true });
    // The statements are planned, and their plans kept, while every table is empty: the worst moment.
    alone = await readBy(() => release('early'));
    const codes = Array.from({ length: 1000 }, (_, index) => `other-${index}`);
    await site.refresh(
      ...codes.flatMap((code) => [row(code, 'A', 1), row(code, 'B', 0, [`po-${code}`, '2026-05-09'])]),
    );
    await site.products(...codes);
    await site.settle();
    await site.store.transaction(site.siteId, async (tx) => {
      const numbers = await tx.nextShipmentNumbers(BACKLOG);
      const waiting = numbers.map((number) =>
        shipment(number, { orderNumber: number, items: [item(codes[number % 1000]!, 9)] }),
      );
      await tx.insertShipments(waiting);
    });
    // What autovacuum does on a server, and the store itself in a folder, within a moment.
    await opened.executeSql('analyze');
  }, 120_000);
  afterAll(() => opened?.store.close());

  /** Shipments that want a product, then its stock, current and dated, then their releases. */
  async function release(product: string): Promise<void> {
    await site.products(product);
    for (let index = 0; index < WANTED; index += 1) await site.order({ [product]: 2 });
    await site.refresh(
      row(product, 'A', 9 * WANTED),
      row(product, 'B', WANTED, [`po-${product}`, '2026-05-09']),
    );
    await site.settle();
  }

  /** Rows read so far of each table, by scans of the whole and through its indexes. */
  async function rowsRead(): Promise<Map<string, number>> {
    const { db } = opened.database;
    await sql`select pg_stat_force_next_flush()`.execute(db);
    const { rows } = await sql<{ relname: string; read: number }>`
      select relname, seq_tup_read + coalesce(idx_tup_fetch, 0) as read from pg_stat_user_tables
      where relname = any(${GROWING}::text[])`.execute(db);
    expect(rows).toHaveLength(GROWING.length);
    return new Map(rows.map((each) => [each.relname, each.read]));
  }

  /** Rows that `work` reads of each table. */
  async function readBy(work: () => Promise<unknown>): Promise<Map<string, number>> {
    const before = await rowsRead();
    await work();
    const after = await rowsRead();
    return new Map([...after].map(([table, read]) => [table, read - before.get(table)!]));
  }

  it('a refresh and the releases that follow read as few rows as without one', async () => {
    const read = await readBy(() => release('KTP'));
    const waiting = await site.reader.backlog({
      productCodes: ['KTP' as never],
      shipmentNumbers: null,
      after: null,
      limit: 1,
    });
    expect(waiting).toEqual([]);
    for (const [table, rows] of read) {
      expect(rows, `rows read of ${table}`).toBeLessThanOrEqual(1.2 * alone.get(table)! + 10);
    }
  });

  it('a look at a whole table is noticed', async () => {
    const read = await readBy(() =>
      sql`select count(record ->> 'x') from shipment`.execute(opened.database.db),
    );
    expect(read.get('shipment')).toBeGreaterThan(BACKLOG);
  });
});
