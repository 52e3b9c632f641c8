import type { Snapshot } from '../domain/snapshot.ts';
import type { Allocation } from '../program/allocation.ts';
import type { Source, Sourcing } from './sources.ts';
import { weightsInTierOrder } from './tiers/weighted.ts';

/** Numbers things in the order in which they are first met. */
function numbering<Key>(): (key: Key) => number {
  const numbers = new Map<Key, number>();
  return (key) => {
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, numbers.size);
    return numbers.size - 1;
  };
}

/** The attempt as plain numbers: the same lines, packages, sources and cells, by position. */
export function allocate({ settings }: Snapshot, { lines, packages, cells }: Sourcing): Allocation {
  const product = numbering<string>();
  const group = numbering<string>();
  const location = numbering<string>();
  const lineProduct = Int32Array.from(lines, (line) => product(line.productCode));
  const linePosition = new Map(lines.map((line, index) => [line, index]));
  const packagePosition = new Map(packages.map((item, index) => [item, index]));
  const sources: Source[] = [];
  const sourcePosition = new Map<Source, number>();
  const cellLine = new Int32Array(cells.length);
  const cellSource = new Int32Array(cells.length);
  cells.forEach(({ line, source }, cell) => {
    let position = sourcePosition.get(source);
    if (position === undefined) {
      position = sources.push(source) - 1;
      sourcePosition.set(source, position);
    }
    cellLine[cell] = linePosition.get(line)!;
    cellSource[cell] = position;
  });
  const { objective } = settings;
  return {
    mode: settings.partialRelease,
    futureFirst: settings.useFutureBeforeCurrent,
    maxFulfillingLocations: settings.maxFulfillingLocations,
    maxSplitItemLocations: settings.maxSplitItemLocations,
    weights: objective.mode === 'weighted' ? Float64Array.from(weightsInTierOrder(objective.weights)) : null,
    lineQuantity: Float64Array.from(lines, (line) => line.quantity),
    lineProduct,
    lineGroup: Int32Array.from(lines, (line) =>
      line.itemDependency === null ? -1 : group(line.itemDependency),
    ),
    packageLocation: Int32Array.from(packages, (item) => location(item.location.locationCode)),
    packageWaitDays: Float64Array.from(packages, (item) => item.waitDays),
    packageIsFuture: Uint8Array.from(packages, (item) => (item.day === null ? 0 : 1)),
    packageCost: Float64Array.from(packages, (item) => item.location.cost),
    sourceProduct: Int32Array.from(sources, (source) => product(source.productCode)),
    sourcePackage: Int32Array.from(sources, (source) => packagePosition.get(source.package)!),
    sourceAvailable: Float64Array.from(sources, (source) => source.available),
    sourceUnitCost: Float64Array.from(sources, (source) => source.unitCost),
    cellLine,
    cellSource,
  };
}
