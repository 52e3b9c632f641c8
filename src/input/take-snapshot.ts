import { type CalendarDate, calendarDayOf, lastDayOfLimit } from '../domain/calendar.ts';
import { InputError } from '../domain/faults.ts';
import { compareCodes, type LocationCode, type ProductCode } from '../domain/ids.ts';
import type { OptimizeRequest } from '../domain/optimize-request.ts';
import type { Shipment } from '../domain/shipment.ts';
import type { FutureLot, Snapshot } from '../domain/snapshot.ts';
import type { CurrentInventory, FutureInventory, Location } from '../domain/stock.ts';
import { findContradictions } from './contradictions.ts';
import { NumberedCodes, type SortKey, sortRows } from './numbered-codes.ts';

/** A location that only a row names. */
const implied = (locationCode: LocationCode): Location => ({
  locationCode,
  cost: 0,
  active: true,
  directShip: true,
  pickup: true,
});

/** Whether two neighbours of a sorted list are the same. */
const hasTwins = (sorted: readonly number[]): boolean =>
  sorted.some((value, index) => index > 0 && value === sorted[index - 1]);

/**
 * Numbers and sorts what one request names. `isClean` becomes false at the first sign of a contradiction; what it is,
 * and where, is for `findContradictions` to say.
 */
class Reading {
  readonly #request: OptimizeRequest;
  readonly #locations = new NumberedCodes();
  readonly #products = new NumberedCodes();
  /** The numbers below this are the products that the shipment wants. */
  readonly #wanted: number;
  readonly #locationRanks: Int32Array;
  /** Location and product, of each row. */
  readonly #currentKeys: readonly [SortKey, SortKey];
  readonly #futureKeys: readonly [SortKey, SortKey];
  isClean = true;

