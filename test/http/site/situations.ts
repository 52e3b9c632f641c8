import { afterAll, beforeAll, beforeEach } from 'vitest';
import { OrderPlaced } from '../../../src/http/schemas/orders.ts';
import type { OpenStore } from '../../../src/store/open-store.ts';
import { openEmbeddedStore } from '../../embedded-template.ts';
import { type SiteService, siteService } from './site-service.ts';

/** Opens one embedded store for the tests of a file, and hands a fresh site of it to `use` before each. */
export function withFreshSites(use: (site: SiteService) => void): void {
  let opened: OpenStore;
  beforeAll(async () => {
    opened = await openEmbeddedStore();
  });
  afterAll(() => opened?.store.close());
  beforeEach(async () => use(await siteService(opened.store)));
}

export const SWITCHES = { outOfStockBehavior: 'AllowBackOrder', futureInventoryEnabled: true };

/** The first line of an order. */
export const line = (productCode: string, quantity: number, more = {}) => ({
  lineId: 1,
  productCode,
  quantity,
  ...more,
});

/** A refresh of one row. */
export const there = (productCode: string, locationCode: string, quantity: number, more = {}) => ({
  inventory: [{ productCode, locationCode, quantity, ...more }],
});

/** The number of a shipment of five KTP that waits. */
export async function waitingAt(site: SiteService, more = {}): Promise<number> {
  await site.ask('PUT', '/v1/products/KTP', SWITCHES);
  const placed = OrderPlaced.parse(
    await site.ask('POST', '/v1/orders', { items: [line('KTP', 5)], ...more }),
  );
  return placed.shipments[0]!.shipmentNumber;
}
