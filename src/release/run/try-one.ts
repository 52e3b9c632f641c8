import type { SiteSettings } from '../../domain/site/settings.ts';
import { attemptRelease } from '../carry-out/attempt.ts';
import type { AttemptOptions, AttemptResult } from '../carry-out/options.ts';
import type { OpenRun } from '../ports/runs.ts';
import type { QueuePosition } from '../ports/shipments.ts';
import type { StoreTransaction } from '../ports/store.ts';
import { improveShipment } from '../promises/improve-shipment.ts';
import { keepsForOthers } from '../queue/takeable.ts';
import { waitingBecause } from '../queue/waiting.ts';
import type { ReleasePorts } from '../service-ports.ts';
import { type RunStep, stepOf, withResult, writeStep } from './run-step.ts';
import { resultOfTrouble } from './trouble.ts';

/** Whether what a release needs can only be read for one shipment at a time. */
export const isTriedAlone = (settings: SiteSettings): boolean =>
  settings.maxChildShipments !== null || settings.paymentVoidAndReauth || keepsForOthers(settings);

/** Writes down that an attempt broke, so that its shipment is tried again only when something changes. */
async function noteFailed(
  tx: StoreTransaction,
  { settingsVersion }: AttemptOptions,
  { shipmentNumber }: QueuePosition,
  now: string,
): Promise<void> {
  const { mark } = await tx.queueState(shipmentNumber);
  const shipment = await tx.shipment(shipmentNumber);
  if (shipment === null) return;
  const isPromised = shipment.shipmentStatus === 'FUTURE';
  const waiting = isPromised ? null : waitingBecause('FAILED', 'its attempt broke', now);
  await tx.recordWaiting([{ shipmentNumber, version: shipment.version, mark, waiting }], settingsVersion);
}

/** An attempt to release a shipment; where it is FUTURE, to improve its promise. */
async function attemptOne(
  ports: ReleasePorts,
  { shipmentNumber }: QueuePosition,
  options: AttemptOptions,
): Promise<AttemptResult> {
  const result = await attemptRelease(ports, shipmentNumber, options);
  const isPromised = result.reasonCode === 'NOT_IN_BACKORDER' && result.shipment?.shipmentStatus === 'FUTURE';
  return isPromised ? improveShipment(ports, shipmentNumber, options) : result;
}

/**
 * Tries one shipment alone: where what a release needs cannot be read for many at once (payments, families), or the
 * page that it was in could not be carried out. The step of the run is part of the release's own transaction.
 *
 * @returns the run behind the shipment
 * @throws Error what is no shipment's own trouble
 */
export async function tryOne(
  ports: ReleasePorts,
  open: OpenRun,
  options: AttemptOptions,
  place: QueuePosition,
): Promise<OpenRun> {
  const before: RunStep = stepOf(open);
  let written: OpenRun | null = null;
  const alongside = async (tx: StoreTransaction, result: AttemptResult) => {
    written = await writeStep(tx, withResult(before, place, result), ports.now());
  };
  let result: AttemptResult;
  try {
    result = await attemptOne(ports, place, { ...options, alongside });
    if (written !== null) return written;
  } catch (error) {
    result = resultOfTrouble(ports, error, place.shipmentNumber);
  }
  return ports.store.transaction(options.siteId, async (tx) => {
    if (result.outcome === 'failed') await noteFailed(tx, options, place, ports.now());
    return writeStep(tx, withResult(before, place, result), ports.now());
  });
}
