import fc from 'fast-check';
import type { OptimizeRequestInput } from '../../../../../src/domain/optimize-request.ts';

type Settings = NonNullable<OptimizeRequestInput['settings']>;

/** What is drawn: how much there is, and which limits. */
export interface LimitedShape {
  readonly products: number;
  readonly locations: number;
  /** Lines of one product at most; 1 where every line is alone. */
  readonly linesOfProduct: number;
  /** Whether some lines are kept together. */
  readonly isKeptTogether?: boolean;
  readonly settings: fc.Arbitrary<Settings>;
}

const DAYS = [null, '2026-05-04', '2026-05-19'] as const;
const CODES = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J'];

/** Money that often ties. */
const price = fc.constantFrom(0, 0, 1, 1, 2, 2.5, 0.1, 7);

/**
 * Attempts in which a limit on the locations of a line is near what it needs: every location holds a part of what a
 * line wants, today or at one of two dates.
 */
export function limitedRequest({
  products,
  locations,
  linesOfProduct,
  isKeptTogether = false,
  settings,
}: LimitedShape): fc.Arbitrary<OptimizeRequestInput> {
  const stock = fc.array(fc.record({ available: fc.constantFrom(0, 0, 1, 2, 3, 4, 6), unitCost: price }), {
    minLength: locations * products * DAYS.length,
    maxLength: locations * products * DAYS.length,
  });
  const items = fc.array(
    fc.record({
      quantity: fc.integer({ min: 1, max: 9 }),
      excluded: fc.subarray(['A', 'B'], { maxLength: 1 }),
      isKept: isKeptTogether ? fc.boolean() : fc.constant(false),
    }),
    { minLength: 1, maxLength: products * linesOfProduct },
  );
  return fc
    .record({
      items,
      stock,
      dates: fc.integer({ min: 0, max: 2 }),
      costs: fc.array(price, { minLength: locations, maxLength: locations }),
      hasUnitCosts: fc.boolean(),
      settings,
    })
    .map(({ items, stock, dates, costs, hasUnitCosts, settings }) => {
      const rows = stock.map(({ available, unitCost }, at) => ({
        locationCode: CODES[Math.floor(at / DAYS.length / products)]!,
        productCode: `P${Math.floor(at / DAYS.length) % products}`,
        day: DAYS[at % DAYS.length]!,
        available,
        ...(hasUnitCosts && { unitCost }),
        futureInventoryId: `po-${at}`,
      }));
      const present = rows.filter(({ available }) => available > 0);
      return {
        asOf: '2026-05-01',
        settings: { futureInventoryEnabled: true, ...settings },
        shipment: {
          shipmentNumber: 1,
          items: items.map(({ quantity, excluded, isKept }, at) => ({
            lineId: at + 1,
            productCode: `P${at % products}`,
            quantity,
            ...(linesOfProduct > 1 && { excludedLocationCodes: excluded }),
            ...(isKept && { itemDependency: 'kit' }),
          })),
        },
        locations: costs.map((cost, at) => ({ locationCode: CODES[at]!, cost })),
        inventory: present
          .filter(({ day }) => day === null)
          .map(({ day: _, futureInventoryId: __, ...row }) => row),
        futureInventory: present
          .filter(({ day }) => day !== null && DAYS.indexOf(day) <= dates)
          .map(({ day, ...row }) => ({ ...row, deliveryDate: day! })),
      };
    });
}
