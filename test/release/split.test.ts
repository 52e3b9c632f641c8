import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CalendarDate } from '../../src/domain/calendar.ts';
import type { ChildShipment } from '../../src/domain/decision.ts';
import type { LineId, ProductCode, ShipmentNumber } from '../../src/domain/ids.ts';
import { addAmounts, totalOf } from '../../src/domain/site/money.ts';
import { split } from '../../src/release/split.ts';
import { arrive, backToBackorder, move, setBackorderDate } from '../../src/release/transition.ts';
import { at, item, NOW, shipment } from './shipments.ts';

const number = (value: number) => value as ShipmentNumber;

function child(status: 'READY' | 'FUTURE', location: string, quantities: readonly number[]): ChildShipment {
  const items = quantities.flatMap((quantity, index) =>
    quantity === 0
      ? []
      : [{ lineId: (index + 1) as LineId, productCode: `P${index + 1}` as ProductCode, quantity }],
  );
  return {
    shipmentStatus: status,
    fulfillmentLocationCode: at(location),
    futureDate: status === 'FUTURE' ? ('2026-05-10' as CalendarDate) : null,
    items,
    allocations: [],
  };
}

const amountsOf = (cents: number) => ({
  item: cents,
  discount: cents % 7,
  tax: 3,
  shipping: 499,
  handling: 1,
  duty: 0,
});

describe('splitting a shipment', () => {
  const parent = shipment({
    items: [item(1, 'P1', 5, { amounts: amountsOf(999) }), item(2, 'P2', 3, { amounts: amountsOf(100) })],
    childShipmentNumbers: [number(1002)],
  });

  it('leaves a REASSIGNED parent that keeps nothing, and children that know their family', () => {
    const plan = [child('READY', 'A', [2, 3]), child('FUTURE', 'B', [3, 0])];
    const { parent: after, children } = split(parent, plan, [number(1003), number(1004)], NOW);
    expect(after).toMatchObject({
      shipmentStatus: 'REASSIGNED',
      items: [],
      childShipmentNumbers: [1002, 1003, 1004],
    });
    expect(
      children.map((each) => [each.shipmentStatus, each.fulfillmentLocationCode, each.futureDate]),
    ).toEqual([
      ['READY', 'A', null],
      ['FUTURE', 'B', '2026-05-10'],
    ]);
    for (const each of children) {
      expect(each).toMatchObject({ parentShipmentNumber: 1001, originalShipmentNumber: 1001 });
      expect(each.backorderedAt).toBe(parent.backorderedAt);
      for (const line of each.items) expect(line.originalQuantity).toBe(line.lineId === 1 ? 5 : 3);
    }
  });

  it('leaves a parent with a remainder in BACKORDER with its age', () => {
    const { parent: after } = split(parent, [child('READY', 'A', [5, 1])], [number(1003)], NOW);
    expect(after).toMatchObject({ shipmentStatus: 'BACKORDER', backorderedAt: parent.backorderedAt });
    expect(after.items.map((line) => [line.lineId, line.quantity])).toEqual([[2, 2]]);
  });

  it('refuses children that take more than there is', () => {
    expect(() => split(parent, [child('READY', 'A', [6, 0])], [number(1003)], NOW)).toThrow('has 5 units');
  });

  it('loses no unit and no cent, whatever is taken', () => {
    const piece = fc.array(fc.nat(4), { minLength: 2, maxLength: 2 });
    fc.assert(
      fc.property(
        fc.array(piece, { minLength: 1, maxLength: 4 }),
        fc.nat(3),
        fc.nat(99_999),
        (taken, stays, cents) => {
          const line = (index: 0 | 1) => taken.reduce((sum, each) => sum + each[index]!, 0) + stays;
          fc.pre(line(0) > 0 && line(1) > 0 && taken.every((each) => each[0]! + each[1]! > 0));
          const whole = shipment({
            items: [
              item(1, 'P1', line(0), { amounts: amountsOf(cents) }),
              item(2, 'P2', line(1), { amounts: amountsOf(cents + 1) }),
            ],
          });
          const plan = taken.map((quantities) => child('READY', 'A', quantities));
          const { parent: after, children } = split(
            whole,
            plan,
            taken.map((_, index) => number(2000 + index)),
            NOW,
          );
          for (const lineId of [1, 2]) {
            const before = whole.items.filter((each) => each.lineId === lineId);
            const pieces = [after, ...children]
              .flatMap((each) => each.items)
              .filter((each) => each.lineId === lineId);
            const units = (list: readonly { quantity: number }[]) =>
              list.reduce((sum, each) => sum + each.quantity, 0);
            expect(units(pieces)).toBe(units(before));
            expect(addAmounts(pieces.map((each) => each.amounts))).toEqual(before[0]!.amounts);
          }
          const given = after.reassignedItems.map((each) => totalOf(each.amounts));
          const gotten = children.flatMap((each) => each.items.map((line) => totalOf(line.amounts)));
          expect(given).toEqual(gotten);
        },
      ),
    );
  });
});

describe('moving a shipment', () => {
  it('takes a promise back without restarting its age', () => {
    const future = shipment({
      shipmentStatus: 'FUTURE',
      fulfillmentLocationCode: at('A'),
      futureDate: '2026-05-10' as CalendarDate,
    });
    const back = backToBackorder(future, 'supply-lost', future.items, NOW, null);
    expect(back).toMatchObject({
      shipmentStatus: 'BACKORDER',
      futureDate: null,
      fulfillmentLocationCode: null,
      backorderedAt: future.backorderedAt,
    });
  });

  it('keeps the pickup location of one that comes back', () => {
    const pickup = shipment({
      shipmentType: 'BOPIS',
      shipmentStatus: 'READY',
      fulfillmentLocationCode: at('A'),
    });
    expect(backToBackorder(pickup, 'unrelease', pickup.items, NOW, null).fulfillmentLocationCode).toBe('A');
  });

  it('refuses a way that the table does not have, and says what it has', () => {
    expect(() => arrive(shipment(), 'receipt', NOW)).toThrow(
      'shipment 1001 is BACKORDER, which allows release, hold, unhold, cancel, not receipt',
    );
    expect(() => move(shipment({ shipmentStatus: 'REASSIGNED' }), 'cancel', 'CANCELED', NOW)).toThrow(
      'shipment 1001 is REASSIGNED, which allows nothing, so not cancel either',
    );
  });

  it('is the same object where the expected day stays the same', () => {
    const day = '2026-06-01' as CalendarDate;
    const dated = setBackorderDate(shipment(), day, null, NOW);
    expect(dated.items[0]!.backorderReleaseDate).toBe(day);
    expect(setBackorderDate(dated, day, null, NOW)).toBe(dated);
  });
});
