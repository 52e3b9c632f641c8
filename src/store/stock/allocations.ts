import { type RawBuilder, sql } from 'kysely';
import type {
  FutureInventoryId,
  LineId,
  LocationCode,
  ProductCode,
  ShipmentNumber,
  SiteId,
} from '../../domain/ids.ts';
import type { StockAllocation, StockCause } from '../../domain/site/stock.ts';
import type { StockWriter } from '../../release/ports/stock.ts';
import { assertLocked, type TransactionContext } from '../site-context.ts';

/** A row of `allocation`; current stock is the lot named ''. */
export interface AllocationRow {
  readonly shipment_number: ShipmentNumber;
  readonly line_id: LineId;
  readonly location_code: LocationCode;
  readonly product_code: ProductCode;
  readonly future_inventory_id: FutureInventoryId;
  readonly quantity: number;
}

export const allocationOf = (row: AllocationRow): StockAllocation => ({
  shipmentNumber: row.shipment_number,
  lineId: row.line_id,
  locationCode: row.location_code,
  productCode: row.product_code,
  futureInventoryId: row.future_inventory_id === '' ? null : row.future_inventory_id,
  quantity: row.quantity,
});

const productsOf = (rows: readonly StockAllocation[]): ProductCode[] => rows.map((row) => row.productCode);

/** What the rows want of one source, all lines together. */
interface WantedUnits {
  readonly locationCode: LocationCode;
  readonly productCode: ProductCode;
  readonly lot: string;
  units: number;
}

function wantedOf(rows: readonly StockAllocation[]): WantedUnits[] {
  const wanted = new Map<string, WantedUnits>();
  for (const { locationCode, productCode, futureInventoryId, quantity } of rows) {
    const lot = futureInventoryId ?? '';
    const key = JSON.stringify([locationCode, productCode, lot]);
    const known = wanted.get(key);
    if (known) known.units += quantity;
    else wanted.set(key, { locationCode, productCode, lot, units: quantity });
  }
  return [...wanted.values()];
}

/**
 * Arrays of the columns. Each statement names its keys once more by `any`: only so does the planner take the whole
 * index while it has no statistics yet, and not all that the site has.
 */
const unnested = (wanted: readonly WantedUnits[]): RawBuilder<unknown> => sql`unnest(
  ${wanted.map((each) => each.locationCode)}::text[], ${wanted.map((each) => each.productCode)}::text[],
  ${wanted.map((each) => each.lot)}::text[], ${wanted.map((each) => each.units)}::bigint[])
  as w(location_code, product_code, lot, units)`;

/** Takes units of current stock, each under its own condition. Answers rows of `location_code` to `units`. */
const takeFromStock = (siteId: SiteId, wanted: readonly WantedUnits[]): RawBuilder<unknown> => sql`
  update stock s set allocated = s.allocated + w.units from ${unnested(wanted)}
  where s.site_id = ${siteId} and s.product_code = any(${wanted.map((each) => each.productCode)}::text[])
    and s.product_code = w.product_code and s.location_code = w.location_code
    and s.available >= w.units
  returning s.location_code, s.product_code, w.lot, w.units`;

/** Likewise of future lots. */
const takeFromLots = (siteId: SiteId, wanted: readonly WantedUnits[]): RawBuilder<unknown> => sql`
  update future_lot l set allocated = l.allocated + w.units, version = l.version + 1 from ${unnested(wanted)}
  where l.site_id = ${siteId} and l.future_inventory_id = any(${wanted.map((each) => each.lot)}::text[])
    and l.future_inventory_id = w.lot and l.product_code = w.product_code and l.location_code = w.location_code and l.status = 'EXPECTED' and l.available >= w.units
  returning l.location_code, l.product_code, w.lot, w.units`;

