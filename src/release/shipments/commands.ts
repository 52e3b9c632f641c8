import type { LineId, ProductCode, ShipmentNumber } from '../../domain/ids.ts';
import { blockedAt } from '../../domain/site/blocked.ts';
import type { ShipmentRecord } from '../../domain/site/shipment.ts';
import { ServiceError } from '../../errors.ts';
import { ChangedMeanwhile, productsOf } from '../changed-meanwhile.ts';
import { readSiteDay, siteDay } from '../checks/site-day.ts';
import type { EventContext, ShipmentStep } from '../events/new-events.ts';
import { assertVersion, executeWrite } from '../execute-write.ts';
import { recordVoidsAfter, settleVoids } from '../payment/voids.ts';
import type { StoredAnswer } from '../ports/idempotency.ts';
import type { StoreTransaction } from '../ports/store.ts';
import { readPassed } from '../queue/passed.ts';
import { keepsForOthers } from '../queue/takeable.ts';
import { recorded, recordSteps } from '../record-steps.ts';
import type { ReleasePorts, Write } from '../service-ports.ts';
import { readExpectedDays, readSettings } from '../site-view.ts';
import { ALLOCATED_STATUSES } from '../states.ts';
import {
  arrive,
  backToBackorder,
  move,
  notAllowed,
  setBackorderDate,
  setHold,
  setNotBefore,
  setPriority,
} from '../transition.ts';

/** A command is tried so often where its shipment changes between being read and being locked. */
const TRIES = 10;

/** What one command does inside the transaction, with the stock and the shipment locked. */
type Command = (
  tx: StoreTransaction,
  shipment: ShipmentRecord,
  context: EventContext,
) => Promise<
  Pick<ShipmentStep, 'after' | 'trigger' | 'passed'> & { readonly freed?: readonly ProductCode[] }
>;

/** @throws ServiceError NOT_FOUND */
export function assertFound(
  shipment: ShipmentRecord | null | undefined,
  number: ShipmentNumber,
): ShipmentRecord {
  if (shipment) return shipment;
  throw new ServiceError('NOT_FOUND', `there is no shipment ${number}`);
}

