import type { QueryCreator } from 'kysely';
import type { LocationCode, ProductCode, ShipmentNumber } from '../../domain/ids.ts';
import { any, anySelected, literal } from '../given-rows.ts';
import { type Given, statement } from '../statement.ts';
import type { Tables, TriggerKind } from '../tables.ts';
import { isWorthATry, type OfDay } from './may-go.ts';
import { nextMark } from './triggers.ts';

/** The triggers of some kinds, as they are when the statement begins. */
const taking = (db: QueryCreator<Tables>, { siteId }: Given<OfDay>, kinds: readonly TriggerKind[]) =>
  db
    .with(
      (cte) => cte('taken').materialized(),
      (query) =>
        query
          .selectFrom('queue_trigger')
          .select(['kind', 'subject', 'stamp'])
          .where('site_id', '=', siteId)
          .where('kind', '=', any(kinds)),
    )
    .with(
      (cte) => cte('mine').materialized(),
      (query) => query.selectNoFrom(nextMark.as('mark')),
    );

/** Those who want a product that changed, and those that changed themselves. */
export const expandNamed = statement((db, given: Given<OfDay>) =>
  taking(db, given, ['product', 'shipment'])
    .with('touched', (query) =>
      query
        .selectFrom('backlog_line')
        .select('shipment_number')
        .where('site_id', '=', given.siteId)
        .where(
          'product_code',
          '=',
          anySelected(
            query
              .selectFrom('taken')
              .select((eb) => eb.ref('subject').$castTo<ProductCode>().as('product_code'))
              .where('kind', '=', literal('product')),
          ),
        )
        .union(
          query
            .selectFrom('taken')
            .select((eb) => eb.cast<ShipmentNumber>('subject', 'bigint').as('shipment_number'))
            .where('kind', '=', literal('shipment')),
        ),
    )
    .with('marked', (query) =>
      query
        .updateTable('backlog_line')
        .set((eb) => ({ due: eb.selectFrom('mine').select('mine.mark') }))
        .where('site_id', '=', given.siteId)
        .where('shipment_number', '=', anySelected(query.selectFrom('touched').select('shipment_number')))
        .where(isWorthATry(given))
        .returning('shipment_number'),
    )
    .deleteFrom('queue_trigger')
    .using('taken')
    .where('queue_trigger.site_id', '=', given.siteId)
    .whereRef('queue_trigger.kind', '=', 'taken.kind')
    .whereRef('queue_trigger.subject', '=', 'taken.subject')
    .whereRef('queue_trigger.stamp', '=', 'taken.stamp')
    .returning((eb) =>
      eb
        .selectFrom('marked')
        .select((inner) => inner.fn.count<number>('marked.shipment_number').distinct().as('count'))
        .as('count'),
    ),
);

/** Those who want what is at a place, or expected there, and those that are picked up there. */
export const expandPlaces = statement((db, given: Given<OfDay>) =>
  taking(db, given, ['location'])
    .with('place', (query) =>
      query.selectFrom('taken').select((eb) => eb.ref('subject').$castTo<LocationCode>().as('location_code')),
    )
    .with('there', (query) =>
      query
        .selectFrom('stock')
        .select('product_code')
        .where('site_id', '=', given.siteId)
        .where('location_code', '=', anySelected(query.selectFrom('place').select('location_code')))
        .union(
          query
            .selectFrom('future_lot')
            .select('product_code')
            .where('site_id', '=', given.siteId)
            .where('status', '=', literal('EXPECTED'))
            .where('location_code', '=', anySelected(query.selectFrom('place').select('location_code'))),
        ),
    )
    .with('touched', (query) =>
      query
        .selectFrom('backlog_line')
        .select('shipment_number')
        .where('site_id', '=', given.siteId)
        .where('product_code', '=', anySelected(query.selectFrom('there').select('product_code')))
        .union(
          query
            .selectFrom('backlog_line')
            .select('shipment_number')
            .where('site_id', '=', given.siteId)
            .where(
              'pickup_location_code',
              '=',
              anySelected(query.selectFrom('place').select('location_code')),
            ),
        ),
    )
    .with('marked', (query) =>
      query
        .updateTable('backlog_line')
        .set((eb) => ({ due: eb.selectFrom('mine').select('mine.mark') }))
        .where('site_id', '=', given.siteId)
        .where('shipment_number', '=', anySelected(query.selectFrom('touched').select('shipment_number')))
        .where(isWorthATry(given))
        .returning('shipment_number'),
    )
    .deleteFrom('queue_trigger')
    .using('taken')
    .where('queue_trigger.site_id', '=', given.siteId)
    .whereRef('queue_trigger.kind', '=', 'taken.kind')
    .whereRef('queue_trigger.subject', '=', 'taken.subject')
    .whereRef('queue_trigger.stamp', '=', 'taken.stamp')
    .returning((eb) =>
      eb
        .selectFrom('marked')
        .select((inner) => inner.fn.count<number>('marked.shipment_number').distinct().as('count'))
        .as('count'),
    ),
);

/** Whoever waits. */
export const expandSite = statement((db, given: Given<OfDay>) =>
  taking(db, given, ['site'])
    .with('marked', (query) =>
      query
        .updateTable('backlog_line')
        .set((eb) => ({ due: eb.selectFrom('mine').select('mine.mark') }))
        .where('site_id', '=', given.siteId)
        .where((eb) => eb.exists(eb.selectFrom('taken').select('taken.kind')))
        .where(isWorthATry(given))
        .returning('shipment_number'),
    )
    .deleteFrom('queue_trigger')
    .using('taken')
    .where('queue_trigger.site_id', '=', given.siteId)
    .whereRef('queue_trigger.kind', '=', 'taken.kind')
    .whereRef('queue_trigger.subject', '=', 'taken.subject')
    .whereRef('queue_trigger.stamp', '=', 'taken.stamp')
    .returning((eb) =>
      eb
        .selectFrom('marked')
        .select((inner) => inner.fn.count<number>('marked.shipment_number').distinct().as('count'))
        .as('count'),
    ),
);

/** The kinds of triggers that there are. */
export const selectKinds = statement((db, { siteId }: Given<Pick<OfDay, 'siteId'>>) =>
  db.selectFrom('queue_trigger').select('kind').distinct().where('site_id', '=', siteId),
);
