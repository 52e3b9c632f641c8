import { calendarDayOf } from '../domain/calendar.ts';
import type { ProductCode } from '../domain/ids.ts';
import type { SiteLocation, Versioned } from '../domain/site/catalogue.ts';
import { SiteSettings } from '../domain/site/settings.ts';
import type { ShipmentItem } from '../domain/site/shipment.ts';
import { expectedItems } from '../routing/order-lines.ts';
import type { Products } from '../routing/switches.ts';
import type { CatalogueReader } from './ports/catalogue.ts';

/** The settings of a site: those written, or the defaults with version 0. */
export async function readSettings(reader: CatalogueReader): Promise<Versioned<SiteSettings>> {
  return (await reader.settings()) ?? { value: SiteSettings.parse({}), version: 0 };
}

/** Whether the site has its brake on: then nothing is released but by hand. */
export const isPaused = async (reader: CatalogueReader): Promise<boolean> =>
  (await readSettings(reader)).value.pauseReleases;

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

/** Says of lines that begin to wait when each is expected, by settings and products as they are. */
export async function readExpectedDays(
  reader: CatalogueReader,
  productCodes: readonly ProductCode[],
  now: string,
): Promise<(items: readonly ShipmentItem[]) => ShipmentItem[]> {
  const { value: settings } = await readSettings(reader);
  const products = await readProducts(reader, productCodes);
  const today = calendarDayOf(now, settings.timeZone);
  return (items) => expectedItems(items, products, settings, today);
}
