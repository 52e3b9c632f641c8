import type { Product, SiteLocation } from '../../src/domain/site/catalogue.ts';
import type { SiteSettings } from '../../src/domain/site/settings.ts';
import type { ShipmentRecord } from '../../src/domain/site/shipment.ts';
import type { LotRow, StockAllocation, StockRow } from '../../src/domain/site/stock.ts';
import type { Waiting } from '../../src/domain/site/waiting.ts';
import type { LawSite } from './site.ts';

/** A shipment as the interface shows it. */
export type Seen = ShipmentRecord & { readonly waiting: Waiting | null };

/** All that a site shows which an attempt looks at. */
export interface View {
  readonly settings: SiteSettings;
  readonly products: readonly Product[];
  readonly locations: readonly SiteLocation[];
  readonly stock: readonly StockRow[];
  readonly lots: readonly LotRow[];
}

const items = async <Row>(site: LawSite, url: string): Promise<Row[]> => {
  const { status, body } = await site.send('GET', `${url}${url.includes('?') ? '&' : '?'}limit=1000`);
  if (status !== 200) throw new Error(`${url}: ${status} ${JSON.stringify(body)}`);
  // What is looked at only in part would be held to be right.
  if (body.next !== null) throw new Error(`${url} has more than one page`);
  return body.items;
};

export const readShipments = (site: LawSite, query = ''): Promise<Seen[]> =>
  items<Seen>(site, `/v1/shipments${query}`);

export const readSettings = async (site: LawSite): Promise<SiteSettings> =>
  (await site.send('GET', '/v1/settings')).body;

export const readLots = (site: LawSite): Promise<LotRow[]> => items<LotRow>(site, '/v1/future-inventory');

export const readStock = (site: LawSite): Promise<StockRow[]> => items<StockRow>(site, '/v1/inventory');

export const readAllocations = async (site: LawSite, shipmentNumber: number): Promise<StockAllocation[]> =>
  (await site.send('GET', `/v1/shipments/${shipmentNumber}`)).body.allocations;

const unversioned = <Row extends object>(row: Row): Row => {
  const { version: _, ...rest } = row as Row & { version?: number };
  return rest as Row;
};

export async function readView(site: LawSite): Promise<View> {
  return {
    settings: await readSettings(site),
    products: (await items<Product>(site, '/v1/products')).map(unversioned),
    locations: (await items<SiteLocation>(site, '/v1/locations')).map(unversioned),
    stock: await readStock(site),
    lots: (await readLots(site)).filter((lot) => lot.status === 'EXPECTED'),
  };
}
