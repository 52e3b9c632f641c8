import { describe, expect, it } from 'vitest';
import type { CalendarDate } from '../../src/domain/calendar.ts';
import type { ChildShipment } from '../../src/domain/decision.ts';
import type { LineId, ProductCode, ShipmentNumber } from '../../src/domain/ids.ts';
import { assertStill, ChangedMeanwhile, productsOf } from '../../src/release/changed-meanwhile.ts';
import { recorded } from '../../src/release/record-steps.ts';
import { split } from '../../src/release/split.ts';
import { ALLOCATED_STATUSES, isAllowed, triggersFrom } from '../../src/release/states.ts';
import {
  arrive,
  backToBackorder,
  move,
  releaseInPlace,
  setBackorderDate,
  setHold,
  setPriority,
} from '../../src/release/transition.ts';
import { at, item, NOW, shipment } from './shipments.ts';

const LATER = '2026-05-02T09:00:00.000Z';
const day = (text: string) => text as CalendarDate;
const refusal = (call: () => unknown) => {
  try {
    call();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return null;
};

describe('the ways of a shipment', () => {
  it('are those of its status, in the written order', () => {
    expect(triggersFrom('FUTURE')).toEqual([
      'receipt',
      'supply-moved',
      'supply-lost',
      'future-to-ready',
      'improve',
      'unrelease',
      'cancel',
    ]);
    expect(triggersFrom('REASSIGNED')).toEqual([]);
    expect(ALLOCATED_STATUSES).toEqual(['READY', 'FUTURE']);
  });

  it('lead from one status by one trigger to one status, all three', () => {
    expect(isAllowed('READY', 'fulfill', 'FULFILLED')).toBe(true);
    expect(isAllowed('FUTURE', 'fulfill', 'FULFILLED')).toBe(false);
    expect(isAllowed('READY', 'cancel', 'FULFILLED')).toBe(false);
    expect(isAllowed('READY', 'fulfill', 'CANCELED')).toBe(false);
    expect(isAllowed(null, 'place', 'READY')).toBe(true);
    expect(isAllowed(null, 'cancel', 'CANCELED')).toBe(false);
  });
});

describe('a shipment that moves', () => {
  it('is as it was but for what the move changes; the reason of its last status is gone', () => {
    const before = shipment({ shipmentStatusReason: 'supply-lost' as never });
    expect(move(before, 'cancel', 'CANCELED', LATER, { priority: 4 })).toEqual({
      ...before,
      shipmentStatus: 'CANCELED',
      shipmentStatusReason: null,
      priority: 4,
      updatedAt: LATER,
    });
  });

  it('is refused a way that the table does not have, by its code', () => {
    expect(refusal(() => move(shipment(), 'receipt', 'READY', NOW))).toBe('TRANSITION_NOT_ALLOWED');
  });

  it('waits from now on where it never waited, for the reason that is given', () => {
    const care = shipment({ shipmentStatus: 'CUSTOMER_CARE', backorderedAt: null });
    const items = [item(1, 'KTP', 5, { backorderReleaseDate: day('2026-06-01') })];
    expect(backToBackorder(care, 'backorder', items, LATER, null)).toMatchObject({
      backorderedAt: LATER,
      items,
      onHold: false,
    });
    const reason = 'PAYMENT_REFUSED' as never;
    const ready = shipment({ shipmentStatus: 'READY' });
    expect(backToBackorder(ready, 'unrelease', ready.items, LATER, reason, true)).toMatchObject({
      shipmentStatusReason: reason,
      onHold: true,
    });
  });

  it('has no date any more when everything it waited for is there', () => {
    const future = shipment({ shipmentStatus: 'FUTURE', futureDate: day('2026-05-10') });
    expect(arrive(future, 'receipt', LATER)).toMatchObject({ shipmentStatus: 'READY', futureDate: null });
    expect(arrive(future, 'future-to-ready', LATER).shipmentStatus).toBe('READY');
  });

  it('keeps the reason why it waits when it is held and let go', () => {
    const reason = 'PAYMENT_REFUSED' as never;
    const held = setHold(shipment({ shipmentStatusReason: reason }), true, LATER);
    expect(held).toMatchObject({ onHold: true, shipmentStatusReason: reason, updatedAt: LATER });
    expect(setHold(held, false, LATER)).toMatchObject({ onHold: false, shipmentStatusReason: reason });
    expect(refusal(() => setHold(shipment({ shipmentStatus: 'READY' }), true, NOW))).toBe(
      'TRANSITION_NOT_ALLOWED',
    );
  });

  it('leaves whole from the location that it is released at, else from its own', () => {
    const held = shipment({ onHold: true, fulfillmentLocationCode: at('P') });
    expect(releaseInPlace(held, at('A'), LATER, { priority: 2 })).toMatchObject({
      shipmentStatus: 'READY',
      onHold: false,
      fulfillmentLocationCode: 'A',
      priority: 2,
    });
    expect(releaseInPlace(held, null, LATER).fulfillmentLocationCode).toBe('P');
  });
});

describe('the priority of a shipment', () => {
  it('changes, and stays the same object where it does not', () => {
    const before = shipment({ priority: 3 });
    expect(setPriority(before, 5, LATER)).toEqual({ ...before, priority: 5, updatedAt: LATER });
    expect(setPriority(before, 3, LATER)).toBe(before);
  });

  it('is refused where nothing can become of it any more', () => {
    expect(refusal(() => setPriority(shipment({ shipmentStatus: 'CANCELED' }), 5, NOW))).toBe(
      'TRANSITION_NOT_ALLOWED',
    );
  });
});

describe('the day on which lines are expected', () => {
  const two = shipment({ items: [item(1, 'KTP', 5), item(2, 'KTP2', 1)] });
  const june = day('2026-06-01');

  it('is set for the lines that are named, else for all', () => {
    const days = (lineIds: readonly LineId[] | null) =>
      setBackorderDate(two, june, lineIds, LATER).items.map((line) => line.backorderReleaseDate);
    expect(days([2 as LineId])).toEqual([null, june]);
    expect(days(null)).toEqual([june, june]);
    expect(setBackorderDate(two, june, null, LATER).updatedAt).toBe(LATER);
  });

  it('changes where only one of them has another', () => {
    const first = setBackorderDate(two, june, [1 as LineId], LATER);
    expect(setBackorderDate(first, june, [1 as LineId], LATER)).toBe(first);
    expect(setBackorderDate(first, june, null, LATER).items[1]!.backorderReleaseDate).toBe(june);
  });

  it('is refused to a line that it does not have, and to a shipment that does not wait', () => {
    expect(refusal(() => setBackorderDate(two, june, [2, 9] as LineId[], NOW))).toBe('NOT_FOUND');
    const ready = shipment({ shipmentStatus: 'READY' });
    expect(refusal(() => setBackorderDate(ready, june, null, NOW))).toBe('TRANSITION_NOT_ALLOWED');
  });
});

describe('a shipment that is split', () => {
  const before = shipment({
    onHold: true,
    priority: 7,
    version: 4,
    fulfillmentLocationCode: at('P'),
    items: [item(1, 'P1', 5)],
    reassignedItems: [],
  });
  const child = (quantity: number, location: string | null): ChildShipment => ({
    shipmentStatus: 'READY',
    fulfillmentLocationCode: location === null ? null : at(location),
    futureDate: null,
    items: [{ lineId: 1 as LineId, productCode: 'P1' as ProductCode, quantity }],
    allocations: [],
  });
  const number = 1002 as ShipmentNumber;

  it('gives each child all that it is, a number of its own, and no children', () => {
    const { children } = split(before, [child(5, 'A')], [number], LATER, {
      paymentAuthorizationId: 'auth' as never,
    });
    expect(children).toEqual([
      {
        ...before,
        shipmentNumber: 1002,
        version: 1,
        shipmentStatus: 'READY',
        fulfillmentLocationCode: 'A',
        parentShipmentNumber: 1001,
        childShipmentNumbers: [],
        onHold: false,
        paymentAuthorizationId: 'auth',
        items: [item(1, 'P1', 5)],
        createdAt: LATER,
        updatedAt: LATER,
      },
    ]);
  });

  it('leaves a child where the parent is, where the plan says no place', () => {
    expect(split(before, [child(5, null)], [number], LATER).children[0]!.fulfillmentLocationCode).toBe('P');
  });

  it('stays on hold only as far as something of it stays', () => {
    expect(split(before, [child(5, 'A')], [number], LATER).parent).toMatchObject({ onHold: false });
    expect(split(before, [child(3, 'A')], [number], LATER).parent).toMatchObject({ onHold: true });
    const free = shipment({ items: [item(1, 'P1', 5)] });
    expect(split(free, [child(3, 'A')], [number], LATER).parent).toMatchObject({ onHold: false });
  });

  it('remembers what it gave to whom, after what it gave before', () => {
    const first = split(before, [child(3, 'A')], [number], LATER, { priority: 9 }).parent;
    const given = (childShipmentNumber: number, quantity: number, location: string) => ({
      lineId: 1,
      productCode: 'P1',
      quantity,
      amounts: item(1, 'P1', 5).amounts,
      childShipmentNumber,
      fulfillmentLocationCode: location,
    });
    expect(first).toMatchObject({ priority: 9, reassignedItems: [given(1002, 3, 'A')] });
    const second = split(first, [child(2, 'B')], [1003 as ShipmentNumber], LATER).parent;
    expect(second.reassignedItems).toEqual([given(1002, 3, 'A'), given(1003, 2, 'B')]);
  });
});

describe('a plan', () => {
  const versions = (entries: Record<string, number>) => new Map(Object.entries(entries)) as never;

  it('is thrown away where the stock of a product has changed since, or was not looked at', () => {
    expect(() => assertStill(versions({ KTP: 3, KTP2: 1 }), versions({ KTP: 3 }))).not.toThrow();
    expect(() => assertStill(versions({ KTP: 3 }), versions({ KTP: 4 }))).toThrow(ChangedMeanwhile);
    expect(() => assertStill(versions({}), versions({ KTP: 1 }))).toThrow('stock of KTP');
  });

  it('looks at each product once, in the written order', () => {
    expect(productsOf([item(1, 'B', 1), item(2, 'A', 1), item(3, 'B', 1)])).toEqual(['A', 'B']);
  });

  it('leaves a shipment one version later', () => {
    expect(recorded(shipment({ version: 4 }))).toEqual(shipment({ version: 5 }));
  });
});
