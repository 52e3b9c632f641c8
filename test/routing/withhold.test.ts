import { describe, expect, it } from 'vitest';
import type { LocationCode } from '../../src/domain/ids.ts';
import { NO_AMOUNTS } from '../../src/domain/site/money.ts';
import { OrderRouting } from '../../src/domain/site/settings.ts';
import type { RoutedShipment, Routing } from '../../src/routing/route-order.ts';
import { withhold } from '../../src/routing/withhold.ts';
import { item } from '../release/shipments.ts';

const of = (lineId: number, quantity: number, cents: number) =>
  item(lineId, `P${lineId}`, quantity, { amounts: { ...NO_AMOUNTS, item: cents } });
const order = {
  shipmentType: 'STH',
  pickupLocationCode: null,
  itemDependencies: [],
  items: [of(1, 5, 500), of(2, 2, 30), of(3, 1, 7)],
  scenario: OrderRouting.parse({}),
} as const;
const routed = (
  shipmentStatus: RoutedShipment['shipmentStatus'],
  place: string | null,
  ...items: ReturnType<typeof of>[]
): RoutedShipment => ({
  shipmentStatus,
  fulfillmentLocationCode: place as LocationCode | null,
  futureDate: null,
  items,
  allocations: items.map(({ lineId, quantity }) => ({ lineId, quantity, futureInventoryId: null })),
});

describe('what routing has assigned while releases are paused', () => {
  it('waits in one shipment with what waits besides; the rest stays as it was', () => {
    const canceled = routed('CANCELED', null, of(3, 1, 7));
    const routing: Routing = {
      afterAction: 'QUANTITY_SPLIT_BACKORDER_WITHOUT_INVENTORY',
      whole: null,
      some: 6,
      shipments: [
        routed('READY', 'A', of(1, 2, 200), of(2, 2, 30)),
        routed('FUTURE', 'B', of(1, 2, 200)),
        routed('BACKORDER', null, of(1, 1, 100)),
        canceled,
      ],
    };
    expect(withhold(routing, order)).toEqual({
      afterAction: 'QUANTITY_SPLIT_BACKORDER_WITHOUT_INVENTORY',
      whole: null,
      some: 6,
      shipments: [{ ...routed('BACKORDER', null, of(1, 5, 500), of(2, 2, 30)), allocations: [] }, canceled],
    });
  });

  it('is nothing where nothing was assigned', () => {
    const routing = {
      afterAction: null,
      whole: null,
      some: 0,
      shipments: [routed('CUSTOMER_CARE', null, of(1, 5, 500))],
    };
    expect(withhold(routing, order)).toBe(routing);
  });
});
