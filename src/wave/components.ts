import type { ShipmentWants } from './wants.ts';

/** Shipments that want a product in common, directly or over others, are one component. */
export function componentsOf(wants: readonly ShipmentWants[]): { count: number; largest: number } {
  const parent = Int32Array.from(wants.keys());
  const rootOf = (shipment: number): number => {
    let root = shipment;
    while (parent[root] !== root) {
      parent[root] = parent[parent[root]!]!;
      root = parent[root]!;
    }
    return root;
  };
  const first = new Map<number, number>();
  for (const [shipment, { wants: own }] of wants.entries()) {
    for (const { class: ofWant } of own) {
      const known = first.get(ofWant.product);
      if (known === undefined) first.set(ofWant.product, shipment);
      else parent[rootOf(shipment)] = rootOf(known);
    }
  }
  const sizes = new Map<number, number>();
  for (let shipment = 0; shipment < wants.length; shipment++) {
    const root = rootOf(shipment);
    sizes.set(root, (sizes.get(root) ?? 0) + 1);
  }
  let largest = 0;
  for (const size of sizes.values()) if (size > largest) largest = size;
  return { count: sizes.size, largest };
}
