/** A primary code: compared byte by byte, so that its order is the same on every server. */
const CODE = 'text collate "C" not null';

/** Settings, catalogue, stock, allocations and the ledger. */
const STOCK = [
  `create table site (
    site_id ${CODE} primary key,
    settings jsonb,
    settings_version integer not null default 0
  )`,
  `create table product (
    site_id ${CODE}, product_code ${CODE},
    record jsonb not null, version integer not null default 1,
    primary key (site_id, product_code)
  )`,
  `create table location (
    site_id ${CODE}, location_code ${CODE},
    record jsonb not null, version integer not null default 1,
    primary key (site_id, location_code)
  )`,
  `create table product_stock (
    site_id ${CODE}, product_code ${CODE},
    version bigint not null default 0,
    primary key (site_id, product_code)
  )`,
  `create table stock (
    site_id ${CODE}, location_code ${CODE}, product_code ${CODE},
    on_hand bigint not null default 0 check (on_hand >= 0),
    allocated bigint not null default 0 check (allocated >= 0),
    pending bigint not null default 0 check (pending >= 0),
    safety_stock bigint not null default 0 check (safety_stock >= 0),
    available bigint not null generated always as (on_hand - allocated - pending - safety_stock) stored,
    unit_cost double precision not null default 0,
    primary key (site_id, product_code, location_code)
  )`,
  'create index stock_by_location on stock (site_id, location_code, product_code)',
  `create table future_lot (
    site_id ${CODE}, future_inventory_id ${CODE}, location_code ${CODE}, product_code ${CODE},
    delivery_date date,
    quantity bigint not null check (quantity >= 0),
    allocated bigint not null default 0 check (allocated >= 0),
    available bigint not null generated always as (quantity - allocated) stored,
    unit_cost double precision not null default 0,
    status text not null default 'EXPECTED' check (status in ('EXPECTED', 'RECEIVED', 'CANCELED')),
    version integer not null default 1,
    primary key (site_id, future_inventory_id),
    check (status = 'EXPECTED' or quantity = 0)
  )`,
  `create index future_lot_expected on future_lot (site_id, product_code) where status = 'EXPECTED'`,
  'create index future_lot_short on future_lot (site_id) where allocated > quantity',
  `create index future_lot_due on future_lot (site_id, delivery_date) where status = 'EXPECTED' and allocated > 0`,
  `create table allocation (
    site_id ${CODE}, shipment_number bigint not null, line_id bigint not null,
    location_code ${CODE}, product_code ${CODE}, future_inventory_id ${CODE} default '',
    quantity bigint not null check (quantity > 0),
    primary key (site_id, shipment_number, line_id, location_code, future_inventory_id)
  )`,
  `create index allocation_of_lot on allocation (site_id, future_inventory_id) where future_inventory_id <> ''`,
  `create table ledger (
    entry_id bigint generated always as identity primary key,
    site_id ${CODE}, at timestamptz not null, cause text not null, reference text not null,
    location_code ${CODE}, product_code ${CODE}, future_inventory_id ${CODE} default '',
    quantity_delta bigint not null default 0,
    allocated_delta bigint not null default 0,
    pending_delta bigint not null default 0,
    safety_stock_delta bigint not null default 0
  )`,
];

