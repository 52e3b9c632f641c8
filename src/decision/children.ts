import type { Allocation, ChildShipment, ItemQuantity } from '../domain/decision.ts';
import { compareCodes } from '../domain/ids.ts';
import type { Line } from '../domain/shipment.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import type { Cell, Package, Source } from '../formulation/sources.ts';
import { travellingWith, type UnitsOf } from './travelling.ts';

/** Units that one line takes from one source. */
export interface TakenCell extends Cell {
  readonly units: number;
}

/** READY first, then by date, then by location code. */
function compareChildren(a: Package, b: Package): number {
  return (
    compareCodes(a.day ?? '', b.day ?? '') || compareCodes(a.location.locationCode, b.location.locationCode)
  );
}

function groupBy<Key, Item>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [item]);
    else known.push(item);
  }
  return groups;
}

/** The lots of one source are used in the order of their ids, by the lines in the order of theirs. */
function allocateSource(source: Source, taken: readonly TakenCell[]): Allocation[] {
  if (source.lots.length === 0) {
    return taken.map(({ line, units }) => ({
      lineId: line.lineId,
      quantity: units,
      futureInventoryId: null,
    }));
  }
  const allocations: Allocation[] = [];
  let index = 0;
  let left = source.lots[0]!.available;
  for (const { line, units } of taken) {
    for (let wanted = units; wanted > 0; ) {
      while (left === 0) left = source.lots[++index]!.available;
      const quantity = Math.min(wanted, left);
      const { futureInventoryId } = source.lots[index]!;
      allocations.push({ lineId: line.lineId, quantity, futureInventoryId });
      wanted -= quantity;
      left -= quantity;
    }
  }
  return allocations;
}

function itemOf({ lineId, productCode }: Line, quantity: number): ItemQuantity {
  return { lineId, productCode, quantity };
}

function buildChild(item: Package, taken: readonly TakenCell[]): ChildShipment {
  const allocations = [...groupBy(taken, (cell) => cell.source)].flatMap(([source, cells]) =>
    allocateSource(source, cells),
  );
  // Allocations of one line come from one source, already in the order of its lots; the sort is stable.
  allocations.sort((a, b) => a.lineId - b.lineId);
  return {
    shipmentStatus: item.day === null ? 'READY' : 'FUTURE',
    fulfillmentLocationCode: item.location.locationCode,
    futureDate: item.day,
    items: taken.map(({ line, units }) => itemOf(line, units)),
    allocations,
  };
}

/** Units of each line in some cells. */
function unitsIn(cells: readonly TakenCell[]): UnitsOf {
  const units = new Map<Line, number>();
  for (const cell of cells) units.set(cell.line, (units.get(cell.line) ?? 0) + cell.units);
  return (line) => units.get(line) ?? 0;
}

/**
 * The child shipments of a plan: one a package, in the reply's order. Lines that need no stock travel along; where no
 * line needs stock, one READY child without a location holds them all.
 *
 * @param taken in the order of (package, line)
 */
export function buildChildren(snapshot: Snapshot, taken: readonly TakenCell[]): ChildShipment[] {
  const packages = [...groupBy(taken, (cell) => cell.source.package)].sort(([a], [b]) =>
    compareChildren(a, b),
  );
  const travelling = travellingWith(snapshot, unitsIn(taken));
  if (packages.length === 0) {
    const nowhere = { fulfillmentLocationCode: null, futureDate: null };
    return [
      {
        shipmentStatus: 'READY',
        ...nowhere,
        items: travelling(unitsIn([]), true),
        allocations: [],
      },
    ];
  }
  return packages.map(([item, cells], index) => {
    const child = buildChild(item, cells);
    const along = travelling(unitsIn(cells), index === 0);
    if (along.length === 0) return child;
    return { ...child, items: [...child.items, ...along].sort((a, b) => a.lineId - b.lineId) };
  });
}
