import { NothingProvenError } from '../../attempt/optimize.ts';
import { calendarDayOf } from '../../domain/calendar.ts';
import type { ShipmentNumber } from '../../domain/ids.ts';
import type { SiteSettings } from '../../domain/site/settings.ts';
import type { ShipmentRecord } from '../../domain/site/shipment.ts';
import { type AttemptContext, attemptRequest, type SiteStock } from '../../routing/attempt-request.ts';
import { withSwitches } from '../../routing/switches.ts';
import { ChangedMeanwhile, productsOf } from '../changed-meanwhile.ts';
import type { EventContext } from '../events/new-events.ts';
import { assertVersion } from '../execute-write.ts';
import { settleVoids } from '../payment/voids.ts';
import type { StoreReader } from '../ports/store.ts';
import type { ReleasePorts } from '../service-ports.ts';
import { readLocations, readProducts } from '../site-view.ts';
import { applyRelease, type Proposal } from './apply.ts';
import { readFamily, withoutFamily } from './family.ts';
import { type AttemptOptions, type AttemptResult, skipped } from './options.ts';
import { payFor } from './pay.ts';

/** Plans that may come too late before the next is decided while the stock is locked. */
const TRIES_WITHOUT_LOCK = 4;

/** What an attempt is decided with, and what its plan is carried out against. */
interface Basis extends Pick<Proposal, 'family' | 'versions'> {
  readonly context: AttemptContext;
}

/** Reads all that an attempt is decided with. */
export async function readBasis(
  ports: ReleasePorts,
  reader: StoreReader,
  shipment: ShipmentRecord,
  settings: SiteSettings,
  explain: 'none' | 'reasons' | 'full',
): Promise<Basis> {
  const family = await readFamily(reader, shipment, settings);
  const codes = productsOf(shipment.items);
  // Stock first: its versions also count the switches of the products.
  const stock = await reader.stockOf(codes);
  const products = await readProducts(reader, codes);
  const context = {
    settings: withoutFamily(settings, family),
    locations: await readLocations(reader),
    stock,
    products,
    now: ports.now(),
    timeLimitMs: ports.attemptTimeLimitMs,
    explain,
  };
  return { family, versions: stock.versions, context };
}

/**
 * Decides on what the reader sees; nothing is changed.
 *
 * @param adjusted changes the stock that the attempt is decided on; a dry run takes off what its plans would take
 */
export async function propose(
  ports: ReleasePorts,
  reader: StoreReader,
  shipment: ShipmentRecord,
  settings: SiteSettings,
  explain: 'none' | 'reasons' | 'full',
  adjusted: (stock: SiteStock) => SiteStock = (stock) => stock,
): Promise<Proposal> {
  const { family, versions, context } = await readBasis(ports, reader, shipment, settings, explain);
  const decision = await ports.decide(
    attemptRequest(shipment, { ...context, stock: adjusted(context.stock) }),
  );
  // What is carried out is what was decided on: lines as their products are now.
  const items = withSwitches(shipment.items, context.products);
  return { shipment: { ...shipment, items }, family, versions, decision };
}

/** Why a shipment is not tried at all; null where it is. */
function reasonToSkip(
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

function resultOf({ shipment: before, decision }: Proposal, shipment: ShipmentRecord): AttemptResult {
  return {
    newChildNumbers: shipment.childShipmentNumbers.slice(before.childShipmentNumbers.length),
    outcome: decision.decision,
    reasonCode: decision.hold?.reason ?? null,
    shipment,
    decision,
  };
}

/** One plan, carried out if it is one; decided outside any transaction, or inside while the stock is locked. */
async function tryOnce(
  ports: ReleasePorts,
  shipmentNumber: ShipmentNumber,
  options: AttemptOptions,
  context: EventContext,
  locked: boolean,
): Promise<AttemptResult> {
  const { siteId, settings, explain } = options;
  const reader = ports.store.reader(siteId);
  const shipment = await reader.shipment(shipmentNumber);
  const skip = reasonToSkip(shipment, options, context.now);
  if (skip !== null) return skipped(skip, shipment);
  assertVersion(`shipment ${shipmentNumber}`, shipment!.version, options.expectedVersion ?? null);
  const first = await propose(ports, reader, shipment!, settings, explain);
  const isHeld = first.decision.decision === 'held';
  const payment = await payFor(ports, shipment!, options, isHeld, context);
  if (payment.outcome === 'skipped') return skipped(payment.reasonCode, payment.shipment);
  if (isHeld) return resultOf(first, shipment!);
  const result = await ports.store.transaction(siteId, async (tx) => {
    let proposal = first;
    if (locked) {
      await tx.lockStock(productsOf(shipment!.items));
      proposal = await propose(ports, tx, shipment!, settings, explain);
      // What was free a moment ago is gone; the next try says so, and lets the money go.
      if (proposal.decision.decision === 'held') throw new ChangedMeanwhile('held after all');
    }
    const after = await applyRelease(tx, siteId, proposal, payment.authorizationId, context);
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
