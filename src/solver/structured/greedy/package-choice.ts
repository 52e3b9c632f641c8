import type { AllocationProblem } from '../../../program/allocation-problem.ts';
import type { Cells } from './commodity.ts';
import { kitOffers, type Want } from './wants.ts';

/** A demand of the choice: a line, or lines that ship together, in their units or kits. */
interface Demand {
  readonly wanted: number;
  /** What lines of one product compete for; a group that ships together is a pool of its own. */
  readonly pool: number;
}

/** What a package offers to the demands of one pool. */
interface PoolOffer {
  readonly pool: number;
  /** Units that it adds to the pool's supply. */
  readonly supply: number;
  readonly demands: readonly number[];
  readonly units: readonly number[];
}

/** Packages that are added to the choice, or removed from it, together. */
export type Bundle = readonly number[];

/**
 * A set of open packages that keeps the limits on locations and packages, and what it leaves uncovered.
 *
 * The shortfall of a demand is the part of it that its largest locations, as many as a line may be split over, leave
 * uncovered; that of a pool is no less than what the supply of all its packages leaves. It is 0 for every set that holds
 * a full release; the converse is left to the flow.
 */
export class PackageChoice {
  readonly open: Uint8Array;
  readonly #location: Int32Array;
  readonly #offers: readonly (readonly PoolOffer[])[];
  readonly #demands: readonly Demand[];
  readonly #pools: number[][] = [];
  readonly #poolWanted: number[] = [];
  readonly #split: number;
  readonly #mostLocations: number;
  readonly #mostPackages: number;
  /** Units of each demand that the open packages of each location offer. */
  readonly #held: Map<number, number>[];
  readonly #supply: number[];
  readonly #shortOfPool: number[];
  /** How many packages are open at each location. */
  readonly #openAt: Int32Array;
  #locations = 0;
  #packages = 0;

  constructor(problem: AllocationProblem, cells: Cells, wants: readonly Want[], released: readonly number[]) {
    this.open = new Uint8Array(problem.packageCost.length);
    this.#location = problem.packageLocation;
    this.#openAt = new Int32Array(problem.packageLocation.reduce((most, at) => Math.max(most, at + 1), 0));
    this.#split = problem.maxSplitItemLocations ?? Number.POSITIVE_INFINITY;
    this.#mostLocations = problem.maxFulfillingLocations ?? Number.POSITIVE_INFINITY;
    this.#mostPackages = problem.maxChildShipments ?? Number.POSITIVE_INFINITY;
    const { demands, offers } = layOut(problem, cells, wants, released);
    this.#demands = demands;
    this.#offers = offers;
    demands.forEach(({ pool, wanted }, at) => {
      this.#pools[pool] ??= [];
      this.#pools[pool].push(at);
      this.#poolWanted[pool] = (this.#poolWanted[pool] ?? 0) + wanted;
    });
    this.#held = demands.map(() => new Map());
    this.#supply = this.#pools.map(() => 0);
    this.#shortOfPool = this.#pools.map((each) => each.filter((at) => demands[at]!.wanted > 0).length);
  }

  /** What is uncovered, in whole demands. */
  get shortfall(): number {
    return this.#shortOfPool.reduce((sum, each) => sum + each, 0);
  }

  /** Whether the limits allow to open these packages as well. */
  fits(bundle: Bundle): boolean {
    const isNew = this.#openAt[this.#location[bundle[0]!]!] === 0;
    return (
      this.#packages + bundle.length <= this.#mostPackages &&
      this.#locations + (isNew ? 1 : 0) <= this.#mostLocations
    );
  }

  /** By how much the shortfall falls when the bundle is opened. A bundle is of one location. */
  gain(bundle: Bundle): number {
    const change = this.#apply(bundle, 1);
    this.#apply(bundle, -1);
    return -change;
  }

  /** Opens a bundle. */
  add(bundle: Bundle): void {
    this.#apply(bundle, 1);
    this.#count(bundle, 1);
  }

  /** Closes a bundle that is open. */
  remove(bundle: Bundle): void {
    this.#apply(bundle, -1);
    this.#count(bundle, -1);
  }

