import type { LocationCode, ProductCode } from '../../../domain/ids.ts';
import type { Snapshot } from '../../../domain/snapshot.ts';

type Costs = ReadonlyMap<ProductCode, ReadonlyMap<LocationCode, number>>;

/** Read off the rows once for each snapshot. */
const costsOf = new WeakMap<Snapshot, Costs>();

function readCosts({ currentInventory, futureLots }: Snapshot): Costs {
  const dearest = new Map<ProductCode, Map<LocationCode, number>>();
  for (const { productCode, locationCode, unitCost } of [...currentInventory, ...futureLots]) {
    if (unitCost === 0) continue;
    const known = dearest.get(productCode) ?? new Map<LocationCode, number>();
    dearest.set(productCode, known.set(locationCode, Math.max(unitCost, known.get(locationCode) ?? 0)));
  }
  return dearest;
}

/**
 * What a unit of a product that comes to a location is taken to cost: as much as the dearest that a row states there, so
 * that no fix is promised too cheaply; 0 where no row states any.
 */
export function knownCost(snapshot: Snapshot, productCode: ProductCode, locationCode: LocationCode): number {
  const costs = costsOf.get(snapshot) ?? readCosts(snapshot);
  costsOf.set(snapshot, costs);
  return costs.get(productCode)?.get(locationCode) ?? 0;
}
