import { type Expression, expressionBuilder, type QueryCreator } from 'kysely';
import { MAX_QUANTITY } from '../../domain/quantity.ts';
import type { StockDelta } from '../../release/ports/stock.ts';
import { byNumber, lookedUpEach } from '../by-number.ts';
import { anySelected, literal, recordset } from '../given-rows.ts';
import { insertSelected } from '../insert-selected.ts';
import { type Given, statement } from '../statement.ts';
import type { Tables } from '../tables.ts';
import { type Change, entryOf } from './ledger.ts';

interface Adjusting extends Change {
  readonly rows: readonly StockDelta[];
}

/**
 * What keeps a difference from being made; null where nothing does. A count that lies outside already may be brought
 * back towards what an attempt takes.
 */
function refusalOf(onHand: Expression<number>, available: Expression<number>, delta: Expression<number>) {
  const eb = expressionBuilder<Tables>();
  return eb
    .case()
    .when(eb(onHand, '<', eb.lit(0)))
    .then(literal('below-zero'))
    .when(eb.and([eb(delta, '>', eb.lit(0)), eb(onHand, '>', eb.lit(MAX_QUANTITY))]))
    .then(literal('out-of-range'))
    .when(eb.and([eb(delta, '<', eb.lit(0)), eb(available, '<', eb.lit(-MAX_QUANTITY))]))
    .then(literal('out-of-range'))
    .end();
}

/** The counts as they would be, and what is to be said of each. */
const judgedCounts = (db: QueryCreator<Tables>, given: Given<Adjusting>, areMany: boolean) =>
  db
    .selectFrom(recordset('g', given.rows, { locationCode: 'text', productCode: 'text', delta: 'bigint' }))
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('stock')
          .select(['on_hand', 'available'])
          .where('site_id', '=', given.siteId)
          .whereRef('product_code', '=', 'g.productCode')
          .whereRef('location_code', '=', 'g.locationCode')
          .$if(!areMany, lookedUpEach)
          .as('before'),
      (join) => join.onTrue(),
    )
    .select(['g.locationCode as location_code', 'g.productCode as product_code', 'g.delta'])
    .select((eb) => [
      eb('before.on_hand', 'is', null).as('is_new'),
      refusalOf(
        eb(eb.fn.coalesce('before.on_hand', eb.lit(0)), '+', eb.ref('g.delta')),
        eb(eb.fn.coalesce('before.available', eb.lit(0)), '+', eb.ref('g.delta')),
        eb.ref('g.delta'),
      ).as('refusal'),
    ]);

/** Differences: a row that is not there starts at 0. Answers every row, with why it was not written where it was not. */
export const adjustRows = byNumber((areMany) =>
  statement((db, given: Given<Adjusting>) =>
    db
      .with('judged', () => judgedCounts(db, given, areMany))
      .with('changed', (query) =>
        query
          .updateTable('stock as s')
          .from('judged as j')
          .set((eb) => ({ on_hand: eb('s.on_hand', '+', eb.ref('j.delta')) }))
          .where('s.site_id', '=', given.siteId)
          .where('j.refusal', 'is', null)
          .whereRef('s.product_code', '=', 'j.product_code')
          .whereRef('s.location_code', '=', 'j.location_code')
          .where((eb) => eb(eb('s.on_hand', '+', eb.ref('j.delta')), '>=', 0))
          .returning(['s.location_code', 's.product_code', 'j.delta']),
      )
      .with('added', (query) =>
        insertSelected(
          query.insertInto('stock'),
          query
            .selectFrom('judged')
            .select(given.siteId.as('site_id'))
            .select(['location_code', 'product_code', 'delta as on_hand'])
            .where('is_new', '=', true)
            .where('refusal', 'is', null),
        ).returning(['location_code', 'product_code', 'on_hand as delta']),
      )
      .with('written', (query) =>
        query.selectFrom('changed').selectAll().unionAll(query.selectFrom('added').selectAll()),
      )
      .with('noted', (query) =>
        insertSelected(
          query.insertInto('ledger'),
          query
            .selectFrom('written')
            .select(entryOf(given))
            .select(['location_code', 'product_code', 'delta as quantity_delta'])
            .where('delta', '<>', 0),
        ),
      )
      .with('bumped', (query) =>
        query
          .updateTable('product_stock')
          .set((eb) => ({ version: eb('version', '+', 1) }))
          .where('site_id', '=', given.siteId)
          .where(
            'product_code',
            '=',
            anySelected(query.selectFrom('written').select('product_code').where('delta', '<>', 0)),
          ),
      )
      .selectFrom('judged')
      .select(['location_code as locationCode', 'product_code as productCode', 'delta', 'refusal']),
  ),
);
