import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/domain/faults.ts';
import { OptimizeRequest } from '../../src/domain/optimize-request.ts';
import { takeSnapshot } from '../../src/input/take-snapshot.ts';
import { optimizeRequest } from '../arbitraries/request.ts';
import { runs } from '../arbitraries/runs.ts';
import { mutate, mutation, textOf } from '../http/mutations.ts';
import { findContradictions } from './row-by-row.ts';

const NOW = '2026-05-01T09:00:00Z';

/** The faults of a request that is well formed. */
function faultsOf(request: OptimizeRequest) {
  try {
    takeSnapshot(request, NOW);
    return [];
  } catch (error) {
    if (error instanceof InputError && error.kind === 'contradictory') return error.faults;
    throw error;
  }
}

const code = fc.constantFrom('A', 'B');
const place = { locationCode: code, productCode: code, available: fc.constant(1) };
/** Few codes, ids and days, so that most rows clash with another, in any order. */
const clashing = fc
  .record({
    timeZone: fc.constantFrom('UTC', 'America/Chicago'),
    shipment: fc.record({
      shipmentNumber: fc.constant(1),
      shipmentType: fc.constantFrom('STH', 'BOPIS'),
      items: fc.array(
        fc.record({ lineId: fc.integer({ min: 1, max: 4 }), productCode: code, quantity: fc.constant(1) }),
        {
          minLength: 1,
          maxLength: 5,
        },
      ),
    }),
    locations: fc.array(fc.record({ locationCode: code }), { maxLength: 4 }),
    inventory: fc.array(fc.record(place), { maxLength: 5 }),
    futureInventory: fc.array(
      fc.record({
        ...place,
        futureInventoryId: fc.constantFrom('1', '2', '3'),
        deliveryDate: fc.constantFrom(null, '2026-05-02', '2026-05-02T23:00:00Z', '2026-05-03T03:00:00Z'),
        unitCost: fc.constantFrom(0, 1, 2),
      }),
      { maxLength: 12 },
    ),
  })
  .map((request) => OptimizeRequest.parse(request));

describe('a snapshot', () => {
  it('is refused with every contradiction, in the order of the rows, however many rows clash', () => {
    let refused = 0;
    fc.assert(
      fc.property(clashing, (request) => {
        const faults = findContradictions(request);
        if (faults.length > 0) refused += 1;
        expect(faultsOf(request)).toStrictEqual(faults);
      }),
      runs(10),
    );
    expect(refused).toBeGreaterThan(0);
  });

  it('is refused exactly where a request contradicts itself', () => {
    const mutated = fc
      .tuple(
        fc.oneof(optimizeRequest('tiny'), optimizeRequest('small')),
        fc.array(mutation, { maxLength: 3 }),
      )
      .map(([request, changes]) => textOf(mutate(request, changes)));
    const jsonOf = (text: string): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        return null;
      }
    };
    fc.assert(
      fc.property(mutated, (text) => {
        const parsed = OptimizeRequest.safeParse(jsonOf(text));
        if (parsed.success) expect(faultsOf(parsed.data)).toStrictEqual(findContradictions(parsed.data));
      }),
      runs(4),
    );
  });

  it('is refused with no more faults than are listed, the first ones', () => {
    const row = { locationCode: 'A', productCode: 'A', available: 1 };
    const request = OptimizeRequest.parse({
      shipment: { shipmentNumber: 1, items: [{ lineId: 1, productCode: 'A', quantity: 1 }] },
      inventory: Array(3_000).fill(row),
    });
    const faults = faultsOf(request);
    expect(faults).toHaveLength(1_000);
    expect(faults[999]!.path).toBe('inventory[1000]');
  });
});
