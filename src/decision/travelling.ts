import type { ItemQuantity } from '../domain/decision.ts';
import type { Line } from '../domain/shipment.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { type KitGroup, kitGroups, unitsPerKit } from '../formulation/kits.ts';

/** Units that a plan gives a line, over all packages or in one. */
export type UnitsOf = (line: Line) => number;

/**
 * What lines that need no stock send along with a package: a line by itself goes whole with the first package. One that
 * is kept together with lines that need stock goes with their kits: with all of them in the first package, or, where
 * the group is shipped together, with those of each package.
 *
 * @param released units of each line in the whole plan
 * @returns a function of the units of each line in one package, and whether it is the first one
 */
export function travellingWith(
  { shipment }: Snapshot,
  released: UnitsOf,
): (inPackage: UnitsOf, isFirst: boolean) => ItemQuantity[] {
  const lines = shipment.items.filter((line) => !line.manageStock);
  const groups = lines.length === 0 ? null : kitGroups(shipment);
  return (inPackage, isFirst) =>
    lines.flatMap((line) => {
      const group = line.itemDependency === null ? undefined : groups?.get(line.itemDependency);
      const quantity = unitsToTravel(line, group, { released, inPackage, isFirst });
      return quantity === 0 ? [] : [{ lineId: line.lineId, productCode: line.productCode, quantity }];
    });
}

function unitsToTravel(
  line: Line,
  group: KitGroup | undefined,
  { released, inPackage, isFirst }: { released: UnitsOf; inPackage: UnitsOf; isFirst: boolean },
): number {
  const withStock = group?.lines[0];
  if (group === undefined || withStock === undefined) return isFirst ? line.quantity : 0;
  if (!group.together && !isFirst) return 0;
  // A plan holds whole kits, so any line of the group counts them.
  const units = group.together ? inPackage(withStock) : released(withStock);
  return unitsPerKit(line, group) * (units / unitsPerKit(withStock, group));
}
