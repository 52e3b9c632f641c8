import type { QueryCreator } from 'kysely';
import { MAX_QUANTITY } from '../../domain/quantity.ts';
import type { LotCount } from '../../release/ports/stock.ts';
import { byNumber, lookedUpEach } from '../by-number.ts';
import { anySelected, literal, recordset } from '../given-rows.ts';
import { insertSelected } from '../insert-selected.ts';
import { type Given, statement } from '../statement.ts';
import type { Tables } from '../tables.ts';
import { type Change, entryOf } from './ledger.ts';

/** A lot to write; exactly one of `quantity` and `delta` is given. */
export type GivenLot = Omit<LotCount, 'quantity'> & {
  readonly quantity?: number | undefined;
  readonly delta?: number | undefined;
};

interface Writing extends Change {
  readonly rows: readonly GivenLot[];
}

const FIELDS = {
  futureInventoryId: 'text',
  locationCode: 'text',
  productCode: 'text',
  deliveryDate: 'date',
  quantity: 'bigint',
  delta: 'bigint',
  unitCost: 'double precision',
} as const;

/** Lots as they shall be beside what they are. Left out are those that are closed. */
const wantedLots = (db: QueryCreator<Tables>, given: Given<Writing>, areMany: boolean) =>
  db
    .selectFrom(recordset('g', given.rows, FIELDS))
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('future_lot')
          .selectAll()
          .where('site_id', '=', given.siteId)
          .whereRef('future_inventory_id', '=', 'g.futureInventoryId')
          .whereRef('location_code', '=', 'g.locationCode')
          .whereRef('product_code', '=', 'g.productCode')
          .$if(!areMany, lookedUpEach)
          .as('before'),
      (join) => join.onTrue(),
    )
    .where((eb) =>
      eb.or([eb('before.future_inventory_id', 'is', null), eb('before.status', '=', literal('EXPECTED'))]),
    )
    .select([
      'g.futureInventoryId as future_inventory_id',
      'g.locationCode as location_code',
      'g.productCode as product_code',
      'g.deliveryDate as delivery_date',
      'before.delivery_date as delivery_date_before',
      'before.unit_cost as unit_cost_before',
      'before.quantity as quantity_before',
    ])
    .select((eb) => [
      eb.fn.coalesce('g.unitCost', 'before.unit_cost', eb.lit(0)).as('unit_cost'),
      eb.fn
        .coalesce('g.quantity', eb(eb.fn.coalesce('before.quantity', eb.lit(0)), '+', eb.ref('g.delta')))
        .$notNull()
        .as('quantity'),
    ]);

/**
 * Writes lots by count or by difference: one statement for any number of rows. Answers all but those that are
 * closed: what kept each from being written, and whether anything about it changed.
 */
export const writeLots = byNumber((areMany) =>
  statement((db, given: Given<Writing>) =>
    db
      .with('wanted', () => wantedLots(db, given, areMany))
      .with('judged', (query) =>
        query
          .selectFrom('wanted')
          .selectAll()
          .select((eb) =>
            eb
              .case()
              .when('quantity', '<', eb.lit(0))
              .then(literal('below-zero'))
              .when('quantity', '>', eb.lit(MAX_QUANTITY))
              .then(literal('out-of-range'))
              .end()
              .as('refusal'),
          )
          .select((eb) =>
            eb(
              eb.refTuple('quantity_before', 'delivery_date_before', 'unit_cost_before'),
              'is distinct from',
              eb.refTuple('quantity', 'delivery_date', 'unit_cost'),
            ).as('is_changed'),
          ),
      )
      .with('written', (query) =>
        insertSelected(
          query.insertInto('future_lot'),
          query
            .selectFrom('judged')
            .select(given.siteId.as('site_id'))
            .select(['future_inventory_id', 'location_code', 'product_code', 'delivery_date'])
            .select(['quantity', 'unit_cost'])
            .where('refusal', 'is', null)
            .where('is_changed', '=', true),
        )
          .onConflict((conflict) =>
            conflict
              .columns(['site_id', 'future_inventory_id', 'location_code', 'product_code'])
              .doUpdateSet((eb) => ({
                delivery_date: eb.ref('excluded.delivery_date'),
                quantity: eb.ref('excluded.quantity'),
                unit_cost: eb.ref('excluded.unit_cost'),
                version: eb('future_lot.version', '+', 1),
              }))
              .where('future_lot.status', '=', literal('EXPECTED')),
          )
          .returning('product_code'),
      )
      // Straight from what was judged: the product is locked, so that all of it was written. A join of the two would be
      // planned for a handful of rows.
      .with('noted', (query) =>
        insertSelected(
          query.insertInto('ledger'),
          query
            .selectFrom('judged')
            .select(entryOf(given))
            .select(['location_code', 'product_code', 'future_inventory_id'])
            .select((eb) =>
              eb('quantity', '-', eb.fn.coalesce('quantity_before', eb.lit(0))).as('quantity_delta'),
            )
            .where('refusal', 'is', null)
            .where('is_changed', '=', true)
            .where((eb) => eb('quantity', '<>', eb.fn.coalesce('quantity_before', eb.lit(0)))),
        ),
      )
      .with('bumped', (query) =>
        query
          .updateTable('product_stock')
          .set((eb) => ({ version: eb('version', '+', 1) }))
          .where('site_id', '=', given.siteId)
          .where('product_code', '=', anySelected(query.selectFrom('written').select('product_code'))),
      )
      .selectFrom('judged')
      .select(['future_inventory_id', 'location_code', 'product_code', 'is_changed', 'refusal']),
  ),
);
