import { sql } from 'kysely';
import type { ProductCode } from '../../domain/ids.ts';
import { compareCodes } from '../../domain/ids.ts';
import type { StockCause } from '../../domain/site/stock.ts';
import type { StockCount, StockDelta, StockWriter } from '../../release/ports/stock.ts';
import { asJson, assertLocked, type TransactionContext } from '../site-context.ts';

const productsOf = (rows: readonly { readonly productCode: ProductCode }[]): ProductCode[] =>
  [...new Set(rows.map((row) => row.productCode))].sort(compareCodes);

/** Absolute counts: one statement for any number of rows. Rows that stay as they are leave no trace. */
async function setOnHand(
  { db, siteId, now }: TransactionContext,
  rows: readonly StockCount[],
  cause: StockCause,
): Promise<ProductCode[]> {
  const changed = await sql<{ productCode: ProductCode }>`
    with given as (
      select * from jsonb_to_recordset(${asJson(rows)}::jsonb) as g("locationCode" text, "productCode" text,
        "onHand" bigint, pending bigint, "safetyStock" bigint, "unitCost" double precision)
    ), before as (
      select s.* from given g cross join lateral (
        select * from stock
        where site_id = ${siteId} and product_code = g."productCode" and location_code = g."locationCode" offset 0
      ) s
    ), written as (
      insert into stock as s (site_id, location_code, product_code, on_hand, pending, safety_stock, unit_cost)
      select ${siteId}, g."locationCode", g."productCode", g."onHand",
        coalesce(g.pending, b.pending, 0), coalesce(g."safetyStock", b.safety_stock, 0),
        coalesce(g."unitCost", b.unit_cost, 0)
      from given g
      left join before b on b.product_code = g."productCode" and b.location_code = g."locationCode"
      on conflict (site_id, product_code, location_code) do update
        set on_hand = excluded.on_hand, pending = excluded.pending,
          safety_stock = excluded.safety_stock, unit_cost = excluded.unit_cost
        where (s.on_hand, s.pending, s.safety_stock, s.unit_cost) is distinct from
          (excluded.on_hand, excluded.pending, excluded.safety_stock, excluded.unit_cost)
      returning location_code, product_code, on_hand, pending, safety_stock
    ), noted as (
      insert into ledger (site_id, at, cause, reference, location_code, product_code,
        quantity_delta, pending_delta, safety_stock_delta)
      select ${siteId}, ${now()}::timestamptz, ${cause.kind}, ${cause.reference}, w.location_code, w.product_code,
        w.on_hand - coalesce(b.on_hand, 0), w.pending - coalesce(b.pending, 0),
        w.safety_stock - coalesce(b.safety_stock, 0)
      from written w left join before b using (location_code, product_code)
    ), bumped as (
      update product_stock set version = version + 1
      where site_id = ${siteId} and product_code = any(array(select product_code from written))
    )
    select distinct product_code as "productCode" from written`.execute(db);
  return productsOf(changed.rows);
}

/** Differences: a row that is not there starts at 0. Answers the rows that were written. */
async function adjustOnHand(
  { db, siteId, now }: TransactionContext,
  rows: readonly StockDelta[],
  cause: StockCause,
): Promise<StockDelta[]> {
  const written = await sql<StockDelta>`
    with given as (
      select * from jsonb_to_recordset(${asJson(rows)}::jsonb)
        as g("locationCode" text, "productCode" text, delta bigint)
    ), changed as (
      update stock s set on_hand = s.on_hand + g.delta from given g
      where s.site_id = ${siteId} and s.product_code = g."productCode" and s.location_code = g."locationCode"
        and s.on_hand + g.delta >= 0
      returning s.location_code, s.product_code, g.delta
    ), added as (
      insert into stock (site_id, location_code, product_code, on_hand)
      select ${siteId}, g."locationCode", g."productCode", g.delta from given g
      where g.delta >= 0 and not exists (
        select from stock s where s.site_id = ${siteId} and s.product_code = g."productCode"
          and s.location_code = g."locationCode")
      returning location_code, product_code, on_hand as delta
    ), written as (
      select * from changed union all select * from added
    ), noted as (
      insert into ledger (site_id, at, cause, reference, location_code, product_code, quantity_delta)
      select ${siteId}, ${now()}::timestamptz, ${cause.kind}, ${cause.reference}, location_code, product_code, delta
      from written where delta <> 0
    ), bumped as (
      update product_stock set version = version + 1
      where site_id = ${siteId} and product_code = any(array(select product_code from written where delta <> 0))
    )
    select location_code as "locationCode", product_code as "productCode", delta from written`.execute(db);
  return written.rows;
}

const keyOf = (row: { readonly locationCode: string; readonly productCode: string }): string =>
  JSON.stringify([row.locationCode, row.productCode]);

export function stockCountWriter(
  context: TransactionContext,
): Pick<StockWriter, 'setOnHand' | 'adjustOnHand'> {
  return {
    async setOnHand(rows, cause) {
      assertLocked(context, productsOf(rows));
      return { changedProducts: await setOnHand(context, rows, cause), refused: [] };
    },
    async adjustOnHand(rows, cause) {
      assertLocked(context, productsOf(rows));
      const written = await adjustOnHand(context, rows, cause);
      const keys = new Set(written.map(keyOf));
      return {
        changedProducts: productsOf(written.filter((row) => row.delta !== 0)),
        refused: rows
          .filter((row) => !keys.has(keyOf(row)))
          .map(({ locationCode, productCode }) => ({ locationCode, productCode })),
      };
    },
  };
}
