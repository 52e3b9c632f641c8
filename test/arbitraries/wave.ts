import fc from 'fast-check';
import type { WaveRequestInput } from '../../src/domain/wave/request.ts';
import { mostly } from './shipment.ts';

type Shipment = WaveRequestInput['shipments'][number];
type Lot = NonNullable<WaveRequestInput['futureInventory']>[number];
type Current = NonNullable<WaveRequestInput['inventory']>[number];

const LOCATIONS = ['B', 'A', 'C'];
const PRODUCTS = ['P', 'Q'];
const DAYS = ['2026-05-04', '2026-05-09'];
const WAITING_SINCE = ['2026-04-01', '2026-04-02T09:00:00Z', '2026-04-03', '2026-04-20'];

/** What a drawn wave may hold. */
export interface WaveShape {
  readonly shipments: number;
  /** Units that a line wants at most. */
  readonly quantity: number;
  /** Units that a row of stock holds at most. */
  readonly available: number;
  /** Lines of one product more than once, groups and limits as well: what flows do not decide alone. */
  readonly isCoupled: boolean;
  /** Promises and pinned plans among them. */
  readonly hasKept: boolean;
}

/** Small enough to try every plan. */
export const TINY_WAVE: WaveShape = {
  shipments: 4,
  quantity: 2,
  available: 2,
  isCoupled: false,
  hasKept: true,
};

const few = fc.oneof(
  { weight: 4, arbitrary: fc.constant<string[]>([]) },
  { weight: 1, arbitrary: fc.shuffledSubarray(LOCATIONS, { minLength: 1, maxLength: 2 }) },
);

function lineOf({ quantity, isCoupled }: WaveShape, productCode: string) {
  return fc
    .record({
      quantity: fc.integer({ min: 1, max: quantity }),
      allowsFutureAllocate: mostly(true, 4),
      manageStock: mostly(true, 12),
      excludedLocationCodes: few,
      excludedFutureLocationCodes: few,
      itemDependency: isCoupled ? fc.constantFrom(null, null, 'kit') : fc.constant(null),
    })
    .map((line) => ({ ...line, productCode }));
}

function itemsOf(shape: WaveShape): fc.Arbitrary<Shipment['items']> {
  const products = shape.isCoupled
    ? fc.array(fc.constantFrom(...PRODUCTS), { minLength: 1, maxLength: 3 })
    : fc.shuffledSubarray(PRODUCTS, { minLength: 1 });
  return products
    .chain((drawn) => fc.tuple(...drawn.map((product) => lineOf(shape, product))))
    .map((lines) => lines.map((line, at) => ({ lineId: at + 1, ...line })));
}

function shipmentOf(shape: WaveShape, number: number): fc.Arbitrary<Shipment> {
  return fc
    .record({
      items: itemsOf(shape),
      isPickup: mostly(false, 4),
      fulfillmentLocationCode: fc.constantFrom(...LOCATIONS),
      priority: fc.constantFrom(0, 0, 0, 5),
      value: fc.constantFrom(1, 1, 2, 0.5),
      backorderedAt: fc.constantFrom(null, ...WAITING_SINCE),
    })
    .map(({ isPickup, ...rest }) => ({
      shipmentNumber: number,
      shipmentType: isPickup ? ('BOPIS' as const) : ('STH' as const),
      ...rest,
    }));
}

/** A plan that a shipment has already, of one child, and which rows it needs more units in. */
interface DrawnPlan {
  readonly kind: 'promised' | 'pinned';
  readonly location: string;
  readonly day: string | null;
}

const planOf: fc.Arbitrary<DrawnPlan | null> = fc.option(
  fc.record({
    kind: fc.constantFrom('promised' as const, 'promised' as const, 'pinned' as const),
    location: fc.constantFrom(...LOCATIONS),
    day: fc.constantFrom(...DAYS, '2026-04-28'),
  }),
  { freq: 3 },
);

