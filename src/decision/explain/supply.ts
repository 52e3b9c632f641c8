import type { CalendarDate } from '../../domain/calendar.ts';
import { compareCodes, type LineId, type LocationCode, type ProductCode } from '../../domain/ids.ts';
import type { Line } from '../../domain/shipment.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { unitsToPromise } from '../../formulation/eligibility/available.ts';
import { futureEnabledForProduct, isOverdue } from '../../formulation/eligibility/future-inventory.ts';
import { managedLines } from '../../formulation/eligibility/managed-lines.ts';
import type { Gates } from './gates.ts';
import { type Grouping, ProductGroups } from './supply/product-groups.ts';
import { Owing, type SupplyGroup } from './supply/supply-group.ts';

/** Units of a product that any of these lines may take. */
export interface Supply {
  readonly takers: readonly Line[];
  readonly units: number;
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
