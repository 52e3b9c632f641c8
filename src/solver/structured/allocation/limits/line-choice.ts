import type { AllocationProblem } from '../../../../program/allocation-problem.ts';
import { tolerance } from '../../search/covering.ts';
import { takeCheapest } from '../fill-classes.ts';
import { LargestHolders } from './largest-holders.ts';
import { LocationSets, type RankedDemand, type UnitLevels } from './location-sets.ts';

/** What one line takes: units by source, and what they cost. */
export interface LineFill {
  /** The sources of the line that may be used, in the order of their packages, and the units of each. */
  readonly taken: ReadonlyMap<number, number>;
  /** Σ cost · units, as the search counts costs. */
  readonly unitCost: number;
}

/** What units cost, as the search counts costs. */
export interface UnitCosts {
  /** One number for each source. */
  readonly cost: Float64Array;
  readonly integral: boolean;
}

/**
 * A line that is alone with its product, under a limit on its locations.
 *
 * Opening a package costs nothing in levels 2 and 3, and no other line takes from these sources. So the line reaches
 * its best levels 2 and 3 whatever the other lines do, and every plan that is best in these levels reaches them in
 * every line. What is left to choose is which packages to open: a set of packages *serves* the line where some
 * locations within the limit reach its best levels by these packages alone. More packages never serve less.
 */
export class LineChoice {
  readonly line: number;
  readonly wanted: number;
  /** Infinite where the limit does not let the line be covered. */
  readonly best: UnitLevels;
  /** Sources that may give units in a best plan, in the order of their packages. */
  readonly useful: readonly number[];
  readonly #problem: AllocationProblem;
  readonly #demand: RankedDemand;
  readonly #locations: number;
  /** The location, numbered within the line, and the rank of each useful source. */
  readonly #locationOf: Int32Array;
  readonly #rankOf: Int32Array;
  readonly #upTo: Float64Array;
  readonly #sets: LocationSets;

