import { OrderPlaced } from '../../../src/http/schemas/orders.ts';
import type { SiteService } from './site-service.ts';

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
