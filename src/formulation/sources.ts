import { type CalendarDate, daysBetween } from '../domain/calendar.ts';
import type { ProductCode } from '../domain/ids.ts';
import type { Line } from '../domain/shipment.ts';
import type { FutureLot, Snapshot } from '../domain/snapshot.ts';
import type { CurrentInventory, Location } from '../domain/stock.ts';
import { unitsToPromise } from './eligibility/available.ts';
import { mayUseCurrentInventory } from './eligibility/current-inventory.ts';
import { isEligibleLocation } from './eligibility/eligible-location.ts';
import {
  futureEnabledForProduct,
  futureEnabledForSite,
  isBeyondFutureDateLimit,
  isExcludedForFuture,
  isOverdue,
} from './eligibility/future-inventory.ts';
import { managedLines } from './eligibility/managed-lines.ts';

/** What would become one child shipment: one location and one day (null: current inventory). */
export interface Package {
  readonly location: Location;
  readonly day: CalendarDate | null;
  /** d_k: whole days from the attempt's day; 0 for current. */
  readonly waitDays: number;
}

/** Stock of one product in one package. */
export interface Source {
  readonly productCode: ProductCode;
  readonly package: Package;
  /** a_pk, units, positive. */
  readonly available: number;
  readonly unitCost: number;
  /** The lots it is made of, by id; empty for current inventory. */
  readonly lots: readonly FutureLot[];
}

/** What one line may take from one source; each becomes a column x_ik. */
export interface Cell {
  readonly line: Line;
  readonly source: Source;
}

/** Which lines may take from where: I, K and K_i of one attempt. */
export interface Sourcing {
  /** Lines that need stock, by id. */
  readonly lines: readonly Line[];
  /** Packages that some line may use, in the order of (location code, day), current first. */
  readonly packages: readonly Package[];
  /** In the order of (package, line). */
  readonly cells: readonly Cell[];
  /** In the order in which the cells name them. */
  readonly sources: readonly Source[];
  /** Position of each cell's line. */
  readonly cellLine: Int32Array;
  /** Position of each cell's source. */
  readonly cellSource: Int32Array;
  /** Position of each source's package. */
  readonly sourcePackage: Int32Array;
}

/** Lines that want one product, by id, and their positions. */
interface Takers {
  readonly lines: readonly Line[];
  readonly positions: readonly number[];
}

function takersByProduct(lines: readonly Line[]): Map<ProductCode, Takers> {
  const byProduct = new Map<ProductCode, { lines: Line[]; positions: number[] }>();
  lines.forEach((line, position) => {
    const known = byProduct.get(line.productCode);
    if (known === undefined) byProduct.set(line.productCode, { lines: [line], positions: [position] });
    else {
      known.lines.push(line);
      known.positions.push(position);
    }
  });
  return byProduct;
}

/** One source of the package that is being filled, and the lines that may take from it, by position. */
interface Offer {
  readonly source: Source;
  readonly line: number;
}

