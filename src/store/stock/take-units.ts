import type { QueryCreator } from 'kysely';
import type { FutureInventoryId, LocationCode, ProductCode } from '../../domain/ids.ts';
import type { StockCause } from '../../domain/site/stock.ts';
import type { Taking } from '../../release/ports/stock.ts';
import { any, literal, unnested } from '../given-rows.ts';
import { insertSelected } from '../insert-selected.ts';
import type { TransactionContext } from '../site-context.ts';
import { type Given, statement } from '../statement.ts';
import type { Tables } from '../tables.ts';
import { ALLOCATION_FIELDS, type AllocationRow, rowOf } from './allocation-rows.ts';
import { type Change, CURRENT_STOCK, causeOf, changeOf, FROM_STOCK } from './ledger.ts';

/** What the allocations want of one source, all lines together. */
interface WantedUnits {
  readonly location_code: LocationCode;
  readonly product_code: ProductCode;
  readonly future_inventory_id: FutureInventoryId;
  units: number;
}

/** What one taking wants of one source, for the ledger. */
interface Entry extends WantedUnits {
  readonly reference: string;
}

interface UnitsToTake extends Omit<Change, 'reference'> {
  readonly entries: readonly Entry[];
  readonly ofStock: readonly WantedUnits[];
  readonly ofLots: readonly WantedUnits[];
  readonly allocations: readonly AllocationRow[];
  readonly products: readonly ProductCode[];
}

const SOURCE_FIELDS = {
  location_code: 'text',
  product_code: 'text',
  future_inventory_id: 'text',
  units: 'bigint',
} as const;

const ENTRY_FIELDS = { ...SOURCE_FIELDS, reference: 'text' } as const;

/**
 * Takes units of current stock, each under its own condition. It names its keys once more by `any`: only then does
 * the planner use the whole index while it has no statistics yet, and not read all that the site has.
 */
const takeFromStock = (db: QueryCreator<Tables>, given: Given<UnitsToTake>) =>
  db
    .updateTable('stock as s')
    .from(unnested('w', given.ofStock, SOURCE_FIELDS))
    .set((eb) => ({ allocated: eb('s.allocated', '+', eb.ref('w.units')) }))
    .where('s.site_id', '=', given.siteId)
    .where('s.product_code', '=', any(given.ofStock.column('product_code')))
    .whereRef('s.product_code', '=', 'w.product_code')
    .whereRef('s.location_code', '=', 'w.location_code')
    .whereRef('s.available', '>=', 'w.units')
    .returning(['s.location_code', 's.product_code', 'w.units']);

/** Likewise of future lots. */
const takeFromLots = (db: QueryCreator<Tables>, given: Given<UnitsToTake>) =>
  db
    .updateTable('future_lot as l')
    .from(unnested('w', given.ofLots, SOURCE_FIELDS))
    .set((eb) => ({
      allocated: eb('l.allocated', '+', eb.ref('w.units')),
      version: eb('l.version', '+', 1),
    }))
    .where('l.site_id', '=', given.siteId)
    .where('l.future_inventory_id', '=', any(given.ofLots.column('future_inventory_id')))
    .whereRef('l.future_inventory_id', '=', 'w.future_inventory_id')
    .whereRef('l.product_code', '=', 'w.product_code')
    .whereRef('l.location_code', '=', 'w.location_code')
    .where('l.status', '=', literal('EXPECTED'))
    .whereRef('l.available', '>=', 'w.units')
    .returning(['l.location_code', 'l.product_code', 'l.future_inventory_id', 'w.units']);

/**
 * Writes down what the units are for: one row for a line and a source, however often it takes from there. A shipment
 * whose lots of one day arrive one after another holds current stock of the same line already.
 */
const keepAllocations = (db: QueryCreator<Tables>, given: Given<UnitsToTake>) =>
  insertSelected(
    db.insertInto('allocation'),
    db
      .selectFrom(unnested('held', given.allocations, ALLOCATION_FIELDS))
      .select([
        given.siteId.as('site_id'),
        'held.shipment_number',
        'held.line_id',
        'held.location_code',
        'held.product_code',
        'held.future_inventory_id',
      ])
      .select((eb) => eb.cast<number>(eb.fn.sum('held.quantity'), 'bigint').as('quantity'))
      .groupBy([
        'held.shipment_number',
        'held.line_id',
        'held.location_code',
        'held.product_code',
        'held.future_inventory_id',
      ]),
  ).onConflict((conflict) =>
    conflict
      .columns(['site_id', 'shipment_number', 'line_id', 'location_code', 'future_inventory_id'])
      .doUpdateSet((eb) => ({ quantity: eb('allocation.quantity', '+', eb.ref('excluded.quantity')) })),
  );

/** Takes the units and answers how many sources gave theirs. */
const takeFromSources = statement((db, given: Given<UnitsToTake>) =>
  db
    .with('from_stock', () => takeFromStock(db, given))
    .with('from_lots', () => takeFromLots(db, given))
    .with('taken', (query) =>
      query
        .selectFrom('from_stock')
        .select(['location_code', 'product_code', FROM_STOCK, 'units'])
        .unionAll(
          query
            .selectFrom('from_lots')
            .select(['location_code', 'product_code', 'future_inventory_id', 'units']),
        ),
    )
    .with('held', () => keepAllocations(db, given))
    .with('noted', (query) =>
      insertSelected(
        query.insertInto('ledger'),
        query
          .selectFrom(unnested('e', given.entries, ENTRY_FIELDS))
          .select(causeOf(given))
          .select([
            'e.reference',
            'e.location_code',
            'e.product_code',
            'e.future_inventory_id',
            'e.units as allocated_delta',
          ]),
      ),
    )
    .with('bumped', (query) =>
      query
        .updateTable('product_stock')
        .set((eb) => ({ version: eb('version', '+', 1) }))
        .where('site_id', '=', given.siteId)
        .where('product_code', '=', any(given.products)),
    )
    .selectFrom('taken')
    .select((eb) => eb.fn.countAll<number>().as('sources')),
);

/** What rows want of each source, all lines together. */
function wantedOf(allocations: readonly AllocationRow[]): WantedUnits[] {
  const wanted = new Map<string, WantedUnits>();
  for (const { location_code, product_code, future_inventory_id, quantity } of allocations) {
    const key = JSON.stringify([location_code, product_code, future_inventory_id]);
    const known = wanted.get(key);
    if (known) known.units += quantity;
    else wanted.set(key, { location_code, product_code, future_inventory_id, units: quantity });
  }
  return [...wanted.values()];
}

/** Takes every row from its source. Answers whether all could be taken; if not, nothing of it may be committed. */
export async function takeUnits(
  context: TransactionContext,
  takings: readonly Taking[],
  kind: StockCause['kind'],
): Promise<boolean> {
  const rowsOf = ({ rows }: Taking) => rows.map(rowOf);
  const allocations = takings.flatMap(rowsOf);
  const wanted = wantedOf(allocations);
  const entries = takings.flatMap((taking) =>
    wantedOf(rowsOf(taking)).map((each) => ({ ...each, reference: taking.reference })),
  );
  const { siteId, at, cause } = changeOf(context, { kind, reference: '' });
  const [taken] = await takeFromSources(context.db, {
    siteId,
    at,
    cause,
    entries,
    ofStock: wanted.filter((each) => each.future_inventory_id === CURRENT_STOCK),
    ofLots: wanted.filter((each) => each.future_inventory_id !== CURRENT_STOCK),
    allocations,
    products: [...new Set(allocations.map((row) => row.product_code))],
  });
  return taken?.sources === wanted.length;
}
