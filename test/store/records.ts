import type { CalendarDate } from '../../src/domain/calendar.ts';
import type {
  ExternalOrderId,
  FutureInventoryId,
  LineId,
  LocationCode,
  ProductCode,
  ShipmentNumber,
  SiteId,
} from '../../src/domain/ids.ts';
import type { NewEvent, Webhook } from '../../src/domain/site/event.ts';
import { NO_AMOUNTS } from '../../src/domain/site/money.ts';
import type { ShipmentItem, ShipmentRecord } from '../../src/domain/site/shipment.ts';
import type { StockAllocation, StockCause } from '../../src/domain/site/stock.ts';

export const site = (code: string) => code as SiteId;
export const product = (code: string) => code as ProductCode;
export const location = (code: string) => code as LocationCode;
export const lotId = (id: string) => id as FutureInventoryId;
export const orderId = (name: string) => name as ExternalOrderId;
export const day = (date: string) => date as CalendarDate;
export const number = (value: number) => value as ShipmentNumber;
export const cause = (kind: StockCause['kind'], reference = 'test'): StockCause => ({ kind, reference });

export const NOW = '2026-05-01T09:00:00.000Z';

/** A line that wants `quantity` of a product. */
export function item(productCode: string, quantity: number, lineId = 1): ShipmentItem {
  return {
    lineId: lineId as LineId,
    originalLineId: lineId as LineId,
    productCode: product(productCode),
    quantity,
    originalQuantity: quantity,
    allowsFutureAllocate: true,
    allowsBackOrder: true,
    manageStock: true,
    itemDependency: null,
    excludedLocationCodes: [],
    excludedFutureLocationCodes: [],
    blockedLocationCodes: [],
    backorderReleaseDate: null,
    amounts: NO_AMOUNTS,
  };
}

/** A shipment that waits in BACKORDER for five KTP, unless told otherwise. */
export function shipment(
  shipmentNumber: number,
  changes: Partial<Omit<ShipmentRecord, 'shipmentNumber'>> = {},
): ShipmentRecord {
  return {
    shipmentNumber: number(shipmentNumber),
    version: 1,
    orderNumber: 7,
    externalOrderId: null,
    shipmentType: 'STH',
    shipmentStatus: 'BACKORDER',
    shipmentStatusReason: null,
    fulfillmentLocationCode: null,
    futureDate: null,
    overdue: false,
    parentShipmentNumber: null,
    originalShipmentNumber: number(shipmentNumber),
    childShipmentNumbers: [],
    priority: 0,
    submittedAt: NOW,
    backorderedAt: NOW,
    releaseNotBefore: null,
    onHold: false,
    paymentAuthorizationId: null,
    paymentMethod: null,
    items: [item('KTP', 5)],
    itemDependencies: [],
    reassignedItems: [],
    createdAt: NOW,
    updatedAt: NOW,
    ...changes,
  };
}

/** Units of line 1 of a shipment, from a location's current stock or from a lot. */
export const allocation = (
  shipmentNumber: number,
  [locationCode, productCode, quantity]: readonly [string, string, number],
  lot: string | null = null,
): StockAllocation => ({
  shipmentNumber: number(shipmentNumber),
  lineId: 1 as LineId,
  locationCode: location(locationCode),
  productCode: product(productCode),
  futureInventoryId: lot === null ? null : lotId(lot),
  quantity,
});

export const event = (eventId: string, entityId = '1'): NewEvent => ({
  eventId,
  topic: 'shipment.statuschanged',
  entityId,
  timestamp: NOW,
  correlationId: 'c',
  extendedProperties: [{ key: 'newstatus', value: 'READY' }],
});

export const webhook = (webhookId: string, changes: Partial<Webhook> = {}): Webhook => ({
  webhookId,
  version: 0,
  url: 'http://127.0.0.1:1/hook',
  secret: 'secret',
  topics: [],
  isEnabled: true,
  position: 0,
  failures: 0,
  nextAttemptAt: null,
  lastError: null,
  createdAt: NOW,
  ...changes,
});