  /**
   * @param sources of the line, in the order of their packages
   * @param wanted units that the line releases, positive
   */
  constructor(
    problem: AllocationProblem,
    line: number,
    sources: readonly number[],
    wanted: number,
    mostLocations: number,
  ) {
    this.#problem = problem;
    this.line = line;
    this.wanted = wanted;
    const laidOut = rankedSources(problem, sources);
    this.#locations = laidOut.locations;
    this.#demand = {
      wanted,
      isCounted: laidOut.isCounted,
      days: laidOut.days,
      mostLocations: Math.min(mostLocations, laidOut.locations),
    };
    this.#upTo = new Float64Array(laidOut.locations * laidOut.days.length);
    this.#sets = new LocationSets(this.#demand, this.#upTo);
    this.#locationOf = laidOut.locationOf;
    this.#rankOf = laidOut.rankOf;
    this.useful = sources;
    const all = this.#hold(() => true);
    this.best = this.#sets.best(this.#sets.prepare(all));
    if (this.best.counted === Number.POSITIVE_INFINITY) return;
    const isUseful = this.#findUseful(all);
    this.useful = sources.filter((_, at) => isUseful[at] === 1);
    this.#locationOf = laidOut.locationOf.filter((_, at) => isUseful[at] === 1);
    this.#rankOf = laidOut.rankOf.filter((_, at) => isUseful[at] === 1);
  }

  /**
   * Packages without which the line is not served.
   *
   * @param most with more packages to choose from, none of them is likely to be indispensable and none is looked for
   */
  forced(most: number): number[] {
    const { sourcePackage } = this.#problem;
    if (this.useful.length > most) return [];
    const items = this.useful.map((source) => sourcePackage[source]!);
    return items.filter((item) => !this.isServedBy((each) => each !== item));
  }

  /** Whether these packages serve the line. */
  isServedBy(isOpen: (item: number) => boolean): boolean {
    let isServed = false;
    this.#sets.visit(this.#sets.prepare(this.#hold(isOpen)), [], this.best, () => {
      isServed = true;
      return true;
    });
    return isServed;
  }

  /**
   * Packages of which every plan opens one, given that `isOpen` does not serve the line: all but those of a set that is
   * as large as possible and still does not serve it.
   *
   * @param order the useful sources by position, in the order in which the set is enlarged
   */
  packagesMissing(isOpen: (item: number) => boolean, order: readonly number[]): number[] {
    const { sourcePackage } = this.#problem;
    const held = new Set(this.#hold(isOpen));
    const largest = this.#largestOf(held);
    const missing: number[] = [];
    for (const at of order) {
      const item = sourcePackage[this.useful[at]!]!;
      if (isOpen(item)) continue;
      const location = this.#locationOf[at]!;
      this.#give(at, 1);
      if (this.#sets.oneWith(location, largest, () => this.#sets.prepare([...held]), this.best) === null) {
        held.add(location);
        largest.update(location);
      } else {
        this.#give(at, -1);
        missing.push(item);
      }
    }
    return missing.sort((a, b) => a - b);
  }

  /** The positions of the useful sources, those that hold the least first. */
  leastFirst(): number[] {
    const { sourceAvailable } = this.#problem;
    return [...this.useful.keys()].sort(
      (a, b) => sourceAvailable[this.useful[a]!]! - sourceAvailable[this.useful[b]!]! || b - a,
    );
  }

  /**
   * The packages of one set of locations that reaches the best levels, which opens few packages beyond the open ones.
   *
   * @param most sets that are tried
   */
  packagesOfOneSet(isOpen: (item: number) => boolean, most: number): number[] {
    const { sourcePackage } = this.#problem;
    let fewest: number[] = [];
    let fewestNew = Number.POSITIVE_INFINITY;
    let tried = 0;
    this.#sets.visit(this.#sets.prepare(this.#hold(() => true)), [], this.best, (members) => {
      const items = this.#fillFrom(members, () => true).map(([source]) => sourcePackage[source]!);
      const added = items.reduce((sum, item) => sum + (isOpen(item) ? 0 : 1), 0);
      if (added < fewestNew) [fewest, fewestNew] = [items, added];
      return ++tried >= most;
    });
    return fewest;
  }

  /**
   * The cheapest units from open packages; among equals those that come first: as many as possible from the first
   * package, then from the second.
   *
   * @param isOpen serves the line
   */
  fill(isOpen: (item: number) => boolean, costs: UnitCosts): LineFill {
    let best: LineFill | null = null;
    this.#sets.visit(this.#sets.prepare(this.#hold(isOpen)), [], this.best, (members) => {
      const units = this.#fillFrom(members, isOpen);
      const taken = new Map(units);
      const unitCost = units.reduce((sum, [source, given]) => sum + costs.cost[source]! * given, 0);
      if (best === null || this.#comesFirst({ taken, unitCost }, best, costs)) best = { taken, unitCost };
      return false;
    });
    return best!;
  }

  #comesFirst(a: LineFill, b: LineFill, { integral }: UnitCosts): boolean {
    const equal = tolerance(Math.max(a.unitCost, b.unitCost), integral);
    if (Math.abs(a.unitCost - b.unitCost) >= equal) return a.unitCost < b.unitCost;
    for (const source of this.useful) {
      const difference = (a.taken.get(source) ?? 0) - (b.taken.get(source) ?? 0);
      if (difference !== 0) return difference > 0;
    }
    return false;
  }

  /** Each rank is used up in turn; the last one gives its cheapest units. */
  #fillFrom(
    members: readonly number[],
    isOpen: (item: number) => boolean,
  ): [source: number, units: number][] {
    const { sourcePackage, sourceAvailable } = this.#problem;
    const byRank: number[][] = Array.from(this.#demand.days, () => []);
    this.useful.forEach((source, at) => {
      if (!members.includes(this.#locationOf[at]!) || !isOpen(sourcePackage[source]!)) return;
      byRank[this.#rankOf[at]!]!.push(source);
    });
    const taken = new Float64Array(sourceAvailable.length);
    const used: [number, number][] = [];
    let left = this.wanted;
    for (const sources of byRank) {
      if (left === 0) break;
      const units = Math.min(
        left,
        sources.reduce((sum, source) => sum + sourceAvailable[source]!, 0),
      );
      if (units === 0) continue;
      takeCheapest(this.#problem, sources, units, taken);
      for (const source of sources) if (taken[source]! > 0) used.push([source, taken[source]!]);
      left -= units;
    }
    return used;
  }

  /** Lays out what the open packages hold. Returns the locations that hold something. */
  #hold(isOpen: (item: number) => boolean): number[] {
    this.#upTo.fill(0);
    const holds = new Uint8Array(this.#locations);
    this.useful.forEach((source, at) => {
      if (!isOpen(this.#problem.sourcePackage[source]!)) return;
      this.#give(at, 1);
      holds[this.#locationOf[at]!] = 1;
    });
    return [...holds.keys()].filter((location) => holds[location] === 1);
  }

  /** Adds a useful source to what its location holds, or takes it off. */
  #give(at: number, sign: 1 | -1): void {
    const ranks = this.#demand.days.length;
    const units = sign * this.#problem.sourceAvailable[this.useful[at]!]!;
    const from = this.#locationOf[at]! * ranks;
    for (let t = this.#rankOf[at]!; t < ranks; t++) this.#upTo[from + t]! += units;
  }

  /** 1 for each source that a set of locations with the best levels may take from. */
  #findUseful(all: readonly number[]): Uint8Array {
    const lastRank = this.#lastRank();
    const inSet = new Uint8Array(this.#locations);
    const largest = this.#largestOf(all);
    const ordered = this.#sets.prepare(all);
    for (const location of all) {
      if (inSet[location] === 1) continue;
      const set = this.#sets.oneWith(location, largest, () => ordered, this.best);
      for (const member of set ?? []) inSet[member] = 1;
    }
    return Uint8Array.from(this.useful, (_, at) =>
      inSet[this.#locationOf[at]!] === 1 && this.#rankOf[at]! <= lastRank ? 1 : 0,
    );
  }

  #largestOf(locations: Iterable<number>): LargestHolders {
    const { days, mostLocations } = this.#demand;
    const largest = new LargestHolders(this.#upTo, days.length, mostLocations);
    for (const location of locations) largest.update(location);
    return largest;
  }

  /** A rank beyond which no best plan takes: one unit of it, and the others at the least days, would wait too long. */
  #lastRank(): number {
    const { days, isCounted } = this.#demand;
    const { counted, unitDays } = this.best;
    let last = 0;
    for (let t = 0; t < days.length; t++) {
      const isTaken = isCounted[t] === 1 ? counted > 0 : counted < this.wanted;
      const others = (isCounted[t] === 1 ? counted : this.wanted - counted) - 1;
      const least = Math.min(
        ...[...days.keys()].filter((s) => isCounted[s] === isCounted[t]).map((s) => days[s]!),
      );
      if (isTaken && days[t]! + others * least <= unitDays) last = t;
    }
    return last;
  }
}

/** The sources of one line by location and rank: current inventory, then each day; under `futureFirst` it comes last. */
function rankedSources(problem: AllocationProblem, sources: readonly number[]) {
  const { sourcePackage, packageIsFuture, packageWaitDays, packageLocation, futureFirst } = problem;
  const keyOf = (source: number) => {
    const item = sourcePackage[source]!;
    if (packageIsFuture[item] === 1) return packageWaitDays[item]!;
    return futureFirst ? Number.POSITIVE_INFINITY : -1;
  };
  const keys = [...new Set(sources.map(keyOf))].sort((a, b) => a - b);
  const rankOfKey = new Map(keys.map((key, rank) => [key, rank]));
  const numberOf = new Map<number, number>();
  const locationOf = Int32Array.from(sources, (source) => {
    const location = packageLocation[sourcePackage[source]!]!;
    const known = numberOf.get(location) ?? numberOf.size;
    numberOf.set(location, known);
    return known;
  });
  const isFuture = (key: number) => key >= 0 && key !== Number.POSITIVE_INFINITY;
  return {
    locations: numberOf.size,
    locationOf,
    rankOf: Int32Array.from(sources, (source) => rankOfKey.get(keyOf(source))!),
    isCounted: Uint8Array.from(keys, (key) => (isFuture(key) !== futureFirst ? 1 : 0)),
    days: Float64Array.from(keys, (key) => (isFuture(key) ? key : 0)),
  };
}
