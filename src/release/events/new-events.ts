import type { ProductCode, ShipmentNumber } from '../../domain/ids.ts';
import type { NewEvent, Topic } from '../../domain/site/event.ts';
import type { RunRecord } from '../../domain/site/run.ts';
import type { ShipmentRecord } from '../../domain/site/shipment.ts';
import type { LotRow } from '../../domain/site/stock.ts';
import type { Waiting } from '../../domain/site/waiting.ts';
import { BEING_DECIDED } from '../queue/waiting.ts';
import type { Trigger } from '../states.ts';

/** What all events of one change share. */
export interface EventContext {
  readonly now: string;
  readonly newId: () => string;
  readonly correlationId: string;
}

/** A shipment before and after; `before` is null for one that is made. */
export interface ShipmentStep {
  readonly before: ShipmentRecord | null;
  readonly after: ShipmentRecord;
  readonly trigger:
    | Trigger
    | 'priority'
    | 'backorder-date'
    | 'not-before'
    | 'blocked-locations'
    | 'payment-method'
    | 'payment-refused'
    | 'payment-unused';
  /** What the audit says of it besides. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** Why it waits, where that is known. */
  readonly waiting?: Waiting | undefined;
  /** Those that stood before it and want what a person let it have. */
  readonly passed?: readonly ShipmentNumber[] | undefined;
}

function event(
  topic: Topic,
  entityId: string,
  properties: Readonly<Record<string, unknown>>,
  { now, newId, correlationId }: EventContext,
): NewEvent {
  const extendedProperties = Object.entries(properties).map(([key, value]) => ({ key, value }));
  return { eventId: newId(), topic, entityId, timestamp: now, correlationId, extendedProperties };
}

const datesOf = (shipment: ShipmentRecord) =>
  shipment.items.map(({ lineId, productCode, quantity, backorderReleaseDate }) => ({
    lineId,
    productCode,
    quantity,
    backorderReleaseDate,
  }));

/** Whether a line that is in both is expected on another day. */
function hasOtherDates(before: ShipmentRecord, after: ShipmentRecord): boolean {
  const days = new Map(before.items.map((item) => [item.lineId, item.backorderReleaseDate]));
  return after.items.some(
    (item) => days.has(item.lineId) && days.get(item.lineId) !== item.backorderReleaseDate,
  );
}

/** A shipment begins to wait, or it is decided that it does. */
export function backordered(shipment: ShipmentRecord, context: EventContext): NewEvent {
  const { shipmentNumber, orderNumber, externalOrderId, backorderedAt } = shipment;
  const properties = { orderId: orderNumber, externalOrderId, backorderedAt, items: datesOf(shipment) };
  return event('shipment.backordered', String(shipmentNumber), properties, context);
}

/** The events of one shipment's change, in their order; none where nothing changed that has an event. */
export function shipmentEvents(
  { before, after, trigger, waiting, passed = [], details = {} }: ShipmentStep,
  context: EventContext,
): NewEvent[] {
  const entityId = String(after.shipmentNumber);
  const { orderNumber, externalOrderId, fulfillmentLocationCode: locationCode, childShipmentNumbers } = after;
  const { parentShipmentNumber, originalShipmentNumber, shipmentStatusReason, futureDate } = after;
  const events: NewEvent[] = [];
  const tell = (topic: Topic, properties: Readonly<Record<string, unknown>>) =>
    events.push(event(topic, entityId, { orderId: orderNumber, externalOrderId, ...properties }, context));
  const oldstatus = before?.shipmentStatus ?? null;
  const newstatus = after.shipmentStatus;
  const hasNewChildren = childShipmentNumbers.length > (before?.childShipmentNumbers.length ?? 0);
  if (oldstatus !== newstatus || hasNewChildren) {
    tell('shipment.statuschanged', {
      oldstatus,
      newstatus,
      locationCode,
      childShipmentNumbers,
      parentShipmentNumber,
      originalShipmentNumber,
      futureDate,
      shipmentStatusReason,
      ...(passed.length > 0 && { passedShipmentNumbers: passed }),
    });
  }
  if (oldstatus === 'FUTURE' && newstatus === 'FUTURE' && before?.futureDate !== futureDate) {
    const oldFutureDate = before!.futureDate;
    tell('shipment.futuredatechanged', { oldFutureDate, futureDate, locationCode });
  }
  if (after.overdue && !before?.overdue) tell('shipment.overdue', { futureDate, locationCode });
  // Of one whose turn has not come nobody knows yet whether it has to wait.
  if (newstatus === 'BACKORDER' && oldstatus !== 'BACKORDER' && waiting?.reason !== BEING_DECIDED) {
    events.push(backordered(after, context));
  }
  if (trigger === 'release' && before !== null) {
    const isPartial = newstatus === 'BACKORDER';
    const { proof, gap } = details;
    const unproven = gap === undefined ? {} : { proof, gap };
    tell('shipment.released', { newstatus, isPartial, locationCode, childShipmentNumbers, ...unproven });
  }
  // `shipment.backordered` has the days already.
  if (
    before !== null &&
    oldstatus === 'BACKORDER' &&
    newstatus === 'BACKORDER' &&
    hasOtherDates(before, after)
  ) {
    tell('shipment.backorderdatechanged', { oldItems: datesOf(before), items: datesOf(after) });
  }
  return events;
}

/** An event for each product that has other stock now. */
export function inventoryEvents(
  productCodes: readonly ProductCode[],
  cause: 'refresh' | 'adjust' | 'transfer' | { readonly kind: 'receipt' | 'lot'; readonly lot: LotRow },
  context: EventContext,
): NewEvent[] {
  const properties =
    typeof cause === 'string'
      ? { cause }
      : {
          cause: cause.kind,
          futureInventoryId: cause.lot.futureInventoryId,
          locationCode: cause.lot.locationCode,
          deliveryDate: cause.lot.deliveryDate,
          status: cause.lot.status,
        };
  return productCodes.map((productCode) =>
    event('inventory.changed', productCode, { productCode, ...properties }, context),
  );
}

/** A run has ended, well or not. */
export function runEnded(run: RunRecord, context: EventContext): NewEvent {
  const { status, trigger, policy, dryRun, counts } = run;
  return event('run.completed', run.runId, { status, trigger, policy, dryRun, counts }, context);
}
