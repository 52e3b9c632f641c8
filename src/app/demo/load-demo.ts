import { calendarDayOf } from '../../domain/calendar.ts';
import type { ProductCode, ShipmentNumber, SiteId } from '../../domain/ids.ts';
import { SiteSettings } from '../../domain/site/settings.ts';
import { putLocations, putProducts, putSettings } from '../../release/catalogue.ts';
import { placeOrder } from '../../release/orders/place-order.ts';
import type { ReleasePorts, Write } from '../../release/service-ports.ts';
import { writeInventory } from '../../release/supply/inventory.ts';
import { type DemoData, documentExamples, drawRetailer } from './retailer.ts';

/** What was loaded, and a refresh that shows a release. */
export interface DemoSummary {
  readonly orders: number;
  readonly backordered: number;
  /** The shipments of the worked examples. */
  readonly documentShipments: readonly ShipmentNumber[];
  /** The body of a `POST /v1/inventory/refresh` after which shipments are released. */
  readonly tryThis: { readonly inventory: readonly unknown[] };
}

/** Units of that product in the refresh: they release some shipments and leave the others waiting. */
const DELIVERED = 25;

async function load(ports: ReleasePorts, write: () => Write, data: DemoData): Promise<ShipmentNumber[]> {
  await putProducts(ports, write(), data.products);
  await putLocations(ports, write(), data.locations);
  if (data.inventory.length > 0) await writeInventory(ports, write(), 'refresh', data.inventory);
  const waiting: ShipmentNumber[] = [];
  for (const order of data.orders) {
    const { body } = await placeOrder(ports, write(), order);
    const { shipments } = body as { shipments: { shipmentNumber: ShipmentNumber; shipmentStatus: string }[] };
    for (const { shipmentNumber, shipmentStatus } of shipments) {
      if (shipmentStatus === 'BACKORDER') waiting.push(shipmentNumber);
    }
  }
  return waiting;
}

/** The product that most waiting shipments want alone, so that a refresh of it releases many of them. */
async function mostWanted(
  ports: ReleasePorts,
  siteId: SiteId,
  numbers: readonly ShipmentNumber[],
): Promise<ProductCode> {
  const wanted = new Map<ProductCode, number>();
  for (const number of numbers) {
    const shipment = await ports.store.reader(siteId).shipment(number);
    const [item, ...others] = shipment?.items ?? [];
    if (item === undefined || others.length > 0 || shipment?.shipmentType !== 'STH') continue;
    wanted.set(item.productCode, (wanted.get(item.productCode) ?? 0) + 1);
  }
  const [first] = [...wanted].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return first?.[0] ?? ('KTP' as ProductCode);
}

/**
 * Loads the demonstration into a site that has no orders.
 *
 * @returns null where the site has orders; nothing is changed then
 */
export async function loadDemo(ports: ReleasePorts, siteId: SiteId): Promise<DemoSummary | null> {
  const reader = ports.store.reader(siteId);
  if ((await reader.shipments({ after: null, limit: 1 })).length > 0) return null;
  const write = (): Write => ({
    siteId,
    correlationId: ports.newId(),
    idempotency: null,
    expectedVersion: null,
  });
  const settings = SiteSettings.parse({ futureInventoryEnabled: true, defaultBackOrderDays: 21 });
  await putSettings(ports, write(), settings);
  const retailer = drawRetailer(calendarDayOf(ports.now(), settings.timeZone));
  const examples = documentExamples();
  const documentShipments = await load(ports, write, examples);
  const backordered = await load(ports, write, retailer);
  const productCode = await mostWanted(ports, siteId, backordered);
  return {
    orders: retailer.orders.length + examples.orders.length,
    backordered: backordered.length + documentShipments.length,
    documentShipments,
    tryThis: {
      inventory: [
        { locationCode: 'A', productCode: 'KTP', quantity: 5 },
        { locationCode: 'B', productCode: 'KTP2', quantity: 5 },
        { locationCode: 'DC-EAST', productCode, quantity: DELIVERED },
      ],
    },
  };
}
