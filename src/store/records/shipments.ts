import { type RawBuilder, sql } from 'kysely';
import type { ShipmentNumber, SiteId } from '../../domain/ids.ts';
import type { ShipmentRecord, ShipmentStatus } from '../../domain/site/shipment.ts';
import type { ShipmentFilter, ShipmentReader, ShipmentWriter } from '../../release/ports/shipments.ts';
import { asJson, type SiteContext, type TransactionContext } from '../site-context.ts';
import { readBacklog } from './backlog.ts';

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

/** Rows of `backlog_line`: what a shipment that waits wants, one a product that needs stock. */
function backlogLines(shipments: readonly ShipmentRecord[]): RawBuilder<unknown> | null {
  const rows = shipments
    .filter((shipment) => shipment.shipmentStatus === 'BACKORDER' && !shipment.onHold)
    .flatMap(({ shipmentNumber, items }) => {
      const wanted = items.filter((item) => item.manageStock).map((item) => item.productCode);
      return [...new Set(wanted)].map((productCode) => ({ productCode, shipmentNumber }));
    });
  if (rows.length === 0) return null;
  return sql`unnest(${rows.map((row) => row.productCode)}::text[],
    ${rows.map((row) => row.shipmentNumber)}::bigint[]) as w(product_code, shipment_number)`;
}

const joinBacklog = (siteId: SiteId, lines: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  insert into backlog_line (site_id, product_code, shipment_number)
  select ${siteId}, product_code, shipment_number from ${lines} on conflict do nothing`;

async function insertShipments(
  { db, siteId }: SiteContext,
  shipments: readonly ShipmentRecord[],
): Promise<void> {
  const records = shipments.map((shipment) => asJson({ ...shipment, version: 1 }));
  const insert = sql`
    insert into shipment (site_id, shipment_number, version, record)
    select ${siteId}, number, 1, record
    from unnest(${shipments.map((shipment) => shipment.shipmentNumber)}::bigint[], ${records}::jsonb[])
      as g(number, record)`;
  const lines = backlogLines(shipments);
  await (lines === null ? insert : sql`with made as (${insert}) ${joinBacklog(siteId, lines)}`).execute(db);
}

/** Answers how many had the version that was expected of them; unless all had, nothing of it may be committed. */
async function updateShipments(
  { db, siteId }: SiteContext,
  changes: Parameters<ShipmentWriter['updateShipments']>[0],
): Promise<number> {
  const numbers = changes.map(({ shipment }) => shipment.shipmentNumber);
  const records = changes.map(({ shipment, expectedVersion }) =>
    asJson({ ...shipment, version: expectedVersion + 1 }),
  );
  const lines = backlogLines(changes.map(({ shipment }) => shipment));
  const stillWanted =
    lines === null
      ? sql``
      : sql`and not exists (select from ${lines}
          where w.shipment_number = b.shipment_number and w.product_code = b.product_code)`;
  const joined = lines === null ? sql`` : sql`, joined_the_backlog as (${joinBacklog(siteId, lines)})`;
  const { rows } = await sql<{ count: number }>`
    with changed as (
      update shipment s set version = g.expected + 1, record = g.record
      from unnest(${numbers}::bigint[], ${changes.map((change) => change.expectedVersion)}::integer[],
        ${records}::jsonb[]) as g(number, expected, record)
      where s.site_id = ${siteId} and s.shipment_number = any(${numbers}::bigint[])
        and s.shipment_number = g.number and s.version = g.expected
      returning s.shipment_number
    ), left_the_backlog as (
      delete from backlog_line b
      where b.site_id = ${siteId} and b.shipment_number = any(${numbers}::bigint[]) ${stillWanted}
    ) ${joined}
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
