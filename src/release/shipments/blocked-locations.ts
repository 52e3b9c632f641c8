import type { LineId, LocationCode, ShipmentNumber } from '../../domain/ids.ts';
import { blockedAt, withBlocked } from '../../domain/site/blocked.ts';
import type { ShipmentRecord } from '../../domain/site/shipment.ts';
import { productsOf } from '../changed-meanwhile.ts';
import { assertStorable } from '../checks/storable.ts';
import type { StoredAnswer } from '../ports/idempotency.ts';
import type { ReleasePorts, Write } from '../service-ports.ts';
import { readExpectedDays } from '../site-view.ts';
import { assertLines, assertWaits, backToBackorder } from '../transition.ts';
import { command } from './commands.ts';

/** Why a location cannot send a shipment, and whether its lines may be sent from there another time. */
export interface Rejection {
  readonly reason: string | null;
  readonly blockLocation: boolean;
}

const moreInfoOf = ({ fulfillmentLocationCode: place }: ShipmentRecord, reason: string | null): string =>
  [place, reason].filter((part) => part !== null).join(': ');

/**
 * A location cannot send what was released to it: the shipment goes back to BACKORDER with its age, and is tried at once,
 * elsewhere unless the location is not to be blocked.
 *
 * @throws InputError `malformed` for a text that cannot be stored
 * @throws ServiceError NOT_FOUND, TRANSITION_NOT_ALLOWED where it is not READY, STALE_VERSION
 */
export async function rejectShipment(
  ports: ReleasePorts,
  write: Write,
  number: ShipmentNumber,
  { reason, blockLocation }: Rejection,
): Promise<StoredAnswer> {
  assertStorable({ reason });
  return command(ports, write, number, async (tx, shipment, { now }) => {
    const expect = await readExpectedDays(tx, productsOf(shipment.items), now);
    const place = blockLocation ? shipment.fulfillmentLocationCode : null;
    const items = blockedAt(expect(shipment.items), place);
    const why = { reasonCode: 'REJECTED', moreInfo: moreInfoOf(shipment, reason) };
    const after = backToBackorder(shipment, 'reject', items, now, why);
    const held = await tx.deallocate([number], { kind: 'reject', reference: String(number) });
    return { after, trigger: 'reject', freed: productsOf(held) };
  });
}

/**
 * Sets the locations that are blocked for lines of a shipment that waits: none lifts every block. It is tried again.
 *
 * @param lineIds null: every line
 * @throws ServiceError NOT_FOUND also of a line, TRANSITION_NOT_ALLOWED where it does not wait, STALE_VERSION
 */
export async function blockLocations(
  ports: ReleasePorts,
  write: Write,
  number: ShipmentNumber,
  locationCodes: readonly LocationCode[],
  lineIds: readonly LineId[] | null,
): Promise<StoredAnswer> {
  assertStorable({ blockedLocationCodes: locationCodes });
  return command(ports, write, number, async (_tx, shipment, { now }) => {
    assertWaits(shipment, 'blocked locations to be changed');
    assertLines(shipment, lineIds);
    const items = withBlocked(shipment.items, locationCodes, lineIds);
    const after = items === shipment.items ? shipment : { ...shipment, items, updatedAt: now };
    const isTried = shipment.shipmentStatus === 'BACKORDER';
    return { after, trigger: 'blocked-locations', freed: isTried ? productsOf(items) : [] };
  });
}
