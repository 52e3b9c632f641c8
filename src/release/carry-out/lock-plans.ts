import type { ShipmentNumber } from '../../domain/ids.ts';
import type { ShipmentRecord } from '../../domain/site/shipment.ts';
import { assertStill, ChangedMeanwhile, productsOf } from '../changed-meanwhile.ts';
import { holdAsDecided } from '../day-limits.ts';
import { lockOrder } from '../payment/voids.ts';
import type { StockVersions } from '../ports/stock.ts';
import type { StoreTransaction } from '../ports/store.ts';
import type { Release } from './proposal.ts';

/** Plans whose stock, site and shipments are locked as they were decided on. */
export interface LockedPlans {
  readonly plans: readonly Release[];
  /** The shipments of each order, where money was authorized for the plan. */
  readonly ofOrders: ReadonlyMap<number, readonly ShipmentRecord[]>;
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

/**
 * Locks what plans were decided on, up to the first that is not what it was then.
 *
 * @param releases of different shipments, in their order; one that money was authorized for comes alone
 * @param evenPaused a person releases, so that the brake of the site does not count
 * @returns the plans before that one: at least one
 * @throws ChangedMeanwhile where anything changed for the first; the transaction is then to be abandoned
 */
export async function lockPlans(
  tx: StoreTransaction,
  releases: readonly Release[],
  evenPaused = false,
): Promise<LockedPlans> {
  const stock = await tx.lockStock(productsOf(releases.flatMap(({ proposal }) => proposal.shipment.items)));
  const { isPaused } = await holdAsDecided(
    tx,
    releases.map(({ proposal }) => proposal.dayLimits),
  );
  // The brake may have been pulled while it was decided.
  if (isPaused && !evenPaused) throw new ChangedMeanwhile('paused');
  const { versions, ofOrders } = await lockAll(tx, releases);
  return { plans: stillAsDecided(releases, stock, versions), ofOrders };
}
