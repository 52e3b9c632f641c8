import type { CalendarDate } from '../../domain/calendar.ts';
import { compareCodes, type LineId, type LocationCode, type ProductCode } from '../../domain/ids.ts';
import type { Line } from '../../domain/shipment.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import type { Location } from '../../domain/stock.ts';
import { unitsToPromise } from '../../formulation/eligibility/available.ts';
import { isServingLocation } from '../../formulation/eligibility/eligible-location.ts';
import { futureEnabledForProduct, isOverdue } from '../../formulation/eligibility/future-inventory.ts';
import { managedLines } from '../../formulation/eligibility/managed-lines.ts';
import type { Gates } from './gates.ts';

/** Units of a product that any of these lines may take. */
export interface Supply {
  readonly takers: readonly Line[];
  readonly units: number;
}

/** A location where more of a product is promised than there is, and what comes into stock there. */
class Owing {
  readonly units: number;
  overdue = 0;
  readonly lots: { readonly day: CalendarDate; readonly units: number }[] = [];

  constructor(units: number) {
    this.units = units;
  }

  /** Units that only make good what is owed, of those that have arrived under these gates. */
  swallowed({ arrivedThrough, overdueReceived }: Gates): number {
    let arrived = overdueReceived ? this.overdue : 0;
    if (arrivedThrough !== null) {
      for (const { day, units } of this.lots) if (day <= arrivedThrough) arrived += units;
    }
    return Math.min(this.units, arrived);
  }
}

/** Stock of one product at all locations that the same lines may use, or at one location, summed up by day. */
export class SupplyGroup {
  /** Lines that may use these locations, by id. */
  readonly takers: readonly Line[];
  /** Of these, the lines that may take lots there, their switch aside. */
  readonly lotTakers: readonly Line[];
  current = 0;
  overdue = 0;
  readonly owing: Owing[] = [];
  readonly #unitsDue = new Map<CalendarDate, number>();
  #days: readonly CalendarDate[] | null = null;
  /** Units due up to each of the days, that day included. */
  #through: readonly number[] = [];

  constructor(takers: readonly Line[], lotTakers: readonly Line[]) {
    this.takers = takers;
    this.lotTakers = lotTakers;
  }

  addLot(day: CalendarDate, units: number): void {
    this.#unitsDue.set(day, (this.#unitsDue.get(day) ?? 0) + units);
  }

