import { type CalendarDate, daysBetween } from '../domain/calendar.ts';
import { compareCodes, type LocationCode, type ProductCode } from '../domain/ids.ts';
import type { Line } from '../domain/shipment.ts';
import type { FutureLot, Snapshot } from '../domain/snapshot.ts';
import type { Location } from '../domain/stock.ts';
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
}

/** Orders packages by location code, then day, current inventory first. */
function comparePackages(a: Package, b: Package): number {
  return (
    compareCodes(a.location.locationCode, b.location.locationCode) || compareCodes(a.day ?? '', b.day ?? '')
  );
}

/** Makes one {@link Package} a (location, day), however many rows name it. */
class PackageTable {
  readonly #locations: ReadonlyMap<LocationCode, Location>;
  readonly #packages = new Map<string, Package>();
  readonly #today: CalendarDate;

  constructor(snapshot: Snapshot) {
    this.#locations = new Map(snapshot.locations.map((location) => [location.locationCode, location]));
    this.#today = snapshot.today;
  }

  at(locationCode: LocationCode, day: CalendarDate | null): Package {
    const key = `${day ?? ''}@${locationCode}`;
    let found = this.#packages.get(key);
    if (found === undefined) {
      const location = this.#locations.get(locationCode);
      if (location === undefined) throw new Error(`location ${locationCode} is not in the snapshot`);
      found = {
        location,
        day,
        waitDays: day === null ? 0 : daysBetween(this.#today, day),
      };
      this.#packages.set(key, found);
    }
    return found;
  }
}

/** Every source that the snapshot holds, before any rule about lines; by product. */
function collectSources(snapshot: Snapshot): Map<ProductCode, Source[]> {
  const table = new PackageTable(snapshot);
  const byProduct = new Map<ProductCode, Source[]>();
  const add = (source: Source) => {
    const known = byProduct.get(source.productCode);
    if (known === undefined) byProduct.set(source.productCode, [source]);
    else known.push(source);
  };
  if (mayUseCurrentInventory(snapshot.settings)) {
    for (const row of snapshot.currentInventory) {
      const available = unitsToPromise(row.available);
      if (available === 0) continue;
      const { productCode, unitCost } = row;
      add({
        productCode,
        package: table.at(row.locationCode, null),
        available,
        unitCost,
        lots: [],
      });
    }
  }
  // Lots come sorted by location, day, product, id: those of one source stand together.
  for (const lots of groupLots(snapshot)) {
    const { productCode, locationCode, deliveryDay, unitCost } = lots[0]!;
    const available = lots.reduce((sum, lot) => sum + lot.available, 0);
    add({
      productCode,
      package: table.at(locationCode, deliveryDay),
      available,
      unitCost,
      lots,
    });
  }
  return byProduct;
}

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

function mayTake(line: Line, source: Source): boolean {
  const lot = source.lots[0];
  return lot === undefined || (futureEnabledForProduct(line) && !isExcludedForFuture(lot, line));
}

/**
 * Applies every eligibility rule to a snapshot.
 *
 * @returns the lines, the packages and the cells, each in its written order
 */
export function findSourcing(snapshot: Snapshot): Sourcing {
  const lines = managedLines(snapshot.shipment);
  const byProduct = collectSources(snapshot);
  const cells: Cell[] = [];
  for (const line of lines) {
    for (const source of byProduct.get(line.productCode) ?? []) {
      if (!isEligibleLocation(source.package.location, line, snapshot.shipment)) continue;
      if (mayTake(line, source)) cells.push({ line, source });
    }
  }
  const packages = [...new Set(cells.map((cell) => cell.source.package))].sort(comparePackages);
  const rank = new Map(packages.map((item, index) => [item, index]));
  cells.sort(
    (a, b) => rank.get(a.source.package)! - rank.get(b.source.package)! || a.line.lineId - b.line.lineId,
  );
  return { lines, packages, cells };
}
