import { describe, expect, it } from 'vitest';
import { optimize } from '../../src/attempt/optimize.ts';
import type { CalendarDate } from '../../src/domain/calendar.ts';
import type { ProductCode } from '../../src/domain/ids.ts';
import { Product } from '../../src/domain/site/catalogue.ts';
import { addAmounts, NO_AMOUNTS } from '../../src/domain/site/money.ts';
import { OrderRequest } from '../../src/domain/site/order.ts';
import { OrderRouting, SiteSettings } from '../../src/domain/site/settings.ts';
import type { StockRow } from '../../src/domain/site/stock.ts';
import { takeAttempt } from '../../src/input/take-attempt.ts';
import type { DecideAttempt } from '../../src/routing/attempt-request.ts';
import { expectedDay, orderItems } from '../../src/routing/order-lines.ts';
import { type RoutedOrder, routeOrder } from '../../src/routing/route-order.ts';
import { createPortfolio } from '../../src/solver/portfolio.ts';
import { at, item, NOW } from '../release/shipments.ts';

const engine = createPortfolio();
const decide: DecideAttempt = async (request) => optimize(takeAttempt(request, NOW), engine);

const stockRow = (location: string, product: string, onHand: number): StockRow => ({
  locationCode: at(location),
  productCode: product as ProductCode,
  onHand,
  allocated: 0,
  pending: 0,
  safetyStock: 0,
  unitCost: 0,
});

/** Needs no stock. */
const GIFT = Product.parse({ productCode: 'GIFT', manageStock: false });

/** Routes and tells each shipment as `STATUS@location line×units…`. */
async function route(order: Partial<RoutedOrder>, stock: readonly StockRow[], settings = {}) {
  const routing = await routeOrder(
    {
      shipmentType: 'STH',
      pickupLocationCode: null,
      itemDependencies: [],
      items: [item(1, 'KTP', 5), item(2, 'KTP2', 5)],
      scenario: OrderRouting.parse({}),
      ...order,
    },
    {
      settings: SiteSettings.parse(settings),
      locations: [],
      full: new Set(),
      stock: { current: stock, lots: [] },
      products: new Map([GIFT].map((product) => [product.productCode, product])),
      now: NOW,
      timeLimitMs: 2000,
      explain: 'none',
    },
    decide,
  );
  return routing.shipments.map((each) => {
    const items = each.items.map((line) => `${line.lineId}×${line.quantity}`).join(' ');
    return `${each.shipmentStatus}@${each.fulfillmentLocationCode ?? '-'} ${items}`;
  });
}

const partial = (afterActionPartial: string, more = {}) =>
  OrderRouting.parse({ afterActionPartial, ...more });
const SOME = [stockRow('A', 'KTP', 5), stockRow('B', 'KTP2', 2)];

