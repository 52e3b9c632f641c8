import type { CalendarDate } from '../../src/domain/calendar.ts';
import type { ChildShipment, Decision } from '../../src/domain/decision.ts';
import type { LineId, LocationCode, ProductCode, ShipmentNumber, SiteId } from '../../src/domain/ids.ts';
import { NO_AMOUNTS } from '../../src/domain/site/money.ts';
import type { ShipmentItem, ShipmentRecord } from '../../src/domain/site/shipment.ts';
import { applyRelease } from '../../src/release/carry-out/apply.ts';
import type { Proposal } from '../../src/release/carry-out/proposal.ts';
import type { BenchStore } from './database.ts';
import { NOW } from './database.ts';

export const SITE = 'bench' as SiteId;
const LOCATIONS = ['A', 'B'] as LocationCode[];

/** The two products of a shipment, which no other wants: the measure is writing, not waiting for each other. */
const productsOf = (number: number): ProductCode[] => [`p${number}a`, `p${number}b`] as ProductCode[];

const itemOf = (productCode: ProductCode, index: number): ShipmentItem => ({
  lineId: (index + 1) as LineId,
  originalLineId: (index + 1) as LineId,
  productCode,
  quantity: 5,
  originalQuantity: 5,
  allowsFutureAllocate: true,
  allowsBackOrder: true,
  manageStock: true,
  itemDependency: null,
  excludedLocationCodes: [],
  excludedFutureLocationCodes: [],
  blockedLocationCodes: [],
  backorderReleaseDate: null,
  amounts: { ...NO_AMOUNTS, item: 4995, tax: 415 },
});

function shipmentOf(number: number): ShipmentRecord {
  const shipmentNumber = number as ShipmentNumber;
  return {
    shipmentNumber,
    version: 1,
    orderNumber: number,
    externalOrderId: null,
    shipmentType: 'STH',
    shipmentStatus: 'BACKORDER',
    shipmentStatusReason: null,
    fulfillmentLocationCode: null,
    futureDate: null,
    overdue: false,
    parentShipmentNumber: null,
    originalShipmentNumber: shipmentNumber,
    childShipmentNumbers: [],
    priority: 0,
    submittedAt: NOW,
    backorderedAt: NOW,
    releaseNotBefore: null,
    onHold: false,
    paymentAuthorizationId: null,
    paymentMethod: null,
    items: productsOf(number).map(itemOf),
    itemDependencies: [],
    reassignedItems: [],
    createdAt: NOW,
    updatedAt: NOW,
  };
}

/** Five units of each of two products, one at A, the other at B: two READY children. */
function decisionOf(shipment: ShipmentRecord): Decision {
  const children = shipment.items.map(
    ({ lineId, productCode, quantity }, index): ChildShipment => ({
      shipmentStatus: 'READY',
      fulfillmentLocationCode: LOCATIONS[index]!,
      futureDate: null,
      items: [{ lineId, productCode, quantity }],
      allocations: [{ lineId, quantity, futureInventoryId: null }],
    }),
  );
  return {
    shipmentNumber: shipment.shipmentNumber,
    decision: 'released',
    shipmentStatus: 'REASSIGNED',
    children,
    remainder: [],
    objective: [],
    proof: { status: 'optimal', gap: 0, tieBreak: 'proven', engine: 'bench', solveMs: 0 },
    hold: null,
  };
}

/** Writes a backlog with stock for every one, and answers a decided plan for each. */
export async function prepare({ store }: BenchStore, count: number): Promise<Proposal[]> {
  return store.transaction(SITE, async (tx) => {
    const numbers = await tx.nextShipmentNumbers(count);
    const shipments = numbers.map(shipmentOf);
    const codes = numbers.flatMap(productsOf);
    await tx.lockStock(codes);
    const rows = numbers.flatMap((number) =>
      productsOf(number).map((productCode, index) => ({
        productCode,
        locationCode: LOCATIONS[index]!,
        onHand: 100,
      })),
    );
    await tx.setOnHand(rows, { kind: 'refresh', reference: 'bench' });
    await tx.insertShipments(shipments);
    const { versions } = await tx.stockOf(codes);
    return shipments.map((shipment) => ({
      shipment,
      family: [],
      dayLimits: { day: '2026-05-01' as CalendarDate, locationsVersion: 0, left: new Map() },
      decision: decisionOf(shipment),
      versions: new Map(productsOf(shipment.shipmentNumber).map((code) => [code, versions.get(code)!])),
    }));
  });
}

/** Commits one plan as the service does. */
export async function releaseOurs(
  { store }: BenchStore,
  proposal: Proposal,
  newId: () => string,
): Promise<void> {
  const occasion = { now: NOW, newId, correlationId: 'bench' };
  await store.transaction(SITE, (tx) =>
    applyRelease(tx, SITE, { proposal, authorizationId: null }, occasion, null),
  );
}
