import type { Plan } from '../../../src/domain/decision.ts';
import { compareCodes } from '../../../src/domain/ids.ts';
import type { Snapshot } from '../../../src/domain/snapshot.ts';
import { planOf } from '../../decision/verify/plans.ts';
import type { BestPlan, Taken } from './brute-force.ts';

type Allocation = { lineId: number; quantity: number; futureInventoryId: string | null };

/** Lots in the order of their ids, lines in the order of theirs. */
function allocate(snapshot: Snapshot, taken: readonly Taken[]): Allocation[] {
  const left = new Map(snapshot.futureLots.map((lot) => [lot, Math.max(0, lot.available)]));
  const allocations: Allocation[] = [];
  for (const { lineId, day, locationCode, units } of taken) {
    const line = snapshot.shipment.items.find((item) => item.lineId === lineId)!;
    if (day === null) {
      allocations.push({ lineId, quantity: units, futureInventoryId: null });
      continue;
    }
    const lots = snapshot.futureLots
      .filter((lot) => lot.locationCode === locationCode && lot.deliveryDay === day)
      .filter((lot) => lot.productCode === line.productCode)
      .sort((a, b) => compareCodes(a.futureInventoryId, b.futureInventoryId));
    let wanted = units;
    for (const lot of lots) {
      const quantity = Math.min(wanted, left.get(lot)!);
      if (quantity === 0) continue;
      left.set(lot, left.get(lot)! - quantity);
      wanted -= quantity;
      allocations.push({ lineId, quantity, futureInventoryId: lot.futureInventoryId });
    }
  }
  return allocations;
}

type Child = {
  shipmentStatus: string;
  fulfillmentLocationCode: string | null;
  futureDate: string | null;
  items: { lineId: number; productCode: string; quantity: number }[];
  allocations: Allocation[];
};

/** One child a package: current first, then by date, then by location code. */
function childrenOf(snapshot: Snapshot, taken: readonly Taken[]): Child[] {
  const products = new Map<number, string>(
    snapshot.shipment.items.map((line) => [line.lineId, line.productCode]),
  );
  const packages = new Map<string, Taken[]>();
  for (const one of taken) {
    const name = JSON.stringify([one.day, one.locationCode]);
    packages.set(name, [...(packages.get(name) ?? []), one]);
  }
  return [...packages.values()]
    .map((ofPackage) => ({
      shipmentStatus: ofPackage[0]!.day === null ? 'READY' : 'FUTURE',
      fulfillmentLocationCode: ofPackage[0]!.locationCode,
      futureDate: ofPackage[0]!.day,
      items: ofPackage.map(({ lineId, units }) => ({
        lineId,
        productCode: products.get(lineId)!,
        quantity: units,
      })),
      allocations: allocate(snapshot, ofPackage),
    }))
    .sort(
      (a, b) =>
        compareCodes(a.futureDate ?? '', b.futureDate ?? '') ||
        compareCodes(a.fulfillmentLocationCode, b.fulfillmentLocationCode),
    );
}

/** Lines that need no stock go with the first child; those kept together with others with the kits of these. */
function withUnstockedLines({ shipment }: Snapshot, taken: readonly Taken[], children: Child[]): Child[] {
  if (shipment.items.every((line) => !line.manageStock)) {
    const nowhere = { shipmentStatus: 'READY', fulfillmentLocationCode: null, futureDate: null };
    children.push({ ...nowhere, items: [], allocations: [] });
  }
  for (const { lineId, productCode, quantity, manageStock, itemDependency } of shipment.items) {
    if (manageStock) continue;
    const partner = shipment.items.find(
      (other) => other.manageStock && itemDependency !== null && other.itemDependency === itemDependency,
    );
    const isTogether = shipment.itemDependencies.some(
      (rule) => rule.itemDependency === itemDependency && rule.ship === 'together',
    );
    children.forEach((child, index) => {
      const inChild = child.items.find((item) => item.lineId === partner?.lineId)?.quantity ?? 0;
      const inAll = taken
        .filter((one) => one.lineId === partner?.lineId)
        .reduce((sum, { units }) => sum + units, 0);
      const partnerUnits = isTogether && partner !== undefined ? inChild : index === 0 ? inAll : 0;
      const units =
        partner !== undefined ? (partnerUnits * quantity) / partner.quantity : index === 0 ? quantity : 0;
      if (units > 0) child.items.push({ lineId, productCode, quantity: units });
    });
  }
  for (const child of children) child.items.sort((a, b) => a.lineId - b.lineId);
  return children;
}

/** Writes a best plan the way a reply states it; objective left out. */
export function planFor(snapshot: Snapshot, { taken }: BestPlan): Plan {
  const { shipmentNumber, items: lines } = snapshot.shipment;
  const children = withUnstockedLines(snapshot, taken, childrenOf(snapshot, taken));
  const released = children.flatMap((child) => child.items);
  const remainder = lines
    .map(({ lineId, productCode, quantity }) => ({
      lineId,
      productCode,
      quantity: released
        .filter((item) => item.lineId === lineId)
        .reduce((left, item) => left - item.quantity, quantity),
    }))
    .filter(({ quantity }) => quantity > 0);
  const isHeld = children.length === 0;
  const isReady = children.length === 1 && children[0]!.shipmentStatus === 'READY';
  const decision = isHeld ? 'held' : remainder.length > 0 ? 'partially-released' : 'released';
  return planOf({
    shipmentNumber,
    decision,
    shipmentStatus: decision !== 'released' ? 'BACKORDER' : isReady ? 'READY' : 'REASSIGNED',
    children,
    remainder: isHeld ? [] : remainder,
  });
}
