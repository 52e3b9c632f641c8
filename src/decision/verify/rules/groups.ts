import type { ItemQuantity } from '../../../domain/decision.ts';
import type { Line } from '../../../domain/shipment.ts';
import { addTo, type PlanReading, releasedUnits } from '../reading.ts';
import type { Finding, Rule } from '../rule.ts';

/** The lines of each `itemDependency` group, by its name. */
export function groupsOf(reading: PlanReading): ReadonlyMap<string, readonly Line[]> {
  const groups = new Map<string, Line[]>();
  for (const line of reading.lines.values()) {
    if (line.itemDependency === null) continue;
    const group = groups.get(line.itemDependency);
    if (group === undefined) groups.set(line.itemDependency, [line]);
    else group.push(line);
  }
  return groups;
}

/** Units of each line of a group in its smallest whole kit: the quantities without their common divisor. */
export function smallestKit(group: readonly Line[]): readonly number[] {
  let divisor = 0;
  for (const { quantity } of group) {
    let rest = quantity;
    while (rest !== 0) [divisor, rest] = [rest, divisor % rest];
  }
  return group.map(({ quantity }) => quantity / divisor);
}

/** Whether these units of the lines of a group are the same number of whole kits of each line. */
function areWholeKits(group: readonly Line[], units: readonly number[]): boolean {
  const kit = smallestKit(group);
  const kits = units[0]! / kit[0]!;
  return Number.isInteger(kits) && units.every((of, at) => of === kits * kit[at]!);
}

/** The groups of which every package holds whole kits. One of which no line needs stock is in no package. */
export function groupsShippedTogether(reading: PlanReading): ReadonlyMap<string, readonly Line[]> {
  const { itemDependencies } = reading.snapshot.shipment;
  const together = new Set<string>(
    itemDependencies.filter(({ ship }) => ship === 'together').map(({ itemDependency }) => itemDependency),
  );
  return new Map(
    [...groupsOf(reading)].filter(
      ([name, group]) => together.has(name) && group.some((line) => line.manageStock),
    ),
  );
}

const asText = (name: string, group: readonly Line[]) =>
  `lines ${group.map((line) => line.lineId).join(', ')}, kept together by "${name}"`;

const asList = (group: readonly Line[], units: readonly number[]) =>
  group.map(({ lineId }, at) => ({ lineId, quantity: units[at]! }));

function* kitsNotWhole(reading: PlanReading): Iterable<Finding> {
  if (reading.snapshot.settings.partialRelease !== 'quantity') return;
  for (const [name, group] of groupsOf(reading)) {
    const units = group.map((line) => releasedUnits(reading, line));
    // A group of which no line needs stock is UNSTOCKED_LINE_LEFT's.
    if (!group.some((line) => line.manageStock) || areWholeKits(group, units)) continue;
    yield {
      path: 'children',
      message: `${asText(name, group)}, are released in whole kits of ${smallestKit(group).join(', ')} units`,
      expected: asList(group, smallestKit(group)),
      actual: asList(group, units),
    };
  }
}

function unitsOf(items: readonly ItemQuantity[]): ReadonlyMap<number, number> {
  const units = new Map<number, number>();
  for (const { lineId, quantity } of items) addTo(units, lineId, quantity);
  return units;
}

function* kitsApart(reading: PlanReading): Iterable<Finding> {
  for (const [name, group] of groupsShippedTogether(reading)) {
    for (const [index, { items }] of reading.plan.children.entries()) {
      const inChild = unitsOf(items);
      const units = group.map((line) => inChild.get(line.lineId) ?? 0);
      if (areWholeKits(group, units)) continue;
      yield {
        path: `children[${index}].items`,
        message: `${asText(name, group)}, are shipped together: every child holds whole kits of ${smallestKit(group).join(', ')} units`,
        expected: asList(group, smallestKit(group)),
        actual: asList(group, units),
      };
    }
  }
}

/** Lines that are kept together are released, or shipped, in whole kits. */
export const groupRules: readonly Rule[] = [
  { code: 'KITS_NOT_WHOLE', check: kitsNotWhole },
  { code: 'KITS_APART', check: kitsApart },
];
