import { sql } from 'kysely';
import type { LocationCode, ProductCode } from '../../domain/ids.ts';
import type { Product, SiteLocation } from '../../domain/site/catalogue.ts';
import { asJson, givenRows, unnested } from '../given-rows.ts';
import { insertSelected } from '../insert-selected.ts';
import type { SiteContext } from '../site-context.ts';

interface Put<Code> {
  readonly code: Code;
  readonly version: number;
}

/** Only records that exist can have a version above 0; the insert itself looks at which one. */
const mustExist = (expectedVersion: number | null): boolean =>
  expectedVersion !== null && expectedVersion > 0;

/** Writes products whose version is as expected, in the order of their codes. @returns those written */
export function putProducts(
  { db, siteId }: SiteContext,
  products: readonly Product[],
  expectedVersion: number | null,
): Promise<Put<ProductCode>[]> {
  const given = givenRows(
    products.map((product) => ({ product_code: product.productCode, record: asJson(product) })),
  );
  let rows = db
    .selectFrom(unnested('given', given, { product_code: 'text', record: 'jsonb' }))
    .select([sql.val(siteId).as('site_id'), 'given.product_code', 'given.record'])
    .orderBy('given.product_code');
  if (mustExist(expectedVersion)) {
    rows = rows.where((eb) =>
      eb.exists(
        eb
          .selectFrom('product')
          .select('version')
          .where('site_id', '=', siteId)
          .whereRef('product.product_code', '=', 'given.product_code'),
      ),
    );
  }
  return insertSelected(db.insertInto('product'), rows)
    .onConflict((conflict) => {
      const update = conflict.columns(['site_id', 'product_code']).doUpdateSet((eb) => ({
        record: eb.ref('excluded.record'),
        version: eb('product.version', '+', 1),
      }));
      return expectedVersion === null ? update : update.where('product.version', '=', expectedVersion);
    })
    .returning(['product_code as code', 'version'])
    .execute();
}

/** Writes locations whose version is as expected, in the order of their codes. @returns those written */
export function putLocations(
  { db, siteId }: SiteContext,
  locations: readonly SiteLocation[],
  expectedVersion: number | null,
): Promise<Put<LocationCode>[]> {
  const given = givenRows(
    locations.map((location) => ({ location_code: location.locationCode, record: asJson(location) })),
  );
  let rows = db
    .selectFrom(unnested('given', given, { location_code: 'text', record: 'jsonb' }))
    .select([sql.val(siteId).as('site_id'), 'given.location_code', 'given.record'])
    .orderBy('given.location_code');
  if (mustExist(expectedVersion)) {
    rows = rows.where((eb) =>
      eb.exists(
        eb
          .selectFrom('location')
          .select('version')
          .where('site_id', '=', siteId)
          .whereRef('location.location_code', '=', 'given.location_code'),
      ),
    );
  }
  return insertSelected(db.insertInto('location'), rows)
    .onConflict((conflict) => {
      const update = conflict.columns(['site_id', 'location_code']).doUpdateSet((eb) => ({
        record: eb.ref('excluded.record'),
        version: eb('location.version', '+', 1),
      }));
      return expectedVersion === null ? update : update.where('location.version', '=', expectedVersion);
    })
    .returning(['location_code as code', 'version'])
    .execute();
}
