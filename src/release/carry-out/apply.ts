import type { ChildShipment, Decision } from '../../domain/decision.ts';
import type { ShipmentNumber, SiteId } from '../../domain/ids.ts';
import type { ShipmentRecord } from '../../domain/site/shipment.ts';
import type { StockAllocation } from '../../domain/site/stock.ts';
import { assertStill, ChangedMeanwhile, productsOf } from '../changed-meanwhile.ts';
import type { EventContext, ShipmentStep } from '../events/new-events.ts';
import { lockOrder, recordVoids } from '../payment/voids.ts';
import type { StockVersions } from '../ports/stock.ts';
import type { StoreTransaction } from '../ports/store.ts';
import { recorded, recordSteps } from '../record-steps.ts';
import { split } from '../split.ts';
import { releaseInPlace } from '../transition.ts';

/** A plan, and what it was decided on. */
export interface Proposal {
  readonly shipment: ShipmentRecord;
  /** Other shipments that it was decided on: those of its family, where their number is limited. */
  readonly family: readonly ShipmentRecord[];
  readonly versions: StockVersions;
  readonly decision: Decision;
}

/** The units that a planned child takes, as the store holds them. */
function allocationsOf(child: ChildShipment, shipmentNumber: ShipmentNumber): StockAllocation[] {
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

interface Carried {
  readonly steps: readonly ShipmentStep[];
  readonly allocations: readonly StockAllocation[];
}

async function carryOut(
  tx: StoreTransaction,
  { shipment, decision }: Proposal,
  authorizationId: string | null,
  now: string,
): Promise<Carried> {
  const payment = authorizationId === null ? {} : { paymentAuthorizationId: authorizationId };
  if (decision.shipmentStatus === 'READY') {
    const [child] = decision.children;
    const after = releaseInPlace(shipment, child!.fulfillmentLocationCode, now, payment);
    return {
      steps: [{ before: shipment, after, trigger: 'release' }],
      allocations: allocationsOf(child!, shipment.shipmentNumber),
    };
  }
  const numbers = await tx.nextShipmentNumbers(decision.children.length);
  const { parent, children } = split(shipment, decision.children, numbers, now, payment);
  return {
    steps: [
      ...children.map((after) => ({ before: null, after, trigger: 'release' as const })),
      { before: shipment, after: parent, trigger: 'release' as const },
    ],
    allocations: decision.children.flatMap((child, index) => allocationsOf(child, numbers[index]!)),
  };
}

/**
 * Locks the shipment and its family, and with a payment all of its order, and makes sure that they are as they were
 * decided on. A member that was made meanwhile shows in the version of the one that it was split from.
 */
async function lockAsDecided(
  tx: StoreTransaction,
  { shipment, family }: Proposal,
  withOrder: boolean,
): Promise<ShipmentRecord[]> {
  const decidedOn = [shipment, ...family];
  const locked = await (withOrder
    ? lockOrder(tx, shipment.orderNumber)
    : tx.lockShipments(decidedOn.map(({ shipmentNumber }) => shipmentNumber)));
  const versionOf = new Map(locked.map((each) => [each.shipmentNumber, each.version]));
  for (const { shipmentNumber, version } of decidedOn) {
    if (versionOf.get(shipmentNumber) !== version) throw new ChangedMeanwhile(`shipment ${shipmentNumber}`);
  }
  return locked;
}

/**
 * Carries out a plan in the transaction, if stock and shipment still are what it was decided on: allocations,
 * children, the parent, events, audit, and the voids of what was authorized before.
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
): Promise<ShipmentRecord> {
  const { shipment, versions, decision } = proposal;
  assertStill(versions, await tx.lockStock(productsOf(shipment.items)));
  const ofOrder = await lockAsDecided(tx, proposal, authorizationId !== null);
  const { steps, allocations } = await carryOut(tx, proposal, authorizationId, context.now);
  const cause = { kind: 'release', reference: String(shipment.shipmentNumber) } as const;
  if (allocations.length > 0 && !(await tx.allocate(allocations, cause))) {
    throw new ChangedMeanwhile(`stock for shipment ${shipment.shipmentNumber}`);
  }
  const { engine, status, tieBreak } = decision.proof;
  await recordSteps(tx, steps, context, { engine, proof: status, tieBreak });
  const parent = recorded(steps.at(-1)!.after);
  if (authorizationId !== null) {
    const others = ofOrder.filter((each) => each.shipmentNumber !== shipment.shipmentNumber);
    const made = steps.slice(0, -1).map((step) => step.after);
    await recordVoids(tx, siteId, shipment.orderNumber, [...others, parent, ...made], context.now);
  }
  return parent;
}
