import type { ChildShipment, Decision } from '../../domain/decision.ts';
import type { ShipmentNumber, SiteId } from '../../domain/ids.ts';
import type { ShipmentRecord } from '../../domain/site/shipment.ts';
import type { StockAllocation } from '../../domain/site/stock.ts';
import { ChangedMeanwhile } from '../changed-meanwhile.ts';
import { countReleases } from '../day-limits.ts';
import type { EventContext, ShipmentStep } from '../events/new-events.ts';
import { recordVoids } from '../payment/voids.ts';
import type { StoreTransaction } from '../ports/store.ts';
import { recorded, recordSteps } from '../record-steps.ts';
import { split } from '../split.ts';
import { arrive, promiseAnew, releaseInPlace } from '../transition.ts';
import { isUnproven } from './decide.ts';
import { type Asking, leavingToOthers } from './leaving-to-others.ts';
import { type LockedPlans, lockPlans } from './lock-plans.ts';
import { isImprovement, type Proposal, type Release, releasesOf } from './proposal.ts';

/** The units that a planned child takes, as the store holds them. */
export function allocationsOf(child: ChildShipment, shipmentNumber: ShipmentNumber): StockAllocation[] {
  const productOf = new Map(child.items.map((item) => [item.lineId, item.productCode]));
  return child.allocations.map(({ lineId, quantity, futureInventoryId }) => ({
    shipmentNumber,
    lineId,
    locationCode: child.fulfillmentLocationCode!,
    productCode: productOf.get(lineId)!,
    futureInventoryId,
    quantity,
  }));
}

/** What becomes of one shipment. The last step is its own. */
interface Carried {
  readonly steps: readonly ShipmentStep[];
  readonly allocations: readonly StockAllocation[];
}

/** A FUTURE shipment under its number, with another promise, or READY. */
function improved({ shipment, decision }: Proposal, now: string): Carried {
  const child = decision.children[0]!;
  const fulfillmentLocationCode = child.fulfillmentLocationCode ?? shipment.fulfillmentLocationCode;
  const { futureDate } = child;
  const after =
    futureDate === null
      ? arrive(shipment, 'improve', now, { fulfillmentLocationCode })
      : promiseAnew(shipment, 'improve', now, { fulfillmentLocationCode, futureDate });
  const details = { oldFutureDate: shipment.futureDate, futureDate };
  return {
    steps: [{ before: shipment, after, trigger: 'improve', details }],
    allocations: allocationsOf(child, shipment.shipmentNumber),
  };
}

function carriedOut(
  { proposal: { shipment, decision, passed }, authorizationId }: Release,
  numbers: readonly ShipmentNumber[],
  now: string,
): Carried {
  const paid = authorizationId === null ? {} : { paymentAuthorizationId: authorizationId };
  const { engine, status, tieBreak, gap } = decision.proof;
  const isProven = !isUnproven(decision);
  const details = { engine, proof: status, tieBreak, ...(!isProven && { gap }) };
  const release = { trigger: 'release', details } as const;
  const said = isProven ? {} : { shipmentStatusReason: { reasonCode: 'UNPROVEN', moreInfo: `gap ${gap}` } };
  if (decision.shipmentStatus === 'READY') {
    const [child] = decision.children;
    const after = releaseInPlace(shipment, child!.fulfillmentLocationCode, now, {
      ...paid,
      ...said,
    });
    return {
      steps: [{ before: shipment, after, ...release, passed }],
      allocations: allocationsOf(child!, shipment.shipmentNumber),
    };
  }
  const { parent, children } = split(shipment, decision.children, numbers, now, { ...paid, ...said });
  return {
    steps: [
      ...children.map((child) => ({ before: null, after: { ...child, ...said }, ...release })),
      { before: shipment, after: parent, ...release, passed },
    ],
    allocations: decision.children.flatMap((child, index) => allocationsOf(child, numbers[index]!)),
  };
}

/** How many shipments a plan makes. */
const childrenOf = ({ shipmentStatus, children }: Decision): number =>
  shipmentStatus === 'READY' ? 0 : children.length;