  constructor(request: OptimizeRequest) {
    this.#request = request;
    for (const { productCode } of request.shipment.items) this.#products.numberOf(productCode);
    this.#wanted = this.#products.size;
    for (const { locationCode } of request.locations) this.#locations.numberOf(locationCode);
    const { shipmentType, fulfillmentLocationCode } = request.shipment;
    const isWithoutPickup = shipmentType === 'BOPIS' && fulfillmentLocationCode === null;
    if (isWithoutPickup || this.#locations.size < request.locations.length) this.isClean = false;
    const current = this.#numbersOf(request.inventory);
    const future = this.#numbersOf(request.futureInventory);
    if (fulfillmentLocationCode !== null) this.#locations.numberOf(fulfillmentLocationCode);
    this.#locationRanks = this.#locations.ranks();
    const productRanks = this.#products.ranks();
    const keysOf = ({ locations, products }: RowNumbers): [SortKey, SortKey] => [
      { ranks: ranksOf(locations, this.#locationRanks), size: this.#locations.size },
      { ranks: ranksOf(products, productRanks), size: productRanks.length },
    ];
    this.#currentKeys = keysOf(current);
    this.#futureKeys = keysOf(future);
  }

  #numbersOf(rows: readonly { locationCode: LocationCode; productCode: ProductCode }[]): RowNumbers {
    const locations = new Int32Array(rows.length);
    const products = new Int32Array(rows.length);
    for (let row = 0; row < rows.length; row++) {
      locations[row] = this.#locations.numberOf(rows[row]!.locationCode);
      products[row] = this.#products.numberOf(rows[row]!.productCode);
    }
    return { locations, products };
  }

  items(): Shipment['items'] {
    const items = [...this.#request.shipment.items].sort((a, b) => a.lineId - b.lineId);
    if (hasTwins(items.map((line) => line.lineId))) this.isClean = false;
    return items;
  }

  currentInventory(): CurrentInventory[] {
    const { inventory } = this.#request;
    const sorted = sortRows(inventory.length, this.#currentKeys);
    if (sorted.isSame.includes(1)) this.isClean = false;
    const wanted: CurrentInventory[] = [];
    for (const row of sorted.rows) if (this.#isWanted(inventory[row]!)) wanted.push(inventory[row]!);
    return wanted;
  }

  #isWanted({ productCode }: { readonly productCode: ProductCode }): boolean {
    return this.#products.numberOf(productCode) < this.#wanted;
  }

  futureLots(): FutureLot[] {
    const { futureInventory, timeZone } = this.#request;
    const count = futureInventory.length;
    const days = new NumberedCodes();
    const dayNumbers = new Int32Array(count);
    const dayOf: (CalendarDate | null)[] = [];
    for (let row = 0; row < count; row++) {
      const { deliveryDate } = futureInventory[row]!;
      const day = deliveryDate === null ? null : calendarDayOf(deliveryDate, timeZone);
      dayNumbers[row] = days.numberOf(day ?? '');
      dayOf.push(day);
    }
    const [location, product] = this.#futureKeys;
    const day: SortKey = { ranks: ranksOf(dayNumbers, days.ranks()), size: days.size };
    const { rows, isSame } = sortRows(count, [location, day, product]);
    const lots: FutureLot[] = [];
    for (let first = 0, next = 0; first < count; first = next) {
      for (next = first + 1; next < count && isSame[next] === 1; ) next++;
      const group =
        next === first + 1 ? rows.subarray(first, next) : this.#sortById(rows.subarray(first, next));
      const deliveryDay = dayOf[group[0]!]!;
      if (next > first + 1) this.#compareInGroup(group, deliveryDay);
      if (deliveryDay === null || !this.#isWanted(futureInventory[group[0]!]!)) continue;
      for (const row of group) lots.push(lotOf(futureInventory[row]!, deliveryDay));
    }
    return lots;
  }

  #sortById(group: Int32Array): Int32Array {
    const { futureInventory } = this.#request;
    return group.sort((a, b) =>
      compareCodes(futureInventory[a]!.futureInventoryId, futureInventory[b]!.futureInventoryId),
    );
  }

  /** Lots of one location, day and product: no id twice, and one cost of a unit. */
  #compareInGroup(group: Int32Array, day: CalendarDate | null): void {
    for (let place = 1; place < group.length; place++) {
      const before = this.#request.futureInventory[group[place - 1]!]!;
      const lot = this.#request.futureInventory[group[place]!]!;
      const isTwin = lot.futureInventoryId === before.futureInventoryId;
      if (isTwin || (day !== null && lot.unitCost !== before.unitCost)) this.isClean = false;
    }
  }

  /** Those given, and those that only a row or the pickup names; by code. */
  locations(): Location[] {
    const given = this.#request.locations;
    const codes = this.#locations.codes();
    const sorted = new Array<Location>(codes.length);
    for (let number = 0; number < codes.length; number++) {
      sorted[this.#locationRanks[number]!] = given[number] ?? implied(codes[number] as LocationCode);
    }
    return sorted;
  }
}

interface RowNumbers {
  readonly locations: Int32Array;
  readonly products: Int32Array;
}

const ranksOf = (numbers: Int32Array, ranks: Int32Array): Int32Array => {
  for (let row = 0; row < numbers.length; row++) numbers[row] = ranks[numbers[row]!]!;
  return numbers;
};

const lotOf = (row: FutureInventory, deliveryDay: CalendarDate): FutureLot => ({
  futureInventoryId: row.futureInventoryId,
  locationCode: row.locationCode,
  productCode: row.productCode,
  deliveryDay,
  available: row.available,
  unitCost: row.unitCost,
});

/**
 * The ordered, dated view of a request.
 *
 * @param request a parsed request
 * @param now the clock's instant, ISO 8601, used where the request has no `asOf`
 * @throws InputError `contradictory` with every contradiction and its path
 */
export function takeSnapshot(request: OptimizeRequest, now: string): Snapshot {
  const reading = new Reading(request);
  const today = calendarDayOf(request.asOf ?? now, request.timeZone);
  const snapshot: Snapshot = {
    today,
    lastFutureDay: lastDayOfLimit(today, request.settings.futureDateLimit),
    settings: request.settings,
    shipment: { ...request.shipment, items: reading.items() },
    currentInventory: reading.currentInventory(),
    futureLots: reading.futureLots(),
    locations: reading.locations(),
  };
  if (reading.isClean) return snapshot;
  throw new InputError('contradictory', findContradictions(request));
}
