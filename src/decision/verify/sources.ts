import type { CalendarDate } from '../../domain/calendar.ts';
import {
  compareCodes,
  type FutureInventoryId,
  type LocationCode,
  type ProductCode,
} from '../../domain/ids.ts';
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
  /** Every source of a product; lots of one location and day stand in the order of their ids. */
  readonly ofProduct: (productCode: ProductCode) => readonly Source[];
  /** The row or lot that is exactly this, or null. */
  readonly find: (
    locationCode: LocationCode,
    productCode: ProductCode,
    day: CalendarDate | null,
    futureInventoryId: FutureInventoryId | null,
  ) => Source | null;
}

/** Codes hold no control characters, so no two sources share a key. */
const keyOf = (location: string, product: string, day: string | null, lot: string | null): string =>
  `${location}\u0000${product}\u0000${day ?? ''}\u0000${lot ?? ''}`;

const byTurn = (a: Source, b: Source): number =>
  compareCodes(a.locationCode, b.locationCode) ||
  compareCodes(a.day ?? '', b.day ?? '') ||
  compareCodes(a.futureInventoryId ?? '', b.futureInventoryId ?? '');

function listSources(snapshot: Snapshot): Source[] {
  const current = snapshot.currentInventory.map((row) => ({
    locationCode: row.locationCode,
    productCode: row.productCode,
    day: null,
    futureInventoryId: null,
    capacity: Math.max(0, row.available),
    unitCost: row.unitCost,
  }));
  const lots = snapshot.futureLots.map((lot) => ({
    locationCode: lot.locationCode,
    productCode: lot.productCode,
    day: lot.deliveryDay,
    futureInventoryId: lot.futureInventoryId,
    capacity: Math.max(0, lot.available),
    unitCost: lot.unitCost,
  }));
  return [...current, ...lots].sort(byTurn);
}

/** Indexes the snapshot's stock by product and by exact name. */
export function indexSources(snapshot: Snapshot): SourceIndex {
  const byKey = new Map<string, Source>();
  const byProduct = new Map<ProductCode, Source[]>();
  for (const source of listSources(snapshot)) {
    const { locationCode, productCode, day, futureInventoryId } = source;
    byKey.set(keyOf(locationCode, productCode, day, futureInventoryId), source);
    const siblings = byProduct.get(productCode);
    if (siblings === undefined) byProduct.set(productCode, [source]);
    else siblings.push(source);
  }
  return {
    ofProduct: (productCode) => byProduct.get(productCode) ?? [],
    find: (location, product, day, lot) => byKey.get(keyOf(location, product, day, lot)) ?? null,
  };
}

/** A source as a person names it: `lot po-1 of KTP at A on 2026-05-10`. */
export function describeSource(source: Source): string {
  const place = `${source.productCode} at ${source.locationCode}`;
  return source.futureInventoryId === null
    ? `current stock of ${place}`
    : `lot ${source.futureInventoryId} of ${place} on ${source.day}`;
}
