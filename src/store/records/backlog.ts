import { type RawBuilder, sql } from 'kysely';
import type { ProductCode } from '../../domain/ids.ts';
import type { QueuePosition, ShipmentReader } from '../../release/ports/shipments.ts';
import type { SiteContext } from '../site-context.ts';

/**
 * Shipments to look at: those of the queue's own index, or those whose lines want the products, each looked up by
 * its number. The `offset 0` keeps the planner from turning that into a walk through the whole queue.
 */
function candidates(
  { siteId }: SiteContext,
  productCodes: readonly ProductCode[] | null,
): RawBuilder<unknown> {
  if (productCodes === null) return sql`shipment s`;
  return sql`(
      select distinct shipment_number from backlog_line
      where site_id = ${siteId} and product_code = any(${productCodes}::text[])
    ) wanting cross join lateral (
      select site_id, shipment_number, shipment_status, on_hold, queue_rank, backordered_at from shipment
      where site_id = ${siteId} and shipment_number = wanting.shipment_number offset 0
    ) s`;
}

/** A page of the queue; neither way looks at shipments that do not wait. */
export async function readBacklog(
  context: SiteContext,
  { productCodes, shipmentNumbers, after, limit }: Parameters<ShipmentReader['backlog']>[0],
): Promise<QueuePosition[]> {
  const { db, siteId } = context;
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
    from ${candidates(context, productCodes)}
    where s.site_id = ${siteId} and s.shipment_status = 'BACKORDER' and not s.on_hold ${among} ${later}
    order by s.queue_rank, s.backordered_at, s.shipment_number
    limit ${limit}`.execute(db);
  return rows;
}
