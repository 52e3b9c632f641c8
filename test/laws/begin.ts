import type { LawSite } from './site.ts';

/** What every sequence begins with: products that may wait, and lots that may be promised. */
export async function begin(site: LawSite): Promise<void> {
  await site.send('PUT', '/v1/settings', { futureInventoryEnabled: true });
  const products = ['P', 'Q'].map((productCode) => ({
    productCode,
    outOfStockBehavior: 'AllowBackOrder',
    futureInventoryEnabled: true,
  }));
  await site.send('PUT', '/v1/products', { products });
}
