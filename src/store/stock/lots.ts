import { sql } from 'kysely';
import { compareCodes, type FutureInventoryId, type ProductCode } from '../../domain/ids.ts';
import type { LotRow, StockCause } from '../../domain/site/stock.ts';
import type { LotCount, LotDelta, StockChange, StockWriter } from '../../release/ports/stock.ts';
import { asJson, assertLocked, type TransactionContext } from '../site-context.ts';
import { LOT_JSON } from './rows.ts';

interface WrittenLot {
  readonly futureInventoryId: FutureInventoryId;
  readonly productCode: ProductCode;
  readonly changed: boolean;
}

/** A lot to write; exactly one of `quantity` and `delta` is given. */
type GivenLot = Omit<LotCount, 'quantity'> & { readonly quantity?: number; readonly delta?: number };

/**
 * Writes lots by count or by difference: one statement for any number of rows. Answers those whose condition
 * held, and whether anything about them changed.
 */
async function writeLots(
  { db, siteId, now }: TransactionContext,
  rows: readonly GivenLot[],
  cause: StockCause,
): Promise<WrittenLot[]> {
  const written = await sql<WrittenLot>`
    with given as (
      select * from jsonb_to_recordset(${asJson(rows)}::jsonb) as g("futureInventoryId" text,
        "locationCode" text, "productCode" text, "deliveryDate" date, quantity bigint, delta bigint,
        "unitCost" double precision)
    ), before as (
      select l.* from given g cross join lateral (
        select * from future_lot
        where site_id = ${siteId} and future_inventory_id = g."futureInventoryId" offset 0
      ) l
    ), wanted as (
      select g."futureInventoryId" as id, g."locationCode" as location_code, g."productCode" as product_code,
        g."deliveryDate" as delivery_date, coalesce(g."unitCost", b.unit_cost, 0) as unit_cost,
        coalesce(g.quantity, coalesce(b.quantity, 0) + g.delta) as quantity,
        coalesce(b.quantity, 0) as quantity_before,
        b.future_inventory_id is null or b.quantity <> coalesce(g.quantity, b.quantity + g.delta)
          or b.delivery_date is distinct from g."deliveryDate"
          or b.unit_cost <> coalesce(g."unitCost", b.unit_cost) as changed
      from given g left join before b on b.future_inventory_id = g."futureInventoryId"
      where b.future_inventory_id is null or (b.status = 'EXPECTED'
        and b.location_code = g."locationCode" and b.product_code = g."productCode")
    ), allowed as (
      select * from wanted where quantity >= 0
    ), written as (
      insert into future_lot as l (site_id, future_inventory_id, location_code, product_code, delivery_date,
        quantity, unit_cost)
      select ${siteId}, id, location_code, product_code, delivery_date, quantity, unit_cost
      from allowed where changed
      on conflict (site_id, future_inventory_id) do update
        set delivery_date = excluded.delivery_date, quantity = excluded.quantity,
          unit_cost = excluded.unit_cost, version = l.version + 1
        where l.status = 'EXPECTED'
      returning future_inventory_id as id, product_code
    ), noted as (
      insert into ledger (site_id, at, cause, reference, location_code, product_code, future_inventory_id,
        quantity_delta)
      select ${siteId}, ${now()}::timestamptz, ${cause.kind}, ${cause.reference}, a.location_code, a.product_code,
        a.id, a.quantity - a.quantity_before
      from written w join allowed a using (id) where a.quantity <> a.quantity_before
    ), bumped as (
      update product_stock set version = version + 1
      where site_id = ${siteId} and product_code = any(array(select product_code from written))
    )
    select id as "futureInventoryId", product_code as "productCode", changed from allowed`.execute(db);
  return written.rows;
}

async function putLots(
  context: TransactionContext,
  rows: readonly GivenLot[],
  cause: StockCause,
): Promise<StockChange<FutureInventoryId>> {
  assertLocked(
    context,
    rows.map((row) => row.productCode),
  );
  const written = await writeLots(context, rows, cause);
  const ids = new Set(written.map((row) => row.futureInventoryId));
  const changed = new Set(written.filter((row) => row.changed).map((row) => row.productCode));
  return {
    changedProducts: [...changed].sort(compareCodes),
    refused: rows.map((row) => row.futureInventoryId).filter((id) => !ids.has(id)),
  };
}

