import { describe, expect, it } from 'vitest';
import { optimize } from '../../src/attempt/optimize.ts';
import type { ItemDependency, ProductCode } from '../../src/domain/ids.ts';
import { Product } from '../../src/domain/site/catalogue.ts';
import { AfterAction, OrderRouting, SiteSettings } from '../../src/domain/site/settings.ts';
import type { ShipmentItem } from '../../src/domain/site/shipment.ts';
import { takeAttempt } from '../../src/input/take-attempt.ts';
import type { DecideAttempt } from '../../src/routing/attempt-request.ts';
import { type RoutedOrder, routeOrder } from '../../src/routing/route-order.ts';
import { createPortfolio } from '../../src/solver/portfolio.ts';
import { at, item, NOW } from '../release/shipments.ts';

const engine = createPortfolio();
const decide: DecideAttempt = async (request) => optimize(takeAttempt(request, NOW), engine);

const GIFT = Product.parse({ productCode: 'GIFT', manageStock: false });
const gift = (lineId: number, changes: Partial<ShipmentItem> = {}) =>
  item(lineId, 'GIFT', 1, { manageStock: false, ...changes });
const set = 'set' as ItemDependency;

/** Routes an order of a site whose stock is `[location, product, units]`. */
async function route(
  items: readonly ShipmentItem[],
  stock: readonly (readonly [location: string, product: string, units: number])[],
  scenario: object = {},
  more: Partial<RoutedOrder> = {},
  decideBy = decide,
) {
  const order = {
    shipmentType: 'STH' as const,
    pickupLocationCode: null,
    itemDependencies: [],
    items,
    ...more,
  };
  return routeOrder(
    { ...order, scenario: OrderRouting.parse(scenario) },
    {
      settings: SiteSettings.parse({}),
      locations: [],
      full: new Set(),
      stock: {
        current: stock.map(([location, product, onHand]) => ({
          locationCode: at(location),
          productCode: product as ProductCode,
          onHand,
          allocated: 0,
          pending: 0,
          safetyStock: 0,
          unitCost: 0,
        })),
        lots: [],
      },
      products: new Map([[GIFT.productCode, GIFT]]),
      now: NOW,
      timeLimitMs: 2000,
      explain: 'full',
    },
    decideBy,
  );
}

/** Each shipment as `STATUS@location line×units…`. */
const told = ({ shipments }: Awaited<ReturnType<typeof routeOrder>>) =>
  shipments.map((each) => {
    const items = each.items.map((line) => `${line.lineId}×${line.quantity}`).join(' ');
    return `${each.shipmentStatus}@${each.fulfillmentLocationCode ?? '-'} ${items}`;
  });

const BY_LINE = { afterActionPartial: 'LINE_ITEM_SPLIT_BACKORDER_WITHOUT_INVENTORY' };

describe('what order routing does', () => {
  it('is told by the after-action that it followed, or none where all was assigned', async () => {
    const actions = { afterActionPartial: 'CANCEL_ORDER', afterActionNone: 'ASSIGN_TO_CUSTOMER_CARE' };
    const action = async (units: number) =>
      (await route([item(1, 'KTP', 5)], [['A', 'KTP', units]], actions)).afterAction;
    expect(await action(5)).toBeNull();
    expect(await action(4)).toBe('CANCEL_ORDER');
    expect(await action(0)).toBe('ASSIGN_TO_CUSTOMER_CARE');
    expect((await route([item(1, 'KTP', 5)], [['A', 'KTP', 4]], BY_LINE)).afterAction).toBe(
      BY_LINE.afterActionPartial,
    );
  });

  it('says of assigned units where they come from, and of others that they come from nowhere', async () => {
    const { shipments } = await route([item(1, 'KTP', 5), item(2, 'KTP2', 1)], [['A', 'KTP', 5]], BY_LINE);
    expect(shipments).toEqual([
      {
        shipmentStatus: 'READY',
        fulfillmentLocationCode: 'A',
        futureDate: null,
        items: [item(1, 'KTP', 5)],
        allocations: [{ lineId: 1, quantity: 5, futureInventoryId: null }],
      },
      {
        shipmentStatus: 'BACKORDER',
        fulfillmentLocationCode: null,
        futureDate: null,
        items: [item(2, 'KTP2', 1)],
        allocations: [],
      },
    ]);
  });

  it('asks for all, then for each unit, then for whole lines, as far as need be, and why only the first time', async () => {
    const asked = async (
      stock: Parameters<typeof route>[1],
      scenario: object,
      items = [item(1, 'KTP', 5)],
    ) => {
      const attempts: string[] = [];
      await route(items, stock, scenario, {}, async (request) => {
        expect(request.explain).toBe(attempts.length === 0 ? 'full' : 'none');
        attempts.push(request.settings.partialRelease);
        return decide(request);
      });
      return attempts;
    };
    const some = [['A', 'KTP', 4]] as const;
    expect(await asked([['A', 'KTP', 5]], {})).toEqual(['none']);
    expect(await asked(some, {})).toEqual(['none', 'quantity']);
    for (const afterActionPartial of AfterAction.options.filter((action) => action.startsWith('QUANTITY'))) {
      expect(await asked(some, { afterActionPartial })).toEqual(['none', 'quantity']);
    }
    for (const afterActionPartial of AfterAction.options.filter((action) => action.startsWith('LINE_ITEM'))) {
      expect(await asked(some, { afterActionPartial })).toEqual(['none', 'quantity', 'line']);
    }
    expect(await asked([], { afterActionNone: BY_LINE.afterActionPartial })).toEqual(['none', 'quantity']);
    const mayNotWait = item(2, 'KTP2', 5, { allowsBackOrder: false });
    const full = [['A', 'KTP', 5]] as const;
    expect(await asked(full, {}, [item(1, 'KTP', 5), mayNotWait])).toEqual(['none', 'quantity', 'none']);
    expect(await asked(full, {}, [item(1, 'KTP', 5), mayNotWait, item(3, 'KTP3', 5)])).toEqual([
      'none',
      'quantity',
    ]);
  });

  it('leaves a pickup that needs no stock at its place', async () => {
    const pickup = { shipmentType: 'BOPIS', pickupLocationCode: at('B') } as const;
    expect(told(await route([gift(1)], [], {}, pickup))).toEqual(['READY@B 1×1']);
  });
});

