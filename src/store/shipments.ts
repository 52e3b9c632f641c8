import { sql } from 'kysely';
import type { ShipmentNumber } from '../domain/ids.ts';
import type { ShipmentRecord, ShipmentStatus } from '../domain/site/shipment.ts';
import type { ShipmentFilter, ShipmentReader, ShipmentWriter } from '../release/ports/shipments.ts';
import { readBacklog } from './backlog.ts';
import { asJson, type SiteContext, type TransactionContext } from './site-context.ts';

async function findShipments(
  { db, siteId }: SiteContext,
  { statuses, productCode, locationCode, orderNumber, shipmentType, onHold, after, limit }: ShipmentFilter,
): Promise<ShipmentRecord[]> {
  let query = db.selectFrom('shipment').select('record').where('site_id', '=', siteId);
  if (statuses) query = query.where('shipment_status', 'in', [...statuses]);
  if (orderNumber !== undefined) query = query.where('order_number', '=', orderNumber);
  if (shipmentType) query = query.where('shipment_type', '=', shipmentType);
  if (locationCode) query = query.where('fulfillment_location_code', '=', locationCode);
  if (onHold !== undefined) query = query.where('on_hold', '=', onHold);
  if (after !== null) query = query.where('shipment_number', '>', after);
  if (productCode) {
    const wanted = asJson([{ productCode }]);
    query = query.where(sql<boolean>`record -> 'items' @> ${wanted}::jsonb`);
  }
  const rows = await query.orderBy('shipment_number').limit(limit).execute();
  return rows.map((row) => row.record);
}

export function shipmentReader(context: SiteContext): ShipmentReader {
  const { db, siteId } = context;
  const records = db.selectFrom('shipment').select('record').where('site_id', '=', siteId);
  return {
    async shipment(shipmentNumber) {
      const row = await records.where('shipment_number', '=', shipmentNumber).executeTakeFirst();
      return row?.record ?? null;
    },
    shipments: (filter) => findShipments(context, filter),
    async lineage(originalShipmentNumber) {
      const rows = await records
        .where('original_shipment_number', '=', originalShipmentNumber)
        .orderBy('shipment_number')
        .execute();
      return rows.map((row) => row.record);
    },
    backlog: (request) => readBacklog(context, request),
    async shipmentCounts() {
      const { rows } = await sql<{ status: ShipmentStatus; count: number }>`
        select shipment_status as status, count(*) as count from shipment
        where site_id = ${siteId} group by 1`.execute(db);
      return new Map(rows.map((row) => [row.status, row.count]));
    },
  };
}

/** What a shipment that waits wants, one row a product that needs stock. */
const WANTED = sql`
  select distinct c.shipment_number, item ->> 'productCode' as product_code
  from changed c, jsonb_array_elements(c.record -> 'items') item
  where c.shipment_status = 'BACKORDER' and not c.on_hold and (item ->> 'manageStock')::boolean`;

async function insertShipments(
  { db, siteId }: SiteContext,
  shipments: readonly ShipmentRecord[],
): Promise<void> {
  await sql`
    with changed as (
      insert into shipment (site_id, shipment_number, version, record)
      select ${siteId}, (r ->> 'shipmentNumber')::bigint, 1, r || '{"version": 1}'
      from jsonb_array_elements(${asJson(shipments)}::jsonb) r
      returning shipment_number, shipment_status, on_hold, record
    )
    insert into backlog_line (site_id, product_code, shipment_number)
    select ${siteId}, product_code, shipment_number from (${WANTED}) wanted`.execute(db);
}

/** Answers how many had the version that was expected of them. */
async function updateShipments(
  { db, siteId }: SiteContext,
  changes: Parameters<ShipmentWriter['updateShipments']>[0],
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with given as (
      select (record ->> 'shipmentNumber')::bigint as number, record, "expectedVersion" as expected
      from jsonb_to_recordset(${asJson(
        changes.map(({ shipment, expectedVersion }) => ({ record: shipment, expectedVersion })),
      )}::jsonb) as g(record jsonb, "expectedVersion" integer)
    ), changed as (
      update shipment s
      set version = s.version + 1, record = g.record || jsonb_build_object('version', s.version + 1)
      from given g
      where s.site_id = ${siteId} and s.shipment_number = g.number and s.version = g.expected
      returning s.shipment_number, s.shipment_status, s.on_hold, s.record
    ), wanted as (${WANTED}), left_the_backlog as (
      delete from backlog_line b using changed c
      where b.site_id = ${siteId} and b.shipment_number = c.shipment_number and not exists (
        select from wanted w where w.shipment_number = b.shipment_number and w.product_code = b.product_code)
    ), joined_the_backlog as (
      insert into backlog_line (site_id, product_code, shipment_number)
      select ${siteId}, product_code, shipment_number from wanted on conflict do nothing
    )
    select count(*) as count from changed`.execute(db);
  return rows[0]!.count;
}

export function shipmentWriter(context: TransactionContext): ShipmentWriter {
  const { db, siteId } = context;
  return {
    async nextShipmentNumbers(count) {
      const { rows } = await sql<{ number: ShipmentNumber }>`
        select nextval('shipment_number') as number from generate_series(1, ${count}::integer)`.execute(db);
      return rows.map((row) => row.number);
    },
    async lockShipments(shipmentNumbers) {
      const { rows } = await sql<{ record: ShipmentRecord }>`
        select record from shipment
        where site_id = ${siteId} and shipment_number = any(${shipmentNumbers}::bigint[])
        order by shipment_number for update`.execute(db);
      return rows.map((row) => row.record);
    },
    async insertShipments(shipments) {
      if (shipments.length > 0) await insertShipments(context, shipments);
    },
    async updateShipments(changes) {
      if (changes.length === 0) return true;
      const all = (await updateShipments(context, changes)) === changes.length;
      if (!all) context.refuse('updateShipments');
      return all;
    },
  };
}
