import type { CalendarDate } from '../../domain/calendar.ts';
import type { LineId, ProductCode, ShipmentNumber } from '../../domain/ids.ts';
import type { ShipmentRecord } from '../../domain/site/shipment.ts';
import { ServiceError } from '../../errors.ts';
import { ChangedMeanwhile, productsOf } from '../changed-meanwhile.ts';
import type { Occasion, ShipmentStep } from '../events/new-events.ts';
import { assertVersion, executeWrite } from '../execute-write.ts';
import { isOurs } from '../payment/authorize-anew.ts';
import { makeVoids, numbersOf, shipmentsOfOrder, writeVoids } from '../payment/voids.ts';
import type { StoredAnswer } from '../ports/idempotency.ts';
import type { StoreTransaction } from '../ports/store.ts';
import { recorded, recordSteps } from '../record-steps.ts';
import type { ReleasePorts, Write } from '../service-ports.ts';
import { arrive, backToBackorder, move, notAllowed, setBackorderDate, setHold } from '../transition.ts';

/** Tries of a command whose shipment changes between being read and being locked. */
const TRIES = 10;

/** What one command does inside the transaction, with the stock and the shipment locked. */
type Command = (
  tx: StoreTransaction,
  shipment: ShipmentRecord,
  occasion: Occasion,
) => Promise<Pick<ShipmentStep, 'after' | 'trigger'> & { readonly freed?: readonly ProductCode[] }>;

/** @throws ServiceError NOT_FOUND */
export function assertFound(
  shipment: ShipmentRecord | null | undefined,
  number: ShipmentNumber,
): ShipmentRecord {
  if (shipment) return shipment;
  throw new ServiceError('NOT_FOUND', `there is no shipment ${number}`);
}

/** Runs a command on one shipment in one transaction: stock locked first, then the shipment, then `If-Match`. */
async function command(
  ports: ReleasePorts,
  write: Write,
  number: ShipmentNumber,
  work: Command,
): Promise<StoredAnswer> {
  for (let tries = 1; ; tries++) {
    try {
      return await commandOnce(ports, write, number, work);
    } catch (error) {
      if (!(error instanceof ChangedMeanwhile)) throw error;
      if (tries === TRIES) {
        throw new ServiceError('STOCK_CONTENDED', `shipment ${number} changed at every try`, {
          cause: error,
        });
      }
    }
  }
}

function commandOnce(
  ports: ReleasePorts,
  write: Write,
  number: ShipmentNumber,
  work: Command,
): Promise<StoredAnswer> {
  return executeWrite(ports.store, write, async (tx) => {
    const found = assertFound(await tx.shipment(number), number);
    const held = await tx.allocationsOf([number]);
    await tx.lockStock(productsOf([...found.items, ...held]));
    const [locked] = await tx.lockShipments([number]);
    const before = assertFound(locked, number);
    assertVersion(`shipment ${number}`, before.version, write.expectedVersion);
    // Its lines, and so the stock that is locked, are those of the version that was read before.
    if (before.version !== found.version) throw new ChangedMeanwhile(`shipment ${number}`);
    const occasion = { now: ports.now(), newId: ports.newId, correlationId: write.correlationId };
    const { after, trigger, freed = [] } = await work(tx, before, occasion);
    if (after === before) return { status: 200, body: before };
    await recordSteps(tx, [{ before, after, trigger }], occasion);
    if (freed.length > 0) await tx.appendTriggers(freed);
    return { status: 200, body: recorded(after) };
  });
}

/** Takes a release back. It waits on hold, unless it shall be tried again at once. */
export const unreleaseShipment = (
  ports: ReleasePorts,
  write: Write,
  number: ShipmentNumber,
  onHold: boolean,
): Promise<StoredAnswer> =>
  command(ports, write, number, async (tx, shipment, { now }) => {
    const after = backToBackorder(shipment, 'unrelease', now, null, onHold);
    const held = await tx.deallocate([number], { kind: 'unrelease', reference: String(number) });
    return { after, trigger: 'unrelease', freed: productsOf(held) };
  });

