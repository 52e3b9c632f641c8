import { FAULT_LIMIT, type Fault, formatPath } from './faults.ts';
import type { ItemDependency } from './ids.ts';
import type { ItemDependencyRule } from './shipment.ts';

/** Lines, and rules of the groups that they state. */
interface GroupedLines {
  readonly itemDependencies: readonly ItemDependencyRule[];
  readonly items: readonly { readonly itemDependency: ItemDependency | null }[];
}

/**
 * Groups of `itemDependencies` that no line states, and those named twice, by their places; no more than are listed.
 *
 * @param base where `itemDependencies` stands in the request
 */
export function groupFaults(
  { itemDependencies, items }: GroupedLines,
  base: readonly PropertyKey[],
): Fault[] {
  if (itemDependencies.length === 0) return [];
  const named = new Set(items.map((line) => line.itemDependency));
  const firstRows = new Map<string, number>();
  const faults: Fault[] = [];
  for (const [row, { itemDependency: group }] of itemDependencies.entries()) {
    if (faults.length >= FAULT_LIMIT) break;
    const path = formatPath([...base, row, 'itemDependency']);
    const first = firstRows.get(group);
    if (first === undefined) firstRows.set(group, row);
    if (!named.has(group)) {
      faults.push({ path, code: 'unknown_group', message: `no line has the itemDependency "${group}"` });
    } else if (first !== undefined) {
      const message = `second row for group (${group}); the first is ${formatPath([...base, first])}`;
      faults.push({ path, code: 'duplicate', message });
    }
  }
  return faults;
}
