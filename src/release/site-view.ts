import type { ProductCode } from '../domain/ids.ts';
import type { SiteLocation, Versioned } from '../domain/site/catalogue.ts';
import { SiteSettings } from '../domain/site/settings.ts';
import type { Products } from '../routing/switches.ts';
import type { CatalogueReader } from './ports/catalogue.ts';

/** The settings of a site: those written, or the defaults with version 0. */
export async function readSettings(reader: CatalogueReader): Promise<Versioned<SiteSettings>> {
  return (await reader.settings()) ?? { value: SiteSettings.parse({}), version: 0 };
}

/** The locations that have been entered; one that only stock rows name has the defaults. */
export async function readLocations(reader: CatalogueReader): Promise<SiteLocation[]> {
  return (await reader.locations()).map((row) => row.value);
}

/** The switches of products, of those that have been entered. */
export async function readProducts(
  reader: CatalogueReader,
  productCodes: readonly ProductCode[],
): Promise<Products> {
  const rows = await reader.products(productCodes);
  return new Map(rows.map(({ value }) => [value.productCode, value]));
}
