import { type QueryCreator, sql } from 'kysely';
import type { LocationCode } from '../../domain/ids.ts';
import { MAX_QUANTITY } from '../../domain/quantity.ts';
import type { StockCount } from '../../release/ports/stock.ts';
import { byNumber, lookedUpEach } from '../by-number.ts';
import { anySelected, recordset } from '../given-rows.ts';
import { insertSelected } from '../insert-selected.ts';
import { type Given, statement } from '../statement.ts';
import type { Tables } from '../tables.ts';
import { type Change, entryOf } from './ledger.ts';

interface Counting extends Change {
  readonly rows: readonly StockCount[];
}

/** The counts as they shall be, beside those that there are; what a row does not name stays as it is. */
const wantedCounts = (db: QueryCreator<Tables>, given: Given<Counting>, areMany: boolean) =>
  db
    .selectFrom(
      recordset('g', given.rows, {
        locationCode: 'text',
        productCode: 'text',
        onHand: 'bigint',
        pending: 'bigint',
        safetyStock: 'bigint',
        unitCost: 'double precision',
      }),
    )
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('stock')
          .select(['on_hand', 'allocated', 'pending', 'safety_stock', 'unit_cost'])
          .where('site_id', '=', given.siteId)
          .whereRef('product_code', '=', 'g.productCode')
          .whereRef('location_code', '=', 'g.locationCode')
          .$if(!areMany, lookedUpEach)
          .as('before'),
      (join) => join.onTrue(),
    )
    .select(['g.locationCode as location_code', 'g.productCode as product_code', 'g.onHand as on_hand'])
    .select((eb) => [
      eb.fn.coalesce('g.pending', 'before.pending', eb.lit(0)).as('pending'),
      eb.fn.coalesce('g.safetyStock', 'before.safety_stock', eb.lit(0)).as('safety_stock'),
      eb.fn.coalesce('g.unitCost', 'before.unit_cost', eb.lit(0)).as('unit_cost'),
      eb.fn.coalesce('before.allocated', eb.lit(0)).as('allocated'),
      eb.fn.coalesce('before.on_hand', eb.lit(0)).as('on_hand_before'),
      eb.fn.coalesce('before.pending', eb.lit(0)).as('pending_before'),
      eb.fn.coalesce('before.safety_stock', eb.lit(0)).as('safety_stock_before'),
    ]);

/**
 * Absolute counts: one statement for any number of rows, which answers the products of which a row changed, and the
 * rows that were not written, as they would be more than an attempt takes. Rows that stay as they are leave no trace.
 */
export const setRows = byNumber((areMany) =>
  statement((db, given: Given<Counting>) =>
    db
      .with('wanted', () => wantedCounts(db, given, areMany))
      .with('judged', (query) =>
        query
          .selectFrom('wanted')
          .selectAll()
          .select((eb) => {
            const free = eb(eb('on_hand', '-', eb.ref('allocated')), '-', eb.ref('pending'));
            const available = eb(free, '-', eb.ref('safety_stock'));
            // Whether an attempt takes what would be on hand, and what would be available.
            return eb
              .and([eb('on_hand', '<=', eb.lit(MAX_QUANTITY)), eb(available, '>=', eb.lit(-MAX_QUANTITY))])
              .as('is_within');
          }),
      )
      .with('written', (query) =>
        insertSelected(
          query.insertInto('stock'),
          query
            .selectFrom('judged')
            .select(given.siteId.as('site_id'))
            .select(['location_code', 'product_code', 'on_hand', 'pending', 'safety_stock', 'unit_cost'])
            .where('is_within', '=', true),
        )
          .onConflict((conflict) =>
            conflict
              .columns(['site_id', 'product_code', 'location_code'])
              .doUpdateSet((eb) => ({
                on_hand: eb.ref('excluded.on_hand'),
                pending: eb.ref('excluded.pending'),
                safety_stock: eb.ref('excluded.safety_stock'),
                unit_cost: eb.ref('excluded.unit_cost'),
              }))
              .where((eb) =>
                eb(
                  eb.refTuple('stock.on_hand', 'stock.pending', 'stock.safety_stock', 'stock.unit_cost'),
                  'is distinct from',
                  eb.refTuple(
                    'excluded.on_hand',
                    'excluded.pending',
                    'excluded.safety_stock',
                    'excluded.unit_cost',
                  ),
                ),
              ),
          )
          .returning(['location_code', 'product_code']),
      )
      .with('noted', (query) =>
        insertSelected(
          query.insertInto('ledger'),
          query
            .selectFrom('written')
            .innerJoin('wanted', (join) =>
              join
                .onRef('wanted.location_code', '=', 'written.location_code')
                .onRef('wanted.product_code', '=', 'written.product_code'),
            )
            .select(entryOf(given))
            .select(['wanted.location_code', 'wanted.product_code'])
            .select((eb) => [
              eb('on_hand', '-', eb.ref('on_hand_before')).as('quantity_delta'),
              eb('pending', '-', eb.ref('pending_before')).as('pending_delta'),
              eb('safety_stock', '-', eb.ref('safety_stock_before')).as('safety_stock_delta'),
            ]),
        ),
      )
      .with('bumped', (query) =>
        query
          .updateTable('product_stock')
          .set((eb) => ({ version: eb('version', '+', 1) }))
          .where('site_id', '=', given.siteId)
          .where('product_code', '=', anySelected(query.selectFrom('written').select('product_code'))),
      )
      .selectFrom('written')
      .select(['product_code', sql<LocationCode | null>`null::text`.as('refused_at')])
      .distinct()
      .unionAll((query) =>
        query
          .selectFrom('judged')
          .select(['product_code', 'location_code as refused_at'])
          .where('is_within', '=', false),
      ),
  ),
);
