import type { ChildShipment } from '../domain/decision.ts';
import type { ShipmentNumber } from '../domain/ids.ts';
import { cutItems } from '../domain/site/cut.ts';
import type { ReassignedItem, ShipmentItem, ShipmentRecord } from '../domain/site/shipment.ts';
import { move } from './transition.ts';

/** What a release makes of a shipment. */
export interface Split {
  readonly parent: ShipmentRecord;
  readonly children: readonly ShipmentRecord[];
}

function childOf(
  parent: ShipmentRecord,
  child: ChildShipment,
  shipmentNumber: ShipmentNumber,
  items: readonly ShipmentItem[],
  now: string,
): ShipmentRecord {
  return {
    ...parent,
    shipmentNumber,
    version: 1,
    shipmentStatus: child.shipmentStatus,
    shipmentStatusReason: null,
    fulfillmentLocationCode: child.fulfillmentLocationCode ?? parent.fulfillmentLocationCode,
    futureDate: child.futureDate,
    overdue: false,
    parentShipmentNumber: parent.shipmentNumber,
    originalShipmentNumber: parent.originalShipmentNumber,
    childShipmentNumbers: [],
    onHold: false,
    items,
    reassignedItems: [],
    createdAt: now,
    updatedAt: now,
  };
}

const reassigned = (item: ShipmentItem, child: ShipmentRecord): ReassignedItem => ({
  lineId: item.lineId,
  productCode: item.productCode,
  quantity: item.quantity,
  amounts: item.amounts,
  childShipmentNumber: child.shipmentNumber,
  fulfillmentLocationCode: child.fulfillmentLocationCode,
});

/**
 * Splits a shipment into the children of a decision. Every unit and every cent is afterwards in exactly one
 * child or in what the parent keeps; the parent is REASSIGNED where it keeps nothing, and stays in BACKORDER
 * with its age where it does.
 *
 * @param numbers one for each child, in their order
 * @throws Error where the children take more than there is: a plan that no checker lets through
 */
export function split(
  shipment: ShipmentRecord,
  plan: readonly ChildShipment[],
  numbers: readonly ShipmentNumber[],
  now: string,
  changes: Partial<ShipmentRecord> = {},
): Split {
  const { parts, left: kept } = cutItems(
    shipment.items,
    plan.map((child) => child.items),
  );
  const parent = { ...shipment, ...changes };
  const children = plan.map((child, index) => childOf(parent, child, numbers[index]!, parts[index]!, now));
  const given = children.flatMap((child) => child.items.map((item) => reassigned(item, child)));
  return {
    parent: move(shipment, 'release', kept.length === 0 ? 'REASSIGNED' : 'BACKORDER', now, {
      ...changes,
      onHold: kept.length > 0 && shipment.onHold,
      items: kept,
      reassignedItems: [...shipment.reassignedItems, ...given],
      childShipmentNumbers: [
        ...shipment.childShipmentNumbers,
        ...children.map((child) => child.shipmentNumber),
      ],
    }),
    children,
  };
}