/** Gives a shipment its plan, and the stock the units that the plan takes. */
function withPlan(
  shipment: Shipment,
  plan: DrawnPlan,
  stock: { readonly inventory: Current[]; readonly futureInventory: Lot[] },
): Shipment {
  const location = shipment.shipmentType === 'BOPIS' ? shipment.fulfillmentLocationCode! : plan.location;
  const managed = shipment.items.filter(({ manageStock }) => manageStock !== false);
  if (managed.length === 0) return shipment;
  for (const { productCode, quantity } of managed) {
    const lot = stock.futureInventory.find(
      (row) =>
        row.futureInventoryId === 'kept' &&
        row.locationCode === location &&
        row.productCode === productCode &&
        row.deliveryDate === plan.day,
    );
    if (lot !== undefined) lot.available += quantity;
    else {
      stock.futureInventory.push({
        futureInventoryId: 'kept',
        locationCode: location,
        productCode,
        deliveryDate: plan.day,
        available: quantity,
      });
    }
  }
  const child = {
    shipmentStatus: 'FUTURE' as const,
    fulfillmentLocationCode: location,
    futureDate: plan.day,
    items: managed.map(({ lineId, productCode, quantity }) => ({ lineId, productCode, quantity })),
    allocations: managed.map(({ lineId, quantity }) => ({ lineId, quantity, futureInventoryId: 'kept' })),
  };
  return { ...shipment, [plan.kind]: { children: [child] } };
}

/** Draws waves over scarce stock, a few products and locations, so that shipments compete. */
export function waveRequest(shape: WaveShape): fc.Arbitrary<WaveRequestInput> {
  const cost = fc.constantFrom(0, 0, 1, 2);
  const current = fc
    .tuple(
      ...PRODUCTS.flatMap((product) =>
        LOCATIONS.map((location) =>
          fc.tuple(fc.constant({ product, location }), fc.integer({ min: -1, max: shape.available }), cost),
        ),
      ),
    )
    .map((rows) =>
      rows.map(([{ product, location }, available, unitCost]) => ({
        locationCode: location,
        productCode: product,
        available,
        unitCost,
      })),
    );
  const lot = fc.record({
    futureInventoryId: fc.constantFrom('po-1', 'po-2'),
    locationCode: fc.constantFrom(...LOCATIONS),
    productCode: fc.constantFrom(...PRODUCTS),
    deliveryDate: fc.constantFrom(...DAYS),
    available: fc.integer({ min: 0, max: shape.available }),
  });
  const lots = fc.uniqueArray(lot, {
    maxLength: 5,
    selector: (row) => [row.futureInventoryId, row.locationCode, row.productCode, row.deliveryDate].join(' '),
  });
  const limit = shape.isCoupled ? fc.constantFrom(null, null, 1, 2) : fc.constant(null);
  return fc
    .record({
      shipments: fc
        .integer({ min: 1, max: shape.shipments })
        .chain((count) => fc.tuple(...Array.from({ length: count }, (_, at) => shipmentOf(shape, 900 - at)))),
      plans: fc.array(shape.hasKept ? planOf : fc.constant(null), {
        minLength: shape.shipments,
        maxLength: shape.shipments,
      }),
      inventory: current,
      futureInventory: lots,
      locations: fc.tuple(
        ...LOCATIONS.map((locationCode) =>
          fc.record({
            locationCode: fc.constant(locationCode),
            cost: fc.constantFrom(0, 0, 3, 5),
            directShip: mostly(true, 8),
          }),
        ),
      ),
      partialRelease: fc.constantFrom('none' as const, 'none' as const, 'line' as const, 'quantity' as const),
      useFutureBeforeCurrent: mostly(false, 5),
      maxFulfillingLocations: limit,
      maxChildShipments: limit,
    })
    .map(({ shipments, plans, inventory, futureInventory, locations, ...rest }) => {
      const stock = {
        inventory: structuredClone(inventory),
        futureInventory: structuredClone<Lot[]>(futureInventory),
      };
      const withPlans = shipments.map((shipment, at) => {
        const plan = plans[at] ?? null;
        return plan === null ? shipment : withPlan(shipment, plan, stock);
      });
      return {
        asOf: '2026-05-01T09:00:00Z',
        settings: { futureInventoryEnabled: true, ...rest },
        shipments: withPlans,
        locations,
        ...stock,
      };
    });
}