/** Orders, shipments, and which products the backlog wants. */
const SHIPMENTS = [
  'create sequence order_number start 1001',
  'create sequence shipment_number start 1001',
  `create table customer_order (
    site_id ${CODE}, order_number bigint not null, record jsonb not null,
    primary key (site_id, order_number)
  )`,
  `create table shipment (
    site_id ${CODE}, shipment_number bigint not null,
    version integer not null,
    record jsonb not null,
    shipment_status text not null generated always as (record ->> 'shipmentStatus') stored,
    shipment_type text not null generated always as (record ->> 'shipmentType') stored,
    order_number bigint not null generated always as ((record ->> 'orderNumber')::bigint) stored,
    original_shipment_number bigint not null
      generated always as ((record ->> 'originalShipmentNumber')::bigint) stored,
    fulfillment_location_code text collate "C"
      generated always as (record ->> 'fulfillmentLocationCode') stored,
    on_hold boolean not null generated always as ((record ->> 'onHold')::boolean) stored,
    queue_rank integer not null generated always as (-((record ->> 'priority')::integer)) stored,
    backordered_at text collate "C" not null
      generated always as (coalesce(record ->> 'backorderedAt', '')) stored,
    primary key (site_id, shipment_number)
  )`,
  'create index shipment_by_status on shipment (site_id, shipment_status, shipment_number)',
  'create index shipment_by_order on shipment (site_id, order_number)',
  'create index shipment_by_family on shipment (site_id, original_shipment_number)',
  `create index shipment_queue on shipment (site_id, queue_rank, backordered_at, shipment_number)
    where shipment_status = 'BACKORDER' and not on_hold`,
  `create table backlog_line (
    site_id ${CODE}, product_code ${CODE}, shipment_number bigint not null,
    primary key (site_id, product_code, shipment_number)
  )`,
  'create index backlog_line_of_shipment on backlog_line (site_id, shipment_number)',
];

/** Events and webhooks, keys of writes, triggers, runs, payments. */
const AROUND = [
  `create table event (
    sequence bigint generated always as identity primary key,
    site_id ${CODE}, position bigint, record jsonb not null
  )`,
  'create unique index event_by_position on event (site_id, position) where position is not null',
  'create index event_unnumbered on event (site_id, sequence) where position is null',
  `create table event_cursor (site_id ${CODE} primary key, last_position bigint not null default 0)`,
  `create table webhook (
    site_id ${CODE}, webhook_id ${CODE}, version integer not null,
    url text not null, secret text not null, topics jsonb not null, is_enabled boolean not null,
    position bigint not null, failures integer not null, next_attempt_at timestamptz, last_error text,
    created_at timestamptz not null, claimed_until timestamptz,
    primary key (site_id, webhook_id)
  )`,
  `create table idempotency_key (
    site_id ${CODE}, key ${CODE}, request_hash text not null,
    status integer, body json, created_at timestamptz not null,
    primary key (site_id, key)
  )`,
  'create sequence trigger_claim',
  `create table stock_trigger (
    site_id ${CODE}, product_code ${CODE}, claim bigint, claimed_until timestamptz,
    primary key (site_id, product_code)
  )`,
  `create table release_run (
    site_id ${CODE}, run_id ${CODE}, record jsonb not null,
    started_at text collate "C" not null generated always as (record ->> 'startedAt') stored,
    primary key (site_id, run_id)
  )`,
  'create index release_run_by_start on release_run (site_id, started_at)',
  `create table run_item (
    site_id ${CODE}, run_id ${CODE}, sequence integer not null, record jsonb not null,
    primary key (site_id, run_id, sequence)
  )`,
  `create table audit (
    entry_id bigint generated always as identity primary key,
    site_id ${CODE}, shipment_number bigint not null, record jsonb not null
  )`,
  'create index audit_of_shipment on audit (site_id, shipment_number, entry_id)',
  `create table payment_authorization (
    site_id ${CODE}, authorization_id ${CODE}, record jsonb not null,
    order_number bigint not null generated always as ((record ->> 'orderNumber')::bigint) stored,
    primary key (site_id, authorization_id)
  )`,
  'create index payment_authorization_of_order on payment_authorization (site_id, order_number)',
  `create table payment_step (
    entry_id bigint generated always as identity primary key,
    site_id ${CODE}, step_key ${CODE}, record jsonb not null,
    status text not null generated always as (record ->> 'status') stored,
    unique (site_id, step_key)
  )`,
  `create index payment_step_pending on payment_step (site_id, entry_id) where status = 'PENDING'`,
];

/** Everything that the first version keeps. */
export const RECORDS: readonly string[] = [...STOCK, ...SHIPMENTS, ...AROUND];
