import { type CalendarDate, calendarDayOf } from '../domain/calendar.ts';
import { compareCodes, type LocationCode, type ProductCode } from '../domain/ids.ts';
import type { OptimizeRequest } from '../domain/optimize-request.ts';
import type { Line } from '../domain/shipment.ts';
import type { FutureLot } from '../domain/snapshot.ts';
import type { CurrentInventory, FutureInventory, Location } from '../domain/stock.ts';
import type { Clash, Clashes } from './contradictions.ts';
import { NumberedCodes, type SortKey, sortRows } from './numbered-codes.ts';

/** A location that only a row names. */
const implied = (locationCode: LocationCode): Location => ({
  locationCode,
  cost: 0,
  active: true,
  directShip: true,
  pickup: true,
});

/** The stock of a request, and what its days are days of. */
export type StockOfRequest = Pick<
  OptimizeRequest,
  'timeZone' | 'locations' | 'inventory' | 'futureInventory'
>;

/** What those who ask want of the stock. */
export interface Wanted {
  readonly products: Iterable<ProductCode>;
  /** Locations that are named whether stock lies there or not: those of pickups. */
  readonly locations: Iterable<LocationCode>;
}

interface RowNumbers {
  readonly locations: Int32Array;
  readonly products: Int32Array;
}

/**
 * The rows of one request in the written order, which `domain/snapshot.ts` states, and every clash of two rows: what
 * has the same key stands side by side there, so that one pass over the sorted rows finds them.
 *
 * Codes are numbered and rows sorted by numbers, not by texts: 4 to 14 times as fast from 1 MiB of rows on, where an
 * attempt is held up by it, and no faster for 50 (`npm run bench:passage`, the rows of `written-order.ts`).
 */
export class WrittenOrder {
  readonly #request: StockOfRequest;
  readonly #locations = new NumberedCodes();
  readonly #products = new NumberedCodes();
  /** The numbers below this are the products that are wanted. */
  readonly #wanted: number;
  /** Of each location, whether the request, the pickup, or a row of a wanted product names it. */
  readonly #isNamed: boolean[] = [];
  readonly #locationRanks: Int32Array;
  /** Location and product, of each row. */
  readonly #currentKeys: readonly [SortKey, SortKey];
  readonly #futureKeys: readonly [SortKey, SortKey];
  /** Grows while rows are ordered. */
  readonly clashes: Clashes = {
    locations: [],
    inventory: [],
    futureInventory: [],
    unitCosts: [],
  };
  /** The site's calendar day of each future lot. */
  readonly dayOf: (CalendarDate | null)[] = [];

