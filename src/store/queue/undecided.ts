import { type QueryCreator, sql } from 'kysely';
import type { ProductCode, ShipmentNumber } from '../../domain/ids.ts';
import { any, anySelected, literal } from '../given-rows.ts';
import { type Given, statement } from '../statement.ts';
import type { Tables } from '../tables.ts';
import { type Before, type Day, isBefore, mayGo } from './place.ts';

/** Shipments that wait whose day has come, and that nobody has tried since; with what they want. */
const ofDay = (db: QueryCreator<Tables>, { siteId, today }: Given<Day>) =>
  db
    .selectFrom('shipment as s')
    .innerJoin('backlog_line as b', (join) =>
      join.onRef('b.site_id', '=', 's.site_id').onRef('b.shipment_number', '=', 's.shipment_number'),
    )
    .where('s.site_id', '=', siteId)
    .where('s.shipment_status', '=', literal('BACKORDER'))
    .where('s.next_try_day', 'is not', null)
    .where('s.next_try_day', '<=', today);

/** Whether there are triggers, and whether somebody's day has come whom none speaks of. */
export const selectTriggered = statement((db, given: Given<Day>) =>
  db.selectNoFrom((eb) => [
    eb
      .exists(eb.selectFrom('queue_trigger').select('kind').where('site_id', '=', given.siteId))
      .as('hasTriggers'),
    eb.exists(ofDay(db, given).select('b.line_id').where('b.due', 'is', null)).as('isNewDay'),
  ]),
);

/**
 * Undecided are the lines that are marked, those that a trigger speaks of which is not marked out yet, and those whose
 * day has come before anybody has noticed. In the usual
 * case there are few of the first kind and none of the second, and neither looks at the others that wait.
 */
export const sumUndecided = statement((db, given: Given<Before>) => {
  const lines = () =>
    db
      .selectFrom('backlog_line')
      .select(['product_code', 'shipment_number', 'line_id', 'quantity'])
      .where('site_id', '=', given.siteId)
      .where((eb) => isBefore(eb, given))
      .where((eb) => mayGo(eb, given.today));
  const triggered = (kinds: readonly ('product' | 'location' | 'site' | 'shipment')[]) =>
    db
      .selectFrom('queue_trigger')
      .where('site_id', '=', given.siteId)
      .where(
        'kind',
        'in',
        kinds.map((kind) => literal(kind)),
      );
  // A location or the site may mean any product; to look at all of them for a moment is less than to find out.
  const changed = db
    .selectFrom(sql<{ code: ProductCode }>`unnest(${given.codes}::text[])`.as<'c'>(sql`c(code)`))
    .select('c.code as product_code')
    .where((eb) =>
      eb.or([
        eb.exists(
          triggered(['product']).select('kind').where('subject', '=', eb.ref('c.code').$castTo<string>()),
        ),
        eb.exists(triggered(['location', 'site']).select('kind')),
      ]),
    );
  const numbers = triggered(['shipment'])
    .select((eb) => eb.cast<ShipmentNumber>('subject', 'bigint').as('shipment_number'))
    .union(ofDay(db, given).select('b.shipment_number').where('b.product_code', '=', any(given.codes)));
  return db
    .selectFrom(
      lines()
        .where('product_code', '=', any(given.codes))
        .where('due', 'is not', null)
        .union(lines().where('product_code', '=', anySelected(changed)))
        .union(
          lines()
            .where('product_code', '=', any(given.codes))
            .where('shipment_number', '=', anySelected(numbers)),
        )
        .as('undecided'),
    )
    .select((eb) => [
      'undecided.product_code',
      eb.cast<number>(eb.fn.sum('undecided.quantity'), 'bigint').as('units'),
    ])
    .groupBy('undecided.product_code');
});

/** Whether anything is undecided at all: three looks into an index, and in the usual case the last. */
export const selectAnyUndecided = statement(
  (db, given: Given<Day & { readonly codes: readonly ProductCode[] }>) =>
    db.selectNoFrom((eb) => [
      eb
        .exists(
          eb
            .selectFrom('backlog_line')
            .select('line_id')
            .where('site_id', '=', given.siteId)
            .where('product_code', '=', any(given.codes))
            .where('due', 'is not', null),
        )
        .as('isMarked'),
      eb
        .exists(eb.selectFrom('queue_trigger').select('kind').where('site_id', '=', given.siteId))
        .as('isTriggered'),
      eb
        .exists(ofDay(db, given).select('b.line_id').where('b.product_code', '=', any(given.codes)))
        .as('isNewDay'),
    ]),
);