describe('what stays', () => {
  it('waits whole where nothing is in stock, with the lines that need none', async () => {
    const items = [item(1, 'KTP', 5), gift(2, { allowsBackOrder: false })];
    expect(told(await route(items, []))).toEqual(['BACKORDER@- 1×5 2×1']);
  });

  it('takes along, where a short line may not wait, the lines that are kept together with it', async () => {
    const items = [
      item(1, 'KTP', 5, { itemDependency: set, allowsBackOrder: false }),
      item(2, 'KTP2', 5, { itemDependency: set }),
      item(3, 'KTP3', 5, { itemDependency: 'other' as ItemDependency }),
      item(4, 'KTP4', 5),
    ];
    expect(told(await route(items, []))).toEqual(['BACKORDER@- 3×5 4×5', 'CUSTOMER_CARE@- 1×5 2×5']);
  });

  it('goes where the scenario says, where a line that may not wait is canceled by default', async () => {
    const items = [item(1, 'KTP', 5, { allowsBackOrder: false })];
    expect(told(await route(items, [], { defaultStateChange: 'CANCEL' }))).toEqual(['CANCELED@- 1×5']);
  });

  it('is canceled whole by the action that says so, whether it may wait or not', async () => {
    const items = [item(1, 'KTP', 5, { allowsBackOrder: false }), item(2, 'KTP2', 5)];
    expect(told(await route(items, [], { afterActionNone: 'CANCEL_ORDER' }))).toEqual(['CANCELED@- 1×5 2×5']);
  });

  it('is split by the no-match action too, and nothing is assigned by line where no unit is there', async () => {
    const afterActionNone = 'LINE_ITEM_SPLIT_CANCEL_WITHOUT_INVENTORY';
    expect(told(await route([item(1, 'KTP', 5)], [], { afterActionNone }))).toEqual(['CANCELED@- 1×5']);
  });

  it('waits, though in stock, where another line waits too', async () => {
    const items = [item(1, 'KTP', 5), item(2, 'KTP2', 5), item(3, 'KTP3', 5, { allowsBackOrder: false })];
    expect(told(await route(items, [['A', 'KTP', 5]]))).toEqual([
      'BACKORDER@- 1×5 2×5',
      'CUSTOMER_CARE@- 3×5',
    ]);
  });

  it('waits, though in stock, where its assignment was not proven in time', async () => {
    const items = [item(1, 'KTP', 5), item(2, 'KTP2', 5, { allowsBackOrder: false })];
    const tired: DecideAttempt = async (request) => {
      const decision = await decide(request);
      const isLast = request.shipment.items.length === 1;
      return isLast ? { ...decision, decision: 'held', shipmentStatus: 'BACKORDER', children: [] } : decision;
    };
    expect(told(await route(items, [['A', 'KTP', 5]], {}, {}, tired))).toEqual([
      'BACKORDER@- 1×5',
      'CUSTOMER_CARE@- 2×5',
    ]);
  });

  it('waits with a line that needs no stock, which is never short, whatever else is in stock', async () => {
    const items = [
      item(1, 'KTP', 5, { itemDependency: set }),
      gift(2, { itemDependency: set, allowsBackOrder: false }),
      item(3, 'KTP2', 1),
    ];
    expect(told(await route(items, [['A', 'KTP2', 1]], BY_LINE))).toEqual([
      'READY@A 3×1',
      'BACKORDER@- 1×5 2×1',
    ]);
    expect(told(await route(items, []))).toEqual(['BACKORDER@- 1×5 2×1 3×1']);
  });

  it('waits or not alike, whichever line of a group stands first', async () => {
    // By quantity the group goes whole; by line the larger line takes all six units.
    const together = (mayWait: number, mayNot: number) => [
      item(mayWait, 'KTP', 3, { itemDependency: set }),
      item(mayNot, 'KTP', 2, { itemDependency: set, allowsBackOrder: false }),
      item(3, 'KTP', 6),
    ];
    const stock = [['A', 'KTP', 6]] as const;
    expect(told(await route(together(1, 2), stock, BY_LINE))).toEqual([
      'READY@A 3×6',
      'CUSTOMER_CARE@- 1×3 2×2',
    ]);
    expect(told(await route(together(2, 1), stock, BY_LINE))).toEqual([
      'READY@A 3×6',
      'CUSTOMER_CARE@- 2×3 1×2',
    ]);
  });

  it('waits with a line that needs no stock, where only by line another line was served', async () => {
    const items = [
      item(1, 'KTP', 5, { itemDependency: set }),
      gift(2, { itemDependency: set, allowsBackOrder: false }),
      item(3, 'KTP', 6),
    ];
    expect(told(await route(items, [['A', 'KTP', 6]], BY_LINE))).toEqual([
      'READY@A 3×6',
      'BACKORDER@- 1×5 2×1',
    ]);
  });
});
