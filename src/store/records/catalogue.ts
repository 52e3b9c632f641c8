import { sql } from 'kysely';
import type { LocationCode, ProductCode } from '../../domain/ids.ts';
import type { Product, SiteLocation, Versioned } from '../../domain/site/catalogue.ts';
import type { CatalogueReader, CatalogueWriter } from '../../release/ports/catalogue.ts';
import { asJson, assertLocked, type SiteContext, type TransactionContext } from '../site-context.ts';

const versioned = <Value>(row: { record: Value; version: number }): Versioned<Value> => ({
  value: row.record,
  version: row.version,
});

export function catalogueReader({ db, siteId }: SiteContext): CatalogueReader {
  const products = db.selectFrom('product').select(['record', 'version']).where('site_id', '=', siteId);
  return {
    async settings() {
      const row = await db
        .selectFrom('site')
        .select(['settings', 'settings_version'])
        .where('site_id', '=', siteId)
        .executeTakeFirst();
      return row?.settings ? { value: row.settings, version: row.settings_version } : null;
    },
    async products(productCodes) {
      if (productCodes.length === 0) return [];
      const rows = await products
        .where('product_code', '=', sql<string>`any(${productCodes}::text[])`)
        .orderBy('product_code')
        .execute();
      return rows.map(versioned);
    },
    async productPage({ after, limit }) {
      const rows = await products
        .where('product_code', '>', after ?? '')
        .orderBy('product_code')
        .limit(limit)
        .execute();
      return rows.map(versioned);
    },
    async locations() {
      const rows = await db
        .selectFrom('location')
        .select(['record', 'version'])
        .where('site_id', '=', siteId)
        .orderBy('location_code')
        .execute();
      return rows.map(versioned);
    },
  };
}

interface CatalogueTable {
  readonly name: 'product' | 'location';
  readonly key: 'product_code' | 'location_code';
  readonly field: 'productCode' | 'locationCode';
}

const PRODUCTS: CatalogueTable = { name: 'product', key: 'product_code', field: 'productCode' };
const LOCATIONS: CatalogueTable = { name: 'location', key: 'location_code', field: 'locationCode' };

/** Writes records whose version is as expected; says the versions of those written. */
async function putRecords<Code extends string>(
  { db, siteId }: SiteContext,
  { name, key, field }: CatalogueTable,
  records: readonly (Product | SiteLocation)[],
  expectedVersion: number | null,
): Promise<Map<Code, number>> {
  const { rows } = await sql<{ code: Code; version: number }>`
    with given as (
      select r ->> ${field} as code, r as record from jsonb_array_elements(${asJson(records)}::jsonb) r
    ), allowed as (
      select g.* from given g
      left join lateral (
        select version from ${sql.ref(name)} where site_id = ${siteId} and ${sql.ref(key)} = g.code offset 0
      ) t on true
      where ${expectedVersion}::integer is null or coalesce(t.version, 0) = ${expectedVersion}::integer
    )
    insert into ${sql.ref(name)} as t (site_id, ${sql.ref(key)}, record)
    select ${siteId}, code, record from allowed order by code
    on conflict (site_id, ${sql.ref(key)}) do update
      set record = excluded.record, version = t.version + 1
      where ${expectedVersion}::integer is null or t.version = ${expectedVersion}::integer
    returning ${sql.ref(key)} as code, version`.execute(db);
  return new Map(rows.map((row) => [row.code, row.version]));
}

export function catalogueWriter(context: TransactionContext): CatalogueWriter {
  const { db, siteId } = context;
  return {
    async putSettings(settings, expectedVersion) {
      const { rows } = await sql<{ version: number }>`
        update site set settings = ${asJson(settings)}::jsonb, settings_version = settings_version + 1
        where site_id = ${siteId}
          and (${expectedVersion}::integer is null or settings_version = ${expectedVersion}::integer)
        returning settings_version as version`.execute(db);
      return rows[0]?.version ?? null;
    },
    async putProducts(products, expectedVersion) {
      assertLocked(
        context,
        products.map((product) => product.productCode),
      );
      const versions = await putRecords<ProductCode>(context, PRODUCTS, products, expectedVersion);
      await sql`
        update product_stock set version = version + 1
        where site_id = ${siteId} and product_code = any(${[...versions.keys()]}::text[])`.execute(db);
      return versions.size === products.length ? versions : null;
    },
    async putLocations(locations, expectedVersion) {
      const versions = await putRecords<LocationCode>(context, LOCATIONS, locations, expectedVersion);
      return versions.size === locations.length ? versions : null;
    },
  };
}
