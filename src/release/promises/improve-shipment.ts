import type { ShipmentNumber } from '../../domain/ids.ts';
import { applyRelease } from '../carry-out/apply.ts';
import { type AttemptOptions, type AttemptResult, skipped } from '../carry-out/options.ts';
import { readBasis } from '../carry-out/propose.ts';
import { ChangedMeanwhile, productsOf } from '../changed-meanwhile.ts';
import { queueDay } from '../queue/queue-day.ts';
import { readWanted, takeable } from '../queue/takeable.ts';
import { PAUSED } from '../queue/waiting.ts';
import type { ReleasePorts } from '../service-ports.ts';
import { isPaused } from '../site-view.ts';
import { findImprovement } from './improve.ts';

/** Plans that may come too late before it is left for another time. */
const TRIES = 8;

async function improveOnce(
  ports: ReleasePorts,
  shipmentNumber: ShipmentNumber,
  options: AttemptOptions,
): Promise<AttemptResult> {
  const { siteId, settings, settingsVersion, correlationId } = options;
  const reader = ports.store.reader(siteId);
  // First of all: whatever changes from here on makes it due again.
  const { mark } = await reader.queueState(shipmentNumber);
  const shipment = await reader.shipment(shipmentNumber);
  if (shipment === null || shipment.shipmentStatus !== 'FUTURE') return skipped('NOT_FUTURE', shipment);
  if (await isPaused(reader)) return skipped(PAUSED, shipment);
  const basis = await readBasis(ports, reader, shipment, settings, 'none');
  const { versions, dayLimits } = basis;
  // After the stock: whoever holds other units by now has changed its versions.
  const held = await reader.allocationsOf([shipmentNumber]);
  const { now, stock, products } = basis.context;
  const productCodes = productsOf(shipment.items);
  const place = { before: shipment, productCodes, settings, dayLimits, now, yieldsTo: 'undecided' } as const;
  const mayTake = takeable(stock, await readWanted(reader, place), products, dayLimits);
  const found = await findImprovement(ports, shipment, {
    held,
    versions,
    dayLimits,
    context: basis.context,
    takeable: mayTake,
  });
  if (found.outcome === 'skipped') {
    if (found.reasonCode === 'NOT_EARLIER') {
      const { nextTryDay } = found;
      const decided = { shipmentNumber, version: shipment.version, mark, waiting: null, nextTryDay };
      await ports.store.transaction(siteId, (tx) => tx.recordWaiting([decided], settingsVersion));
    }
    return skipped(found.reasonCode, shipment);
  }
  const { proposal } = found;
  return ports.store.transaction(siteId, async (tx) => {
    if (await isPaused(tx)) throw new ChangedMeanwhile('paused');
    const context = { now: ports.now(), newId: ports.newId, correlationId };
    const asking = { day: queueDay(settings, context.now), inHand: [{ shipmentNumber, mark }] };
    const release = { proposal, authorizationId: null };
    const after = await applyRelease(tx, siteId, release, context, asking);
    await tx.appendTriggers(productsOf(held));
    const result: AttemptResult = {
      outcome: 'improved',
      reasonCode: null,
      shipment: after,
      decision: proposal.decision,
      newChildNumbers: [],
    };
    await options.alongside?.(tx, result);
    return result;
  });
}

/**
 * Improves the promise of one FUTURE shipment, where something better is there that those before it leave. What it gives
 * up goes to the next.
 *
 * @returns what came of it; nothing is changed unless it is improved
 */
export async function improveShipment(
  ports: ReleasePorts,
  shipmentNumber: ShipmentNumber,
  options: AttemptOptions,
): Promise<AttemptResult> {
  for (let tries = 0; tries < TRIES; tries++) {
    try {
      return await improveOnce(ports, shipmentNumber, options);
    } catch (error) {
      if (!(error instanceof ChangedMeanwhile)) throw error;
    }
  }
  return skipped('STOCK_CONTENDED', await ports.store.reader(options.siteId).shipment(shipmentNumber));
}
