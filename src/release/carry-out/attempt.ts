import { NothingProvenError } from '../../attempt/optimize.ts';
import { calendarDayOf } from '../../domain/calendar.ts';
import type { ShipmentNumber } from '../../domain/ids.ts';
import type { ShipmentRecord } from '../../domain/site/shipment.ts';
import { ChangedMeanwhile, productsOf } from '../changed-meanwhile.ts';
import type { EventContext } from '../events/new-events.ts';
import { assertVersion } from '../execute-write.ts';
import { settleVoids } from '../payment/voids.ts';
import type { QueueState } from '../ports/queue.ts';
import type { StoreReader } from '../ports/store.ts';
import { readPassed } from '../queue/passed.ts';
import { queueDay } from '../queue/queue-day.ts';
import { keepsForOthers } from '../queue/takeable.ts';
import { BEING_DECIDED, PAUSED, waitingBecause } from '../queue/waiting.ts';
import type { ReleasePorts } from '../service-ports.ts';
import { isPaused } from '../site-view.ts';
import { applyRelease } from './apply.ts';
import { finishPlacing, routeWaiting } from './finish-placing.ts';
import { note, noteHeld, noteUnpaid } from './note-waiting.ts';
import { type AttemptOptions, type AttemptResult, skipped } from './options.ts';
import { payFor } from './pay.ts';
import { type Proposed, propose } from './propose.ts';

/** Plans that may come too late before the next is decided while the stock is locked. */
const TRIES_WITHOUT_LOCK = 4;

/** Why a shipment is not tried at all; null where it is. */
export function reasonToSkip(
  shipment: ShipmentRecord | null,
  { evenOnHold, settings: { timeZone } }: AttemptOptions,
  now: string,
): string | null {
  if (shipment === null) return 'NOT_FOUND';
  if (shipment.shipmentStatus !== 'BACKORDER') return 'NOT_IN_BACKORDER';
  if (evenOnHold) return null;
  if (shipment.onHold) return 'ON_HOLD';
  const { releaseNotBefore: day } = shipment;
  return day !== null && day > calendarDayOf(now, timeZone) ? 'NOT_BEFORE' : null;
}

function resultOf(
  { shipment: before, decision, blockedBy }: Proposed,
  shipment: ShipmentRecord,
): AttemptResult {
  return {
    newChildNumbers: shipment.childShipmentNumbers.slice(before.childShipmentNumbers.length),
    outcome: decision.decision,
    reasonCode: blockedBy ?? decision.hold?.reason ?? null,
    shipment,
    decision,
  };
}

const isBeingPlaced = ({ waiting }: QueueState): boolean => waiting?.reason === BEING_DECIDED;
const isBehind = ({ waiting }: QueueState): boolean => waiting?.reason === 'BEHIND_OTHERS';

/** Errors that are not about the shipment: a solver that is busy, a store that is away. */
const isElsewhere = (error: unknown): boolean => {
  const { name = '', code = '' } = error as { name?: string; code?: unknown };
  if (name === 'StoreError' || name === 'ChangedMeanwhile') return true;
  return name === 'EngineError' && ['QUEUE_FULL', 'QUEUE_TIMEOUT', 'POOL_CLOSED'].includes(String(code));
};

/**
 * A plan. Where none comes of it, that is what the shipment waits for, until something makes it due again.
 *
 * @returns null where nothing was proven in time
 */
async function proposeOrNote(
  ports: ReleasePorts,
  reader: StoreReader,
  shipment: ShipmentRecord,
  options: AttemptOptions,
  state: QueueState,
): Promise<Proposed | null> {
  try {
    return await propose(ports, reader, shipment, { ...options, isBehind: isBehind(state) });
  } catch (error) {
    if (isElsewhere(error)) throw error;
    const isUnproven = error instanceof NothingProvenError;
    const moreInfo = isUnproven ? 'nothing was proven in time' : 'its attempt broke';
    const waiting = waitingBecause(isUnproven ? 'UNPROVEN' : 'FAILED', moreInfo, ports.now());
    await note(ports, shipment, state, options, waiting);
    if (isUnproven) return null;
    throw error;
  }
}

/**
 * The turn of an order has come that was left undecided when it was placed, and stock does not cover it: its scenario says
 * what becomes of it.
 *
 * @returns null where it waits
 */
