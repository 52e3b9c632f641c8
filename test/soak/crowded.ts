import fc from 'fast-check';
import type { OptimizeRequestInput } from '../../src/domain/optimize-request.ts';

type Settings = NonNullable<OptimizeRequestInput['settings']>;
type Item = OptimizeRequestInput['shipment']['items'][number];

const AS_OF = '2026-05-01';
/** Today, and the days on which lots arrive. */
const DAYS = [null, '2026-05-04', '2026-05-19'] as const;
const PRODUCTS = ['P-1', 'P-2', 'P-3'];
const TIME_LIMIT_MS = 60_000;

/** Money with cents, and plain numbers that repeat. */
const price = fc.oneof(
  fc.constantFrom(0, 1, 2, 2.5),
  fc.integer({ min: 1, max: 2_000 }).map((cents) => cents / 100),
);

const locationCode = (index: number) => `L-${String(index).padStart(2, '0')}`;

const itemsOf = (codes: readonly string[]): fc.Arbitrary<Item[]> =>
  fc
    .array(
      fc.record({
        productCode: fc.constantFrom(...PRODUCTS),
        quantity: fc.integer({ min: 5, max: 60 }),
        itemDependency: fc.constantFrom(null, null, null, 'set'),
        excludedLocationCodes: fc.oneof(
          { weight: 5, arbitrary: fc.constant<string[]>([]) },
          { weight: 1, arbitrary: fc.subarray([...codes], { maxLength: 2 }) },
        ),
      }),
      { minLength: 1, maxLength: 4 },
    )
    .map((lines) => lines.map((line, index) => ({ lineId: index + 1, ...line })));

/** One product at one location and day; 0 units where it has none. */
const rowOf = (most: number) =>
  fc.record({
    available: fc.oneof(
      { weight: 3, arbitrary: fc.constant(0) },
      { weight: 4, arbitrary: fc.integer({ min: 1, max: most }) },
    ),
    unitCost: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: price }),
  });

const limitsOf = fc.record({
  maxFulfillingLocations: fc.constantFrom(null, null, 2, 3, 4, 5),
  maxSplitItemLocations: fc.constantFrom(null, null, null, 2, 3),
  useFutureBeforeCurrent: fc.constantFrom(false, false, false, true),
});

const weights = fc.record({
  unfilledUnit: fc.constantFrom(0.5, 2, 10, 100),
  futureUnit: fc.constantFrom(0, 0.25, 1),
  unitDay: fc.constantFrom(0, 0.05, 0.1),
  childShipment: fc.constantFrom(0, 2, 7.5, 20),
  locationCost: fc.constantFrom(0, 1, 1),
});

/** Draws the stock of every product that is wanted at every location, a little at each. */
function stockOf(codes: readonly string[], items: readonly Item[]) {
  const products = [...new Set(items.map(({ productCode }) => productCode))];
  const cells = products.flatMap((productCode) =>
    codes.flatMap((code) => DAYS.map((day) => ({ productCode, code, day }))),
  );
  const wanted = (product: string) =>
    items.reduce((sum, { productCode, quantity }) => sum + (productCode === product ? quantity : 0), 0);
  return fc
    .tuple(...cells.map(({ productCode }) => rowOf(Math.max(2, Math.ceil(wanted(productCode) / 3)))))
    .map((rows) => {
      const present = cells
        .map((cell, index) => ({ ...cell, ...rows[index]! }))
        .filter(({ available }) => available > 0);
      const row = ({ code, productCode, available, unitCost }: (typeof present)[number]) => ({
        locationCode: code,
        productCode,
        available,
        unitCost,
      });
      return {
        inventory: present.filter(({ day }) => day === null).map(row),
        futureInventory: present
          .filter(({ day }) => day !== null)
          .map((lot, index) => ({ ...row(lot), futureInventoryId: `po-${index}`, deliveryDate: lot.day })),
      };
    });
}

/**
 * Draws attempts with more choice than the awkward ones of `arbitraries`: up to a dozen locations that give a part
 * of each product on each of three days, prices with cents, limits near what is needed.
 */
export const crowdedRequest: fc.Arbitrary<OptimizeRequestInput> = fc
  .integer({ min: 4, max: 12 })
  .map((count) => Array.from({ length: count }, (_, index) => locationCode(index)))
  .chain((codes) => fc.tuple(fc.constant(codes), itemsOf(codes)))
  .chain(([codes, items]) =>
    fc
      .tuple(
        stockOf(codes, items),
        fc.array(price, { minLength: codes.length, maxLength: codes.length }),
        limitsOf,
        fc.oneof(
          fc.constant<NonNullable<Settings['objective']>>({ mode: 'lexicographic' }),
          weights.map((drawn) => ({ mode: 'weighted' as const, weights: drawn })),
        ),
      )
      .map(([stock, costs, limits, objective]) => ({
        asOf: AS_OF,
        settings: { futureInventoryEnabled: true, ...limits, objective },
        shipment: { shipmentNumber: 1, items },
        locations: codes.map((code, index) => ({ locationCode: code, cost: costs[index]! })),
        ...stock,
        limits: { timeLimitMs: TIME_LIMIT_MS },
      })),
  );
