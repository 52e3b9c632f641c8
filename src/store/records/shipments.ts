import { sql } from 'kysely';
import type { ShipmentNumber, SiteId } from '../../domain/ids.ts';
import type { ShipmentRecord } from '../../domain/site/shipment.ts';
import type { ShipmentFilter, ShipmentReader } from '../../release/ports/shipments.ts';
import { any, asJson } from '../given-rows.ts';
import type { SiteContext } from '../site-context.ts';
import { type Given, statement } from '../statement.ts';
import { readBacklog } from './backlog.ts';

const selectShipment = statement(
  (db, given: Given<{ readonly siteId: SiteId; readonly shipmentNumber: ShipmentNumber }>) =>
    db
      .selectFrom('shipment')
      .select('record')
      .where('site_id', '=', given.siteId)
      .where('shipment_number', '=', given.shipmentNumber),
);

async function findShipments(
  { db, siteId }: SiteContext,
  {
    statuses,
    productCode,
    locationCode,
    orderNumber,
    externalOrderId,
    shipmentType,
    onHold,
    after,
    newestFirst,
    limit,
  }: ShipmentFilter,
): Promise<ShipmentRecord[]> {
  let query = db.selectFrom('shipment').select('record').where('site_id', '=', siteId);
  if (statuses) query = query.where('shipment_status', '=', any(statuses));
  if (orderNumber !== undefined) query = query.where('order_number', '=', orderNumber);
  if (externalOrderId !== undefined) query = query.where('external_order_id', '=', externalOrderId);
  if (shipmentType) query = query.where('shipment_type', '=', shipmentType);
  if (locationCode) query = query.where('fulfillment_location_code', '=', locationCode);
  if (onHold !== undefined) query = query.where('on_hold', '=', onHold);
  if (after !== null) query = query.where('shipment_number', '>', after);
  if (productCode) {
    const wanted = asJson([{ productCode }]);
    query = query.where((eb) => sql<boolean>`${eb.ref('record', '->').key('items')} @> ${wanted}::jsonb`);
  }
  const rows = await query
    .orderBy('shipment_number', newestFirst ? 'desc' : 'asc')
    .limit(limit)
    .execute();
  return rows.map((row) => row.record);
}

/** Shipments of a site, and their queue. */
export function shipmentReader(context: SiteContext): ShipmentReader {
  const { db, siteId } = context;
  return {
    async shipment(shipmentNumber) {
      const [row] = await selectShipment(db, { siteId, shipmentNumber });
      return row?.record ?? null;
    },
    shipments: (filter) => findShipments(context, filter),
    async lineage(originalShipmentNumber) {
      const rows = await db
        .selectFrom('shipment')
        .select('record')
        .where('site_id', '=', siteId)
        .where('original_shipment_number', '=', originalShipmentNumber)
        .orderBy('shipment_number')
        .execute();
      return rows.map((row) => row.record);
    },
    backlog: (request) => readBacklog(context, request),
    async shipmentCounts() {
      const rows = await db
        .selectFrom('shipment')
        .select((eb) => ['shipment_status', eb.fn.countAll<number>().as('count')])
        .where('site_id', '=', siteId)
        .groupBy('shipment_status')
        .execute();
      return new Map(rows.map((row) => [row.shipment_status, row.count]));
    },
  };
}
