import type { ItemDependency } from '../domain/ids.ts';
import type { Line, Shipment } from '../domain/shipment.ts';

/** A group of lines that are kept together, as what it is made of. */
export interface KitGroup {
  /** Its lines that need stock, in the order of the shipment's lines; may be empty. */
  readonly lines: readonly Line[];
  /**
   * N_g: how many kits the group makes, the greatest common divisor of the quantities of all its lines. Those that need
   * no stock count too, because a kit holds whole units of them as well.
   */
  readonly kits: number;
  /** Whether every package holds whole kits. */
  readonly together: boolean;
}

/** The groups of a shipment, in the order in which its lines first name them. */
export function kitGroups({ items, itemDependencies }: Shipment): Map<ItemDependency, KitGroup> {
  const groups = new Map<ItemDependency, { lines: Line[]; kits: number; together: boolean }>();
  for (const line of items) {
    if (line.itemDependency === null) continue;
    let group = groups.get(line.itemDependency);
    if (group === undefined) {
      group = { lines: [], kits: 0, together: false };
      groups.set(line.itemDependency, group);
    }
    group.kits = greatestCommonDivisor(group.kits, line.quantity);
    if (line.manageStock) group.lines.push(line);
  }
  for (const { itemDependency, ship } of itemDependencies) {
    const group = groups.get(itemDependency);
    if (group !== undefined) group.together = ship === 'together';
  }
  return groups;
}

/** q_i / N_g: the units of a line in one kit of its group. */
export const unitsPerKit = ({ quantity }: Line, { kits }: KitGroup): number => quantity / kits;

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
