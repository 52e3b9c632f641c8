import type { LargestHolders } from './largest-holders.ts';

/** What the units of a line cost in the two levels that sources decide. Infinite where the line is not covered. */
export interface UnitLevels {
  /** Units that level 2 counts. */
  readonly counted: number;
  readonly unitDays: number;
}

/** What a line wants, and what its sources cost, from the rank that is taken first to the one that is taken last. */
export interface RankedDemand {
  /** Units, positive. */
  readonly wanted: number;
  /** 1 for each rank that level 2 counts. */
  readonly isCounted: Uint8Array;
  /** Days of waiting, one number for each rank. */
  readonly days: Float64Array;
  /** The most locations that may give to the line. */
  readonly mostLocations: number;
}

/** The levels of a line that takes from its ranks in order; `upTo[at + t]` units lie in the ranks 0 to t. */
function levelsFrom({ wanted, isCounted, days }: RankedDemand, upTo: Float64Array, at = 0): UnitLevels {
  let taken = 0;
  let counted = 0;
  let unitDays = 0;
  for (let t = 0; t < days.length; t++) {
    const more = Math.min(wanted, upTo[at + t]!) - taken;
    if (more <= 0) continue;
    if (isCounted[t] === 1) counted += more;
    unitDays += days[t]! * more;
    taken += more;
  }
  return taken < wanted ? { counted: Infinity, unitDays: Infinity } : { counted, unitDays };
}

/** Less than 0 where `a` is better. */
const compareLevels = (a: UnitLevels, b: UnitLevels): number => {
  if (a.counted !== b.counted) return a.counted < b.counted ? -1 : 1;
  return a.unitDays === b.unitDays ? 0 : a.unitDays - b.unitDays;
};

/** Locations in the order in which a search tries them. */
export interface OrderedLocations {
  readonly order: readonly number[];
  /** For s = 1 to `mostLocations` and each position, the sum of the s largest C_t from there on, rank by rank. */
  readonly tops: Float64Array;
}

/** Takes one more set of locations. Returns true where no further set is wanted. */
type VisitSet = (members: readonly number[], levels: UnitLevels) => boolean;

/**
 * Depth-first search over the sets of at most `mostLocations` locations that can give to one line.
 *
 * Let C_t be what a set holds in the ranks 0 to t. A set that holds no less in any C_t is no worse in levels 2 and 3:
 * more of the early ranks only moves units to earlier ranks. So a partial set with s slots left is bounded by the
 * levels of C_t + the s largest C_t of the locations to come, each t by itself. The bound is exact where one rank
 * decides.
 */
export class LocationSets {
  readonly #demand: RankedDemand;
  readonly #ranks: number;
  /** C_t of each location of the line, location by location. */
  readonly #upTo: Float64Array;

  /** @param upTo units in the ranks 0 to t of each location; read whenever a search runs */
  constructor(demand: RankedDemand, upTo: Float64Array) {
    this.#demand = demand;
    this.#ranks = demand.days.length;
    this.#upTo = upTo;
  }

  /** Orders locations for searches, as they are held now. */
  prepare(locations: readonly number[]): OrderedLocations {
    const ranks = this.#ranks;
    const worth = (location: number) => {
      let sum = 0;
      for (let t = 0; t < ranks; t++) sum += Math.min(this.#demand.wanted, this.#upTo[location * ranks + t]!);
      return sum;
    };
    const order = locations
      .map((location) => ({ location, worth: worth(location) }))
      .sort((a, b) => b.worth - a.worth || a.location - b.location)
      .map(({ location }) => location);
    return { order, tops: this.#largestSums(order, this.#demand.mostLocations) };
  }

  /** The best levels that a set of these locations reaches. */
  best(locations: OrderedLocations): UnitLevels {
    let found: UnitLevels = { counted: Infinity, unitDays: Infinity };
    this.#search(
      locations,
      [],
      (bound) => compareLevels(bound, found) < 0,
      (_, levels) => {
        if (compareLevels(levels, found) < 0) found = levels;
        return false;
      },
    );
    return found;
  }

  /**
   * Visits sets that reach `levels`, each as large as it may be, until `visit` returns true.
   *
   * @param first locations that belong to every set
   */
  visit(
    locations: OrderedLocations,
    first: readonly number[],
    levels: UnitLevels,
    visit: (members: readonly number[]) => boolean,
  ): void {
    this.#search(
      locations,
      first,
      (bound) => compareLevels(bound, levels) <= 0,
      (members, reached) => compareLevels(reached, levels) <= 0 && visit(members),
    );
  }

