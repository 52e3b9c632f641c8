import type { Snapshot } from '../domain/snapshot.ts';
import type { AllocationProblem } from '../program/allocation-problem.ts';
import { type KitGroup, kitGroups, unitsPerKit } from './kits.ts';
import type { Sourcing } from './sources.ts';
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
export function allocationProblemOf(snapshot: Snapshot, sourcing: Sourcing): AllocationProblem {
  const { settings } = snapshot;
  const { lines, packages, sources } = sourcing;
  const product = numbering<string>();
  const groups = constrainingGroups(snapshot);
  const location = numbering<string>();
  const { objective } = settings;
  return {
    mode: settings.partialRelease,
    futureFirst: settings.useFutureBeforeCurrent,
    maxFulfillingLocations: settings.maxFulfillingLocations,
    maxSplitItemLocations: settings.maxSplitItemLocations,
    maxChildShipments: settings.maxChildShipments,
    weights: objective.mode === 'weighted' ? Float64Array.from(weightsInTierOrder(objective.weights)) : null,
    lineQuantity: fill(new Float64Array(lines.length), lines, (line) => line.quantity),
    lineProduct: fill(new Int32Array(lines.length), lines, (line) => product(line.productCode)),
    lineGroup: fill(new Int32Array(lines.length), lines, (line) =>
      groups.findIndex((group) => group.lines.includes(line)),
    ),
    groupKits: Float64Array.from(groups, ({ kits }) => kits),
    groupTogether: Uint8Array.from(groups, ({ together }) => (together ? 1 : 0)),
    packageLocation: fill(new Int32Array(packages.length), packages, (item) =>
      location(item.location.locationCode),
    ),
    packageWaitDays: fill(new Float64Array(packages.length), packages, (item) => item.waitDays),
    packageIsFuture: fill(new Uint8Array(packages.length), packages, (item) => (item.day === null ? 0 : 1)),
    packageCost: fill(new Float64Array(packages.length), packages, (item) => item.location.cost),
    sourceProduct: fill(new Int32Array(sources.length), sources, (source) => product(source.productCode)),
    sourcePackage: sourcing.sourcePackage,
    sourceAvailable: fill(new Float64Array(sources.length), sources, (source) => source.available),
    sourceUnitCost: fill(new Float64Array(sources.length), sources, (source) => source.unitCost),
    cellLine: sourcing.cellLine,
    cellSource: sourcing.cellSource,
  };
}

/**
 * The groups that constrain something. A single line that needs stock may be released alone, so its group matters only
 * where units are counted in kits and a kit holds several of them: because of lines that need none.
 */
function constrainingGroups({ settings, shipment }: Snapshot): KitGroup[] {
  const countsKits = ({ together }: KitGroup) => together || settings.partialRelease === 'quantity';
  return [...kitGroups(shipment).values()].filter(
    (group) =>
      group.lines.length > 1 ||
      (group.lines.length === 1 && countsKits(group) && unitsPerKit(group.lines[0]!, group) > 1),
  );
}

/** TypedArray.from goes through an iterator, which takes ten times as long. */
function fill<Numbers extends Float64Array | Int32Array | Uint8Array, Item>(
  numbers: Numbers,
  items: readonly Item[],
  numberOf: (item: Item) => number,
): Numbers {
  for (let i = 0; i < items.length; i++) numbers[i] = numberOf(items[i]!);
  return numbers;
}