/** What `updateLot` sets, all three given, and under which version. */
async function changeLot(
  { db, siteId, now }: TransactionContext,
  lot: Pick<LotRow, 'futureInventoryId' | 'deliveryDate' | 'quantity' | 'status'>,
  expectedVersion: number,
  cause: StockCause,
): Promise<LotRow | null> {
  const { rows } = await sql<{ lot: LotRow }>`
    with before as (
      select quantity from future_lot
      where site_id = ${siteId} and future_inventory_id = ${lot.futureInventoryId}
    ), changed as (
      update future_lot set delivery_date = ${lot.deliveryDate}::date, quantity = ${lot.quantity}::bigint,
        status = ${lot.status}::text, version = version + 1
      where site_id = ${siteId} and future_inventory_id = ${lot.futureInventoryId}
        and status = 'EXPECTED' and version = ${expectedVersion}::integer
      returning *
    ), noted as (
      insert into ledger (site_id, at, cause, reference, location_code, product_code, future_inventory_id,
        quantity_delta)
      select ${siteId}, ${now()}::timestamptz, ${cause.kind}, ${cause.reference}, c.location_code, c.product_code,
        c.future_inventory_id, c.quantity - b.quantity
      from changed c, before b where c.quantity <> b.quantity
    ), bumped as (
      update product_stock set version = version + 1
      where site_id = ${siteId} and product_code = any(array(select product_code from changed))
    )
    select ${LOT_JSON} as lot from changed`.execute(db);
  return rows[0]?.lot ?? null;
}

/** What has arrived of a lot is on hand at its location. */
async function addArrived(
  { db, siteId, now }: TransactionContext,
  lot: LotRow,
  quantity: number,
  cause: StockCause,
): Promise<void> {
  await sql`
    with arrived as (
      insert into stock as s (site_id, location_code, product_code, on_hand)
      values (${siteId}, ${lot.locationCode}, ${lot.productCode}, ${quantity}::bigint)
      on conflict (site_id, product_code, location_code) do update set on_hand = s.on_hand + excluded.on_hand
      returning location_code, product_code
    )
    insert into ledger (site_id, at, cause, reference, location_code, product_code, quantity_delta)
    select ${siteId}, ${now()}::timestamptz, ${cause.kind}, ${cause.reference}, location_code, product_code,
      ${quantity}::bigint
    from arrived`.execute(db);
}

export function lotWriter(
  context: TransactionContext,
  readLot: (futureInventoryId: FutureInventoryId) => Promise<LotRow | null>,
): Pick<StockWriter, 'setLots' | 'adjustLots' | 'updateLot' | 'receiveLot'> {
  /** The lot as it is, its product locked; null where it is closed or not as expected. */
  async function expectedLot(futureInventoryId: FutureInventoryId, expectedVersion: number | null) {
    const lot = await readLot(futureInventoryId);
    if (lot === null || lot.status !== 'EXPECTED') return null;
    if (expectedVersion !== null && lot.version !== expectedVersion) return null;
    assertLocked(context, [lot.productCode]);
    return lot;
  }
  return {
    setLots: (rows, cause) => putLots(context, rows, cause),
    adjustLots: (rows: readonly LotDelta[], cause) => putLots(context, rows, cause),
    async updateLot(futureInventoryId, change, expectedVersion, cause) {
      const lot = await expectedLot(futureInventoryId, expectedVersion);
      if (lot === null) return null;
      const status = change.status ?? lot.status;
      const next = {
        futureInventoryId,
        status,
        deliveryDate: change.deliveryDate === undefined ? lot.deliveryDate : change.deliveryDate,
        quantity: status === 'CANCELED' ? 0 : (change.quantity ?? lot.quantity),
      };
      return changeLot(context, next, lot.version, cause);
    },
    async receiveLot(futureInventoryId, quantity, cause) {
      const lot = await expectedLot(futureInventoryId, null);
      if (lot === null) return null;
      const next = { ...lot, quantity: 0, status: 'RECEIVED' as const };
      const received = await changeLot(context, next, lot.version, cause);
      if (received !== null) await addArrived(context, lot, quantity, cause);
      return received;
    },
  };
}