/** Runs a command on one shipment in one transaction: stock locked first, then the shipment, then `If-Match`. */
export async function command(
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

/**
 * Says who may go after a change of one shipment: itself, where it waits; those who want what it held; those of its family,
 * where it no longer counts against the limit on their number; and those that were kept behind it.
 *
 * @param freed products of which units are free again
 */
async function tellQueue(
  tx: StoreTransaction,
  before: ShipmentRecord,
  after: ShipmentRecord,
  freed: readonly ProductCode[],
): Promise<void> {
  const { shipmentNumber, originalShipmentNumber } = after;
  const tried = after.shipmentStatus === 'BACKORDER' ? [shipmentNumber] : [];
  const isPackage = ({ shipmentStatus }: ShipmentRecord) => ALLOCATED_STATUSES.includes(shipmentStatus);
  if (isPackage(before) && !isPackage(after) && after.shipmentStatus !== 'FULFILLED') {
    const family = await tx.lineage(originalShipmentNumber);
    const waiting = family.filter((each) => each.shipmentStatus === 'BACKORDER');
    tried.push(...waiting.map((each) => each.shipmentNumber));
  }
  await tx.triggerShipments(tried);
  const isKept = before.shipmentStatus === 'BACKORDER' && keepsForOthers((await readSettings(tx)).value);
  await tx.appendTriggers(isKept ? productsOf([...before.items]) : freed);
}

async function commandOnce(
  ports: ReleasePorts,
  write: Write,
  number: ShipmentNumber,
  work: Command,
): Promise<StoredAnswer> {
  let voidsOf: number | null = null;
  const answer = await executeWrite(ports.store, write, async (tx) => {
    voidsOf = null;
    const found = assertFound(await tx.shipment(number), number);
    const held = await tx.allocationsOf([number]);
    await tx.lockStock(productsOf([...found.items, ...held]));
    const [locked] = await tx.lockShipments([number]);
    const before = assertFound(locked, number);
    assertVersion(`shipment ${number}`, before.version, write.expectedVersion);
    // Its lines, and so the stock that is locked, are those of the version that was read before.
    if (before.version !== found.version) throw new ChangedMeanwhile(`shipment ${number}`);
    const context = { now: ports.now(), newId: ports.newId, correlationId: write.correlationId };
    const { after, trigger, passed, freed = [] } = await work(tx, before, context);
    if (after === before) return { status: 200, body: before };
    await recordSteps(tx, [{ before, after, trigger, passed }], context);
    await tellQueue(tx, before, after, freed);
    const body = recorded(after);
    if ((await recordVoidsAfter(tx, write.siteId, before, body, context.now)) > 0)
      voidsOf = before.orderNumber;
    return { status: 200, body };
  });
  if (voidsOf !== null) await settleVoids(ports, write.siteId, voidsOf);
  return answer;
}

/**
 * Takes a release back. The shipment waits on hold; with `onHold` false it is tried again at once, and then its location is
 * blocked for its lines unless the caller says otherwise: else it would only go there again.
 */
export const unreleaseShipment = (
  ports: ReleasePorts,
  write: Write,
  number: ShipmentNumber,
  onHold: boolean,
  blockLocation = !onHold,
): Promise<StoredAnswer> =>
  command(ports, write, number, async (tx, shipment, { now }) => {
    const expect = await readExpectedDays(tx, productsOf(shipment.items), now);
    const place = blockLocation ? shipment.fulfillmentLocationCode : null;
    const items = blockedAt(expect(shipment.items), place);
    const after = backToBackorder(shipment, 'unrelease', items, now, null, onHold);
    const held = await tx.deallocate([number], { kind: 'unrelease', reference: String(number) });
    return { after, trigger: 'unrelease', freed: productsOf(held) };
  });

/** Cancels; what it held is free again, and so is the money that was authorized for its release. */
export const cancelShipment = (
  ports: ReleasePorts,
  write: Write,
  number: ShipmentNumber,
): Promise<StoredAnswer> =>
  command(ports, write, number, async (tx, shipment, { now }) => {
    const after = move(shipment, 'cancel', 'CANCELED', now, { onHold: false });
    const held = await tx.deallocate([number], { kind: 'cancel', reference: String(number) });
    return { after, trigger: 'cancel', freed: productsOf(held) };
  });

/** Puts on hold, or lets go; one that is let go is tried again. */
export const holdShipment = (
  ports: ReleasePorts,
  write: Write,
  number: ShipmentNumber,
  onHold: boolean,
): Promise<StoredAnswer> =>
  command(ports, write, number, async (_tx, shipment, { now }) => {
    const after = setHold(shipment, onHold, now);
    return { after, trigger: onHold ? 'hold' : 'unhold' };
  });

/** From customer care to the queue. */
export const backorderShipment = (
  ports: ReleasePorts,
  write: Write,
  number: ShipmentNumber,
): Promise<StoredAnswer> =>
  command(ports, write, number, async (tx, shipment, { now }) => {
    const codes = productsOf(shipment.items);
    const expect = await readExpectedDays(tx, codes, now);
    const after = backToBackorder(shipment, 'backorder', expect(shipment.items), now, null);
    return { after, trigger: 'backorder' };
  });

/** Another place in the queue; a larger priority goes first. */
export const prioritizeShipment = (
  ports: ReleasePorts,
  write: Write,
  number: ShipmentNumber,
  priority: number,
): Promise<StoredAnswer> =>
  command(ports, write, number, async (_tx, shipment, { now }) => ({
    after: setPriority(shipment, priority, now),
    trigger: 'priority',
  }));

/**
 * Another expected day, of all lines or of some.
 *
 * @param date ISO 8601; null: no day is known
 * @throws InputError `contradictory` where the date is no day of the site
 */
export async function dateShipment(
  ports: ReleasePorts,
  write: Write,
  number: ShipmentNumber,
  date: string | null,
  lineIds: readonly LineId[] | null,
): Promise<StoredAnswer> {
  const day = await readSiteDay(ports.store.reader(write.siteId), date, 'backorderReleaseDate');
  return command(ports, write, number, async (_tx, shipment, { now }) => ({
    after: setBackorderDate(shipment, day, lineIds, now),
    trigger: 'backorder-date',
  }));
}

/**
 * The day before which nothing of it is released. One that may go at once is tried.
 *
 * @param date ISO 8601; null: it may go at once
 * @throws InputError `contradictory` where the date is no day of the site
 */
export async function postponeShipment(
  ports: ReleasePorts,
  write: Write,
  number: ShipmentNumber,
  date: string | null,
): Promise<StoredAnswer> {
  const reader = ports.store.reader(write.siteId);
  const { timeZone } = (await readSettings(reader)).value;
  const day = date === null ? null : siteDay(date, timeZone, 'releaseNotBefore');
  return command(ports, write, number, async (_tx, shipment, { now }) => ({
    after: setNotBefore(shipment, day, now),
    trigger: 'not-before',
  }));
}

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
    const { value: settings } = await readSettings(tx);
    return {
      after: arrive(shipment, 'future-to-ready', now),
      trigger: 'future-to-ready',
      freed: productsOf(held),
      passed: await readPassed(tx, shipment, productsOf(held), settings, now),
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
