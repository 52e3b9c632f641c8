import { expressionBuilder, type SqlBool, sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { LocationCode, ProductCode, SiteId } from '../../domain/ids.ts';
import type { StockReader } from '../../release/ports/stock.ts';
import { any, anySelected, literal, unnested } from '../given-rows.ts';
import type { SiteContext } from '../site-context.ts';
import { type Given, statement } from '../statement.ts';
import { CURRENT_STOCK } from '../stock/ledger.ts';
import type { Tables } from '../tables.ts';

interface Places {
  readonly siteId: SiteId;
  readonly places: readonly { readonly locationCode: LocationCode; readonly productCode: ProductCode }[];
}

const selectHoldersAt = statement((db, given: Given<Places>) =>
  db
    .selectFrom('allocation')
    .innerJoin(unnested('place', given.places, { locationCode: 'text', productCode: 'text' }), (join) =>
      join
        .onRef('place.locationCode', '=', 'allocation.location_code')
        .onRef('place.productCode', '=', 'allocation.product_code'),
    )
    .innerJoin('shipment', (join) =>
      join
        .onRef('shipment.site_id', '=', 'allocation.site_id')
        .onRef('shipment.shipment_number', '=', 'allocation.shipment_number'),
    )
    .select([
      'allocation.location_code as locationCode',
      'allocation.product_code as productCode',
      'shipment.shipment_number as shipmentNumber',
      'shipment.shipment_status as shipmentStatus',
      'shipment.submitted_at as submittedAt',
    ])
    .select((eb) => [
      eb.neg('shipment.queue_rank').as('priority'),
      eb.cast<number>(eb.fn.sum('allocation.quantity'), 'bigint').as('quantity'),
    ])
    .where('allocation.site_id', '=', given.siteId)
    .where('allocation.product_code', '=', any(given.places.column('productCode')))
    .where('allocation.future_inventory_id', '=', literal(CURRENT_STOCK))
    .groupBy(['allocation.location_code', 'allocation.product_code'])
    .groupBy(['shipment.shipment_number', 'shipment.shipment_status'])
    .groupBy(['shipment.submitted_at', 'shipment.queue_rank'])
    .orderBy('allocation.location_code')
    .orderBy('allocation.product_code')
    .orderBy('shipment.queue_rank', 'desc')
    .orderBy('shipment.submitted_at', 'desc')
    .orderBy('shipment.shipment_number', 'desc'),
);

interface Page {
  readonly siteId: SiteId;
  readonly codes: readonly ProductCode[];
  readonly notOfOrder: number;
  readonly rank: number;
  readonly submittedAt: string;
  readonly shipmentNumber: number;
  readonly limit: number;
}

const unitsOf = (given: Given<Page>) =>
  expressionBuilder<Tables, never>()
    .selectFrom('allocation')
    .where('allocation.site_id', '=', given.siteId)
    .where('allocation.product_code', '=', any(given.codes));

const selectHoldersOf = statement((db, given: Given<Page>) =>
  db
    .selectFrom('shipment')
    .select((eb) => [
      eb.neg('shipment.queue_rank').as('priority'),
      'shipment.submitted_at as submittedAt',
      'shipment.shipment_number as shipmentNumber',
      jsonArrayFrom(
        unitsOf(given)
          .whereRef('allocation.shipment_number', '=', eb.ref('shipment.shipment_number'))
          .select((unit) => [
            'allocation.location_code as locationCode',
            'allocation.product_code as productCode',
            unit.fn
              .coalesce(
                sql<null>`nullif(${unit.ref('allocation.future_inventory_id')}, ${literal(CURRENT_STOCK)})`,
              )
              .as('futureInventoryId'),
            unit.cast<number>(unit.fn.sum('allocation.quantity'), 'bigint').as('quantity'),
          ])
          .groupBy(['allocation.location_code', 'allocation.product_code', 'allocation.future_inventory_id'])
          .orderBy('allocation.location_code')
          .orderBy('allocation.product_code')
          .orderBy('allocation.future_inventory_id'),
      ).as('units'),
    ])
    .where('shipment.site_id', '=', given.siteId)
    .where('shipment.order_number', '<>', given.notOfOrder)
    .where('shipment.shipment_number', '=', anySelected(unitsOf(given).select('allocation.shipment_number')))
    .where(
      (eb) => sql<SqlBool>`(${eb.ref('queue_rank')}, ${eb.ref('submitted_at')}, ${eb.ref('shipment_number')})
        < (${given.rank}::integer, ${given.submittedAt}::text, ${given.shipmentNumber}::bigint)`,
    )
    .orderBy('shipment.queue_rank', 'desc')
    .orderBy('shipment.submitted_at', 'desc')
    .orderBy('shipment.shipment_number', 'desc')
    .limit(given.limit),
);

/** Behind whoever stands last. */
const BEHIND_ALL = { rank: 2 ** 31 - 1, submittedAt: '', shipmentNumber: 0 };

/** Who holds what, the lowest standing first. */
export function holders({ db, siteId }: SiteContext): Pick<StockReader, 'holdersAt' | 'holdersOf'> {
  return {
    holdersAt: (places) =>
      places.length === 0 ? Promise.resolve([]) : selectHoldersAt(db, { siteId, places }),
    holdersOf: ({ productCodes, notOfOrder, after, limit }) =>
      selectHoldersOf(db, {
        siteId,
        codes: productCodes,
        notOfOrder,
        limit,
        ...(after === null
          ? BEHIND_ALL
          : { rank: -after.priority, submittedAt: after.submittedAt, shipmentNumber: after.shipmentNumber }),
      }),
  };
}
