import type { LineId, LocationCode, ProductCode, ShipmentNumber } from '../../src/domain/ids.ts';
import { NO_AMOUNTS } from '../../src/domain/site/money.ts';
import type { ShipmentItem, ShipmentRecord } from '../../src/domain/site/shipment.ts';

/** A time that tests agree on. */
export const NOW = '2026-05-01T09:00:00.000Z';

/** A line as the store keeps it. */
export function item(
  lineId: number,
  productCode: string,
  quantity: number,
  changes: Partial<ShipmentItem> = {},
) {
  return {
    lineId: lineId as LineId,
    originalLineId: lineId as LineId,
    productCode: productCode as ProductCode,
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
    ...changes,
  } satisfies ShipmentItem;
}

/** A shipment in BACKORDER, first backordered a day before {@link NOW}. */
export function shipment(changes: Partial<ShipmentRecord> = {}): ShipmentRecord {
  return {
    shipmentNumber: 1001 as ShipmentNumber,
    version: 1,
    orderNumber: 1,
    externalOrderId: null,
    shipmentType: 'STH',
    shipmentStatus: 'BACKORDER',
    shipmentStatusReason: null,
    fulfillmentLocationCode: null,
    futureDate: null,
    overdue: false,
    parentShipmentNumber: null,
    originalShipmentNumber: 1001 as ShipmentNumber,
    childShipmentNumbers: [],
    priority: 0,
    submittedAt: '2026-04-30T09:00:00.000Z',
    backorderedAt: '2026-04-30T09:00:00.000Z',
    releaseNotBefore: null,
    onHold: false,
    paymentAuthorizationId: null,
    paymentMethod: null,
    items: [item(1, 'KTP', 5)],
    itemDependencies: [],
    reassignedItems: [],
    createdAt: '2026-04-30T09:00:00.000Z',
    updatedAt: '2026-04-30T09:00:00.000Z',
    ...changes,
  };
}

export const at = (code: string): LocationCode => code as LocationCode;
