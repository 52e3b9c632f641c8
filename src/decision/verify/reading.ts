import type { Allocation, ChildShipment, Plan } from '../../domain/decision.ts';
import type { FutureInventoryId, LineId, LocationCode } from '../../domain/ids.ts';
import type { Line } from '../../domain/shipment.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import type { Location } from '../../domain/stock.ts';
import { indexSources, type Source, type SourceIndex } from './sources.ts';

/** One allocation of a plan, held against the snapshot. */
interface Take {
  /** The allocation's own path. */
  readonly path: string;
  readonly childIndex: number;
  readonly child: ChildShipment;
  readonly allocation: Allocation;
  /** Null when the shipment has no such line. */
  readonly line: Line | null;
  /** Null when the snapshot knows no such current row or lot at the child's location and date. */
  readonly source: Source | null;
}

/** A plan laid beside the snapshot it claims to answer. Only sums are added; nothing is judged here. */
export interface PlanReading {
  readonly snapshot: Snapshot;
  readonly plan: Plan;
  readonly lines: ReadonlyMap<LineId, Line>;
  /** The lines that need stock, by lineId. */
  readonly managedLines: readonly Line[];
  readonly locations: ReadonlyMap<LocationCode, Location>;
  readonly sources: SourceIndex;
  readonly takes: readonly Take[];
  /** Units in the children's items, by line, whether the shipment has that line or not. */
  readonly released: ReadonlyMap<LineId, number>;
  /** Units of all takes, by source. */
  readonly taken: ReadonlyMap<Source, number>;
}

/** The children's units of one line. @returns units */
export const releasedUnits = (reading: PlanReading, line: Line): number =>
  reading.released.get(line.lineId) ?? 0;

/** True when every unit of the line is in some child. */
export const isReleased = (reading: PlanReading, line: Line): boolean =>
  releasedUnits(reading, line) === line.quantity;

/** Adds to a map's number; an absent key counts as zero. */
export function addTo<Key>(sums: Map<Key, number>, key: Key, units: number): void {
  sums.set(key, (sums.get(key) ?? 0) + units);
}

function readTakes(plan: Plan, lines: ReadonlyMap<LineId, Line>, sources: SourceIndex): Take[] {
  return plan.children.flatMap((child, childIndex) =>
    child.allocations.map((allocation, index) => {
      const line = lines.get(allocation.lineId) ?? null;
      const source = line === null ? null : sourceOf(child, line, allocation.futureInventoryId, sources);
      const path = `children[${childIndex}].allocations[${index}]`;
      return { path, childIndex, child, allocation, line, source };
    }),
  );
}

function sourceOf(
  child: ChildShipment,
  line: Line,
  lot: FutureInventoryId | null,
  sources: SourceIndex,
): Source | null {
  if (child.fulfillmentLocationCode === null) return null;
  const day = lot === null ? null : child.futureDate;
  return sources.find(child.fulfillmentLocationCode, line.productCode, day, lot);
}

/** What plans for shipments over the same stock have in common. */
export type Ground = Pick<PlanReading, 'locations' | 'sources'>;

/** The stock and the locations of a snapshot, indexed. */
export const groundOf = (
  snapshot: Pick<Snapshot, 'locations' | 'currentInventory' | 'futureLots'>,
): Ground => ({
  sources: indexSources(snapshot),
  locations: new Map(snapshot.locations.map((location) => [location.locationCode, location])),
});

/**
 * Lays a plan beside the snapshot.
 *
 * @param ground the snapshot's, where it has been made already
 */
export function readPlan(snapshot: Snapshot, plan: Plan, ground: Ground = groundOf(snapshot)): PlanReading {
  const lines = new Map(snapshot.shipment.items.map((line) => [line.lineId, line]));
  const { sources, locations } = ground;
  const takes = readTakes(plan, lines, sources);
  const released = new Map<LineId, number>();
  for (const child of plan.children) {
    for (const item of child.items) addTo(released, item.lineId, item.quantity);
  }
  const taken = new Map<Source, number>();
  for (const { source, allocation } of takes) {
    if (source !== null) addTo(taken, source, allocation.quantity);
  }
  return {
    snapshot,
    plan,
    lines,
    managedLines: snapshot.shipment.items.filter((line) => line.manageStock),
    locations,
    sources,
    takes,
    released,
    taken,
  };
}
