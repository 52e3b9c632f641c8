/** The classes of one product as bits of a number: bit c stands for class c. */
export type ClassSet = number;

/** The most classes that a {@link ClassSet} holds. */
export const MOST_CLASSES = 30;

/** The classes of a set, in their order. */
export function classesIn(set: ClassSet): number[] {
  const classes: number[] = [];
  for (let each = 0; set >> each !== 0; each++) if ((set >> each) & 1) classes.push(each);
  return classes;
}

/** Units that may serve a set of classes: all sources of one product with the same classes are one pool. */
interface Pool {
  readonly classes: ClassSet;
  capacity: number;
  used: number;
  /** Units that each class takes. */
  readonly given: Float64Array;
}

/**
 * A maximum flow from the sources of one product to its line classes (Ford and Fulkerson 1956), that grows as sources
 * are added.
 *
 * Adding a source never takes a unit away from the sources before it. So a flow into which sources were added in some
 * order takes as much as possible from the first of them, then from the first two, and so on: the greedy algorithm on
 * a polymatroid (Edmonds 1970). That is the cheapest flow where the order is that of the cost of a unit.
 */
export class ClassFlow {
  readonly #wants: Float64Array;
  readonly #pools: Pool[] = [];
  readonly #poolOf = new Map<ClassSet, Pool>();
  /** Units of all classes that no source serves yet. */
  missing: number;

  /** @param wants units of each class; 0 for a class that takes no part */
  constructor(wants: Float64Array) {
    this.#wants = Float64Array.from(wants);
    this.missing = wants.reduce((total, units) => total + units, 0);
  }

  /** Adds units that may serve some classes. They serve nobody before {@link augment}. */
  add(classes: ClassSet, units: number): void {
    let pool = this.#poolOf.get(classes);
    if (pool === undefined) {
      pool = { classes, capacity: 0, used: 0, given: new Float64Array(this.#wants.length) };
      this.#poolOf.set(classes, pool);
      this.#pools.push(pool);
    }
    pool.capacity += units;
  }

  /**
   * Makes the flow as large as the sources allow.
   *
   * @returns by how many units it grew
   */
  augment(): number {
    const before = this.missing;
    for (let grown = this.#pushOnce(); grown > 0; grown = this.#pushOnce()) this.missing -= grown;
    return before - this.missing;
  }

  /**
   * After {@link augment}: the classes that are short, or would be if they gave something up for one that is. This is
   * the smallest side of a minimum cut (Ford and Fulkerson 1956): all sources of these classes are used up, by these
   * classes alone, and every other class has what it wants.
   */
  shortClasses(): ClassSet {
    let short = 0;
    for (let each = 0; each < this.#wants.length; each++) if (this.#wants[each]! > 0) short |= 1 << each;
    for (let grew = true; grew; ) {
      grew = false;
      for (const { classes, given } of this.#pools) {
        if ((classes & short) === 0) continue;
        for (let each = 0; each < given.length; each++) {
          if (given[each]! === 0 || (short >> each) & 1) continue;
          short |= 1 << each;
          grew = true;
        }
      }
    }
    return short;
  }

  /** Sends units along one shortest augmenting path, found breadth first; 0 where there is none. */
  #pushOnce(): number {
    const wants = this.#wants;
    const pools = this.#pools;
    const cameFrom = new Int32Array(pools.length).fill(-1);
    const wentThrough = new Int32Array(wants.length).fill(-1);
    const queue: number[] = [];
    let reached = 0;
    for (let each = 0; each < wants.length; each++) {
      if (wants[each]! <= 0) continue;
      queue.push(each);
      reached |= 1 << each;
    }
    for (let head = 0; head < queue.length; head++) {
      const from = queue[head]!;
      for (let at = 0; at < pools.length; at++) {
        const pool = pools[at]!;
        if (cameFrom[at] !== -1 || ((pool.classes >> from) & 1) === 0) continue;
        cameFrom[at] = from;
        if (pool.used < pool.capacity) return this.#pushAlong(at, cameFrom, wentThrough);
        for (let next = 0; next < wants.length; next++) {
          if (pool.given[next]! === 0 || (reached >> next) & 1) continue;
          reached |= 1 << next;
          wentThrough[next] = at;
          queue.push(next);
        }
      }
    }
    return 0;
  }

  /** Each class on the path takes from the next pool, and gives up the same units of the pool it was reached through. */
  #pushAlong(last: number, cameFrom: Int32Array, wentThrough: Int32Array): number {
    const pools = this.#pools;
    let units = pools[last]!.capacity - pools[last]!.used;
    let first = -1;
    for (let at = last; at >= 0; at = wentThrough[first]!) {
      first = cameFrom[at]!;
      const through = wentThrough[first]!;
      units = Math.min(units, through >= 0 ? pools[through]!.given[first]! : this.#wants[first]!);
    }
    pools[last]!.used += units;
    for (let at = last; at >= 0; at = wentThrough[first]!) {
      first = cameFrom[at]!;
      pools[at]!.given[first]! += units;
      const through = wentThrough[first]!;
      if (through >= 0) pools[through]!.given[first]! -= units;
    }
    this.#wants[first]! -= units;
    return units;
  }
}
