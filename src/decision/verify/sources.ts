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

/** Rows of stock, of one attempt or of many. */
type Stock = Pick<Snapshot, 'currentInventory' | 'futureLots'>;

function listByProduct(snapshot: Stock): Map<ProductCode, Source[]> {
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

/** From so many on, sources of one product at one location are found by a text instead of one by one. */
const MANY = 16;

/** Sources of one product at one location. */
class Shelf {
  readonly #sources: Source[] = [];
  #byKey: Map<string, Source> | null = null;

  add(source: Source): void {
    this.#sources.push(source);
  }

  find(day: CalendarDate | null, lot: FutureInventoryId | null): Source | undefined {
    if (this.#sources.length < MANY) {
      return this.#sources.find((source) => source.day === day && source.futureInventoryId === lot);
    }
    // Days hold no space, so no two sources share a key.
    const keyOf = (ofDay: string | null, id: string | null) => `${ofDay} ${id === null ? '' : `@${id}`}`;
    this.#byKey ??= new Map(
      this.#sources.map((source) => [keyOf(source.day, source.futureInventoryId), source]),
    );
    return this.#byKey.get(keyOf(day, lot));
  }
}

function listByLocation(sources: readonly Source[]): Map<LocationCode, Shelf> {
  const byLocation = new Map<LocationCode, Shelf>();
  for (const source of sources) {
    let shelf = byLocation.get(source.locationCode);
    if (shelf === undefined) {
      shelf = new Shelf();
      byLocation.set(source.locationCode, shelf);
    }
    shelf.add(source);
  }
  return byLocation;
}

/** Sources of a product that are gone through one by one before they are listed by location, which takes ten times as long. */
const SCANS = 8;

/** The sources of one product, found by what a plan names of them: a plan seldom names more than a few. */
class ProductSources {
  readonly #sources: readonly Source[];
  #scans = 0;
  #byLocation: Map<LocationCode, Shelf> | null = null;

  constructor(sources: readonly Source[]) {
    this.#sources = sources;
  }

  find(location: LocationCode, day: CalendarDate | null, lot: FutureInventoryId | null): Source | null {
    if (this.#byLocation === null && ++this.#scans <= SCANS) return this.#scan(location, day, lot);
    this.#byLocation ??= listByLocation(this.#sources);
    return this.#byLocation.get(location)?.find(day, lot) ?? null;
  }

  #scan(location: LocationCode, day: CalendarDate | null, lot: FutureInventoryId | null): Source | null {
    for (const source of this.#sources) {
      if (source.futureInventoryId === lot && source.day === day && source.locationCode === location) {
        return source;
      }
    }
    return null;
  }
}

const NO_SOURCES: readonly Source[] = [];

/** Indexes the snapshot's stock by product, and each product of which a plan names much by location. */
export function indexSources(snapshot: Stock): SourceIndex {
  const byProduct = listByProduct(snapshot);
  const ofProduct = (productCode: ProductCode) => byProduct.get(productCode) ?? NO_SOURCES;
  const named = new Map<ProductCode, ProductSources>();
  return {
    ofProduct,
    find: (location, product, day, lot) => {
      let sources = named.get(product);
      if (sources === undefined) {
        sources = new ProductSources(ofProduct(product));
        named.set(product, sources);
      }
      return sources.find(location, day, lot);
    },
  };
}

/** A source as a person names it: `lot po-1 of KTP at A on 2026-05-10`. */
export function describeSource(source: Source): string {
  const place = `${source.productCode} at ${source.locationCode}`;
  return source.futureInventoryId === null
    ? `current stock of ${place}`
    : `lot ${source.futureInventoryId} of ${place} on ${source.day}`;
}
