import type { LineId, LocationCode, ProductCode } from '../../domain/ids.ts';
import type { Settings } from '../../domain/settings.ts';
import type { Line } from '../../domain/shipment.ts';
import type { Sourcing } from '../../formulation/sources.ts';
import type { AddedStock } from './relax.ts';
import type { Release } from './releases.ts';

/** Units at one location, by the position of their product. */
type UnitsHere = Float64Array;

/**
 * The stock that counts now by location, whatever its day: what can be counted of limits on locations without solving
 * anything. Built once; a question costs a pass over the locations.
 */
export class LocationCounts {
  readonly #productOf = new Map<LineId, number>();
  readonly #products = new Map<ProductCode, number>();
  readonly #locations = new Map<LocationCode, UnitsHere>();
  /** Whether all lines of each product may take from all its sources, so that sums decide. */
  readonly #isShared: boolean;
  /** How many lines want each product. */
  readonly #wanting = new Map<ProductCode, number>();

  constructor({ lines, cells, sources }: Sourcing) {
    for (const { lineId, productCode } of lines) {
      const product = this.#products.get(productCode) ?? this.#products.size;
      this.#products.set(productCode, product);
      this.#productOf.set(lineId, product);
      this.#wanting.set(productCode, (this.#wanting.get(productCode) ?? 0) + 1);
    }
    for (const { productCode, available, package: item } of sources) {
      const here = this.#at(item.location.locationCode);
      here[this.#products.get(productCode)!]! += available;
    }
    const takers = new Map(sources.map((source) => [source, 0]));
    for (const { source } of cells) takers.set(source, takers.get(source)! + 1);
    this.#isShared = sources.every((source) => takers.get(source) === this.#wanting.get(source.productCode));
  }

  #at(code: LocationCode): UnitsHere {
    const known = this.#locations.get(code) ?? new Float64Array(this.#products.size);
    this.#locations.set(code, known);
    return known;
  }

  /**
   * Whether so much of each line can come from as few locations as the limit says; null where that has to be solved.
   *
   * @param takersOf the lines that may take added units
   */
  judge(
    release: Release,
    { maxFulfillingLocations: most, maxSplitItemLocations }: Settings,
    added: readonly AddedStock[] = [],
    takersOf: (row: AddedStock) => readonly Line[] = () => [],
  ): boolean | null {
    if (most === null) return null;
    const demand = new Float64Array(this.#products.size);
    for (const [lineId, units] of release) demand[this.#productOf.get(lineId)!]! += units;
    const locations = this.#wantedUnits(demand, added, takersOf);
    if (holdTooLittle(demand, locations, most)) return false;
    const isPlain =
      maxSplitItemLocations === null &&
      this.#isShared &&
      added.every((row) => takersOf(row).length === this.#wanting.get(row.productCode));
    return isPlain && greedyCovers(demand, locations, most) ? true : null;
  }

  /** Units at each location as far as they are wanted. */
  #wantedUnits(
    demand: UnitsHere,
    added: readonly AddedStock[],
    takersOf: (row: AddedStock) => readonly Line[],
  ): UnitsHere[] {
    const more = new Map<LocationCode, UnitsHere>();
    for (const row of added) {
      if (takersOf(row).length === 0) continue;
      const { locationCode, productCode, units } = row;
      const here =
        more.get(locationCode) ??
        this.#locations.get(locationCode)?.slice() ??
        new Float64Array(this.#products.size);
      here[this.#products.get(productCode)!]! += units;
      more.set(locationCode, here);
    }
    const all = more.size === 0 ? this.#locations : new Map([...this.#locations, ...more]);
    return Array.from(all.values(), (here) =>
      here.map((units, product) => Math.min(units, demand[product]!)),
    );
  }
}

const sumOf = (numbers: Float64Array): number => numbers.reduce((sum, one) => sum + one, 0);

const sumOfLargest = (numbers: Float64Array, most: number): number =>
  sumOf(numbers.sort().subarray(Math.max(0, numbers.length - most)));

/** Whether so many locations hold too little, of one product or of all together, wherever they are. */
function holdTooLittle(demand: UnitsHere, locations: readonly UnitsHere[], most: number): boolean {
  if (sumOfLargest(Float64Array.from(locations, sumOf), most) < sumOf(demand)) return true;
  return demand.some(
    (wanted, product) =>
      sumOfLargest(
        Float64Array.from(locations, (here) => here[product]!),
        most,
      ) < wanted,
  );
}

/** Whether opening, again and again, the location that gives most of what is left covers everything within the limit. */
function greedyCovers(demand: UnitsHere, locations: readonly UnitsHere[], most: number): boolean {
  const left = demand.slice();
  const closed = new Set(locations);
  for (let opened = 0; opened < most; opened++) {
    let best: UnitsHere | null = null;
    let given = 0;
    for (const here of closed) {
      const units = here.reduce((sum, units, product) => sum + Math.min(units, left[product]!), 0);
      if (units > given) [best, given] = [here, units];
    }
    if (best === null) break;
    // What it gives, it gives once.
    closed.delete(best);
    best.forEach((units, product) => {
      left[product] = Math.max(0, left[product]! - units);
    });
  }
  return left.every((missing) => missing === 0);
}