/** What every plan comes to, in their order; the numbers of the children are taken at once. */
async function carryOut(tx: StoreTransaction, releases: readonly Release[], now: string): Promise<Carried[]> {
  const counts = releases.map((release) =>
    isImprovement(release) ? 0 : childrenOf(release.proposal.decision),
  );
  const count = counts.reduce((sum, each) => sum + each, 0);
  const numbers = count === 0 ? [] : await tx.nextShipmentNumbers(count);
  let next = 0;
  return releases.map((release, index) => {
    const from = next;
    next += counts[index]!;
    if (isImprovement(release)) return improved(release.proposal, now);
    return carriedOut(release, numbers.slice(from, next), now);
  });
}

/** Takes what every plan takes; what FUTURE shipments give back for it is free before. */
async function takeUnits(
  tx: StoreTransaction,
  releases: readonly Release[],
  carried: readonly Carried[],
): Promise<void> {
  const takings = releases.map((release, index) => {
    const reference = String(release.proposal.shipment.shipmentNumber);
    return {
      kind: isImprovement(release) ? 'improve' : 'release',
      reference,
      rows: carried[index]!.allocations,
    };
  });
  for (const { proposal } of releases) {
    const { shipmentNumber } = proposal.shipment;
    if (proposal.givesBack === undefined) continue;
    await tx.deallocate([shipmentNumber], { kind: 'improve', reference: String(shipmentNumber) });
  }
  for (const kind of ['release', 'improve'] as const) {
    const ofKind = takings.filter((taking) => taking.kind === kind);
    if (ofKind.length > 0 && !(await tx.allocateAll(ofKind, kind))) {
      throw new ChangedMeanwhile(`stock for shipment ${ofKind[0]!.reference} or one after it`);
    }
  }
}

/**
 * Carries out plans in the transaction, in their order: allocations, children, parents, events, audit, each in one
 * statement for all of them. Each plan must have been decided on the same stock less what the plans before it take.
 *
 * @returns the shipments after their releases, one for each plan
 * @throws ChangedMeanwhile where stock or a day does not cover them; the transaction is then to be abandoned
 */
export async function applyReleases(
  tx: StoreTransaction,
  siteId: SiteId,
  { plans: applied, ofOrders }: LockedPlans,
  context: EventContext,
): Promise<ShipmentRecord[]> {
  const carried = await carryOut(tx, applied, context.now);
  await takeUnits(tx, applied, carried);
  await recordSteps(
    tx,
    carried.flatMap(({ steps }) => steps),
    context,
  );
  const parents = carried.map(({ steps }) => recorded(steps.at(-1)!.after));
  // What is left of one that a part was released of wants other units than those it was said to wait for.
  const remaining = parents.filter(({ shipmentStatus }) => shipmentStatus === 'BACKORDER');
  await tx.triggerShipments(remaining.map(({ shipmentNumber }) => shipmentNumber));
  for (const [orderNumber, ofOrder] of ofOrders) {
    const after = carried.flatMap(({ steps }) => steps.slice(0, -1).map((step) => step.after));
    const released = new Set(parents.map((parent) => parent.shipmentNumber));
    const others = ofOrder.filter((each) => !released.has(each.shipmentNumber));
    await recordVoids(tx, siteId, orderNumber, [...others, ...parents, ...after], context.now);
  }
  await countReleases(
    tx,
    applied.map((release) => ({ dayLimits: release.proposal.dayLimits, made: releasesOf(release) })),
  );
  return parents;
}

/**
 * Carries out one plan, see {@link lockPlans} and {@link applyReleases}; and the voids of what was authorized before.
 *
 * @param asking what is to be left to those before it; null: it may pass them
 * @param evenPaused a person releases, so that the brake of the site does not count
 * @returns the shipment after the release
 * @throws ChangedMeanwhile where anything changed; the transaction is then to be abandoned
 */
export async function applyRelease(
  tx: StoreTransaction,
  siteId: SiteId,
  release: Release,
  context: EventContext,
  asking: Asking | null,
  evenPaused = false,
): Promise<ShipmentRecord> {
  const locked = await lockPlans(tx, [release], evenPaused);
  const plans = asking === null ? locked : await leavingToOthers(tx, locked, asking);
  const [after] = await applyReleases(tx, siteId, plans, context);
  return after!;
}
