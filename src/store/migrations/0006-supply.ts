/**
 * A lot is a line of a purchase order: an id may stand for several products and locations. Receipts that name
 * themselves are kept with their answers. Settings and shipments say what they did not know before.
 */
export const SUPPLY = [
  'alter table future_lot drop constraint future_lot_pkey',
  'alter table future_lot add primary key (site_id, future_inventory_id, location_code, product_code)',
  'create index allocation_of_product on allocation (site_id, product_code)',
  'create index stock_oversold on stock (site_id, location_code, product_code) where allocated > on_hand',
  `create table lot_receipt (
    site_id text collate "C" not null, receipt_id text collate "C" not null,
    receipt jsonb not null, lots json not null, received_at timestamptz not null,
    primary key (site_id, receipt_id)
  )`,
  `update site set settings = '{"overdueGraceDays": 3}'
      || settings
    where settings is not null`,
  `update release_run set record = jsonb_set(record, '{settings}',
      '{"overdueGraceDays": 3}' || (record -> 'settings'))`,
  `update shipment set record = record || '{"overdue": false}' where not jsonb_exists(record, 'overdue')`,
];