  /**
   * A set that reaches `levels` and contains the location, or null.
   *
   * @param largest of the locations to choose from; most questions are answered by them alone
   * @param locations asked for only where they do not answer it
   */
  oneWith(
    location: number,
    largest: LargestHolders,
    locations: () => OrderedLocations,
    levels: UnitLevels,
  ): readonly number[] | null {
    const slots = this.#demand.mostLocations - 1;
    const bound = new Float64Array(this.#ranks);
    const sum = new Float64Array(this.#ranks);
    for (let t = 0; t < this.#ranks; t++) {
      const set = [location, ...largest.others(t, location, slots)];
      sum.fill(0);
      for (const member of set) this.#add(sum, member, sum);
      if (compareLevels(levelsFrom(this.#demand, sum), levels) <= 0) return set;
      bound[t] = sum[t]!;
    }
    if (compareLevels(levelsFrom(this.#demand, bound), levels) > 0) return null;
    let found: readonly number[] | null = null;
    this.visit(locations(), [location], levels, (members) => {
      found = [...members];
      return true;
    });
    return found;
  }

  #search(
    { order, tops }: OrderedLocations,
    first: readonly number[],
    isPromising: (bound: UnitLevels) => boolean,
    visit: VisitSet,
  ): void {
    const ranks = this.#ranks;
    const most = this.#demand.mostLocations;
    const held = Array.from({ length: most + 1 }, () => new Float64Array(ranks));
    const bound = new Float64Array(ranks);
    const members = [...first];
    for (const location of first) this.#add(held[0]!, location, held[0]!);

    const explore = (from: number, depth: number): boolean => {
      const now = held[depth]!;
      const slots = most - members.length;
      if (slots === 0 || from === order.length) return visit(members, levelsFrom(this.#demand, now));
      for (let at = from; at < order.length; at++) {
        const rest = ((slots - 1) * (order.length + 1) + at) * ranks;
        for (let t = 0; t < ranks; t++) bound[t] = now[t]! + tops[rest + t]!;
        if (!isPromising(levelsFrom(this.#demand, bound))) return false;
        if (first.includes(order[at]!)) continue;
        this.#add(now, order[at]!, held[depth + 1]!);
        if (slots > 1) {
          const next = ((slots - 2) * (order.length + 1) + at + 1) * ranks;
          for (let t = 0; t < ranks; t++) bound[t] = held[depth + 1]![t]! + tops[next + t]!;
          if (!isPromising(levelsFrom(this.#demand, bound))) continue;
        }
        members.push(order[at]!);
        const isEnough = explore(at + 1, depth + 1);
        members.pop();
        if (isEnough) return true;
      }
      return false;
    };
    explore(0, 0);
  }

  #add(held: Float64Array, location: number, into: Float64Array): void {
    for (let t = 0; t < this.#ranks; t++) into[t] = held[t]! + this.#upTo[location * this.#ranks + t]!;
  }

  /** For s = 1 to `most` and each position, the sum of the s largest C_t of the locations from there on, rank by rank. */
  #largestSums(order: readonly number[], most: number): Float64Array {
    const ranks = this.#ranks;
    const positions = order.length + 1;
    const sums = new Float64Array(most * positions * ranks);
    const largest = new Float64Array(most);
    for (let t = 0; t < ranks; t++) {
      largest.fill(0);
      for (let at = order.length - 1; at >= 0; at--) {
        let value = this.#upTo[order[at]! * ranks + t]!;
        for (let s = 0; s < most && value > 0; s++) {
          if (value <= largest[s]!) continue;
          [largest[s], value] = [value, largest[s]!];
        }
        let sum = 0;
        for (let s = 0; s < most; s++) {
          sum += largest[s]!;
          sums[(s * positions + at) * ranks + t] = sum;
        }
      }
    }
    return sums;
  }
}
