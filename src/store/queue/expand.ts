import type { CalendarDate } from '../../domain/calendar.ts';
import type { LocationCode, ProductCode, ShipmentNumber, SiteId } from '../../domain/ids.ts';
import { anySelected, literal } from '../given-rows.ts';
import { type Given, statement } from '../statement.ts';
import { nextMark } from './triggers.ts';

interface Day {
  readonly siteId: SiteId;
  readonly today: CalendarDate;
}

/**
 * Marks the lines of whoever the triggers speak of, and deletes the triggers: in one statement, which sees one moment.
 * A trigger that is written anew meanwhile has another number and stays.
 */
export const expand = statement((db, { siteId, today }: Given<Day>) =>
  db
    .with(
      (cte) => cte('taken').materialized(),
      (query) =>
        query
          .selectFrom('queue_trigger')
          .select(['kind', 'subject', 'written'])
          .where('site_id', '=', siteId)
          .where('kind', '<>', literal('site')),
    )
    .with('place', (query) =>
      query
        .selectFrom('taken')
        .select((eb) => eb.ref('subject').$castTo<LocationCode>().as('location_code'))
        .where('kind', '=', literal('location')),
    )
    // Products that are there, or expected there.
    .with('changed_product', (query) =>
      query
        .selectFrom('taken')
        .select((eb) => eb.ref('subject').$castTo<ProductCode>().as('product_code'))
        .where('kind', '=', literal('product'))
        .union(
          query
            .selectFrom('stock')
            .select('product_code')
            .where('site_id', '=', siteId)
            .where('location_code', '=', anySelected(query.selectFrom('place').select('location_code'))),
        )
        .union(
          query
            .selectFrom('future_lot')
            .select('product_code')
            .where('site_id', '=', siteId)
            .where('status', '=', literal('EXPECTED'))
            .where('location_code', '=', anySelected(query.selectFrom('place').select('location_code'))),
        ),
    )
    .with('touched', (query) =>
      query
        .selectFrom('backlog_line')
        .select('shipment_number')
        .where('site_id', '=', siteId)
        .where('product_code', '=', anySelected(query.selectFrom('changed_product').select('product_code')))
        .union(
          query
            .selectFrom('backlog_line')
            .select('shipment_number')
            .where('site_id', '=', siteId)
            .where(
              'pickup_location_code',
              '=',
              anySelected(query.selectFrom('place').select('location_code')),
            ),
        )
        .union(
          query
            .selectFrom('taken')
            .select((eb) => eb.cast<ShipmentNumber>('subject', 'bigint').as('shipment_number'))
            .where('kind', '=', literal('shipment')),
        ),
    )
    .with(
      (cte) => cte('mine').materialized(),
      (query) => query.selectNoFrom(nextMark.as('mark')),
    )
    .with('marked', (query) =>
      query
        .updateTable('backlog_line')
        .set((eb) => ({ due: eb.selectFrom('mine').select('mine.mark') }))
        .where('site_id', '=', siteId)
        .where('shipment_number', '=', anySelected(query.selectFrom('touched').select('shipment_number')))
        .where((eb) => eb.or([eb('release_not_before', 'is', null), eb('release_not_before', '<=', today)]))
        .returning('shipment_number'),
    )
    .deleteFrom('queue_trigger')
    .using('taken')
    .where('queue_trigger.site_id', '=', siteId)
    .whereRef('queue_trigger.kind', '=', 'taken.kind')
    .whereRef('queue_trigger.subject', '=', 'taken.subject')
    .whereRef('queue_trigger.written', '=', 'taken.written')
    .returning((eb) =>
      eb
        .selectFrom('marked')
        .select((inner) => inner.fn.count<number>('marked.shipment_number').distinct().as('count'))
        .as('count'),
    ),
);

/** Marks every line of the site, and deletes the trigger that says so; null where there is none. */
export const expandSite = statement((db, { siteId, today }: Given<Day>) =>
  db
    .with(
      (cte) => cte('taken').materialized(),
      (query) =>
        query
          .selectFrom('queue_trigger')
          .select(['kind', 'written'])
          .where('site_id', '=', siteId)
          .where('kind', '=', literal('site')),
    )
    .with(
      (cte) => cte('mine').materialized(),
      (query) => query.selectNoFrom(nextMark.as('mark')),
    )
    .with('marked', (query) =>
      query
        .updateTable('backlog_line')
        .set((eb) => ({ due: eb.selectFrom('mine').select('mine.mark') }))
        .where('site_id', '=', siteId)
        .where((eb) => eb.exists(eb.selectFrom('taken').select('taken.kind')))
        .where((eb) => eb.or([eb('release_not_before', 'is', null), eb('release_not_before', '<=', today)]))
        .returning('shipment_number'),
    )
    .deleteFrom('queue_trigger')
    .using('taken')
    .where('queue_trigger.site_id', '=', siteId)
    .whereRef('queue_trigger.kind', '=', 'taken.kind')
    .whereRef('queue_trigger.written', '=', 'taken.written')
    .returning((eb) =>
      eb
        .selectFrom('marked')
        .select((inner) => inner.fn.count<number>('marked.shipment_number').distinct().as('count'))
        .as('count'),
    ),
);

/** Whether the whole site is to be looked at. */
export const selectSiteTrigger = statement((db, { siteId }: Given<Pick<Day, 'siteId'>>) =>
  db
    .selectFrom('queue_trigger')
    .select('written')
    .where('site_id', '=', siteId)
    .where('kind', '=', literal('site')),
);

/** Marks the lines of those whose day has come and that are not marked already. */
export const markDay = statement((db, { siteId, today }: Given<Day>) =>
  db
    .with(
      (cte) => cte('mine').materialized(),
      (query) => query.selectNoFrom(nextMark.as('mark')),
    )
    .with('marked', (query) =>
      query
        .updateTable('backlog_line as b')
        .set((eb) => ({ due: eb.selectFrom('mine').select('mine.mark') }))
        .where('b.site_id', '=', siteId)
        .where('b.due', 'is', null)
        .where(
          'b.shipment_number',
          '=',
          anySelected(
            query
              .selectFrom('shipment')
              .select('shipment_number')
              .where('site_id', '=', siteId)
              .where('shipment_status', '=', literal('BACKORDER'))
              .where('next_try_day', 'is not', null)
              .where('next_try_day', '<=', today),
          ),
        )
        .returning('b.shipment_number'),
    )
    .selectFrom('marked')
    .select((eb) => eb.fn.count<number>('shipment_number').distinct().as('count')),
);
