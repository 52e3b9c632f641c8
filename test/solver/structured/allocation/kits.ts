import fc from 'fast-check';
import type { OptimizeRequestInput } from '../../../../src/domain/optimize-request.ts';

type Items = OptimizeRequestInput['shipment']['items'];
type Settings = NonNullable<OptimizeRequestInput['settings']>;

const DAYS = [null, '2026-05-04', '2026-05-11'];

/** A group of lines: how many kits, what a kit holds of each of its products, and whether a line needs no stock. */
const group = fc.record({
  kits: fc.integer({ min: 1, max: 4 }),
  perKit: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }),
  ship: fc.constantFrom('together' as const, 'together' as const, 'independently' as const),
  manual: fc.boolean(),
  // All lines of one product now and then.
  repeatsProduct: fc.boolean(),
});

type Group = typeof group extends fc.Arbitrary<infer Drawn> ? Drawn : never;

function itemsOf(groups: readonly Group[]): Items {
  let lineId = 0;
  return groups.flatMap(({ kits, perKit, manual, repeatsProduct }, at) => {
    const lines = perKit.map((units, product) => ({
      lineId: ++lineId,
      productCode: `G${at}-${repeatsProduct ? 0 : product}`,
      quantity: units * kits,
      itemDependency: `kit-${at}`,
    }));
    const unstocked = { productCode: 'MANUAL', quantity: kits, manageStock: false };
    return manual ? [...lines, { ...unstocked, lineId: ++lineId, itemDependency: `kit-${at}` }] : lines;
  });
}

/**
 * One or two groups that share no product, and a line by itself, at two to four places with a little of everything: the
 * structured search declines none of them.
 */
export const kitAttempts = (settings: fc.Arbitrary<Settings>): fc.Arbitrary<OptimizeRequestInput> =>
  fc
    .record({
      groups: fc.array(group, { minLength: 1, maxLength: 2 }),
      alone: fc.integer({ min: 1, max: 5 }),
      places: fc.array(
        fc.record({
          day: fc.nat(1),
          cost: fc.constantFrom(0, 1, 0.1),
          stock: fc.array(fc.nat(9), { minLength: 8, maxLength: 8 }),
        }),
        { minLength: 2, maxLength: 4 },
      ),
      settings,
    })
    .map(({ groups, alone, places, settings }) => {
      const items = [...itemsOf(groups), { lineId: 99, productCode: 'ALONE', quantity: alone }];
      const products = [...new Set(items.map((line) => line.productCode))];
      const rows = places.flatMap(({ day, stock }, place) =>
        products.map((productCode, product) => ({
          locationCode: `L${place % 3}`,
          productCode,
          available: stock[product % stock.length]!,
          unitCost: stock[(product + 1) % stock.length]! / 10,
          day: place === 3 ? 2 : day,
          id: `po-${place}`,
        })),
      );
      return {
        asOf: '2026-05-01',
        settings: { ...settings, futureInventoryEnabled: true },
        shipment: {
          shipmentNumber: 1,
          itemDependencies: groups.map(({ ship }, at) => ({ itemDependency: `kit-${at}`, ship })),
          items,
        },
        locations: places.slice(0, 3).map(({ cost }, place) => ({ locationCode: `L${place}`, cost })),
        inventory: rows.filter(({ day }) => day === 0).map(({ day: _day, id: _id, ...row }) => row),
        futureInventory: rows
          .filter(({ day }) => day > 0)
          .map(({ day, id, ...row }) => ({ ...row, futureInventoryId: id, deliveryDate: DAYS[day]! })),
      };
    });
