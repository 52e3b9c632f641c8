import { sql } from 'kysely';
import type { ShipmentNumber } from '../../domain/ids.ts';
import type { StockAllocation, StockCause } from '../../domain/site/stock.ts';
import { any, anySelected } from '../given-rows.ts';
import { insertSelected } from '../insert-selected.ts';
import type { TransactionContext } from '../site-context.ts';
import { type Given, statement } from '../statement.ts';
import { allocationOf } from './allocation-rows.ts';
import { type Change, CURRENT_STOCK, changeOf, entryOf } from './ledger.ts';

interface Ending extends Change {
  readonly shipmentNumbers: readonly ShipmentNumber[];
  /** The units leave the building; then only those of current stock end. */
  readonly leaves: boolean;
}

/**
 * Ends allocations. What leaves the building takes its units of the count along; a count that has fallen below
 * what was promised, because somebody counted, ends at 0 and not below.
 */
const endThem = statement((db, given: Given<Ending>) =>
  db
    .with('gone', (query) =>
      query
        .deleteFrom('allocation')
        .where('site_id', '=', given.siteId)
        .where('shipment_number', '=', any(given.shipmentNumbers))
        .where((eb) =>
          eb.or([
            eb.not(sql<boolean>`${given.leaves}::boolean`),
            eb('future_inventory_id', '=', CURRENT_STOCK),
          ]),
        )
        .returning([
          'shipment_number',
          'line_id',
          'location_code',
          'product_code',
          'future_inventory_id',
          'quantity',
        ]),
    )
    .with('given', (query) =>
      query
        .selectFrom('gone')
        .select(['location_code', 'product_code', 'future_inventory_id'])
        .select((eb) => eb.cast<number>(eb.fn.sum('quantity'), 'bigint').as('units'))
        .groupBy(['location_code', 'product_code', 'future_inventory_id']),
    )
    .with('counted', (query) =>
      query
        .selectFrom('given as g')
        .leftJoin('stock as s', (join) =>
          join
            .on('s.site_id', '=', given.siteId)
            .on('g.future_inventory_id', '=', CURRENT_STOCK)
            .onRef('s.product_code', '=', 'g.product_code')
            .onRef('s.location_code', '=', 'g.location_code'),
        )
        .select(['g.location_code', 'g.product_code', 'g.future_inventory_id', 'g.units'])
        .select((eb) =>
          eb
            .case()
            .when(sql<boolean>`${given.leaves}::boolean`)
            .then(eb.fn<number>('least', ['g.units', eb.fn.coalesce('s.on_hand', sql.lit(0))]))
            .else(sql.lit(0))
            .end()
            .as('left_with'),
        ),
    )
    .with('to_stock', (query) =>
      query
        .updateTable('stock as s')
        .from('counted as c')
        .set((eb) => ({
          allocated: eb('s.allocated', '-', eb.ref('c.units')),
          on_hand: eb('s.on_hand', '-', eb.ref('c.left_with')),
        }))
        .where('c.future_inventory_id', '=', CURRENT_STOCK)
        .where('s.site_id', '=', given.siteId)
        .whereRef('s.product_code', '=', 'c.product_code')
        .whereRef('s.location_code', '=', 'c.location_code'),
    )
    .with('to_lots', (query) =>
      query
        .updateTable('future_lot as l')
        .from('counted as c')
        .set((eb) => ({
          allocated: eb('l.allocated', '-', eb.ref('c.units')),
          version: eb('l.version', '+', 1),
        }))
        .where('c.future_inventory_id', '<>', CURRENT_STOCK)
        .where('l.site_id', '=', given.siteId)
        .whereRef('l.future_inventory_id', '=', 'c.future_inventory_id')
        .whereRef('l.location_code', '=', 'c.location_code')
        .whereRef('l.product_code', '=', 'c.product_code'),
    )
    .with('noted', (query) =>
      insertSelected(
        query.insertInto('ledger'),
        query
          .selectFrom('counted')
          .select(entryOf(given))
          .select(['location_code', 'product_code', 'future_inventory_id'])
          .select((eb) => [eb.neg('units').as('allocated_delta'), eb.neg('left_with').as('quantity_delta')]),
      ),
    )
    .with('bumped', (query) =>
      query
        .updateTable('product_stock')
        .set((eb) => ({ version: eb('version', '+', 1) }))
        .where('site_id', '=', given.siteId)
        .where('product_code', '=', anySelected(query.selectFrom('given').select('product_code'))),
    )
    .selectFrom('gone')
    .selectAll()
    .orderBy('shipment_number')
    .orderBy('line_id')
    .orderBy('location_code')
    .orderBy('future_inventory_id'),
);

/** Ends what the shipments hold. @returns what it was */
export async function endAllocations(
  context: TransactionContext,
  shipmentNumbers: readonly ShipmentNumber[],
  cause: StockCause,
  { leaves }: Pick<Ending, 'leaves'>,
): Promise<StockAllocation[]> {
  const rows = await endThem(context.db, { ...changeOf(context, cause), shipmentNumbers, leaves });
  return rows.map(allocationOf);
}
