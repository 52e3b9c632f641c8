import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type {
  FutureInventoryId,
  LineId,
  LocationCode,
  ProductCode,
  ShipmentNumber,
} from '../../src/domain/ids.ts';
import type { StockAllocation } from '../../src/domain/site/stock.ts';
import { type Divisible, divide, lotKeyOf, placeKeyOf } from '../../src/release/promises/divide.ts';
import { runs } from '../arbitraries/runs.ts';

const A = { locationCode: 'A' as LocationCode, productCode: 'KTP' as ProductCode };
const lotOf = (id: string) => ({ ...A, futureInventoryId: id as FutureInventoryId });

/** Units that a shipment was promised of a lot. */
const claim = (shipment: number, id: string, quantity: number, lineId = 1): StockAllocation => ({
  ...lotOf(id),
  shipmentNumber: shipment as ShipmentNumber,
  lineId: lineId as LineId,
  quantity,
});
/** What one lot still brings, and what of it is there. */
const supply = (left: number, arrived: number, free = arrived): Divisible => ({
  lots: [{ lot: lotOf('po'), left, arrived }],
  free: new Map([[placeKeyOf(A), free]]),
});
const unitsOf = (rows: readonly StockAllocation[]) => rows.map((row) => [row.shipmentNumber, row.quantity]);

describe('dividing what there is of lots', () => {
  it('keeps in queue order whoever fits', () => {
    const claims = [claim(1, 'po', 2), claim(2, 'po', 3), claim(3, 'po', 1)];
    expect(divide(claims, supply(3, 0))).toEqual({ arrived: [], kept: [1, 3], lost: [2] });
  });

  it('gives what has arrived to whoever it suffices for, and the rest keeps waiting', () => {
    const claims = [claim(1, 'po', 3), claim(2, 'po', 2)];
    const { arrived, kept, lost } = divide(claims, supply(3, 2));
    expect([unitsOf(arrived), kept, lost]).toEqual([[[2, 2]], [1, 2], []]);
  });

  it('makes the last one hold what has arrived in part, so that it loses nothing', () => {
    const claims = [claim(1, 'po', 3), claim(2, 'po', 2)];
    const { arrived, kept } = divide(claims, supply(1, 4));
    expect([unitsOf(arrived), kept]).toEqual([
      [
        [1, 3],
        [2, 1],
      ],
      [1, 2],
    ]);
  });

  it('pays first what is owed at the place', () => {
    const claims = [claim(1, 'po', 2), claim(2, 'po', 2)];
    const { arrived, kept, lost } = divide(claims, supply(0, 4, 3));
    expect([unitsOf(arrived), kept, lost]).toEqual([[[1, 2]], [1], [2]]);
  });

  const drawn = fc
    .record({
      units: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 8 }),
      arrived: fc.nat(25),
      left: fc.nat(25),
      owed: fc.nat(3),
    })
    .map(({ units, arrived, left, owed }) => ({
      claims: units.map((quantity, index) => claim(index + 1, 'po', quantity)),
      arrived,
      left,
      free: Math.max(0, arrived - owed),
    }));
  const sum = (rows: readonly StockAllocation[]) => rows.reduce((total, row) => total + row.quantity, 0);

  it('gives nobody what is not there, and takes nothing from who could keep it', () => {
    fc.assert(
      fc.property(drawn, ({ claims, arrived, left, free }) => {
        const division = divide(claims, supply(left, arrived, free));
        const kept = new Set(division.kept);
        const held = sum(claims.filter((each) => kept.has(each.shipmentNumber)));
        const onHand = sum(division.arrived);
        expect(onHand).toBeLessThanOrEqual(Math.min(arrived, free));
        expect(held - onHand).toBeLessThanOrEqual(left);
        expect([...division.kept, ...division.lost].sort()).toEqual(
          claims.map((each) => each.shipmentNumber),
        );
        // Whoever lost did not fit beside those that kept theirs and stand before it.
        const spare = left + Math.min(arrived, free) - held;
        for (const each of claims)
          if (!kept.has(each.shipmentNumber)) expect(each.quantity).toBeGreaterThan(spare);
      }),
      runs(),
    );
  });

  it('loses nobody where all that was promised comes, now or later', () => {
    fc.assert(
      fc.property(drawn, fc.nat(30), ({ claims }, share) => {
        const total = sum(claims);
        const arrived = Math.min(share, total);
        expect(divide(claims, supply(total - arrived, arrived)).lost).toEqual([]);
      }),
      runs(),
    );
  });

  it('holds a shipment of two lots only where both keep it', () => {
    const claims = [claim(1, 'po', 2), claim(1, 'other', 2, 2), claim(2, 'po', 2)];
    const { kept, lost } = divide(claims, {
      lots: [
        { lot: lotOf('po'), left: 2, arrived: 0 },
        { lot: lotOf('other'), left: 1, arrived: 0 },
      ],
      free: new Map(),
    });
    expect([kept, lost]).toEqual([[2], [1]]);
    expect(lotKeyOf(lotOf('po'))).not.toBe(lotKeyOf(lotOf('other')));
  });
});
