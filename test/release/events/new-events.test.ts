import { describe, expect, it } from 'vitest';
import type { CalendarDate } from '../../../src/domain/calendar.ts';
import type { FutureInventoryId, ProductCode, ShipmentNumber } from '../../../src/domain/ids.ts';
import type { NewEvent } from '../../../src/domain/site/event.ts';
import type { RunRecord } from '../../../src/domain/site/run.ts';
import { SiteSettings } from '../../../src/domain/site/settings.ts';
import {
  inventoryEvents,
  runEnded,
  type ShipmentStep,
  shipmentEvents,
} from '../../../src/release/events/new-events.ts';
import { at, item, NOW, shipment } from '../shipments.ts';

const occasion = () => {
  let ids = 0;
  return { now: NOW, newId: () => `event-${++ids}`, correlationId: 'call-1' };
};

const day = (text: string) => text as CalendarDate;
const topics = (events: readonly NewEvent[]) => events.map(({ topic }) => topic);
const tell = (step: ShipmentStep) => shipmentEvents(step, occasion());
const properties = ({ extendedProperties }: NewEvent) =>
  Object.fromEntries(extendedProperties.map(({ key, value }) => [key, value]));

describe('the events of a shipment', () => {
  it('say of a new one what it became, and where it belongs', () => {
    const after = shipment({
      shipmentStatus: 'FUTURE',
      fulfillmentLocationCode: at('A'),
      futureDate: day('2026-05-10'),
      parentShipmentNumber: 1000 as ShipmentNumber,
      originalShipmentNumber: 999 as ShipmentNumber,
    });
    expect(tell({ before: null, after, trigger: 'release' })).toEqual([
      {
        eventId: 'event-1',
        topic: 'shipment.statuschanged',
        entityId: '1001',
        timestamp: NOW,
        correlationId: 'call-1',
        extendedProperties: [
          { key: 'orderId', value: 1 },
          { key: 'externalOrderId', value: null },
          { key: 'oldstatus', value: null },
          { key: 'newstatus', value: 'FUTURE' },
          { key: 'locationCode', value: 'A' },
          { key: 'childShipmentNumbers', value: [] },
          { key: 'parentShipmentNumber', value: 1000 },
          { key: 'originalShipmentNumber', value: 999 },
          { key: 'futureDate', value: '2026-05-10' },
          { key: 'shipmentStatusReason', value: null },
        ],
      },
    ]);
  });

  it('say of one that begins to wait since when, and until when each line is expected', () => {
    const after = shipment({ items: [item(1, 'KTP', 5, { backorderReleaseDate: day('2026-06-01') })] });
    const events = tell({ before: null, after, trigger: 'place' });
    expect(topics(events)).toEqual(['shipment.statuschanged', 'shipment.backordered']);
    expect(properties(events[1]!)).toEqual({
      orderId: 1,
      externalOrderId: null,
      backorderedAt: '2026-04-30T09:00:00.000Z',
      items: [{ lineId: 1, productCode: 'KTP', quantity: 5, backorderReleaseDate: '2026-06-01' }],
    });
  });

  const waiting = shipment();

  it('say of one that is released whole that it is, into which children', () => {
    const children = [1002 as ShipmentNumber, 1003 as ShipmentNumber];
    const after = shipment({ shipmentStatus: 'REASSIGNED', childShipmentNumbers: children });
    const events = tell({ before: waiting, after, trigger: 'release' });
    expect(topics(events)).toEqual(['shipment.statuschanged', 'shipment.released']);
    expect(properties(events[1]!)).toEqual({
      orderId: 1,
      externalOrderId: null,
      newstatus: 'REASSIGNED',
      isPartial: false,
      locationCode: null,
      childShipmentNumbers: children,
    });
  });

  it('say of one that is released in part that it has new children, though its status stays', () => {
    const after = shipment({ childShipmentNumbers: [1002 as ShipmentNumber] });
    const events = tell({ before: waiting, after, trigger: 'release' });
    expect(topics(events)).toEqual(['shipment.statuschanged', 'shipment.released']);
    expect(properties(events[1]!)).toMatchObject({ isPartial: true, newstatus: 'BACKORDER' });
  });

  it('do not say again which children it had before', () => {
    const family = { childShipmentNumbers: [1002 as ShipmentNumber] };
    expect(
      tell({ before: shipment(family), after: shipment({ ...family, onHold: true }), trigger: 'hold' }),
    ).toEqual([]);
  });

  it('say that it waits again, where it comes back', () => {
    const before = shipment({ shipmentStatus: 'FUTURE' });
    expect(topics(tell({ before, after: waiting, trigger: 'supply-lost' }))).toEqual([
      'shipment.statuschanged',
      'shipment.backordered',
    ]);
  });

  it('say on which other day a line is expected now, with the days before', () => {
    const after = shipment({ items: [item(1, 'KTP', 5, { backorderReleaseDate: day('2026-06-01') })] });
    const events = tell({ before: waiting, after, trigger: 'backorder-date' });
    expect(topics(events)).toEqual(['shipment.backorderdatechanged']);
    const line = { lineId: 1, productCode: 'KTP', quantity: 5 };
    expect(properties(events[0]!)).toEqual({
      orderId: 1,
      externalOrderId: null,
      oldItems: [{ ...line, backorderReleaseDate: null }],
      items: [{ ...line, backorderReleaseDate: '2026-06-01' }],
    });
  });

  it('say so where only one of several lines has another day', () => {
    const two = (date: CalendarDate | null) =>
      shipment({ items: [item(1, 'KTP', 5), item(2, 'KTP2', 1, { backorderReleaseDate: date })] });
    const step = { before: two(null), after: two(day('2026-06-01')), trigger: 'backorder-date' } as const;
    expect(topics(tell(step))).toEqual(['shipment.backorderdatechanged']);
  });

  it('do not call it another day that lines went, or that one left the queue', () => {
    const two = shipment({ items: [item(1, 'KTP', 5), item(2, 'KTP2', 1)] });
    expect(tell({ before: two, after: waiting, trigger: 'payment-unused' })).toEqual([]);
    expect(tell({ before: waiting, after: two, trigger: 'payment-unused' })).toEqual([]);
    const dated = { items: [item(1, 'KTP', 5, { backorderReleaseDate: day('2026-06-01') })] };
    const canceled = shipment({ ...dated, shipmentStatus: 'CANCELED' });
    expect(topics(tell({ before: waiting, after: canceled, trigger: 'cancel' }))).toEqual([
      'shipment.statuschanged',
    ]);
    const cared = shipment({ shipmentStatus: 'CUSTOMER_CARE' });
    expect(topics(tell({ before: cared, after: shipment(dated), trigger: 'backorder' }))).toEqual([
      'shipment.statuschanged',
      'shipment.backordered',
    ]);
  });
});

