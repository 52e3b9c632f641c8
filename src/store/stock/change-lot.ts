import { sql } from 'kysely';
import type { CalendarDate } from '../../domain/calendar.ts';
import type { LocationCode, ProductCode } from '../../domain/ids.ts';
import { MAX_QUANTITY } from '../../domain/quantity.ts';
import type { LotKey, LotRow } from '../../domain/site/stock.ts';
import { anySelected, literal } from '../given-rows.ts';
import { insertSelected } from '../insert-selected.ts';
import { type Given, statement } from '../statement.ts';
import { type Change, entryOf } from './ledger.ts';
import { LOT_COLUMNS } from './rows.ts';

interface Changing extends Change, LotKey {
  readonly expectedVersion: number;
  readonly deliveryDate: CalendarDate | null;
  readonly quantity: number;
  readonly status: LotRow['status'];
}

/** Sets what `updateLot` may change under the expected version, and answers the lot as it is then. */
export const changeLot = statement((db, given: Given<Changing>) =>
  db
    .with('before', (query) =>
      query
        .selectFrom('future_lot')
        .select('quantity')
        .where('site_id', '=', given.siteId)
        .where('future_inventory_id', '=', given.futureInventoryId)
        .where('location_code', '=', given.locationCode)
        .where('product_code', '=', given.productCode),
    )
    .with('changed', (query) =>
      query
        .updateTable('future_lot')
        .set((eb) => ({
          delivery_date: given.deliveryDate,
          quantity: given.quantity,
          status: given.status,
          version: eb('version', '+', 1),
        }))
        .where('site_id', '=', given.siteId)
        .where('future_inventory_id', '=', given.futureInventoryId)
        .where('location_code', '=', given.locationCode)
        .where('product_code', '=', given.productCode)
        .where('status', '=', literal('EXPECTED'))
        .where('version', '=', given.expectedVersion)
        .returningAll(),
    )
    .with('noted', (query) =>
      insertSelected(
        query.insertInto('ledger'),
        query
          .selectFrom(['changed', 'before'])
          .select(entryOf(given))
          .select(['location_code', 'product_code', 'future_inventory_id'])
          .select((eb) => eb('changed.quantity', '-', eb.ref('before.quantity')).as('quantity_delta'))
          .whereRef('changed.quantity', '<>', 'before.quantity'),
      ),
    )
    .with('bumped', (query) =>
      query
        .updateTable('product_stock')
        .set((eb) => ({ version: eb('version', '+', 1) }))
        .where('site_id', '=', given.siteId)
        .where('product_code', '=', anySelected(query.selectFrom('changed').select('product_code'))),
    )
    .selectFrom('changed')
    .select(LOT_COLUMNS),
);

interface Arriving extends Change {
  readonly locationCode: LocationCode;
  readonly productCode: ProductCode;
  readonly quantity: number;
}

/** What has arrived of a lot is on hand at its location, as far as an attempt takes that much; else nothing is answered. */
export const addArrived = statement((db, given: Given<Arriving>) =>
  db
    .with('arrived', (query) =>
      query
        .insertInto('stock')
        .values({
          site_id: given.siteId,
          location_code: given.locationCode,
          product_code: given.productCode,
          on_hand: given.quantity,
        })
        .onConflict((conflict) =>
          conflict
            .columns(['site_id', 'product_code', 'location_code'])
            .doUpdateSet((eb) => ({ on_hand: eb('stock.on_hand', '+', eb.ref('excluded.on_hand')) }))
            .where((eb) =>
              eb(eb('stock.on_hand', '+', eb.ref('excluded.on_hand')), '<=', sql.lit(MAX_QUANTITY)),
            ),
        )
        .returning(['location_code', 'product_code']),
    )
    .with('noted', (query) =>
      insertSelected(
        query.insertInto('ledger'),
        query
          .selectFrom('arrived')
          .select(entryOf(given))
          .select(['location_code', 'product_code'])
          .select((eb) => eb.cast<number>(given.quantity, 'bigint').as('quantity_delta')),
      ),
    )
    .selectFrom('arrived')
    .select('product_code'),
);