/** Cancels; what it held is free again, and so is the money that was authorized for its release. */
export async function cancelShipment(
  ports: ReleasePorts,
  write: Write,
  number: ShipmentNumber,
): Promise<StoredAnswer> {
  const answer = await command(ports, write, number, async (tx, shipment, { now }) => {
    const after = move(shipment, 'cancel', 'CANCELED', now, { onHold: false });
    const held = await tx.deallocate([number], { kind: 'cancel', reference: String(number) });
    if (isOurs(shipment.paymentAuthorizationId)) {
      const { orderNumber } = shipment;
      const ofOrder = await tx.lockShipments(numbersOf(await shipmentsOfOrder(tx, orderNumber)));
      const others = ofOrder.filter((each) => each.shipmentNumber !== number);
      await writeVoids(tx, write.siteId, orderNumber, [...others, after], now);
    }
    return { after, trigger: 'cancel', freed: productsOf(held) };
  });
  const { paymentAuthorizationId, orderNumber } = answer.body as ShipmentRecord;
  if (isOurs(paymentAuthorizationId)) await makeVoids(ports, write.siteId, orderNumber);
  return answer;
}

/** Puts on hold, or lets go; one that is let go is tried again. */
export const holdShipment = (
  ports: ReleasePorts,
  write: Write,
  number: ShipmentNumber,
  onHold: boolean,
): Promise<StoredAnswer> =>
  command(ports, write, number, async (_tx, shipment, { now }) => {
    const after = setHold(shipment, onHold, now);
    const freed = onHold ? [] : productsOf(shipment.items);
    return { after, trigger: onHold ? 'hold' : 'unhold', freed };
  });

/** From customer care to the queue. */
export const backorderShipment = (
  ports: ReleasePorts,
  write: Write,
  number: ShipmentNumber,
): Promise<StoredAnswer> =>
  command(ports, write, number, async (_tx, shipment, { now }) => ({
    after: backToBackorder(shipment, 'backorder', now, null),
    trigger: 'backorder',
    freed: productsOf(shipment.items),
  }));

/** Another place in the queue; a larger priority goes first. */
export const prioritizeShipment = (
  ports: ReleasePorts,
  write: Write,
  number: ShipmentNumber,
  priority: number,
): Promise<StoredAnswer> =>
  command(ports, write, number, async (_tx, shipment, { now }) => ({
    after: shipment.priority === priority ? shipment : { ...shipment, priority, updatedAt: now },
    trigger: 'priority',
  }));

/** Another expected day, of all lines or of some. */
export const dateShipment = (
  ports: ReleasePorts,
  write: Write,
  number: ShipmentNumber,
  day: CalendarDate | null,
  lineIds: readonly LineId[] | null,
): Promise<StoredAnswer> =>
  command(ports, write, number, async (_tx, shipment, { now }) => ({
    after: setBackorderDate(shipment, day, lineIds, now),
    trigger: 'backorder-date',
  }));

/** FUTURE to READY by hand: its lots are free again, and its location's current stock is held instead. */
export const turnFutureToReady = (
  ports: ReleasePorts,
  write: Write,
  number: ShipmentNumber,
): Promise<StoredAnswer> =>
  command(ports, write, number, async (tx, shipment, { now }) => {
    if (shipment.shipmentStatus !== 'FUTURE') throw notAllowed(shipment, 'future-to-ready');
    const cause = { kind: 'future-to-ready', reference: String(number) } as const;
    const held = await tx.deallocate([number], cause);
    const rows = held.map((row) => ({ ...row, futureInventoryId: null }));
    if (rows.length > 0 && !(await tx.allocate(rows, cause))) {
      throw new ServiceError(
        'INSUFFICIENT_STOCK',
        `current stock at ${shipment.fulfillmentLocationCode} does not cover shipment ${number}`,
      );
    }
    return {
      after: arrive(shipment, 'future-to-ready', now),
      trigger: 'future-to-ready',
      freed: productsOf(held),
    };
  });

/** It has left the building: its units are neither on hand nor allocated any more. */
export const fulfillShipment = (
  ports: ReleasePorts,
  write: Write,
  number: ShipmentNumber,
): Promise<StoredAnswer> =>
  command(ports, write, number, async (tx, shipment, { now }) => {
    const after = move(shipment, 'fulfill', 'FULFILLED', now);
    await tx.fulfill([number], { kind: 'fulfill', reference: String(number) });
    return { after, trigger: 'fulfill' };
  });