  /** The days on which lots that are not overdue are due, ascending. */
  days(): readonly CalendarDate[] {
    if (this.#days !== null) return this.#days;
    this.#days = [...this.#unitsDue.keys()].sort(compareCodes);
    let sum = 0;
    this.#through = this.#days.map((day) => (sum += this.#unitsDue.get(day)!));
    return this.#days;
  }

  /** Units of lots, overdue ones aside, due on this day or before it. */
  dueThrough(day: CalendarDate): number {
    const days = this.days();
    let low = 0;
    let high = days.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (days[middle]! <= day) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? 0 : this.#through[low - 1]!;
  }

  /** Units of lots due on this day. */
  dueOn(day: CalendarDate): number {
    return this.#unitsDue.get(day) ?? 0;
  }

  /** Units in stock, with those that have arrived under these gates. */
  currentUnits(gates: Gates): number {
    const { useCurrentInventory, arrivedThrough, overdueReceived } = gates;
    if (!useCurrentInventory) return 0;
    const arrived = arrivedThrough === null ? 0 : this.dueThrough(arrivedThrough);
    const swallowed = this.owing.reduce((sum, place) => sum + place.swallowed(gates), 0);
    return this.current + arrived + (overdueReceived ? this.overdue : 0) - swallowed;
  }

  /** Units that are still to come, up to the end of the Future Date Limit. */
  futureUnits({ futureInventoryEnabled, lastFutureDay, arrivedThrough }: Gates): number {
    if (!futureInventoryEnabled) return 0;
    const arrived = arrivedThrough === null ? 0 : this.dueThrough(arrivedThrough);
    return Math.max(0, this.dueThrough(lastFutureDay) - arrived);
  }
}

/** Stock of one product, and the lines that want it, by id. */
export interface ProductStock {
  readonly productCode: ProductCode;
  readonly lines: readonly Line[];
  readonly groups: ReadonlyMap<string, SupplyGroup>;
}

/** Whether a line's switch lets it take lots under these gates. */
export function mayWait(line: Line, { productsEnabled }: Gates): boolean {
  if (productsEnabled === 'every' || productsEnabled.has(line.productCode)) return true;
  return futureEnabledForProduct(line);
}

/** What a product's stock gives under these gates, and to which lines. */
export function suppliesOf({ groups }: ProductStock, gates: Gates): Supply[] {
  const supplies: Supply[] = [];
  for (const group of groups.values()) {
    if (group.takers.length === 0) continue;
    const current = group.currentUnits(gates);
    const future = group.futureUnits(gates);
    const waiting = future === 0 ? [] : group.lotTakers.filter((line) => mayWait(line, gates));
    if (waiting.length === group.takers.length) {
      supplies.push({ takers: group.takers, units: current + future });
      continue;
    }
    if (current > 0) supplies.push({ takers: group.takers, units: current });
    if (waiting.length > 0) supplies.push({ takers: waiting, units: future });
  }
  return supplies;
}

/** Units of a product that count under these gates where every location serves every line. */
export function unitsAnywhere({ groups }: ProductStock, gates: Gates): number {
  let units = 0;
  for (const group of groups.values()) units += group.currentUnits(gates) + group.futureUnits(gates);
  return units;
}

/** What one group of a product's stock is: all locations that the same lines may use, or each location on its own. */
type Grouping = 'by takers' | 'by location';

/** Lines of a product that a location's code is on a list of. */
interface Listed {
  readonly excluded: Set<Line>;
  readonly excludedForFuture: Set<Line>;
}

/** Finds the group of a product's stock at a location, by which of its lines may use the location. */
class ProductGroups {
  readonly lines: Line[] = [];
  readonly groups = new Map<string, SupplyGroup>();
  readonly #listed = new Map<LocationCode, Listed>();
  readonly #shared = new Map<boolean, SupplyGroup>();
  #last: { readonly location: Location; readonly group: SupplyGroup } | null = null;

  constructor(readonly by: Grouping) {}

  add(line: Line): void {
    this.lines.push(line);
    for (const code of line.excludedLocationCodes) this.#listedAt(code).excluded.add(line);
    for (const code of line.excludedFutureLocationCodes) this.#listedAt(code).excludedForFuture.add(line);
  }

  #listedAt(code: LocationCode): Listed {
    const known = this.#listed.get(code) ?? { excluded: new Set(), excludedForFuture: new Set() };
    this.#listed.set(code, known);
    return known;
  }

  at(location: Location, { shipment }: Snapshot): SupplyGroup {
    // Rows stand by location.
    if (this.#last?.location === location) return this.#last.group;
    const group = this.#find(location, isServingLocation(location, shipment));
    this.#last = { location, group };
    return group;
  }

  #find({ locationCode }: Location, isServing: boolean): SupplyGroup {
    const listed = this.#listed.get(locationCode);
    if (this.by === 'by location') return this.#groupFor(isServing, listed ?? NOWHERE, locationCode);
    if (listed !== undefined && isServing) return this.#groupFor(isServing, listed);
    // No line's list counts, so that the location's own switches decide for all lines alike.
    const known = this.#shared.get(isServing) ?? this.#groupFor(isServing, NOWHERE);
    this.#shared.set(isServing, known);
    return known;
  }

  /** @param key of the group; by default which lines take what */
  #groupFor(isServing: boolean, listed: Listed, key = this.#keyOf(isServing, listed)): SupplyGroup {
    const { excluded, excludedForFuture } = listed;
    let group = this.groups.get(key);
    if (group === undefined) {
      const takers = isServing ? this.lines.filter((line) => !excluded.has(line)) : [];
      const lotTakers = takers.filter((line) => !excludedForFuture.has(line));
      group = new SupplyGroup(takers, lotTakers);
      this.groups.set(key, group);
    }
    return group;
  }

  #keyOf(isServing: boolean, { excluded, excludedForFuture }: Listed): string {
    let key = '';
    for (const line of this.lines) {
      const isTaker = isServing && !excluded.has(line);
      key += !isTaker ? '-' : excludedForFuture.has(line) ? 'c' : 'f';
    }
    return key;
  }
}

