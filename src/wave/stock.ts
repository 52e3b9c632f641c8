import { type CalendarDate, daysBetween } from '../domain/calendar.ts';
import { compareCodes, type LocationCode, type ProductCode } from '../domain/ids.ts';
import type { FutureLot } from '../domain/snapshot.ts';
import type { Location } from '../domain/stock.ts';
import type { WaveSnapshot } from '../domain/wave/snapshot.ts';
import { unitsToPromise } from '../formulation/eligibility/available.ts';
import type { Package } from '../formulation/sources.ts';

/** A day on which stock is there, or now (null). */
interface StockDay {
  readonly day: CalendarDate | null;
  /** Whole days from the wave's day; 0 for now. */
  readonly waitDays: number;
}

/**
 * All stock of a wave as plain numbers. A source is stock of one product at one location on one day, or now; sources
 * stand by (product, rank of the day, location). The rank of a day is its place in the order in which a shipment wants to
 * be served: now, then day by day; with `useFutureBeforeCurrent` day by day, then now.
 */
export interface WaveStock {
  /** By code. */
  readonly locations: readonly Location[];
  /** By code. */
  readonly products: readonly ProductCode[];
  /** By rank. */
  readonly days: readonly StockDay[];
  /** Sources of product p: those from `productStart[p]` up to `productStart[p + 1]`. */
  readonly productStart: Int32Array;
  readonly sourceProduct: Int32Array;
  readonly sourceLocation: Int32Array;
  readonly sourceRank: Int32Array;
  /** Units, positive, gross. */
  readonly sourceUnits: Float64Array;
  readonly sourceUnitCost: Float64Array;
  /** The lots of each source, by id; empty where it is current inventory. */
  readonly sourceLots: readonly (readonly FutureLot[])[];
  readonly productOf: ReadonlyMap<ProductCode, number>;
  readonly locationOf: ReadonlyMap<LocationCode, number>;
  readonly rankOf: ReadonlyMap<CalendarDate | null, number>;
}

/** A source before it has its place. */
interface Row {
  readonly product: number;
  readonly location: number;
  readonly day: CalendarDate | null;
  readonly units: number;
  readonly unitCost: number;
  readonly lots: readonly FutureLot[];
}

const NO_LOTS: readonly FutureLot[] = [];

const numbered = <Code extends string>(codes: readonly Code[]): Map<Code, number> =>
  new Map(codes.map((code, number) => [code, number]));

/** Lots stand by location, day, product: those of one source stand together. */
function* lotGroups(lots: readonly FutureLot[]): Iterable<FutureLot[]> {
  let group: FutureLot[] = [];
  for (const lot of lots) {
    if (unitsToPromise(lot.available) === 0) continue;
    const first = group[0];
    const isSame =
      first !== undefined &&
      first.locationCode === lot.locationCode &&
      first.deliveryDay === lot.deliveryDay &&
      first.productCode === lot.productCode;
    if (isSame) group.push(lot);
    else {
      if (first !== undefined) yield group;
      group = [lot];
    }
  }
  if (group.length > 0) yield group;
}

function daysByRank(days: Iterable<CalendarDate>, { today, settings }: WaveSnapshot): StockDay[] {
  const dated = [...days].sort(compareCodes).map((day) => ({ day, waitDays: daysBetween(today, day) }));
  const now: StockDay = { day: null, waitDays: 0 };
  return settings.useFutureBeforeCurrent ? [...dated, now] : [now, ...dated];
}

/** The stock of a wave as numbers. */
export function compileStock(wave: WaveSnapshot): WaveStock {
  const { locations } = wave;
  const wanted = new Set<ProductCode>();
  for (const { shipment } of wave.shipments) {
    for (const { productCode } of shipment.items) wanted.add(productCode);
  }
  const products = [...wanted].sort(compareCodes);
  const productOf = numbered(products);
  const locationOf = numbered(locations.map(({ locationCode }) => locationCode));
  const rows: Row[] = [];
  const dated = new Set<CalendarDate>();
  for (const { productCode, locationCode, available, unitCost } of wave.currentInventory) {
    const units = unitsToPromise(available);
    const product = productOf.get(productCode);
    if (units === 0 || product === undefined) continue;
    rows.push({
      product,
      location: locationOf.get(locationCode)!,
      day: null,
      units,
      unitCost,
      lots: NO_LOTS,
    });
  }
  for (const lots of lotGroups(wave.futureLots)) {
    const { productCode, locationCode, deliveryDay: day, unitCost } = lots[0]!;
    const product = productOf.get(productCode);
    if (product === undefined) continue;
    dated.add(day);
    const units = lots.reduce((sum, { available }) => sum + available, 0);
    rows.push({ product, location: locationOf.get(locationCode)!, day, units, unitCost, lots });
  }
  const days = daysByRank(dated, wave);
  const rankOf = new Map(days.map(({ day }, rank) => [day, rank]));
  return {
    locations,
    products,
    days,
    productOf,
    locationOf,
    rankOf,
    ...ordered(rows, products.length, rankOf),
  };
}

function ordered(rows: readonly Row[], products: number, rankOf: ReadonlyMap<CalendarDate | null, number>) {
  const order = rows
    .map((row) => ({ row, rank: rankOf.get(row.day)! }))
    .sort((a, b) => a.row.product - b.row.product || a.rank - b.rank || a.row.location - b.row.location);
  const count = order.length;
  const productStart = new Int32Array(products + 1);
  const sourceProduct = new Int32Array(count);
  const sourceLocation = new Int32Array(count);
  const sourceRank = new Int32Array(count);
  const sourceUnits = new Float64Array(count);
  const sourceUnitCost = new Float64Array(count);
  for (let source = 0; source < count; source++) {
    const { row, rank } = order[source]!;
    sourceProduct[source] = row.product;
    sourceLocation[source] = row.location;
    sourceRank[source] = rank;
    sourceUnits[source] = row.units;
    sourceUnitCost[source] = row.unitCost;
    productStart[row.product + 1] = source + 1;
  }
  for (let product = 0; product < products; product++) {
    if (productStart[product + 1]! < productStart[product]!)
      productStart[product + 1] = productStart[product]!;
  }
  const sourceLots = order.map(({ row }) => row.lots);
  return { productStart, sourceProduct, sourceLocation, sourceRank, sourceUnits, sourceUnitCost, sourceLots };
}

/** The source of a product at a location on a day, or −1. */
export function findSource(stock: WaveStock, product: number, rank: number, location: number): number {
  const { productStart, sourceRank, sourceLocation } = stock;
  let low = productStart[product]!;
  let high = productStart[product + 1]! - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const order = sourceRank[middle]! - rank || sourceLocation[middle]! - location;
    if (order === 0) return middle;
    if (order < 0) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** Packages of a wave, each made once: what is the same package is the same object. */
export class Packages {
  readonly #stock: WaveStock;
  readonly #made = new Map<number, Package>();

  constructor(stock: WaveStock) {
    this.#stock = stock;
  }

  /** The package of a source. */
  of(source: number): Package {
    const { locations, days, sourceLocation, sourceRank } = this.#stock;
    const key = sourceLocation[source]! * days.length + sourceRank[source]!;
    let made = this.#made.get(key);
    if (made === undefined) {
      const { day, waitDays } = days[sourceRank[source]!]!;
      made = { location: locations[sourceLocation[source]!]!, day, waitDays };
      this.#made.set(key, made);
    }
    return made;
  }
}
