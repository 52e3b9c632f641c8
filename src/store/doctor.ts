import { type RawBuilder, sql } from 'kysely';
import type { Discrepancy } from '../release/ports/store.ts';
import type { SiteContext } from './site-context.ts';

/** A comparison: its statement answers `site_id`, `subject`, `kept` and `rebuilt` where they differ. */
interface Check {
  readonly check: string;
  readonly differences: RawBuilder<Discrepancy>;
}

/** The sum of a ledger column for each source. */
const LEDGER = sql`
  select site_id, location_code, product_code, future_inventory_id, sum(quantity_delta) as quantity,
    sum(allocated_delta) as allocated, sum(pending_delta) as pending,
    sum(safety_stock_delta) as safety_stock
  from ledger group by 1, 2, 3, 4`;

const stockAgainstLedger = (counter: string, column: string): Check => ({
  check: `stock.${counter} against the ledger`,
  differences: sql`
    select coalesce(s.site_id, l.site_id) as "siteId",
      coalesce(s.product_code, l.product_code) || ' at ' || coalesce(s.location_code, l.location_code) as subject,
      s.${sql.ref(counter)} as kept, l.${sql.ref(column)}::bigint as rebuilt
    from stock s full join (select * from (${LEDGER}) all_sources where future_inventory_id = '') l
      using (site_id, location_code, product_code)
    where coalesce(s.${sql.ref(counter)}, 0) <> coalesce(l.${sql.ref(column)}, 0)`,
});

const lotAgainstLedger = (counter: string): Check => ({
  check: `future_lot.${counter} against the ledger`,
  differences: sql`
    select coalesce(f.site_id, l.site_id) as "siteId",
      coalesce(f.future_inventory_id, l.future_inventory_id) as subject,
      f.${sql.ref(counter)} as kept, l.${sql.ref(counter)}::bigint as rebuilt
    from future_lot f full join (select * from (${LEDGER}) all_sources where future_inventory_id <> '') l
      using (site_id, future_inventory_id)
    where coalesce(f.${sql.ref(counter)}, 0) <> coalesce(l.${sql.ref(counter)}, 0)`,
});

/** What each source is held for, summed. */
const HELD = sql`
  select site_id, location_code, product_code, future_inventory_id, sum(quantity) as units
  from allocation group by 1, 2, 3, 4`;

const CHECKS: readonly Check[] = [
  stockAgainstLedger('on_hand', 'quantity'),
  stockAgainstLedger('allocated', 'allocated'),
  stockAgainstLedger('pending', 'pending'),
  stockAgainstLedger('safety_stock', 'safety_stock'),
  lotAgainstLedger('quantity'),
  lotAgainstLedger('allocated'),
  {
    check: 'stock.allocated against the allocations',
    differences: sql`
      select coalesce(s.site_id, h.site_id) as "siteId",
        coalesce(s.product_code, h.product_code) || ' at ' || coalesce(s.location_code, h.location_code) as subject,
        s.allocated as kept, h.units::bigint as rebuilt
      from stock s full join (select * from (${HELD}) all_sources where future_inventory_id = '') h
        using (site_id, location_code, product_code)
      where coalesce(s.allocated, 0) <> coalesce(h.units, 0)`,
  },
  {
    check: 'future_lot.allocated against the allocations',
    differences: sql`
      select coalesce(f.site_id, h.site_id) as "siteId",
        coalesce(f.future_inventory_id, h.future_inventory_id) as subject,
        f.allocated as kept, h.units::bigint as rebuilt
      from future_lot f full join (select * from (${HELD}) all_sources where future_inventory_id <> '') h
        using (site_id, future_inventory_id)
      where coalesce(f.allocated, 0) <> coalesce(h.units, 0)`,
  },
  {
    check: 'units of a line against what its status has allocated',
    differences: sql`
      with line as (
        select s.site_id, s.shipment_number, (i ->> 'lineId')::bigint as line_id,
          case when s.shipment_status in ('READY', 'FUTURE') and (i ->> 'manageStock')::boolean
            then (i ->> 'quantity')::bigint else 0 end as units
        from shipment s, jsonb_array_elements(s.record -> 'items') i
      ), held as (
        select site_id, shipment_number, line_id, sum(quantity)::bigint as units from allocation group by 1, 2, 3
      )
      select coalesce(l.site_id, h.site_id) as "siteId",
        'line ' || coalesce(l.line_id, h.line_id) || ' of shipment '
          || coalesce(l.shipment_number, h.shipment_number) as subject,
        l.units as kept, h.units as rebuilt
      from line l full join held h using (site_id, shipment_number, line_id)
      where coalesce(l.units, 0) <> coalesce(h.units, 0)`,
  },
  {
    check: 'the backlog of a product against the shipments that want it',
    differences: sql`
      with wanted as (
        select distinct s.site_id, s.shipment_number, i ->> 'productCode' as product_code
        from shipment s, jsonb_array_elements(s.record -> 'items') i
        where s.shipment_status = 'BACKORDER' and not s.on_hold and (i ->> 'manageStock')::boolean
      )
      select coalesce(b.site_id, w.site_id) as "siteId",
        coalesce(b.product_code, w.product_code) || ' for shipment '
          || coalesce(b.shipment_number, w.shipment_number) as subject,
        case when b.site_id is null then 'not in the backlog' else 'in the backlog' end as kept,
        case when w.site_id is null then 'not wanted' else 'wanted' end as rebuilt
      from backlog_line b full join wanted w using (site_id, product_code, shipment_number)
      where b.site_id is null or w.site_id is null`,
  },
];

/** Every check, with the statements of one transaction. */
export async function examineIn(tx: SiteContext['db'], limit: number): Promise<Discrepancy[]> {
  const found: Discrepancy[] = [];
  for (const { check, differences } of CHECKS) {
    const { rows } = await sql<Discrepancy>`
      select * from (${differences}) differences order by "siteId", subject limit ${limit}`.execute(tx);
    found.push(...rows.map((row) => ({ ...row, check })));
  }
  return found;
}

/** Every check in one snapshot, so that writes that go on meanwhile are no differences. */
export function examine(db: SiteContext['db'], limit: number): Promise<Discrepancy[]> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute((tx) => examineIn(tx, limit));
}
