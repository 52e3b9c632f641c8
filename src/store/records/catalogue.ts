import type { LocationCode, ProductCode, SiteId } from '../../domain/ids.ts';
import type { Versioned } from '../../domain/site/catalogue.ts';
import type { CatalogueReader, CatalogueWriter } from '../../release/ports/catalogue.ts';
import { any, asJson } from '../given-rows.ts';
import { assertLocked, type SiteContext, type TransactionContext } from '../site-context.ts';
import { type Given, statement } from '../statement.ts';
import { holdSite, lockSite } from './hold-site.ts';
import { putLocations, putProducts } from './put-catalogue.ts';

interface Site {
  readonly siteId: SiteId;
}

interface Products extends Site {
  readonly codes: readonly ProductCode[];
}

const selectSettings = statement((db, { siteId }: Given<Site>) =>
  db.selectFrom('site').select(['settings', 'settings_version']).where('site_id', '=', siteId),
);

const selectProducts = statement((db, { siteId, codes }: Given<Products>) =>
  db
    .selectFrom('product')
    .select(['record', 'version'])
    .where('site_id', '=', siteId)
    .where('product_code', '=', any(codes))
    .orderBy('product_code'),
);

const selectLocations = statement((db, { siteId }: Given<Site>) =>
  db
    .selectFrom('location')
    .select(['record', 'version'])
    .where('site_id', '=', siteId)
    .orderBy('location_code'),
);

/** Locations with the number of their changes, both of one moment. */
const selectPlaces = statement((db, { siteId }: Given<Site>) =>
  db
    .selectFrom('site')
    .leftJoin('location', 'location.site_id', 'site.site_id')
    .select(['site.locations_version', 'location.record'])
    .where('site.site_id', '=', siteId)
    .orderBy('location.location_code'),
);

const countLocations = statement((db, { siteId }: Given<Site>) =>
  db
    .updateTable('site')
    .set((eb) => ({ locations_version: eb('locations_version', '+', 1) }))
    .where('site_id', '=', siteId),
);

const bumpProducts = statement((db, { siteId, codes }: Given<Products>) =>
  db
    .updateTable('product_stock')
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('site_id', '=', siteId)
    .where('product_code', '=', any(codes)),
);

const versioned = <Value>(row: { record: Value; version: number }): Versioned<Value> => ({
  value: row.record,
  version: row.version,
});

/** Settings, products and locations of a site. */
export function catalogueReader({ db, siteId }: SiteContext): CatalogueReader {
  return {
    async settings() {
      const [row] = await selectSettings(db, { siteId });
      return row?.settings ? { value: row.settings, version: row.settings_version } : null;
    },
    async products(codes) {
      if (codes.length === 0) return [];
      return (await selectProducts(db, { siteId, codes })).map(versioned);
    },
    async productPage({ after, limit }) {
      let page = db.selectFrom('product').select(['record', 'version']).where('site_id', '=', siteId);
      if (after !== null) page = page.where('product_code', '>', after);
      return (await page.orderBy('product_code').limit(limit).execute()).map(versioned);
    },
    async locations() {
      return (await selectLocations(db, { siteId })).map(versioned);
    },
    async places() {
      const rows = await selectPlaces(db, { siteId });
      return {
        locations: rows.flatMap(({ record }) => (record === null ? [] : [record])),
        version: rows[0]?.locations_version ?? 0,
      };
    },
  };
}

/** The versions of those written; null where one of the given had another version than expected. */
const versionsOf = <Code extends ProductCode | LocationCode>(
  rows: readonly { readonly code: Code; readonly version: number }[],
  given: readonly unknown[],
): ReadonlyMap<Code, number> | null =>
  rows.length === given.length ? new Map(rows.map((row) => [row.code, row.version])) : null;

/** Writes settings, products and locations. */
export function catalogueWriter(context: TransactionContext): CatalogueWriter {
  const { db, siteId } = context;
  return {
    holdSite: () => holdSite(context),
    lockSite: () => lockSite(context),
    async putSettings(settings, expectedVersion) {
      let update = db
        .updateTable('site')
        .set((eb) => ({
          settings: asJson(settings),
          settings_version: eb('settings_version', '+', 1),
        }))
        .where('site_id', '=', siteId);
      if (expectedVersion !== null) update = update.where('settings_version', '=', expectedVersion);
      const row = await update.returning('settings_version').executeTakeFirst();
      return row?.settings_version ?? null;
    },
    async putProducts(products, expectedVersion) {
      assertLocked(
        context,
        products.map((product) => product.productCode),
      );
      const rows = await putProducts(context, products, expectedVersion);
      await bumpProducts(db, { siteId, codes: rows.map((row) => row.code) });
      return versionsOf(rows, products);
    },
    async putLocations(locations, expectedVersion) {
      await countLocations(db, { siteId });
      return versionsOf(await putLocations(context, locations, expectedVersion), locations);
    },
  };
}
