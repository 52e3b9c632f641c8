import type { ShipmentNumber } from '../../domain/ids.ts';
import type { RunScope } from '../../domain/site/run.ts';
import type { ShipmentRecord } from '../../domain/site/shipment.ts';
import type { QueuePosition } from '../ports/shipments.ts';
import type { StoreReader } from '../ports/store.ts';

const PAGE = 200;

/** Whether the scope, as far as the store has not applied it, names the shipment. */
function isInScope(shipment: ShipmentRecord, { locationCodes, orderNumbers }: RunScope): boolean {
  if (orderNumbers !== undefined && !orderNumbers.includes(shipment.orderNumber)) return false;
  if (locationCodes === undefined) return true;
  const { fulfillmentLocationCode: code } = shipment;
  return code !== null && locationCodes.includes(code);
}

/**
 * The shipments of the backlog that a run tries, in queue order (priority, first backordered, number), read as
 * the run gets to them.
 */
export async function* backlogOf(reader: StoreReader, scope: RunScope): AsyncGenerator<ShipmentNumber> {
  const { productCodes = null, shipmentNumbers = null, locationCodes, orderNumbers } = scope;
  const needsRecord = locationCodes !== undefined || orderNumbers !== undefined;
  let after: QueuePosition | null = null;
  for (;;) {
    const page: QueuePosition[] = await reader.backlog({ productCodes, shipmentNumbers, after, limit: PAGE });
    for (const { shipmentNumber } of page) {
      const shipment = needsRecord ? await reader.shipment(shipmentNumber) : null;
      if (shipment === null || isInScope(shipment, scope)) yield shipmentNumber;
    }
    if (page.length < PAGE) return;
    after = page.at(-1)!;
  }
}
