import { sql } from 'kysely';
import type { ProductCode } from '../../domain/ids.ts';
import type { LotRow, StockAllocation, StockRow } from '../../domain/site/stock.ts';
import type { StockReader } from '../../release/ports/stock.ts';
import type { SiteContext } from '../site-context.ts';
import { type AllocationRow, allocationOf } from './allocations.ts';
import { LOT_JSON, STOCK_JSON } from './rows.ts';

interface ViewRow {
  readonly current: StockRow[];
  readonly lots: LotRow[];
  readonly versions: Record<ProductCode, number>;
}

/** One statement, and so one moment. */
async function stockOf({ db, siteId }: SiteContext, productCodes: readonly ProductCode[]) {
  const { rows } = await sql<ViewRow>`
    select
      (select coalesce(jsonb_agg(${STOCK_JSON} order by location_code, product_code), '[]')
        from stock where site_id = ${siteId} and product_code = any(${productCodes}::text[])) as current,
      (select coalesce(jsonb_agg(${LOT_JSON}
            order by location_code, delivery_date nulls last, product_code, future_inventory_id), '[]')
        from future_lot
        where site_id = ${siteId} and product_code = any(${productCodes}::text[])
          and status = 'EXPECTED') as lots,
      (select coalesce(jsonb_object_agg(product_code, version), '{}')
        from product_stock
        where site_id = ${siteId} and product_code = any(${productCodes}::text[])) as versions`.execute(db);
  const { current, lots, versions } = rows[0]!;
  return { current, lots, versions: new Map(productCodes.map((code) => [code, versions[code] ?? 0])) };
}

function lotReader({ db, siteId }: SiteContext): Pick<StockReader, 'lots' | 'lotPage' | 'lotsInTrouble'> {
  return {
    async lots(futureInventoryIds) {
      const { rows } = await sql<{ lot: LotRow }>`
        select ${LOT_JSON} as lot from future_lot
        where site_id = ${siteId} and future_inventory_id = any(${futureInventoryIds}::text[])
        order by future_inventory_id`.execute(db);
      return rows.map((row) => row.lot);
    },
    async lotPage({ after, limit, productCode, locationCode }) {
      const { rows } = await sql<{ lot: LotRow }>`
        select ${LOT_JSON} as lot from future_lot
        where site_id = ${siteId} and status = 'EXPECTED'
          and future_inventory_id > ${after ?? ''}
          and (${productCode ?? null}::text is null or product_code = ${productCode ?? null})
          and (${locationCode ?? null}::text is null or location_code = ${locationCode ?? null})
        order by future_inventory_id limit ${limit}`.execute(db);
      return rows.map((row) => row.lot);
    },
    async lotsInTrouble(today) {
      const { rows } = await sql<{ lot: LotRow }>`
        select ${LOT_JSON} as lot from future_lot
        where site_id = ${siteId} and (allocated > quantity
          or (status = 'EXPECTED' and allocated > 0 and delivery_date < ${today}::date)
          or (status = 'EXPECTED' and allocated > 0 and delivery_date is null))
        order by future_inventory_id`.execute(db);
      return rows.map((row) => row.lot);
    },
  };
}

function allocationReader({
  db,
  siteId,
}: SiteContext): Pick<StockReader, 'allocationsOf' | 'allocationsOfLot'> {
  return {
    async allocationsOf(shipmentNumbers): Promise<StockAllocation[]> {
      const { rows } = await sql<AllocationRow>`
        select * from allocation
        where site_id = ${siteId} and shipment_number = any(${shipmentNumbers}::bigint[])
        order by shipment_number, line_id, location_code, future_inventory_id`.execute(db);
      return rows.map(allocationOf);
    },
    async allocationsOfLot(futureInventoryId): Promise<StockAllocation[]> {
      const { rows } = await sql<AllocationRow>`
        select a.* from allocation a join shipment s using (site_id, shipment_number)
        where a.site_id = ${siteId} and a.future_inventory_id = ${futureInventoryId}
          and a.future_inventory_id <> ''
        order by s.queue_rank, s.backordered_at, s.shipment_number, a.line_id`.execute(db);
      return rows.map(allocationOf);
    },
  };
}

export function stockReader(context: SiteContext): StockReader {
  const { db, siteId } = context;
  const lots = lotReader(context);
  return {
    ...lots,
    ...allocationReader(context),
    stockOf: (productCodes) => stockOf(context, productCodes),
    lot: async (futureInventoryId) => (await lots.lots([futureInventoryId]))[0] ?? null,
    async stockPage({ after, limit, productCode, locationCode }) {
      const { rows } = await sql<{ stock: StockRow }>`
        select ${STOCK_JSON} as stock from stock
        where site_id = ${siteId}
          and (location_code, product_code) > (${after?.locationCode ?? ''}, ${after?.productCode ?? ''})
          and (${productCode ?? null}::text is null or product_code = ${productCode ?? null})
          and (${locationCode ?? null}::text is null or location_code = ${locationCode ?? null})
        order by location_code, product_code limit ${limit}`.execute(db);
      return rows.map((row) => row.stock);
    },
  };
}