describe('the events of stock', () => {
  const products = ['KTP', 'KTP2'] as ProductCode[];

  it('are one for each product', () => {
    const events = inventoryEvents(products, 'refresh', occasion());
    expect(events.map(({ topic, entityId, eventId }) => [topic, entityId, eventId])).toEqual([
      ['inventory.changed', 'KTP', 'event-1'],
      ['inventory.changed', 'KTP2', 'event-2'],
    ]);
    expect(events.map(properties)).toEqual([
      { productCode: 'KTP', cause: 'refresh' },
      { productCode: 'KTP2', cause: 'refresh' },
    ]);
  });

  it('name the lot that arrived', () => {
    const lot = {
      futureInventoryId: 'po' as FutureInventoryId,
      locationCode: at('A'),
      productCode: 'KTP' as ProductCode,
      deliveryDate: day('2026-05-10'),
      quantity: 5,
      allocated: 0,
      unitCost: 0,
      status: 'RECEIVED',
      version: 2,
    } as const;
    expect(
      inventoryEvents(['KTP' as ProductCode], { kind: 'receipt', lot }, occasion()).map(properties),
    ).toEqual([
      {
        productCode: 'KTP',
        cause: 'receipt',
        futureInventoryId: 'po',
        locationCode: 'A',
        deliveryDate: '2026-05-10',
        status: 'RECEIVED',
      },
    ]);
  });
});

describe('the event of a run', () => {
  it('says how it ended and what it did', () => {
    const counts = {
      tried: 3,
      released: 1,
      partiallyReleased: 0,
      improved: 0,
      held: 2,
      skipped: 0,
      failed: 0,
    };
    const run: RunRecord = {
      runId: 'run-1',
      idempotencyKey: null,
      trigger: 'manual',
      policy: 'first-come',
      dryRun: true,
      scope: {},
      settings: SiteSettings.parse({}),
      settingsVersion: 1,
      status: 'COMPLETED',
      counts,
      startedAt: NOW,
      updatedAt: NOW,
      finishedAt: NOW,
    };
    const event = runEnded(run, occasion());
    expect(event).toMatchObject({ topic: 'run.completed', entityId: 'run-1' });
    expect(properties(event)).toEqual({
      status: 'COMPLETED',
      trigger: 'manual',
      policy: 'first-come',
      dryRun: true,
      counts,
    });
  });
});