async function tryToPlace(
  ports: ReleasePorts,
  shipment: ShipmentRecord,
  { siteId, settings, alongside }: AttemptOptions,
  context: EventContext,
): Promise<AttemptResult | null> {
  const placing = await routeWaiting(ports, ports.store.reader(siteId), shipment, settings);
  if (placing === null) return null;
  return ports.store.transaction(siteId, async (tx) => {
    const after = await finishPlacing(tx, placing, context);
    const newChildNumbers = after.childShipmentNumbers.slice(shipment.childShipmentNumbers.length);
    const result = { ...skipped('PLACED', after), newChildNumbers };
    await alongside?.(tx, result);
    return result;
  });
}

/** One plan, carried out if it is one; decided outside any transaction, or inside while the stock is locked. */
async function tryOnce(
  ports: ReleasePorts,
  shipmentNumber: ShipmentNumber,
  options: AttemptOptions,
  context: EventContext,
  locked: boolean,
): Promise<AttemptResult> {
  const { siteId } = options;
  const reader = ports.store.reader(siteId);
  // First of all: whatever changes from here on makes it due again.
  const state = await reader.queueState(shipmentNumber);
  const shipment = await reader.shipment(shipmentNumber);
  const skip = reasonToSkip(shipment, options, context.now);
  if (skip !== null) return skipped(skip, shipment);
  if (!options.evenOnHold && (await isPaused(reader))) return skipped(PAUSED, shipment);
  assertVersion(`shipment ${shipmentNumber}`, shipment!.version, options.expectedVersion ?? null);
  const first = await proposeOrNote(ports, reader, shipment!, options, state);
  if (first === null) return skipped('NOTHING_PROVEN', shipment);
  const isHeld = first.decision.decision === 'held';
  const payment = await payFor(ports, shipment!, options, isHeld, context);
  if (payment.outcome === 'skipped') {
    await noteUnpaid(ports, payment, state, options, context.now);
    return skipped(payment.reasonCode, payment.shipment);
  }
  if (isHeld && first.blockedBy !== 'BEING_DECIDED' && isBeingPlaced(state)) {
    const placed = await tryToPlace(ports, shipment!, options, context);
    if (placed !== null) return placed;
  }
  if (isHeld) {
    await noteHeld(ports, first, state, options, context);
    return resultOf(first, shipment!);
  }
  const result = await ports.store.transaction(siteId, async (tx) => {
    let proposal = first;
    if (locked) {
      await tx.lockStock(productsOf(shipment!.items));
      proposal = await propose(ports, tx, shipment!, { ...options, isBehind: isBehind(state) });
      // What was free a moment ago is gone; the next try says so, and lets the money go.
      if (proposal.decision.decision === 'held') throw new ChangedMeanwhile('held after all');
    }
    const codes = productsOf(shipment!.items);
    const passed = options.mayPass
      ? await readPassed(tx, shipment!, codes, options.settings, context.now)
      : [];
    const { authorizationId } = payment;
    const release = { proposal: { ...proposal, passed }, authorizationId };
    const day = queueDay(options.settings, ports.now());
    const asking = options.mayPass ? null : { day, inHand: [{ shipmentNumber, mark: state.mark }] };
    const after = await applyRelease(tx, siteId, release, context, asking, options.evenOnHold);
    // Others may be kept behind it, and no longer are.
    if (keepsForOthers(options.settings)) await tx.appendTriggers(codes);
    const result = resultOf(proposal, after);
    await options.alongside?.(tx, result);
    return result;
  });
  if (payment.authorizationId !== null) await settleVoids(ports, siteId, shipment!.orderNumber);
  return result;
}

/**
 * Tries to release one shipment. A plan is carried out only against the versions that it was decided on; where
 * stock or shipment changed meanwhile it is decided again, at last while the stock is locked.
 *
 * @returns what came of it; nothing is changed unless it is released or its payment was refused
 */
export async function attemptRelease(
  ports: ReleasePorts,
  shipmentNumber: ShipmentNumber,
  options: AttemptOptions,
): Promise<AttemptResult> {
  for (let tries = 0; tries < 2 * TRIES_WITHOUT_LOCK; tries++) {
    const { newId } = ports;
    const context = { now: ports.now(), newId, correlationId: options.correlationId };
    try {
      return await tryOnce(ports, shipmentNumber, options, context, tries >= TRIES_WITHOUT_LOCK);
    } catch (error) {
      if (error instanceof NothingProvenError) return skipped('NOTHING_PROVEN', null);
      if (!(error instanceof ChangedMeanwhile)) throw error;
    }
  }
  return skipped('STOCK_CONTENDED', await ports.store.reader(options.siteId).shipment(shipmentNumber));
}
