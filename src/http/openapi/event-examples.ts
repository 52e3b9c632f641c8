import type { Topic } from '../../domain/site/event.ts';

const event = (topic: Topic, entityId: string, properties: Readonly<Record<string, unknown>>) => ({
  position: 42,
  eventId: '0d9b5c1e-42',
  topic,
  entityId,
  timestamp: '2026-05-01T09:00:00.000Z',
  correlationId: '6f1f7c3e-9a44-4f0e-8a2d-0d2c5c8b2f11',
  extendedProperties: Object.entries(properties).map(([key, value]) => ({ key, value })),
});

const waiting = [{ lineId: 1, productCode: 'KTP', quantity: 5, backorderReleaseDate: '2026-05-15' }];

/** One event of each topic; a test holds each against its schema. */
export const EVENT_EXAMPLES: Readonly<Record<Topic, unknown>> = {
  'shipment.statuschanged': event('shipment.statuschanged', '1001', {
    orderId: 1,
    externalOrderId: 'web-7',
    oldstatus: 'BACKORDER',
    newstatus: 'REASSIGNED',
    locationCode: null,
    childShipmentNumbers: [1002, 1003],
    parentShipmentNumber: null,
    originalShipmentNumber: 1001,
    futureDate: null,
    shipmentStatusReason: null,
  }),
  'shipment.backordered': event('shipment.backordered', '1001', {
    orderId: 1,
    externalOrderId: 'web-7',
    backorderedAt: '2026-05-01T09:00:00.000Z',
    items: waiting,
  }),
  'shipment.backorderdatechanged': event('shipment.backorderdatechanged', '1001', {
    orderId: 1,
    externalOrderId: 'web-7',
    oldItems: waiting,
    items: [{ ...waiting[0], backorderReleaseDate: '2026-05-20' }],
  }),
  'shipment.futuredatechanged': event('shipment.futuredatechanged', '1003', {
    orderId: 1,
    externalOrderId: 'web-7',
    oldFutureDate: '2026-05-10',
    futureDate: '2026-05-15',
    locationCode: 'A',
  }),
  'shipment.overdue': event('shipment.overdue', '1003', {
    orderId: 1,
    externalOrderId: 'web-7',
    futureDate: '2026-05-10',
    locationCode: 'A',
  }),
  'shipment.released': event('shipment.released', '1001', {
    orderId: 1,
    externalOrderId: 'web-7',
    newstatus: 'REASSIGNED',
    isPartial: false,
    locationCode: null,
    childShipmentNumbers: [1002, 1003],
  }),
  'inventory.changed': event('inventory.changed', 'KTP', {
    productCode: 'KTP',
    cause: 'receipt',
    futureInventoryId: 'po-1',
    locationCode: 'A',
    deliveryDate: '2026-05-10',
    status: 'RECEIVED',
  }),
  'run.completed': event('run.completed', 'run-7', {
    status: 'COMPLETED',
    trigger: 'inventory',
    policy: 'first-come',
    dryRun: false,
    counts: { tried: 3, released: 1, partiallyReleased: 0, improved: 0, held: 2, skipped: 0, failed: 0 },
  }),
};
