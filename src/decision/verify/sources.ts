import type { CalendarDate } from '../../domain/calendar.ts';
import type { FutureInventoryId, LocationCode, ProductCode } from '../../domain/ids.ts';
import type { Snapshot } from '../../domain/snapshot.ts';

/** Stock that can give units: one row of current inventory, or one future lot. */
export interface Source {
  readonly locationCode: LocationCode;
  readonly productCode: ProductCode;
  /** Null for current inventory. */
  readonly day: CalendarDate | null;
  /** Null for current inventory. */
  readonly futureInventoryId: FutureInventoryId | null;
  /** Units it can give: never negative, whatever its row says. */
  readonly capacity: number;
  readonly unitCost: number;
}

/** The snapshot's stock, found by what a plan names. */
export interface SourceIndex {
  /** Every source of a product. */
  readonly ofProduct: (productCode: ProductCode) => readonly Source[];
  /** The row or lot that is exactly this, or null. */
  readonly find: (
    locationCode: LocationCode,
    productCode: ProductCode,
    day: CalendarDate | null,
    futureInventoryId: FutureInventoryId | null,
  ) => Source | null;
}

/** Codes hold no control characters, so no two sources of one product share a key. */
const keyOf = (location: string, day: string | null, lot: string | null): string =>
  `${location}\u0000${day ?? ''}\u0000${lot ?? ''}`;

function listByProduct(snapshot: Snapshot): Map<ProductCode, Source[]> {
  const byProduct = new Map<ProductCode, Source[]>();
  const add = (source: Source) => {
    const siblings = byProduct.get(source.productCode);
    if (siblings === undefined) byProduct.set(source.productCode, [source]);
    else siblings.push(source);
  };
  for (const { locationCode, productCode, available, unitCost } of snapshot.currentInventory) {
    const capacity = Math.max(0, available);
    add({ locationCode, productCode, day: null, futureInventoryId: null, capacity, unitCost });
  }
  for (const lot of snapshot.futureLots) {
    const { locationCode, productCode, deliveryDay: day, futureInventoryId, available, unitCost } = lot;
    add({ locationCode, productCode, day, futureInventoryId, capacity: Math.max(0, available), unitCost });
  }
  return byProduct;
}

/** Indexes the snapshot's stock by product, and each product that a plan names by exact name. */
export function indexSources(snapshot: Snapshot): SourceIndex {
  const byProduct = listByProduct(snapshot);
  const ofProduct = (productCode: ProductCode) => byProduct.get(productCode) ?? [];
  const byKey = new Map<ProductCode, Map<string, Source>>();
  const keysOf = (productCode: ProductCode) => {
    const known = byKey.get(productCode);
    if (known !== undefined) return known;
    const keys = new Map(
      ofProduct(productCode).map((source) => [
        keyOf(source.locationCode, source.day, source.futureInventoryId),
        source,
      ]),
    );
    byKey.set(productCode, keys);
    return keys;
  };
  return {
    ofProduct,
    find: (location, product, day, lot) => keysOf(product).get(keyOf(location, day, lot)) ?? null,
  };
}

/** A source as a person names it: `lot po-1 of KTP at A on 2026-05-10`. */
export function describeSource(source: Source): string {
  const place = `${source.productCode} at ${source.locationCode}`;
  return source.futureInventoryId === null
    ? `current stock of ${place}`
    : `lot ${source.futureInventoryId} of ${place} on ${source.day}`;
}
