/** Settings that came; sites, and runs with the settings that they began with, have their defaults from now on. */
const SETTINGS = `'{"improveFuture": true, "improveMinDays": 1, "freezeDays": 2}'::jsonb`;

/**
 * FUTURE shipments stand in the queue besides, for what comes earlier than they are promised: each of their lines says
 * the day of that. None is tried for what has been there before; the next change of its products tries it.
 */
export const IMPROVE: readonly string[] = [
  `update site set settings = ${SETTINGS} || settings where settings is not null`,
  `update release_run set record = jsonb_set(
      jsonb_set(record, '{settings}', ${SETTINGS} || (record -> 'settings')),
      '{counts}', '{"improved": 0}' || (record -> 'counts'))`,
  'alter table backlog_line add column promised_for text collate "C"',
  `insert into backlog_line (site_id, product_code, shipment_number, line_id, queue_rank, submitted_at, quantity,
      pickup_location_code, release_not_before, excluded_location_codes, excluded_future_location_codes,
      allows_future_allocate, promised_for)
    select s.site_id, i.item ->> 'productCode', s.shipment_number, (i.item ->> 'lineId')::bigint,
      -((s.record ->> 'priority')::integer), s.record ->> 'submittedAt', (i.item ->> 'quantity')::bigint,
      case when s.record ->> 'shipmentType' = 'BOPIS' then s.record ->> 'fulfillmentLocationCode' end,
      s.record ->> 'releaseNotBefore',
      (select coalesce(jsonb_agg(distinct code order by code), '[]') from jsonb_array_elements(
        (i.item -> 'excludedLocationCodes') || coalesce(i.item -> 'blockedLocationCodes', '[]')) as code),
      i.item -> 'excludedFutureLocationCodes',
      (i.item ->> 'allowsFutureAllocate')::boolean, s.record ->> 'futureDate'
    from shipment s cross join lateral jsonb_array_elements(s.record -> 'items') as i(item)
    where s.shipment_status = 'FUTURE' and s.record ->> 'futureDate' is not null`,
  `create index shipment_next_try_of_promise on shipment (site_id, next_try_day)
    where shipment_status = 'FUTURE' and next_try_day is not null`,
];
