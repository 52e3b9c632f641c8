import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FutureInventoryId, LocationCode, ProductCode, ShipmentNumber } from '../../src/domain/ids.ts';
import type { HeldUnits, UnitsHolder } from '../../src/release/ports/stock.ts';
import {
  fewestTogether,
  fewestUnits,
  firstAlone,
} from '../../src/release/shipments/units-of-others/givers.ts';

const PRODUCTS = ['KTP', 'BOX'] as const;

const holdersOf = (held: readonly (readonly number[])[]): UnitsHolder[] =>
  held.map((quantities, at) => ({
    priority: 0,
    submittedAt: '2026-05-01T00:00:00.000Z',
    shipmentNumber: (held.length - at) as ShipmentNumber,
    units: quantities.flatMap((quantity, product) =>
      quantity === 0
        ? []
        : [
            {
              locationCode: 'A' as LocationCode,
              productCode: PRODUCTS[product] as ProductCode,
              futureInventoryId: null as FutureInventoryId | null,
              quantity,
            },
          ],
    ),
  }));

/** Enough where each product has as many units as are wanted. */
const enoughFor =
  (wanted: readonly number[]) =>
  (given: readonly HeldUnits[]): boolean =>
    wanted.every(
      (units, product) =>
        given
          .filter((row) => row.productCode === PRODUCTS[product])
          .reduce((sum, { quantity }) => sum + quantity, 0) >= units,
    );

const subsets = <Item>(items: readonly Item[]): Item[][] =>
  Array.from({ length: 2 ** items.length }, (_, set) => items.filter((__, at) => ((set >> at) & 1) === 1));

const unitsOf = (holders: readonly UnitsHolder[]): HeldUnits[] => holders.flatMap(({ units }) => units);

describe('who gives units up', () => {
  const quantities = fc.tuple(fc.nat(3), fc.nat(3)).filter(([a, b]) => a + b > 0);
  const drawn = fc.record({
    held: fc.array(quantities, { maxLength: 7 }),
    wanted: fc.tuple(fc.nat(6), fc.nat(6)).filter(([a, b]) => a + b > 0),
    most: fc.integer({ min: 2, max: 7 }),
  });

  it('is the first holder that is enough alone, where there is one', async () => {
    await fc.assert(
      fc.asyncProperty(drawn, async ({ held, wanted }) => {
        const holders = holdersOf(held);
        const isEnough = enoughFor(wanted);
        const first = holders.find(({ units }) => isEnough(units)) ?? null;
        expect(await firstAlone(holders, async (given) => isEnough(given))).toEqual(first);
      }),
    );
  });

  it('is a set of which none can be left out, found wherever all together are enough', async () => {
    await fc.assert(
      fc.asyncProperty(drawn, async ({ held, wanted }) => {
        const holders = holdersOf(held);
        const isEnough = enoughFor(wanted);
        const found = await fewestTogether(holders, holders.length, async (given) => isEnough(given));
        expect(found !== null).toBe(isEnough(unitsOf(holders)));
        if (found === null) return;
        expect(isEnough(unitsOf(found))).toBe(true);
        for (const left of found) {
          expect(isEnough(unitsOf(found.filter((one) => one !== left)))).toBe(false);
        }
      }),
    );
  });

  it('is no set of more than the most, and one where the largest few are enough', async () => {
    await fc.assert(
      fc.asyncProperty(drawn, async ({ held, wanted, most }) => {
        const holders = holdersOf(held);
        const isEnough = enoughFor(wanted);
        const found = await fewestTogether(holders, most, async (given) => isEnough(given));
        if (found !== null) expect(found.length).toBeLessThanOrEqual(most);
        else if (held.every(([, box]) => box === 0)) {
          // Of one product the largest few are the most that few can give.
          expect(subsets(holders).some((few) => few.length <= most && isEnough(unitsOf(few)))).toBe(false);
        }
      }),
    );
  });

  it('gives as few units as are enough beside those of the others', async () => {
    await fc.assert(
      fc.asyncProperty(drawn, async ({ held, wanted }) => {
        const holders = holdersOf(held);
        const isEnough = enoughFor(wanted);
        fc.pre(isEnough(unitsOf(holders)));
        const fewest = await fewestUnits(holders, async (given) => isEnough(given));
        expect(fewest.map(({ shipmentNumber }) => shipmentNumber)).toEqual(
          holders.map(({ shipmentNumber }) => shipmentNumber),
        );
        const units = unitsOf(fewest);
        expect(isEnough(units)).toBe(true);
        for (const [at, row] of units.entries()) {
          expect(isEnough(units.with(at, { ...row, quantity: row.quantity - 1 }))).toBe(false);
        }
      }),
    );
  });
});
