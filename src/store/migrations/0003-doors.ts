/**
 * Orders and shipments say when they were submitted, by which the queue orders, and the earliest day of their release;
 * shipments also say the caller's name of their order. Records from before were submitted when they were placed.
 */
export const DOORS = [
  `update customer_order set record = jsonb_set(
      record || jsonb_build_object('submittedAt', record -> 'createdAt'), '{request,releaseNotBefore}', 'null')
    where not jsonb_exists(record, 'submittedAt')`,
  `update shipment s set record = s.record || jsonb_build_object(
      'submittedAt', o.record -> 'submittedAt',
      'externalOrderId', o.record -> 'externalOrderId',
      'releaseNotBefore', null)
    from customer_order o
    where o.site_id = s.site_id and o.order_number = s.order_number and not jsonb_exists(s.record, 'submittedAt')`,
  // One whose order is not there (nothing of ours makes such) keeps the age that it had.
  `update shipment set record = record || jsonb_build_object(
      'submittedAt', coalesce(record -> 'backorderedAt', record -> 'createdAt'),
      'externalOrderId', null,
      'releaseNotBefore', null)
    where not jsonb_exists(record, 'submittedAt')`,
  `alter table customer_order
    add column external_order_id text collate "C" generated always as (record ->> 'externalOrderId') stored`,
  `create index customer_order_by_external_id on customer_order (site_id, external_order_id, order_number)
    where external_order_id is not null`,
  'drop index shipment_queue',
  'alter table shipment drop column backordered_at',
  `alter table shipment
    add column submitted_at text collate "C" not null generated always as (record ->> 'submittedAt') stored,
    add column external_order_id text collate "C" generated always as (record ->> 'externalOrderId') stored,
    add column release_not_before text collate "C" generated always as (record ->> 'releaseNotBefore') stored`,
  `create index shipment_queue on shipment (site_id, queue_rank, submitted_at, shipment_number)
    where shipment_status = 'BACKORDER' and not on_hold`,
  `create index shipment_by_external_order on shipment (site_id, external_order_id, shipment_number)
    where external_order_id is not null`,
  // The callers' names of orders, each once. Of orders that shared one before, the first has it.
  `create table external_order (
    site_id text collate "C" not null, external_order_id text collate "C" not null, order_number bigint not null,
    primary key (site_id, external_order_id)
  )`,
  `insert into external_order (site_id, external_order_id, order_number)
    select site_id, external_order_id, min(order_number) from customer_order
    where external_order_id is not null group by 1, 2`,
];