  #count(bundle: Bundle, sign: 1 | -1): void {
    for (const item of bundle) {
      const at = this.#location[item]!;
      this.open[item] = sign === 1 ? 1 : 0;
      this.#packages += sign;
      if (sign === 1 && this.#openAt[at] === 0) this.#locations += 1;
      this.#openAt[at]! += sign;
      if (sign === -1 && this.#openAt[at] === 0) this.#locations -= 1;
    }
  }

  /** Adds the offers of a bundle, or takes them back. Returns the change of the shortfall. */
  #apply(bundle: Bundle, sign: 1 | -1): number {
    const touched = new Set<number>();
    for (const item of bundle) {
      const at = this.#location[item]!;
      for (const { pool, supply, demands, units } of this.#offers[item]!) {
        touched.add(pool);
        this.#supply[pool]! += sign * supply;
        demands.forEach((demand, i) => {
          const held = this.#held[demand]!;
          const next = (held.get(at) ?? 0) + sign * units[i]!;
          if (next === 0) held.delete(at);
          else held.set(at, next);
        });
      }
    }
    let change = 0;
    for (const pool of touched) {
      const short = this.#shortfallOf(pool);
      change += short - this.#shortOfPool[pool]!;
      this.#shortOfPool[pool] = short;
    }
    return change;
  }

  #shortfallOf(pool: number): number {
    let parts = 0;
    let units = 0;
    for (const at of this.#pools[pool]!) {
      const { wanted } = this.#demands[at]!;
      if (wanted === 0) continue;
      const left = wanted - Math.min(wanted, largestOf(this.#held[at]!, this.#split));
      units += left;
      parts += left / wanted;
    }
    const lacking = this.#poolWanted[pool]! - this.#supply[pool]!;
    if (lacking <= units) return parts;
    return parts + ((lacking - units) / this.#poolWanted[pool]!) * this.#pools[pool]!.length;
  }
}

/** The sum of the largest `count` values. */
function largestOf(held: ReadonlyMap<number, number>, count: number): number {
  let sum = 0;
  if (held.size <= count) {
    for (const units of held.values()) sum += units;
    return sum;
  }
  const largest = [...held.values()].sort((a, b) => b - a);
  for (let at = 0; at < count; at++) sum += largest[at]!;
  return sum;
}

function layOut(
  problem: AllocationProblem,
  cells: Cells,
  wants: readonly Want[],
  released: readonly number[],
): { demands: Demand[]; offers: PoolOffer[][] } {
  const { lineQuantity, lineProduct, sourceAvailable, sourcePackage, cellLine, packageCost } = problem;
  const pools = problem.lineProduct.reduce((most, product) => Math.max(most, product + 1), 0);
  const demands: Demand[] = Array.from(lineQuantity, (_, line) => ({ wanted: 0, pool: lineProduct[line]! }));
  const offers: PoolOffer[][] = Array.from(packageCost, () => []);
  wants.forEach((want, at) => {
    const kits = released[at]!;
    if (!want.together) {
      want.lines.forEach((line, i) => {
        demands[line] = { wanted: kits * want.kitUnits[i]!, pool: lineProduct[line]! };
      });
      return;
    }
    const demand = demands.push({ wanted: kits, pool: pools + at }) - 1;
    for (const offer of kitOffers(problem, cells, want, sourceAvailable)) {
      const units = Math.min(kits, offer.kits);
      offers[offer.item]!.push({ pool: pools + at, supply: units, demands: [demand], units: [units] });
    }
  });
  sourcePackage.forEach((item, source) => {
    const lines = cells.ofSource[source]!.map((cell) => cellLine[cell]!).filter(
      (line) => demands[line]!.wanted > 0,
    );
    if (lines.length === 0) return;
    const supply = sourceAvailable[source]!;
    const units = lines.map((line) => Math.min(supply, demands[line]!.wanted));
    offers[item]!.push({ pool: lineProduct[lines[0]!]!, supply, demands: lines, units });
  });
  // Pools are numbered without gaps, so that they can be positions of arrays.
  const numbers = new Map<number, number>();
  const numberOf = (pool: number) => numbers.get(pool) ?? numbers.set(pool, numbers.size).get(pool)!;
  return {
    demands: demands.map((demand) => ({ ...demand, pool: numberOf(demand.pool) })),
    offers: offers.map((each) => each.map((offer) => ({ ...offer, pool: numberOf(offer.pool) }))),
  };
}
