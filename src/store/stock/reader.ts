import { expressionBuilder, sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { FutureInventoryId, ProductCode, ShipmentNumber, SiteId } from '../../domain/ids.ts';
import type { LotKey, LotRow } from '../../domain/site/stock.ts';
import type { StockReader } from '../../release/ports/stock.ts';
import { any, literal, unnested } from '../given-rows.ts';
import { holders } from '../records/holders.ts';
import type { SiteContext } from '../site-context.ts';
import { type Given, statement } from '../statement.ts';
import type { Tables } from '../tables.ts';
import { ALLOCATION_COLUMNS, allocationOf } from './allocation-rows.ts';
import { CURRENT_STOCK } from './ledger.ts';
import { LOT_COLUMNS, STOCK_COLUMNS } from './rows.ts';

interface Products {
  readonly siteId: SiteId;
  readonly codes: readonly ProductCode[];
}

/** One statement, and so one moment. */
const selectStock = statement((db, { siteId, codes }: Given<Products>) =>
  db.selectNoFrom((eb) => [
    jsonArrayFrom(
      eb
        .selectFrom('stock')
        .select(STOCK_COLUMNS)
        .where('site_id', '=', siteId)
        .where('product_code', '=', any(codes))
        .orderBy('location_code')
        .orderBy('product_code'),
    ).as('current'),
    jsonArrayFrom(
      eb
        .selectFrom('future_lot')
        .select(LOT_COLUMNS)
        .where('site_id', '=', siteId)
        .where('product_code', '=', any(codes))
        .where('status', '=', literal('EXPECTED'))
        .orderBy('location_code')
        .orderBy('delivery_date', (order) => order.asc().nullsLast())
        .orderBy('product_code')
        .orderBy('future_inventory_id'),
    ).as('lots'),
    jsonArrayFrom(
      eb
        .selectFrom('product_stock')
        .select(['product_code', 'version'])
        .where('site_id', '=', siteId)
        .where('product_code', '=', any(codes)),
    ).as('versions'),
  ]),
);

const selectLots = statement(
  (
    db,
    given: Given<{ readonly siteId: SiteId; readonly futureInventoryIds: readonly FutureInventoryId[] }>,
  ) =>
    db
      .selectFrom('future_lot')
      .select(LOT_COLUMNS)
      .where('site_id', '=', given.siteId)
      .where('future_inventory_id', '=', any(given.futureInventoryIds))
      .orderBy('future_inventory_id')
      .orderBy('location_code')
      .orderBy('product_code'),
);

const selectAllocations = statement(
  (db, given: Given<{ readonly siteId: SiteId; readonly shipmentNumbers: readonly ShipmentNumber[] }>) =>
    db
      .selectFrom('allocation')
      .select(ALLOCATION_COLUMNS)
      .where('site_id', '=', given.siteId)
      .where('shipment_number', '=', any(given.shipmentNumbers))
      .orderBy('shipment_number')
      .orderBy('line_id')
      .orderBy('location_code')
      .orderBy('future_inventory_id'),
);

interface Lots {
  readonly siteId: SiteId;
  readonly ids: readonly FutureInventoryId[];
  readonly lots: readonly LotKey[];
}

const selectHolders = statement((db, given: Given<Lots>) =>
  db
    .selectFrom('allocation')
    .innerJoin(
      unnested('lot', given.lots, { futureInventoryId: 'text', locationCode: 'text', productCode: 'text' }),
      (join) =>
        join
          .onRef('lot.futureInventoryId', '=', 'allocation.future_inventory_id')
          .onRef('lot.locationCode', '=', 'allocation.location_code')
          .onRef('lot.productCode', '=', 'allocation.product_code'),
    )
    .innerJoin('shipment', (join) =>
      join
        .onRef('shipment.site_id', '=', 'allocation.site_id')
        .onRef('shipment.shipment_number', '=', 'allocation.shipment_number'),
    )
    .select(ALLOCATION_COLUMNS)
    .where('allocation.site_id', '=', given.siteId)
    .where('allocation.future_inventory_id', '=', any(given.ids))
    .where('allocation.future_inventory_id', '<>', literal(CURRENT_STOCK))
    .orderBy('queue_rank')
    .orderBy('submitted_at')
    .orderBy('shipment.shipment_number')
    .orderBy('line_id')
    .orderBy('allocation.location_code')
    .orderBy('allocation.future_inventory_id'),
);

/** Shipments that hold units of the lot and are not flagged `overdue`. */
const holdersUntold = (siteId: SiteId) =>
  expressionBuilder<Tables, 'future_lot'>()
    .selectFrom('allocation')
    .innerJoin('shipment', (join) =>
      join
        .onRef('shipment.site_id', '=', 'allocation.site_id')
        .onRef('shipment.shipment_number', '=', 'allocation.shipment_number'),
    )
    .select('allocation.line_id')
    .where('allocation.site_id', '=', siteId)
    .whereRef('allocation.future_inventory_id', '=', 'future_lot.future_inventory_id')
    .whereRef('allocation.location_code', '=', 'future_lot.location_code')
    .whereRef('allocation.product_code', '=', 'future_lot.product_code')
    .where((eb) => eb.not(sql<boolean>`(${eb.ref('shipment.record', '->').key('overdue')})::boolean`));

/** Promised lots that bring less than was promised, or have no day, or came due and somebody has to be told or taken back. */
const selectLotsInTrouble = (
  { db, siteId }: SiteContext,
  { today, givenUpBefore }: Parameters<StockReader['lotsInTrouble']>[0],
): Promise<LotRow[]> =>
  db
    .selectFrom('future_lot')
    .select(LOT_COLUMNS)
    .where('site_id', '=', siteId)
    .where((eb) => {
      const isPromised = eb.and([eb('status', '=', literal('EXPECTED')), eb('allocated', '>', eb.lit(0))]);
      return eb.or([
        eb('allocated', '>', eb.ref('quantity')),
        eb.and([isPromised, eb('delivery_date', '<', givenUpBefore)]),
        eb.and([isPromised, eb('delivery_date', '<', today), eb.exists(holdersUntold(siteId))]),
        eb.and([isPromised, eb('delivery_date', 'is', null)]),
      ]);
    })
    .orderBy('future_inventory_id')
    .orderBy('location_code')
    .orderBy('product_code')
    .execute();

function selectLotPage(
  { db, siteId }: SiteContext,
  { after, limit, futureInventoryId, productCode, locationCode }: Parameters<StockReader['lotPage']>[0],
): Promise<LotRow[]> {
  let page = db
    .selectFrom('future_lot')
    .select(LOT_COLUMNS)
    .where('site_id', '=', siteId)
    .where('status', '=', literal('EXPECTED'));
  if (after !== null) {
    page = page.where((eb) =>
      eb(
        eb.refTuple('future_inventory_id', 'location_code', 'product_code'),
        '>',
        eb.tuple(after.futureInventoryId, after.locationCode, after.productCode),
      ),
    );
  }
  if (futureInventoryId !== undefined) page = page.where('future_inventory_id', '=', futureInventoryId);
  if (productCode !== undefined) page = page.where('product_code', '=', productCode);
  if (locationCode !== undefined) page = page.where('location_code', '=', locationCode);
  return page
    .orderBy('future_inventory_id')
    .orderBy('location_code')
    .orderBy('product_code')
    .limit(limit)
    .execute();
}

function selectStockPage(
  { db, siteId }: SiteContext,
  { after, limit, productCode, locationCode }: Parameters<StockReader['stockPage']>[0],
  isOversold: boolean,
) {
  let page = db.selectFrom('stock').select(STOCK_COLUMNS).where('site_id', '=', siteId);
  if (isOversold) page = page.where((eb) => eb('allocated', '>', eb.ref('on_hand')));
  if (after !== null) {
    page = page.where((eb) =>
      eb(eb.refTuple('location_code', 'product_code'), '>', eb.tuple(after.locationCode, after.productCode)),
    );
  }
  if (productCode !== undefined) page = page.where('product_code', '=', productCode);
  if (locationCode !== undefined) page = page.where('location_code', '=', locationCode);
  return page.orderBy('location_code').orderBy('product_code').limit(limit).execute();
}

/** Stock, lots and allocations of a site. */
export function stockReader(context: SiteContext): StockReader {
  const { db, siteId } = context;
  return {
    async stockOf(codes) {
      const [view] = await selectStock(db, { siteId, codes });
      const { current, lots, versions } = view!;
      const known = new Map(versions.map((row) => [row.product_code, row.version]));
      return { current, lots, versions: new Map(codes.map((code) => [code, known.get(code) ?? 0])) };
    },
    stockPage: (page) => selectStockPage(context, page, false),
    oversoldPage: (page) => selectStockPage(context, page, true),
    ...holders(context),
    lots: (futureInventoryIds) => selectLots(db, { siteId, futureInventoryIds }),
    lotPage: (page) => selectLotPage(context, page),
    lotsInTrouble: (days) => selectLotsInTrouble(context, days),
    async allocationsOf(shipmentNumbers) {
      return (await selectAllocations(db, { siteId, shipmentNumbers })).map(allocationOf);
    },
    async allocationsOfLots(lots) {
      if (lots.length === 0) return [];
      const ids = [...new Set(lots.map((lot) => lot.futureInventoryId))];
      return (await selectHolders(db, { siteId, ids, lots })).map(allocationOf);
    },
    async receipt(receiptId) {
      const [row] = await db
        .selectFrom('lot_receipt')
        .select(['receipt', 'lots'])
        .where('site_id', '=', siteId)
        .where('receipt_id', '=', receiptId)
        .execute();
      return row ?? null;
    },
  };
}
