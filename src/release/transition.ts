import type { CalendarDate } from '../domain/calendar.ts';
import type { LineId, LocationCode } from '../domain/ids.ts';
import type { ShipmentItem, ShipmentRecord, ShipmentStatus, StatusReason } from '../domain/site/shipment.ts';
import { ServiceError } from '../errors.ts';
import { PAYMENT_REFUSED } from './payment/refused.ts';
import { isAllowed, TERMINAL_STATUSES, type Trigger, triggersFrom } from './states.ts';

/** The refusal of a way that the table does not have. */
export function notAllowed(shipment: ShipmentRecord, trigger: Trigger): ServiceError {
  // Placing and improving are not for anybody to ask for.
  const ways = triggersFrom(shipment.shipmentStatus)
    .filter((way) => way !== 'place' && way !== 'improve')
    .join(', ');
  const refusal = ways === '' ? `nothing, so not ${trigger} either` : `${ways}, not ${trigger}`;
  return new ServiceError(
    'TRANSITION_NOT_ALLOWED',
    `shipment ${shipment.shipmentNumber} is ${shipment.shipmentStatus}, which allows ${refusal}`,
  );
}

/**
 * The shipment in another status, if the table of states has the way. `version` stays the one that it was read
 * with: the store compares and raises it.
 *
 * @throws ServiceError TRANSITION_NOT_ALLOWED
 */
export function move(
  shipment: ShipmentRecord,
  trigger: Trigger,
  to: ShipmentStatus,
  now: string,
  changes: Partial<ShipmentRecord> = {},
): ShipmentRecord {
  if (!isAllowed(shipment.shipmentStatus, trigger, to)) throw notAllowed(shipment, trigger);
  return {
    ...shipment,
    shipmentStatusReason: null,
    overdue: false,
    ...changes,
    shipmentStatus: to,
    updatedAt: now,
  };
}

/**
 * Back to the queue with the age it had; one that never waited starts to now. It is nowhere any more, unless it is
 * a pickup.
 *
 * @param items its lines, each with the day on which it is expected
 */
export function backToBackorder(
  shipment: ShipmentRecord,
  trigger: 'supply-lost' | 'unrelease' | 'reject' | 'backorder',
  items: readonly ShipmentItem[],
  now: string,
  reason: StatusReason | null,
  onHold = false,
): ShipmentRecord {
  return move(shipment, trigger, 'BACKORDER', now, {
    items,
    shipmentStatusReason: reason,
    onHold,
    futureDate: null,
    fulfillmentLocationCode: shipment.shipmentType === 'BOPIS' ? shipment.fulfillmentLocationCode : null,
    backorderedAt: shipment.backorderedAt ?? now,
  });
}

/** Everything that a FUTURE shipment waited for is there, or other stock in its place. */
export function arrive(
  shipment: ShipmentRecord,
  trigger: 'receipt' | 'future-to-ready' | 'supply-moved' | 'improve',
  now: string,
  changes: Pick<ShipmentRecord, 'fulfillmentLocationCode'> = shipment,
): ShipmentRecord {
  const { fulfillmentLocationCode } = changes;
  return move(shipment, trigger, 'READY', now, { futureDate: null, fulfillmentLocationCode });
}

/**
 * A FUTURE shipment waits for another day, perhaps at another place; its number stays.
 *
 * @param promise where and for which day it waits now, and whether that has passed
 */
export function promiseAnew(
  shipment: ShipmentRecord,
  trigger: 'receipt' | 'supply-moved' | 'improve',
  now: string,
  promise: Partial<Pick<ShipmentRecord, 'fulfillmentLocationCode' | 'futureDate' | 'overdue'>>,
): ShipmentRecord {
  return move(shipment, trigger, 'FUTURE', now, promise);
}

/** Left alone by runs, or not any more; then a payment that was refused is no reason any more. */
export function setHold(shipment: ShipmentRecord, onHold: boolean, now: string): ShipmentRecord {
  const { shipmentStatusReason: reason } = shipment;
  const shipmentStatusReason = !onHold && reason?.reasonCode === PAYMENT_REFUSED ? null : reason;
  return move(shipment, onHold ? 'hold' : 'unhold', 'BACKORDER', now, { onHold, shipmentStatusReason });
}