describe('order routing', () => {
  it('assigns everything where stock covers it, one shipment a location', async () => {
    expect(await route({}, [stockRow('A', 'KTP', 5), stockRow('B', 'KTP2', 5)])).toEqual([
      'READY@A 1×5',
      'READY@B 2×5',
    ]);
  });

  const rows: readonly (readonly [action: string, expected: readonly string[]])[] = [
    ['ASSIGN_TO_BACKORDER', ['BACKORDER@- 1×5 2×5']],
    ['ASSIGN_TO_CUSTOMER_CARE', ['CUSTOMER_CARE@- 1×5 2×5']],
    ['CANCEL_ORDER', ['CANCELED@- 1×5 2×5']],
    ['LINE_ITEM_SPLIT_BACKORDER_WITHOUT_INVENTORY', ['READY@A 1×5', 'BACKORDER@- 2×5']],
    ['LINE_ITEM_SPLIT_CANCEL_WITHOUT_INVENTORY', ['READY@A 1×5', 'CANCELED@- 2×5']],
    ['LINE_ITEM_SPLIT_ASSIGN_CUSTOMER_CARE_WITHOUT_INVENTORY', ['READY@A 1×5', 'CUSTOMER_CARE@- 2×5']],
    ['LINE_ITEM_SPLIT_ASSIGN_IF_FULFILLED', ['READY@A 1×5', 'CUSTOMER_CARE@- 2×5']],
    ['QUANTITY_SPLIT_BACKORDER_WITHOUT_INVENTORY', ['READY@A 1×5', 'READY@B 2×2', 'BACKORDER@- 2×3']],
    ['QUANTITY_SPLIT_CANCEL_WITHOUT_INVENTORY', ['READY@A 1×5', 'READY@B 2×2', 'CANCELED@- 2×3']],
    [
      'QUANTITY_SPLIT_ASSIGN_CUSTOMER_CARE_WITHOUT_INVENTORY',
      ['READY@A 1×5', 'READY@B 2×2', 'CUSTOMER_CARE@- 2×3'],
    ],
    ['QUANTITY_SPLIT_ASSIGN_IF_FULFILLED', ['READY@A 1×5', 'READY@B 2×2', 'CUSTOMER_CARE@- 2×3']],
  ];
  for (const [action, expected] of rows) {
    it(`${action} with a part in stock`, async () => {
      expect(await route({ scenario: partial(action) }, SOME)).toEqual(expected);
    });
  }

  it('takes the no-match action, not the partial one, where nothing is available', async () => {
    const scenario = OrderRouting.parse({
      afterActionPartial: 'CANCEL_ORDER',
      afterActionNone: 'ASSIGN_TO_BACKORDER',
    });
    expect(await route({ scenario }, [])).toEqual(['BACKORDER@- 1×5 2×5']);
  });

  it('sends a short line that may not be backordered where the scenario says, and the rest waits', async () => {
    const items = [item(1, 'KTP', 5), item(2, 'KTP2', 5, { allowsBackOrder: false })];
    expect(await route({ items }, [])).toEqual(['BACKORDER@- 1×5', 'CUSTOMER_CARE@- 2×5']);
  });

  it('does not let a line in stock wait for a line that is gone', async () => {
    const items = [item(1, 'KTP', 5), item(2, 'KTP2', 5, { allowsBackOrder: false })];
    expect(await route({ items }, SOME)).toEqual(['READY@A 1×5', 'CUSTOMER_CARE@- 2×5']);
  });

  it('never backorders what may not be, even by default', async () => {
    const items = [item(1, 'KTP', 5, { allowsBackOrder: false })];
    const scenario = OrderRouting.parse({ defaultStateChange: 'BACKORDER' });
    expect(await route({ items, scenario }, [])).toEqual(['CUSTOMER_CARE@- 1×5']);
  });

  it('never backorders a whole line that may not be, though single units of it could be assigned', async () => {
    // By quantity line 1 goes whole and line 2 in part; by line the larger one goes, and line 1 stays.
    const items = [item(1, 'KTP', 5, { allowsBackOrder: false }), item(2, 'KTP', 6)];
    const scenario = partial('LINE_ITEM_SPLIT_BACKORDER_WITHOUT_INVENTORY');
    expect(await route({ items, scenario }, [stockRow('A', 'KTP', 6)])).toEqual([
      'READY@A 2×6',
      'CUSTOMER_CARE@- 1×5',
    ]);
  });

  it('looks only at the pickup location of a pickup', async () => {
    const order = { shipmentType: 'BOPIS', pickupLocationCode: at('B'), items: [item(1, 'KTP', 5)] } as const;
    expect(await route(order, [stockRow('A', 'KTP', 5)])).toEqual(['BACKORDER@B 1×5']);
    expect(await route(order, [stockRow('B', 'KTP', 5)])).toEqual(['READY@B 1×5']);
  });

  it('does not let a line that needs no stock hold the order', async () => {
    const items = [item(1, 'KTP', 5), item(2, 'GIFT', 1, { manageStock: false })];
    expect(await route({ items }, [stockRow('A', 'KTP', 5)])).toEqual(['READY@A 1×5 2×1']);
  });
});

describe('the lines of an order', () => {
  const order = OrderRequest.parse({
    items: [
      { lineId: 1, productCode: 'KTP', quantity: 1, amounts: { item: 100 } },
      { lineId: 2, productCode: 'KTP2', quantity: 1, amounts: { item: 200 } },
    ],
    amounts: { shipping: 500 },
  });

  it('share what the order costs as a whole, to the cent', () => {
    const items = orderItems(order, new Map(), SiteSettings.parse({}));
    expect(items.map((line) => line.amounts.shipping)).toEqual([167, 333]);
    expect(addAmounts(items.map((line) => line.amounts))).toEqual({
      ...NO_AMOUNTS,
      item: 300,
      shipping: 500,
    });
  });

  it('take their switches from the product where the order does not say', () => {
    const product = Product.parse({
      productCode: 'KTP',
      outOfStockBehavior: 'AllowBackOrder',
      futureInventoryEnabled: true,
    });
    const [known, unknown] = orderItems(
      order,
      new Map([[product.productCode, product]]),
      SiteSettings.parse({}),
    );
    expect(known).toMatchObject({ allowsBackOrder: true, allowsFutureAllocate: null, manageStock: true });
    expect(unknown).toMatchObject({ allowsBackOrder: false, allowsFutureAllocate: null, manageStock: true });
  });

  it('are expected on their own day, else by the product, else by the site, else on none', () => {
    const today = '2026-05-01' as CalendarDate;
    const product = Product.parse({ productCode: 'KTP', backorderDays: 3 });
    const site = SiteSettings.parse({ defaultBackOrderDays: 10 });
    expect(expectedDay('2026-07-01' as CalendarDate, product, site, today)).toBe('2026-07-01');
    expect(expectedDay(null, product, site, today)).toBe('2026-05-04');
    expect(expectedDay(null, undefined, site, today)).toBe('2026-05-11');
    expect(expectedDay(null, undefined, SiteSettings.parse({}), today)).toBeNull();
  });
});
