import { type CalendarDate, lastDayOfLimit } from '../../domain/calendar.ts';
import type { FutureInventoryId, LocationCode, ProductCode } from '../../domain/ids.ts';
import { Product, SiteLocation } from '../../domain/site/catalogue.ts';
import { OrderRequest } from '../../domain/site/order.ts';
import type { InventoryRow } from '../../release/supply/inventory-rows.ts';
import { Draw } from './draw.ts';

/** What a demonstration loads. */
export interface DemoData {
  readonly products: readonly Product[];
  readonly locations: readonly SiteLocation[];
  readonly inventory: readonly InventoryRow[];
  readonly orders: readonly OrderRequest[];
}

const SEED = 20260501;
const ORDERS = 320;
const KINDS = ['SHIRT', 'JEANS', 'JACKET', 'BOOTS', 'SCARF', 'DRESS', 'HOODIE', 'BELT'];
const SIZES = ['S', 'M', 'L', 'XL'];
const STORES = ['AUSTIN', 'BOSTON', 'CHICAGO', 'DENVER', 'MIAMI', 'SEATTLE'];
const WAREHOUSES = ['DC-EAST', 'DC-WEST'];

const switches = { outOfStockBehavior: 'AllowBackOrder', futureInventoryEnabled: true } as const;

function drawProducts(draw: Draw): Product[] {
  return KINDS.flatMap((kind) =>
    SIZES.map((size) =>
      Product.parse({
        ...switches,
        productCode: `${kind}-${size}`,
        // A fifth of the products has a delivery time of its own; some must not be promised from deliveries.
        backorderDays: draw.chance(0.2) ? draw.whole(7, 28) : null,
        futureInventoryEnabled: draw.chance(0.85),
      }),
    ),
  );
}

function drawLocations(): SiteLocation[] {
  return [
    ...WAREHOUSES.map((locationCode) => SiteLocation.parse({ locationCode, pickup: false, cost: 1 })),
    ...STORES.map((locationCode) => SiteLocation.parse({ locationCode, cost: 3 })),
  ];
}

const stock = (product: string, location: string, quantity: number): InventoryRow => ({
  productCode: product as ProductCode,
  locationCode: location as LocationCode,
  quantity,
});

/** Little stock: most orders are short of something, so that there is a backlog to release. */
function drawInventory(draw: Draw, products: readonly Product[], today: CalendarDate): InventoryRow[] {
  return products.flatMap(({ productCode }) => {
    const rows = draw
      .some([...WAREHOUSES, ...STORES], draw.whole(1, 4))
      .map((location) => stock(productCode, location, draw.whole(0, 3)));
    if (!draw.chance(0.7)) return rows;
    const deliveryDate = lastDayOfLimit(today, { unit: 'days', quantity: draw.whole(5, 60) });
    const lot = { futureInventoryId: `po-${productCode}` as FutureInventoryId, deliveryDate };
    return [...rows, { ...stock(productCode, draw.oneOf(WAREHOUSES), draw.whole(2, 12)), ...lot }];
  });
}

function drawOrder(draw: Draw, products: readonly Product[], number: number): OrderRequest {
  const isPickup = draw.chance(0.15);
  const chosen = draw.some(products, draw.oneOf([1, 1, 1, 2, 2, 3]));
  return OrderRequest.parse({
    externalOrderId: `web-${10_000 + number}`,
    shipmentType: isPickup ? 'BOPIS' : 'STH',
    pickupLocationCode: isPickup ? draw.oneOf(STORES) : null,
    priority: draw.chance(0.1) ? 1 : 0,
    items: chosen.map(({ productCode }, index) => {
      const quantity = draw.oneOf([1, 1, 1, 2, 2, 3, 5]);
      const item = quantity * draw.whole(1500, 12_900);
      return { lineId: index + 1, productCode, quantity, amounts: { item, tax: Math.round(item * 0.0825) } };
    }),
    amounts: { shipping: isPickup ? 0 : 599 },
  });
}

/** The small retailer: two warehouses, six stores, thirty-odd products, some hundred orders; always the same but for its dates. */
export function drawRetailer(today: CalendarDate): DemoData {
  const draw = new Draw(SEED);
  const products = drawProducts(draw);
  return {
    products,
    locations: drawLocations(),
    inventory: drawInventory(draw, products, today),
    orders: Array.from({ length: ORDERS }, (_, number) => drawOrder(draw, products, number)),
  };
}

/** The shipments of the worked examples (`test/cases/document`): five KTP and five KTP2, and the same with five KTP3; at A and B, with nothing there yet. */
export function documentExamples(): DemoData {
  const codes = ['KTP', 'KTP2', 'KTP3'];
  const order = (name: string, count: number) =>
    OrderRequest.parse({
      externalOrderId: name,
      items: codes.slice(0, count).map((productCode, index) => ({
        lineId: index + 1,
        productCode,
        quantity: 5,
        amounts: { item: 5 * 1999 },
      })),
    });
  return {
    products: codes.map((productCode) => Product.parse({ ...switches, productCode })),
    locations: ['A', 'B'].map((locationCode) => SiteLocation.parse({ locationCode })),
    inventory: [],
    orders: [order('document-1', 2), order('document-2', 3)],
  };
}
