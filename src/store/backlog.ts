import { sql } from 'kysely';
import type { QueuePosition, ShipmentReader } from '../release/ports/shipments.ts';
import type { SiteContext } from './site-context.ts';

/**
 * A page of the queue. With products the plan starts from the lines of the backlog that want them, without
 * them from the index that is the queue itself; neither looks at shipments that do not wait.
 */
export async function readBacklog(
  { db, siteId }: SiteContext,
  { productCodes, shipmentNumbers, after, limit }: Parameters<ShipmentReader['backlog']>[0],
): Promise<QueuePosition[]> {
  const wanting =
    productCodes === null
      ? sql``
      : sql`and s.shipment_number in (
          select shipment_number from backlog_line
          where site_id = ${siteId} and product_code = any(${productCodes}::text[]))`;
  const among =
    shipmentNumbers === null ? sql`` : sql`and s.shipment_number = any(${shipmentNumbers}::bigint[])`;
  const later =
    after === null
      ? sql``
      : sql`and (s.queue_rank, s.backordered_at, s.shipment_number) >
          (${-after.priority}::integer, ${after.backorderedAt}::text, ${after.shipmentNumber}::bigint)`;
  const { rows } = await sql<QueuePosition>`
    select -s.queue_rank as priority, s.backordered_at as "backorderedAt",
      s.shipment_number as "shipmentNumber"
    from shipment s
    where s.site_id = ${siteId} and s.shipment_status = 'BACKORDER' and not s.on_hold
      ${wanting} ${among} ${later}
    order by s.queue_rank, s.backordered_at, s.shipment_number
    limit ${limit}`.execute(db);
  return rows;
}
