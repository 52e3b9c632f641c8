import type { StockDelta } from '../../release/ports/stock.ts';
import { anySelected, recordset } from '../given-rows.ts';
import { insertSelected } from '../insert-selected.ts';
import { type Given, statement } from '../statement.ts';
import { type Change, entryOf } from './ledger.ts';

interface Adjusting extends Change {
  readonly rows: readonly StockDelta[];
}

/** Differences: a row that is not there starts at 0. Answers the rows that were written. */
export const adjustRows = statement((db, given: Given<Adjusting>) =>
  db
    .with('given', (query) =>
      query
        .selectFrom(
          recordset('given', given.rows, { locationCode: 'text', productCode: 'text', delta: 'bigint' }),
        )
        .selectAll(),
    )
    .with('changed', (query) =>
      query
        .updateTable('stock as s')
        .from('given as g')
        .set((eb) => ({ on_hand: eb('s.on_hand', '+', eb.ref('g.delta')) }))
        .where('s.site_id', '=', given.siteId)
        .whereRef('s.product_code', '=', 'g.productCode')
        .whereRef('s.location_code', '=', 'g.locationCode')
        .where((eb) => eb(eb('s.on_hand', '+', eb.ref('g.delta')), '>=', 0))
        .returning(['s.location_code', 's.product_code', 'g.delta']),
    )
    .with('added', (query) =>
      insertSelected(
        query.insertInto('stock'),
        query
          .selectFrom('given as g')
          .select([
            given.siteId.as('site_id'),
            'g.locationCode as location_code',
            'g.productCode as product_code',
            'g.delta as on_hand',
          ])
          .where('g.delta', '>=', 0)
          .where((eb) =>
            eb.not(
              eb.exists(
                eb
                  .selectFrom('stock as s')
                  .select('s.site_id')
                  .where('s.site_id', '=', given.siteId)
                  .whereRef('s.product_code', '=', 'g.productCode')
                  .whereRef('s.location_code', '=', 'g.locationCode'),
              ),
            ),
          ),
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
    .selectFrom('written')
    .select(['location_code as locationCode', 'product_code as productCode', 'delta']),
);