/** Takes every row from its source. Answers whether all could be taken; if not, nothing of it may be committed. */
async function take(
  { db, siteId, now }: TransactionContext,
  rows: readonly StockAllocation[],
  cause: StockCause,
): Promise<boolean> {
  const wanted = wantedOf(rows);
  const current = wanted.filter((each) => each.lot === '');
  const future = wanted.filter((each) => each.lot !== '');
  const parts = [
    ...(current.length > 0 ? [{ name: sql`from_stock`, take: takeFromStock(siteId, current) }] : []),
    ...(future.length > 0 ? [{ name: sql`from_lots`, take: takeFromLots(siteId, future) }] : []),
  ];
  const result = await sql<{ taken: number }>`
    with ${sql.join(parts.map((part) => sql`${part.name} as (${part.take})`))}, taken as (
      ${sql.join(
        parts.map((part) => sql`select location_code, product_code, lot, units from ${part.name}`),
        sql` union all `,
      )}
    ), held as (
      insert into allocation (site_id, shipment_number, line_id, location_code, product_code,
        future_inventory_id, quantity)
      select ${siteId}, * from unnest(${rows.map((row) => row.shipmentNumber)}::bigint[],
        ${rows.map((row) => row.lineId)}::bigint[], ${rows.map((row) => row.locationCode)}::text[],
        ${productsOf(rows)}::text[], ${rows.map((row) => row.futureInventoryId ?? '')}::text[],
        ${rows.map((row) => row.quantity)}::bigint[])
    ), noted as (
      insert into ledger (site_id, at, cause, reference, location_code, product_code, future_inventory_id,
        allocated_delta)
      select ${siteId}, ${now()}::timestamptz, ${cause.kind}, ${cause.reference}, location_code, product_code, lot,
        units
      from taken
    ), bumped as (
      update product_stock set version = version + 1
      where site_id = ${siteId} and product_code = any(${[...new Set(productsOf(rows))]}::text[])
    )
    select count(*) as taken from taken`.execute(db);
  return result.rows[0]!.taken === wanted.length;
}

/**
 * Ends allocations. What leaves the building takes its units of the count along; a count that has fallen below
 * what was promised, because somebody counted, ends at 0 and not below.
 */
async function giveBack(
  { db, siteId, now }: TransactionContext,
  shipmentNumbers: readonly ShipmentNumber[],
  cause: StockCause,
  { which, leaves }: { readonly which: RawBuilder<boolean>; readonly leaves: boolean },
): Promise<StockAllocation[]> {
  const { rows } = await sql<AllocationRow>`
    with gone as (
      delete from allocation
      where site_id = ${siteId} and shipment_number = any(${shipmentNumbers}::bigint[]) and ${which}
      returning *
    ), given as (
      select location_code, product_code, future_inventory_id as lot, sum(quantity)::bigint as units
      from gone group by 1, 2, 3
    ), counted as (
      select g.*, case when ${leaves}::boolean then least(g.units, coalesce(s.on_hand, 0)) else 0 end as left_with
      from given g left join stock s on s.site_id = ${siteId} and g.lot = ''
        and s.product_code = g.product_code and s.location_code = g.location_code
    ), to_stock as (
      update stock s set allocated = s.allocated - c.units, on_hand = s.on_hand - c.left_with
      from counted c
      where c.lot = '' and s.site_id = ${siteId} and s.product_code = c.product_code
        and s.location_code = c.location_code
    ), to_lots as (
      update future_lot l set allocated = l.allocated - c.units, version = l.version + 1 from counted c
      where c.lot <> '' and l.site_id = ${siteId} and l.future_inventory_id = c.lot
    ), noted as (
      insert into ledger (site_id, at, cause, reference, location_code, product_code, future_inventory_id,
        allocated_delta, quantity_delta)
      select ${siteId}, ${now()}::timestamptz, ${cause.kind}, ${cause.reference}, location_code, product_code, lot,
        -units, -left_with
      from counted
    ), bumped as (
      update product_stock set version = version + 1
      where site_id = ${siteId} and product_code = any(array(select product_code from given))
    )
    select * from gone order by shipment_number, line_id, location_code, future_inventory_id`.execute(db);
  return rows.map(allocationOf);
}

export function allocationWriter(
  context: TransactionContext,
): Pick<StockWriter, 'allocate' | 'deallocate' | 'fulfill'> {
  return {
    async allocate(rows, cause) {
      if (rows.length === 0) return true;
      assertLocked(context, productsOf(rows));
      const taken = await take(context, rows, cause);
      if (!taken) context.refuse('allocate');
      return taken;
    },
    async deallocate(shipmentNumbers, cause) {
      const back = await giveBack(context, shipmentNumbers, cause, { which: sql`true`, leaves: false });
      assertLocked(context, productsOf(back));
      return back;
    },
    async fulfill(shipmentNumbers, cause) {
      const which = sql<boolean>`future_inventory_id = ''`;
      const gone = await giveBack(context, shipmentNumbers, cause, { which, leaves: true });
      assertLocked(context, productsOf(gone));
      return gone;
    },
  };
}
