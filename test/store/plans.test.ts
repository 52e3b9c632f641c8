import { sql } from 'kysely';
import pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { createSqlStore } from '../../src/store/sql-store.ts';
import { row, TestSite } from '../release/service/site.ts';
import { item, shipment } from './records.ts';
import { describeStores } from './stores.ts';

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
/** Looked at too where many rows come at once; it is empty in between. */
const COUNTED = [...GROWING, 'queue_trigger'];

/** A statement as it reached the driver. */
interface Sent {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** Keeps the last of each text that any connection of this process sends, until it is stopped. */
class Recorder {
  readonly statements = new Map<string, Sent>();
  readonly #query = pg.Client.prototype.query;

  constructor() {
    const { statements } = this;
    const query = this.#query as (...args: unknown[]) => unknown;
    pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
      const [first, values] = args as [string | pg.QueryConfig, unknown[] | undefined];
      const text = typeof first === 'string' ? first : first.text;
      const given = (typeof first === 'string' ? values : first.values) ?? values ?? [];
      if (/^(select|insert|update|delete|with)\b/i.test(text)) statements.set(text, { text, values: given });
      return query.apply(this, args);
    } as typeof pg.Client.prototype.query;
  }

  stop(): void {
    pg.Client.prototype.query = this.#query;
  }
}

/** A node of a plan, as EXPLAIN writes it. */
interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly Plans?: readonly PlanNode[];
}

/** Growing tables that a plan reads from one end to the other. */
function readWhole(node: PlanNode): string[] {
  const table = node['Relation Name'] ?? '';
  const own = node['Node Type'] === 'Seq Scan' && GROWING.includes(table) ? [table] : [];
  return [...own, ...(node.Plans ?? []).flatMap(readWhole)];
}

describeStores((under) => {
  describe('with a backlog', () => {
    let site: TestSite;
    let alone: Map<string, number>;
    beforeAll(async () => {
      const { database, clock } = under();
      site = new TestSite(createSqlStore(database, clock.now));
      await site.settings({ futureInventoryEnabled: true });
      // The statements are planned, and a server keeps their plans, while every table is empty: the worst moment.
      alone = await readBy(() => release('early'));
      await grow();
      // What autovacuum does on a server, and the store itself in a folder, within a moment.
      await database.executeSql('analyze');
    });

    async function grow(): Promise<void> {
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
      const { db } = under().database;
      await sql`insert into allocation (site_id, shipment_number, line_id, location_code, product_code, quantity)
        select 'other', i, 1, 'A', 'other', 1 from generate_series(1, ${BACKLOG}) i`.execute(db);
      await sql`insert into audit (site_id, shipment_number, record)
        select 'other', i, '{}' from generate_series(1, ${BACKLOG}) i`.execute(db);
      await sql`insert into customer_order (site_id, order_number, record)
        select 'other', i, '{}' from generate_series(1, ${BACKLOG}) i`.execute(db);
    }

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
      const { db } = under().database;
      await sql`select pg_stat_force_next_flush()`.execute(db);
      const { rows } = await sql<{ relname: string; read: number }>`
        select relname, seq_tup_read + coalesce(idx_tup_fetch, 0) as read from pg_stat_user_tables
        where relname = any(${COUNTED}::text[])`.execute(db);
      expect(rows).toHaveLength(COUNTED.length);
      return new Map(rows.map((each) => [each.relname, each.read]));
    }

    /** Rows that `work` reads of each table. */
    async function readBy(work: () => Promise<unknown>): Promise<Map<string, number>> {
      const before = await rowsRead();
      await work();
      const after = await rowsRead();
      return new Map([...after].map(([table, read]) => [table, read - before.get(table)!]));
    }

    /** Growing tables that a statement reads whole, planned for its values and planned for any. */
    async function readWholeBy({ text, values }: Sent): Promise<string[]> {
      const { executeSql } = under();
      const plans = [
        await executeSql(`explain (format json) ${text}`, values),
        await executeSql(`explain (format json, generic_plan) ${text}`),
      ];
      return plans.flatMap(({ rows }) => {
        const [{ Plan }] = rows[0]!['QUERY PLAN'] as [{ Plan: PlanNode }];
        return readWhole(Plan);
      });
    }

    it('a refresh and the releases that follow read as few rows as without one', async () => {
      const read = await readBy(() => release('KTP'));
      const waiting = await site.reader.backlog({
        today: '2026-05-01' as never,
        productCodes: ['KTP' as never],
        shipmentNumbers: null,
        after: null,
        limit: 1,
      });
      expect(waiting).toEqual([]);
      for (const table of GROWING) {
        const rows = read.get(table)!;
        expect(rows, `rows read of ${table}`).toBeLessThanOrEqual(1.2 * alone.get(table)! + 10);
      }
    });

    it('every statement of them finds its rows by an index', async () => {
      const recorder = new Recorder();
      await release('KTP2').finally(() => recorder.stop());
      expect(recorder.statements.size).toBeGreaterThan(20);
      for (const [text, statement] of recorder.statements) {
        expect(await readWholeBy(statement), text).toEqual([]);
      }
    });

    it('a large refresh on a table that was small a moment ago reads each row a few times, not each for each', async () => {
      const many = Array.from({ length: 2000 }, (_, index) => `many-${index}`);
      const lots = (quantity: number) =>
        many.map((code) => row(code, 'A', quantity, [`lot-${code}`, '2026-05-09']));
      // Nobody analyses the tables in between: the planner still takes them for small.
      await site.refresh(...lots(1));
      await site.settle();
      const read = await readBy(async () => {
        await site.refresh(...lots(2));
        await site.settle();
      });
      for (const [table, rows] of read) expect(rows, `rows read of ${table}`).toBeLessThan(30 * many.length);
    });

    it('a look at a whole table is noticed', async () => {
      const { db } = under().database;
      const whole = sql`select count(record ->> 'x') from shipment`;
      expect((await readBy(() => whole.execute(db))).get('shipment')).toBeGreaterThanOrEqual(BACKLOG);
      expect(await readWholeBy({ text: whole.compile(db).sql, values: [] })).toEqual([
        'shipment',
        'shipment',
      ]);
    });
  });
}, 1);