/** Leaves from a location at once, whole, without a child. */
export function releaseInPlace(
  shipment: ShipmentRecord,
  fulfillmentLocationCode: LocationCode | null,
  now: string,
  changes: Partial<ShipmentRecord> = {},
): ShipmentRecord {
  return move(shipment, 'release', 'READY', now, {
    ...changes,
    onHold: false,
    fulfillmentLocationCode: fulfillmentLocationCode ?? shipment.fulfillmentLocationCode,
  });
}

/**
 * Sets the priority.
 *
 * @returns the same object where it does not change
 * @throws ServiceError TRANSITION_NOT_ALLOWED where nothing can become of the shipment any more
 */
export function setPriority(shipment: ShipmentRecord, priority: number, now: string): ShipmentRecord {
  const { shipmentNumber, shipmentStatus } = shipment;
  if (TERMINAL_STATUSES.includes(shipmentStatus)) {
    const detail = `shipment ${shipmentNumber} is ${shipmentStatus}, and has no place in any queue`;
    throw new ServiceError('TRANSITION_NOT_ALLOWED', detail);
  }
  return shipment.priority === priority ? shipment : { ...shipment, priority, updatedAt: now };
}

/** @throws ServiceError TRANSITION_NOT_ALLOWED where it neither waits in BACKORDER nor is with customer care */
export function assertWaits({ shipmentNumber, shipmentStatus }: ShipmentRecord, what: string): void {
  if (shipmentStatus === 'BACKORDER' || shipmentStatus === 'CUSTOMER_CARE') return;
  const detail = `shipment ${shipmentNumber} is ${shipmentStatus}; only one in BACKORDER or CUSTOMER_CARE has ${what}`;
  throw new ServiceError('TRANSITION_NOT_ALLOWED', detail);
}

/** @throws ServiceError NOT_FOUND where it has not all of the lines; null: every line is meant */
export function assertLines(
  { shipmentNumber, items }: ShipmentRecord,
  lineIds: readonly LineId[] | null,
): void {
  const missing = lineIds?.find((lineId) => !items.some((item) => item.lineId === lineId));
  if (missing === undefined) return;
  throw new ServiceError('NOT_FOUND', `shipment ${shipmentNumber} has no line ${missing}`);
}

/**
 * Sets the day before which it is not released.
 *
 * @param day null: it may go at once
 * @returns the same object where the day does not change
 * @throws ServiceError TRANSITION_NOT_ALLOWED where it neither waits in BACKORDER nor is with customer care
 */
export function setNotBefore(
  shipment: ShipmentRecord,
  day: CalendarDate | null,
  now: string,
): ShipmentRecord {
  assertWaits(shipment, 'a first day');
  return shipment.releaseNotBefore === day
    ? shipment
    : { ...shipment, releaseNotBefore: day, updatedAt: now };
}

/**
 * Sets the day on which lines are expected.
 *
 * @param lineIds null for every line
 * @returns the same object where no day changes
 * @throws ServiceError TRANSITION_NOT_ALLOWED where it does not wait in BACKORDER
 * @throws ServiceError NOT_FOUND where it has no such line
 */
export function setBackorderDate(
  shipment: ShipmentRecord,
  day: CalendarDate | null,
  lineIds: readonly LineId[] | null,
  now: string,
): ShipmentRecord {
  if (shipment.shipmentStatus !== 'BACKORDER') {
    throw new ServiceError(
      'TRANSITION_NOT_ALLOWED',
      `shipment ${shipment.shipmentNumber} is ${shipment.shipmentStatus}; only one in BACKORDER has an expected date`,
    );
  }
  assertLines(shipment, lineIds);
  const concerns = (lineId: LineId) => lineIds === null || lineIds.includes(lineId);
  const changes = shipment.items.some((item) => concerns(item.lineId) && item.backorderReleaseDate !== day);
  if (!changes) return shipment;
  const items = shipment.items.map((item) =>
    concerns(item.lineId) ? { ...item, backorderReleaseDate: day } : item,
  );
  return { ...shipment, items, updatedAt: now };
}
