/** A code: compared byte by byte, so that its order is the same on every server. */
const CODE = 'text collate "C"';

/** Settings that came: sites, and runs with the settings that they began with, have their defaults from now on. */
const SETTINGS = `'{"newOrders": "after-releasable", "reserveAfterDays": null, "partialReleaseOn": "schedule",
  "minPartialUnits": 1, "unprovenRetryMs": 10000, "maxGap": null}'::jsonb`;

/**
 * The queue says of each line that waits where it stands and what it wants, which shipments are yet to be decided
 * (`due`), and why the others wait. A change writes down what it may free, of whichever kind.
 */
export const QUEUE: readonly string[] = [
  `update site set settings = ${SETTINGS} || settings where settings is not null`,
  `update release_run set record = jsonb_set(record, '{settings}', ${SETTINGS} || (record -> 'settings'))`,
  'drop table backlog_line',
  `create table backlog_line (
    site_id ${CODE} not null, product_code ${CODE} not null,
    shipment_number bigint not null, line_id bigint not null,
    queue_rank integer not null, submitted_at ${CODE} not null,
    quantity bigint not null,
    pickup_location_code ${CODE},
    release_not_before ${CODE},
    excluded_location_codes jsonb not null,
    excluded_future_location_codes jsonb not null,
    allows_future_allocate boolean,
    due bigint,
    primary key (site_id, product_code, shipment_number, line_id)
  )`,
  `insert into backlog_line
    select s.site_id, i.item ->> 'productCode', s.shipment_number, (i.item ->> 'lineId')::bigint,
      -((s.record ->> 'priority')::integer), coalesce(s.record ->> 'submittedAt', s.record ->> 'createdAt'),
      (i.item ->> 'quantity')::bigint,
      case when s.record ->> 'shipmentType' = 'BOPIS' then s.record ->> 'fulfillmentLocationCode' end,
      s.record ->> 'releaseNotBefore',
      i.item -> 'excludedLocationCodes', i.item -> 'excludedFutureLocationCodes',
      (i.item ->> 'allowsFutureAllocate')::boolean, 0
    from shipment s cross join lateral jsonb_array_elements(s.record -> 'items') as i(item)
    where s.shipment_status = 'BACKORDER' and not s.on_hold`,
  'create index backlog_line_of_shipment on backlog_line (site_id, shipment_number)',
  `create index backlog_line_of_pickup on backlog_line (site_id, pickup_location_code)
    where pickup_location_code is not null`,
  `create index backlog_line_due on backlog_line (site_id, queue_rank, submitted_at, shipment_number)
    where due is not null`,
  'create index backlog_line_due_of_product on backlog_line (site_id, product_code) where due is not null',
  'create sequence queue_mark',
  `create table queue_trigger (
    site_id ${CODE} not null, kind text not null, subject ${CODE} not null, stamp bigint not null,
    primary key (site_id, kind, subject)
  )`,
  `insert into queue_trigger
    select site_id, 'product', product_code, nextval('queue_mark') from stock_trigger`,
  // Whoever waited before has no reason written down yet: each site is tried once.
  `insert into queue_trigger select site_id, 'site', '', nextval('queue_mark') from site`,
  'drop table stock_trigger',
  'drop sequence trigger_claim',
  `create table site_queue (
    site_id ${CODE} not null primary key,
    claim bigint not null,
    claimed_until timestamptz,
    has_more boolean not null
  )`,
  'alter table shipment add column waiting jsonb, add column next_try_day date',
  `create index shipment_next_try on shipment (site_id, next_try_day)
    where shipment_status = 'BACKORDER' and next_try_day is not null`,
];