/** Adds packages, and what of them which line may take, in the written order. */
class SourcingBuilder {
  readonly #snapshot: Snapshot;
  readonly #lines: readonly Line[];
  readonly #takers: ReadonlyMap<ProductCode, Takers>;
  readonly #waitDays = new Map<CalendarDate, number>();
  readonly #packages: Package[] = [];
  readonly #cells: Cell[] = [];
  readonly #sources: Source[] = [];
  readonly #cellLine: number[] = [];
  readonly #cellSource: number[] = [];
  readonly #sourcePackage: number[] = [];
  /** Of the package that is being filled. */
  #package: Package | null = null;
  #offers: Offer[] = [];

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot;
    this.#lines = managedLines(snapshot.shipment);
    this.#takers = takersByProduct(this.#lines);
  }

  /** Adds stock of one product to the package of this location and day, which is the same as, or after, the last one. */
  add(location: Location, row: CurrentInventory | FutureLot, available: number, lots: readonly FutureLot[]) {
    const takers = this.#takers.get(row.productCode);
    if (takers === undefined) return;
    const day = lots[0]?.deliveryDay ?? null;
    let source: Source | undefined;
    for (let taker = 0; taker < takers.lines.length; taker++) {
      const line = takers.lines[taker]!;
      if (!isEligibleLocation(location, line, this.#snapshot.shipment)) continue;
      if (day !== null && !mayTakeLot(line, lots[0]!)) continue;
      const { productCode, unitCost } = row;
      source ??= { productCode, package: this.#packageAt(location, day), available, unitCost, lots };
      this.#offers.push({ source, line: takers.positions[taker]! });
    }
  }

  #packageAt(location: Location, day: CalendarDate | null): Package {
    const last = this.#package;
    if (last !== null && last.location === location && last.day === day) return last;
    this.#closePackage();
    this.#package = { location, day, waitDays: day === null ? 0 : this.#daysUntil(day) };
    return this.#package;
  }

  #daysUntil(day: CalendarDate): number {
    const known = this.#waitDays.get(day);
    if (known !== undefined) return known;
    const days = daysBetween(this.#snapshot.today, day);
    this.#waitDays.set(day, days);
    return days;
  }

  /** Offers came by product; cells stand by line. */
  #closePackage(): void {
    if (this.#package === null) return;
    const offers = this.#offers;
    for (let i = 1; i < offers.length; i++) {
      if (offers[i]!.line > offers[i - 1]!.line) continue;
      offers.sort((a, b) => a.line - b.line);
      break;
    }
    const position = this.#packages.push(this.#package) - 1;
    const numbers = new Map<Source, number>();
    for (const { source, line } of offers) {
      let number = numbers.get(source);
      if (number === undefined) {
        number = this.#sources.push(source) - 1;
        numbers.set(source, number);
        this.#sourcePackage.push(position);
      }
      this.#cells.push({ line: this.#lines[line]!, source });
      this.#cellLine.push(line);
      this.#cellSource.push(number);
    }
    this.#offers = [];
    this.#package = null;
  }

  build(): Sourcing {
    this.#closePackage();
    return {
      lines: this.#lines,
      packages: this.#packages,
      cells: this.#cells,
      sources: this.#sources,
      cellLine: Int32Array.from(this.#cellLine),
      cellSource: Int32Array.from(this.#cellSource),
      sourcePackage: Int32Array.from(this.#sourcePackage),
    };
  }
}

/** Lots that are one source each: of one location, day and product. They stand together, for lots come sorted so. */
function groupLots(snapshot: Snapshot): FutureLot[][] {
  const groups: FutureLot[][] = [];
  if (!futureEnabledForSite(snapshot)) return groups;
  let last: FutureLot | undefined;
  for (const lot of snapshot.futureLots) {
    if (unitsToPromise(lot.available) === 0) continue;
    if (isOverdue(lot, snapshot) || isBeyondFutureDateLimit(lot, snapshot)) continue;
    const same =
      last !== undefined &&
      last.locationCode === lot.locationCode &&
      last.deliveryDay === lot.deliveryDay &&
      last.productCode === lot.productCode;
    if (same) groups.at(-1)!.push(lot);
    else groups.push([lot]);
    last = lot;
  }
  return groups;
}

const mayTakeLot = (line: Line, lot: FutureLot): boolean =>
  futureEnabledForProduct(line) && !isExcludedForFuture(lot, line);

/**
 * Applies every eligibility rule to a snapshot.
 *
 * @returns the lines, the packages and the cells, each in its written order
 */
export function findSourcing(snapshot: Snapshot): Sourcing {
  const builder = new SourcingBuilder(snapshot);
  const current = mayUseCurrentInventory(snapshot.settings) ? snapshot.currentInventory : [];
  const future = groupLots(snapshot);
  let row = 0;
  let group = 0;
  // All three stand by location code, so that one pass meets the packages in their order.
  for (const location of snapshot.locations) {
    for (; current[row]?.locationCode === location.locationCode; row++) {
      const units = unitsToPromise(current[row]!.available);
      if (units > 0) builder.add(location, current[row]!, units, NO_LOTS);
    }
    for (; future[group]?.[0]?.locationCode === location.locationCode; group++) {
      const lots = future[group]!;
      const units = lots.reduce((sum, lot) => sum + lot.available, 0);
      builder.add(location, lots[0]!, units, lots);
    }
  }
  if (row < current.length || group < future.length) throw new Error('stock lies at a location out of order');
  return builder.build();
}

const NO_LOTS: readonly FutureLot[] = [];
