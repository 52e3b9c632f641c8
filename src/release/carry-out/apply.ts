import type { ChildShipment, Decision } from '../../domain/decision.ts';
import type { ShipmentNumber, SiteId } from '../../domain/ids.ts';
import type { ShipmentRecord } from '../../domain/site/shipment.ts';
import type { StockAllocation } from '../../domain/site/stock.ts';
import { assertStill, ChangedMeanwhile, productsOf } from '../changed-meanwhile.ts';
import { countReleases, type DayLimits, holdAsDecided } from '../day-limits.ts';
import type { EventContext, ShipmentStep } from '../events/new-events.ts';
import { lockOrder, recordVoids } from '../payment/voids.ts';
import type { StockVersions } from '../ports/stock.ts';
import type { StoreTransaction } from '../ports/store.ts';
import { recorded, recordSteps } from '../record-steps.ts';
import { split } from '../split.ts';
import { arrive, promiseAnew, releaseInPlace } from '../transition.ts';
import { isUnproven } from './decide.ts';

/** A plan, and what it was decided on. */
export interface Proposal {
  readonly shipment: ShipmentRecord;
  /** Other shipments that it was decided on: those of its family, where their number is limited. */
  readonly family: readonly ShipmentRecord[];
  readonly versions: StockVersions;
  readonly dayLimits: DayLimits;
  readonly decision: Decision;
  /** Those before it that want what a person lets it have; left out: nobody. */
  readonly passed?: readonly ShipmentNumber[];
  /** What a FUTURE shipment holds, which it gives back for what the plan takes; left out: nothing. */
  readonly givesBack?: readonly StockAllocation[];
}

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

/** A plan that is to be carried out, and the money authorized for it; null where none was asked for. */
export interface Release {
  readonly proposal: Proposal;
  readonly authorizationId: string | null;
}

/** Whether a plan takes the place of what a FUTURE shipment was promised. */
const isImprovement = ({ proposal: { shipment } }: Pick<Release, 'proposal'>): boolean =>
  shipment.shipmentStatus === 'FUTURE';

/** What of a plan counts as released today: a promise that moves to another day at its own place was counted there. */
export function releasesOf(release: Pick<Release, 'proposal'>): readonly ChildShipment[] {
  const { shipment, decision } = release.proposal;
  const isNew = ({ shipmentStatus, fulfillmentLocationCode }: ChildShipment) =>
    shipmentStatus === 'READY' || fulfillmentLocationCode !== shipment.fulfillmentLocationCode;
  return isImprovement(release) ? decision.children.filter(isNew) : decision.children;
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

/**
 * Locks the shipments and their families, and of those with a payment all of their orders.
 *
 * @returns the shipments of each order, for those with a payment; and every version
 */
async function lockAll(tx: StoreTransaction, releases: readonly Release[]) {
  const versions = new Map<ShipmentNumber, number>();
  const note = (locked: readonly ShipmentRecord[]) => {
    for (const each of locked) versions.set(each.shipmentNumber, each.version);
    return locked;
  };
  const numbers = releases.flatMap(({ proposal: { shipment, family } }) =>
    [shipment, ...family].map((each) => each.shipmentNumber),
  );
  const ofOrders = new Map<number, readonly ShipmentRecord[]>();
  const [first, ...others] = releases;
  if (others.length === 0 && first !== undefined && first.authorizationId !== null) {
    const { orderNumber } = first.proposal.shipment;
    ofOrders.set(orderNumber, note(await lockOrder(tx, orderNumber)));
  } else note(await tx.lockShipments(numbers));
  return { versions, ofOrders };
}

/**
 * Whether stock, shipment and family still are what a plan was decided on. A member that was made meanwhile shows in
 * the version of the one that it was split from.
 *
 * @throws ChangedMeanwhile where they are not
 */
function assertAsDecided(
  { proposal: { shipment, family, versions } }: Release,
  stock: StockVersions,
  shipments: ReadonlyMap<ShipmentNumber, number>,
): void {
  const products = productsOf(shipment.items);
  assertStill(versions, new Map(products.map((code) => [code, stock.get(code)!])));
  for (const { shipmentNumber, version } of [shipment, ...family]) {
    if (shipments.get(shipmentNumber) !== version) throw new ChangedMeanwhile(`shipment ${shipmentNumber}`);
  }
}

/** The plans before the first that is not as it was decided. @throws ChangedMeanwhile where that is the first of all */
function stillAsDecided(
  releases: readonly Release[],
  stock: StockVersions,
  shipments: ReadonlyMap<ShipmentNumber, number>,
): readonly Release[] {
  for (const [index, release] of releases.entries()) {
    try {
      assertAsDecided(release, stock, shipments);
    } catch (error) {
      if (index === 0 || !(error instanceof ChangedMeanwhile)) throw error;
      return releases.slice(0, index);
    }
  }
  return releases;
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
 * Carries out plans in the transaction, in their order, up to the first whose stock or shipment is not what it was
 * decided on any more: allocations, children, parents, events, audit, each in one statement for all of them. Each plan
 * must have been decided on the same stock less what the plans before it take.
 *
 * @param releases of different shipments; one that money was authorized for comes alone
 * @param evenPaused a person releases, so that the brake of the site does not count
 * @returns the shipments after their releases, one for each plan that was carried out: at least one
 * @throws ChangedMeanwhile where anything changed for the first; the transaction is then to be abandoned
 */
export async function applyReleases(
  tx: StoreTransaction,
  siteId: SiteId,
  releases: readonly Release[],
  context: EventContext,
  evenPaused = false,
): Promise<ShipmentRecord[]> {
  const stock = await tx.lockStock(productsOf(releases.flatMap(({ proposal }) => proposal.shipment.items)));
  const { isPaused } = await holdAsDecided(
    tx,
    releases.map(({ proposal }) => proposal.dayLimits),
  );
  // The brake may have been pulled while it was decided.
  if (isPaused && !evenPaused) throw new ChangedMeanwhile('paused');
  const { versions, ofOrders } = await lockAll(tx, releases);
  const applied = stillAsDecided(releases, stock, versions);
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
 * Carries out one plan, see {@link applyReleases}; and the voids of what was authorized before.
 *
 * @param authorizationId of the money authorized for this release; null where none was asked for
 * @returns the shipment after the release
 * @throws ChangedMeanwhile where anything changed; the transaction is then to be abandoned
 */
export async function applyRelease(
  tx: StoreTransaction,
  siteId: SiteId,
  proposal: Proposal,
  authorizationId: string | null,
  context: EventContext,
  evenPaused = false,
): Promise<ShipmentRecord> {
  const [after] = await applyReleases(tx, siteId, [{ proposal, authorizationId }], context, evenPaused);
  return after!;
}
