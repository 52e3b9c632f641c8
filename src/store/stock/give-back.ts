import type { StockAllocation, StockCause } from '../../domain/site/stock.ts';
import { any, anySelected, unnested } from '../given-rows.ts';
import { insertSelected } from '../insert-selected.ts';
import type { TransactionContext } from '../site-context.ts';
import { type Given, statement } from '../statement.ts';
import { ALLOCATION_FIELDS, type AllocationRow, rowOf } from './allocation-rows.ts';
import { type Change, changeOf, entryOf } from './ledger.ts';

interface GivingBack extends Change {
  readonly rows: readonly AllocationRow[];
}

/** Gives units of lots back, whole allocations or parts of them. Answers how many allocations that was. */
const giveThemBack = statement((db, given: Given<GivingBack>) =>
  db
    .with('ended', (query) =>
      query
        .deleteFrom('allocation')
        .where('site_id', '=', given.siteId)
        .where('shipment_number', '=', any(given.rows.column('shipment_number')))
        .where((eb) =>
          eb.exists(
            eb
              .selectFrom(unnested('g', given.rows, ALLOCATION_FIELDS))
              .select('g.quantity')
              .whereRef('g.shipment_number', '=', 'allocation.shipment_number')
              .whereRef('g.line_id', '=', 'allocation.line_id')
              .whereRef('g.location_code', '=', 'allocation.location_code')
              .whereRef('g.future_inventory_id', '=', 'allocation.future_inventory_id')
              .whereRef('g.quantity', '=', 'allocation.quantity'),
          ),
        )
        .returning(['location_code', 'product_code', 'future_inventory_id', 'quantity']),
    )
    .with('cut', (query) =>
      query
        .updateTable('allocation as a')
        .from(unnested('g', given.rows, ALLOCATION_FIELDS))
        .set((eb) => ({ quantity: eb('a.quantity', '-', eb.ref('g.quantity')) }))
        .where('a.site_id', '=', given.siteId)
        .where('a.shipment_number', '=', any(given.rows.column('shipment_number')))
        .whereRef('a.shipment_number', '=', 'g.shipment_number')
        .whereRef('a.line_id', '=', 'g.line_id')
        .whereRef('a.location_code', '=', 'g.location_code')
        .whereRef('a.future_inventory_id', '=', 'g.future_inventory_id')
        .whereRef('a.quantity', '>', 'g.quantity')
        .returning(['a.location_code', 'a.product_code', 'a.future_inventory_id', 'g.quantity']),
    )
    .with('back', (query) =>
      query.selectFrom('ended').selectAll().unionAll(query.selectFrom('cut').selectAll()),
    )
    .with('given', (query) =>
      query
        .selectFrom('back')
        .select(['location_code', 'product_code', 'future_inventory_id'])
        .select((eb) => eb.cast<number>(eb.fn.sum('quantity'), 'bigint').as('units'))
        .groupBy(['location_code', 'product_code', 'future_inventory_id']),
    )
    .with('to_lots', (query) =>
      query
        .updateTable('future_lot as l')
        .from('given as g')
        .set((eb) => ({
          allocated: eb('l.allocated', '-', eb.ref('g.units')),
          version: eb('l.version', '+', 1),
        }))
        .where('l.site_id', '=', given.siteId)
        .whereRef('l.future_inventory_id', '=', 'g.future_inventory_id')
        .whereRef('l.location_code', '=', 'g.location_code')
        .whereRef('l.product_code', '=', 'g.product_code'),
    )
    .with('noted', (query) =>
      insertSelected(
        query.insertInto('ledger'),
        query
          .selectFrom('given')
          .select(entryOf(given))
          .select(['location_code', 'product_code', 'future_inventory_id'])
          .select((eb) => eb.neg('units').as('allocated_delta')),
      ),
    )
    .with('bumped', (query) =>
      query
        .updateTable('product_stock')
        .set((eb) => ({ version: eb('version', '+', 1) }))
        .where('site_id', '=', given.siteId)
        .where('product_code', '=', anySelected(query.selectFrom('given').select('product_code'))),
    )
    .selectFrom('back')
    .select((eb) => eb.fn.countAll<number>().as('rows')),
);

/** @throws Error where an allocation is not there, or holds fewer units */
export async function giveBackUnits(
  context: TransactionContext,
  allocations: readonly StockAllocation[],
  cause: StockCause,
): Promise<void> {
  const rows = allocations.map(rowOf);
  const [back] = await giveThemBack(context.db, { ...changeOf(context, cause), rows });
  if (back?.rows !== rows.length) throw new Error('units of a lot were given back that nobody held');
}
