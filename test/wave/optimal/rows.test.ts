import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverDemands } from '../../../src/decision/verify/max-flow.ts';
import type { Demand } from '../../../src/wave/optimal/demands.ts';
import { ProductRows, type RowOfShipments } from '../../../src/wave/optimal/rows.ts';
import { runs } from '../../arbitraries/runs.ts';

const SOURCES = [0, 1, 2, 3];

const demandsOver = (sets: fc.Arbitrary<number[]>) =>
  fc
    .array(fc.record({ sources: sets, units: fc.integer({ min: 1, max: 3 }) }), {
      minLength: 1,
      maxLength: 6,
    })
    .map((drawn) =>
      drawn.map(
        ({ sources, units }, shipment): Demand => ({
          shipment,
          want: 0,
          sources: Int32Array.from(sources),
          units,
        }),
      ),
    );

const units = fc.array(fc.nat(3), { minLength: SOURCES.length, maxLength: SOURCES.length });

const takenOf = (row: RowOfShipments, chosen: ReadonlySet<number>): number =>
  [...row.units].reduce((sum, [shipment, amount]) => sum + (chosen.has(shipment) ? amount : 0), 0);

describe.each([
  ['everywhere and single shelves', fc.constantFrom(SOURCES, SOURCES, [0], [2], [3]), true],
  ['sets that cross', fc.subarray(SOURCES, { minLength: 1 }), false],
])('the rows of a product, of %s', (_, sets, isAlwaysComplete) => {
  it('allow exactly the choices that a flow covers, once broken ones are asked for', () => {
    fc.assert(
      fc.property(demandsOver(sets), units, (demands, available) => {
        const rows = new ProductRows(demands, Float64Array.from(available));
        if (isAlwaysComplete) expect(rows.isComplete).toBe(true);
        for (let mask = 0; mask < 2 ** demands.length; mask++) {
          const chosen = new Set(
            demands.filter(({ shipment }) => (mask >> shipment) % 2 === 1).map((one) => one.shipment),
          );
          const wanted = demands.filter(({ shipment }) => chosen.has(shipment));
          const covered = coverDemands(
            wanted.map(({ units: quantity, sources }) => ({ quantity, sources: [...sources] })),
            available,
          );
          const fits = covered.every((amount, at) => amount === wanted[at]!.units);
          const keepsRows = rows.rows.every((row) => takenOf(row, chosen) <= row.capacity);
          if (rows.isComplete) expect(keepsRows).toBe(fits);
          else if (fits) expect(keepsRows).toBe(true);
          const broken = rows.brokenBy((shipment) => chosen.has(shipment));
          expect(broken === null).toBe(fits);
          if (broken !== null) expect(takenOf(broken, chosen)).toBeGreaterThan(broken.capacity);
        }
      }),
      runs(3),
    );
  });
});