  constructor(request: StockOfRequest, wanted: Wanted) {
    this.#request = request;
    for (const productCode of wanted.products) this.#products.numberOf(productCode);
    this.#wanted = this.#products.size;
    this.#numberLocations();
    const current = this.#numbersOf(request.inventory);
    const future = this.#numbersOf(request.futureInventory);
    for (const locationCode of wanted.locations) {
      this.#isNamed[this.#locations.numberOf(locationCode)] = true;
    }
    this.#locationRanks = this.#locations.ranks();
    const productRanks = this.#products.ranks();
    const keysOf = ({ locations, products }: RowNumbers): [SortKey, SortKey] => [
      { ranks: ranksOf(locations, this.#locationRanks), size: this.#locations.size },
      { ranks: ranksOf(products, productRanks), size: productRanks.length },
    ];
    this.#currentKeys = keysOf(current);
    this.#futureKeys = keysOf(future);
  }

  #numberLocations(): void {
    const firstRows: number[] = [];
    this.#request.locations.forEach(({ locationCode }, row) => {
      const number = this.#locations.numberOf(locationCode);
      if (number === firstRows.length) firstRows.push(row);
      else this.clashes.locations.push({ row, first: firstRows[number]! });
    });
  }

  #numbersOf(rows: readonly { locationCode: LocationCode; productCode: ProductCode }[]): RowNumbers {
    const locations = new Int32Array(rows.length);
    const products = new Int32Array(rows.length);
    for (let row = 0; row < rows.length; row++) {
      const location = this.#locations.numberOf(rows[row]!.locationCode);
      const product = this.#products.numberOf(rows[row]!.productCode);
      locations[row] = location;
      products[row] = product;
      if (product < this.#wanted) this.#isNamed[location] = true;
    }
    return { locations, products };
  }

  /** Current stock of wanted products, by location and product. */
  currentInventory(): CurrentInventory[] {
    const { inventory } = this.#request;
    const { rows, isSame } = sortRows(inventory.length, this.#currentKeys);
    const wanted: CurrentInventory[] = [];
    let first = 0;
    for (let place = 0; place < rows.length; place++) {
      const row = rows[place]!;
      if (isSame[place] === 0) first = row;
      else this.clashes.inventory.push({ row, first });
      if (this.#isWanted(inventory[row]!)) wanted.push(inventory[row]!);
    }
    return wanted;
  }

  #isWanted({ productCode }: { readonly productCode: ProductCode }): boolean {
    return this.#products.numberOf(productCode) < this.#wanted;
  }

  /** Dated lots of wanted products, by location, day, product and id. */
  futureLots(): FutureLot[] {
    const { futureInventory } = this.#request;
    const count = futureInventory.length;
    const [location, product] = this.#futureKeys;
    const { rows, isSame } = sortRows(count, [location, this.#numberDays(), product]);
    const lots: FutureLot[] = [];
    for (let first = 0, next = 0; first < count; first = next) {
      for (next = first + 1; next < count && isSame[next] === 1; ) next++;
      const group = rows.subarray(first, next);
      const deliveryDay = this.dayOf[group[0]!]!;
      if (group.length > 1) this.#orderGroup(group, deliveryDay);
      if (deliveryDay === null || !this.#isWanted(futureInventory[group[0]!]!)) continue;
      for (const row of group) lots.push(lotOf(futureInventory[row]!, deliveryDay));
    }
    return lots;
  }

  #numberDays(): SortKey {
    const { futureInventory, timeZone } = this.#request;
    const days = new NumberedCodes();
    const numbers = new Int32Array(futureInventory.length);
    for (let row = 0; row < futureInventory.length; row++) {
      const { deliveryDate } = futureInventory[row]!;
      const day = deliveryDate === null ? null : calendarDayOf(deliveryDate, timeZone);
      numbers[row] = days.numberOf(day ?? '');
      this.dayOf.push(day);
    }
    return { ranks: ranksOf(numbers, days.ranks()), size: days.size };
  }

  /** Sorts lots of one location, day and product by id: no id twice, and one cost of a unit. */
  #orderGroup(group: Int32Array, day: CalendarDate | null): void {
    const { futureInventory } = this.#request;
    const lot = (row: number): FutureInventory => futureInventory[row]!;
    const first = group[0]!;
    if (day !== null) {
      for (const row of group) {
        if (lot(row).unitCost !== lot(first).unitCost) this.clashes.unitCosts.push({ row, first });
      }
    }
    group.sort((a, b) => compareCodes(lot(a).futureInventoryId, lot(b).futureInventoryId));
    noteRepeats(
      group,
      (a, b) => lot(a).futureInventoryId === lot(b).futureInventoryId,
      this.clashes.futureInventory,
    );
  }

  /** Those given, and those that only a row of a wanted product or the pickup names; by code. */
  locations(): Location[] {
    const given = this.#request.locations;
    const codes = this.#locations.codes();
    const sorted = new Array<Location | undefined>(codes.length);
    for (let number = 0; number < codes.length; number++) {
      if (number >= given.length && this.#isNamed[number] !== true) continue;
      sorted[this.#locationRanks[number]!] = given[number] ?? implied(codes[number] as LocationCode);
    }
    return sorted.filter((location) => location !== undefined);
  }
}

/** Lines, by id; ids that occur twice are noted. */
export function linesInOrder(items: readonly Line[], clashes: Clash[]): Line[] {
  const rows = Int32Array.from(items.keys()).sort((a, b) => items[a]!.lineId - items[b]!.lineId);
  noteRepeats(rows, (a, b) => items[a]!.lineId === items[b]!.lineId, clashes);
  return Array.from(rows, (row) => items[row]!);
}

/** Notes each row that is the same as the one before it, with the first of its kind: the sort left them in order. */
function noteRepeats(rows: Int32Array, isSame: (a: number, b: number) => boolean, clashes: Clash[]): void {
  let first = rows[0]!;
  for (let place = 1; place < rows.length; place++) {
    const row = rows[place]!;
    if (isSame(first, row)) clashes.push({ row, first });
    else first = row;
  }
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