/** On no line's list. */
const NOWHERE: Listed = { excluded: new Set(), excludedForFuture: new Set() };

/**
 * The stock of a snapshot by product, summed up over the locations that the same lines may use: built in one pass over
 * the rows, so that each question afterwards costs a few sums, however many rows there are.
 */
export class StockIndex {
  readonly products: readonly ProductStock[];
  readonly #productOf = new Map<LineId, ProductStock>();
  /** By product and location. */
  readonly #owed: ReadonlyMap<ProductCode, ReadonlyMap<LocationCode, number>>;

  constructor(snapshot: Snapshot, grouping: Grouping = 'by takers') {
    const byProduct = new Map<ProductCode, ProductGroups>();
    for (const line of managedLines(snapshot.shipment)) {
      const known = byProduct.get(line.productCode) ?? new ProductGroups(grouping);
      byProduct.set(line.productCode, known);
      known.add(line);
    }
    this.#owed = fill(byProduct, snapshot);
    this.products = [...byProduct].map(([productCode, { lines, groups }]) => ({
      productCode,
      lines,
      groups,
    }));
    for (const product of this.products) {
      for (const line of product.lines) this.#productOf.set(line.lineId, product);
    }
  }

  /** The product of a line that needs stock. */
  productOf({ lineId }: Line): ProductStock | undefined {
    return this.#productOf.get(lineId);
  }

  /** Whether somewhere more of a wanted product is promised than there is. */
  get isOwing(): boolean {
    return this.#owed.size > 0;
  }

  /** Units by which current inventory of a wanted product is below zero at a location. */
  owedAt(productCode: ProductCode, locationCode: LocationCode): number {
    return this.#owed.get(productCode)?.get(locationCode) ?? 0;
  }

  product(productCode: ProductCode): ProductStock | undefined {
    return this.products.find((product) => product.productCode === productCode);
  }

  /**
   * The days on which lots of the wanted products, overdue ones aside, are due; ascending. A lot that no line may be
   * promised counts too: once it has arrived, it is current stock, which a line may take there.
   */
  days(): CalendarDate[] {
    const days = new Set<CalendarDate>();
    for (const { groups } of this.products) {
      for (const group of groups.values()) {
        if (group.takers.length > 0) for (const day of group.days()) days.add(day);
      }
    }
    return [...days].sort(compareCodes);
  }
}

/** @returns units owed, by product and location */
function fill(byProduct: ReadonlyMap<ProductCode, ProductGroups>, snapshot: Snapshot) {
  const owed = new Map<ProductCode, Map<LocationCode, number>>();
  const { locations, currentInventory, futureLots } = snapshot;
  let row = 0;
  let lot = 0;
  for (const location of locations) {
    let owing: Map<ProductCode, Owing> | null = null;
    for (; currentInventory[row]?.locationCode === location.locationCode; row++) {
      const { productCode, available } = currentInventory[row]!;
      const product = available === 0 ? undefined : byProduct.get(productCode);
      if (product === undefined) continue;
      const group = product.at(location, snapshot);
      group.current += unitsToPromise(available);
      if (available > 0) continue;
      const place = new Owing(-available);
      group.owing.push(place);
      owing = (owing ?? new Map<ProductCode, Owing>()).set(productCode, place);
      const ofProduct = owed.get(productCode) ?? new Map<LocationCode, number>();
      owed.set(productCode, ofProduct.set(location.locationCode, place.units));
    }
    for (; futureLots[lot]?.locationCode === location.locationCode; lot++) {
      const { productCode, available, deliveryDay } = futureLots[lot]!;
      const units = unitsToPromise(available);
      const product = units > 0 ? byProduct.get(productCode) : undefined;
      if (product === undefined) continue;
      const group = product.at(location, snapshot);
      const place = owing?.get(productCode);
      if (isOverdue(futureLots[lot]!, snapshot)) {
        group.overdue += units;
        if (place !== undefined) place.overdue += units;
      } else {
        group.addLot(deliveryDay, units);
        place?.lots.push({ day: deliveryDay, units });
      }
    }
  }
  return owed;
}
