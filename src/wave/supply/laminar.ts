/**
 * What demands may still take from the sources of one product, where the sets of sources that they may use form a laminar
 * family: any two are disjoint, or one holds the other. Then demands fit (Hall's condition for transport) exactly when no
 * set of the family is asked for more than it has, counting what is asked of the sets inside it. So each set keeps its
 * slack, and what a set may still take is the least slack from it upwards.
 *
 * A single source is a set as well; those need no entry, and never break the family.
 */
export class LaminarSupply {
  readonly #units: Float64Array;
  /** Units of each source that are not taken from it alone. */
  readonly #left: Float64Array;
  /** The smallest set that holds each source, or −1. */
  readonly #holder: Int32Array;
  readonly #parent: number[] = [];
  readonly #size: number[] = [];
  readonly #slack: number[] = [];
  /** Units taken from the set, beside what sets inside it take. */
  readonly #taken: number[] = [];

  /** @param units of each source */
  constructor(units: Float64Array) {
    this.#units = units;
    this.#left = units.slice();
    this.#holder = new Int32Array(units.length).fill(-1);
  }

  /**
   * Adds a set of two sources or more.
   *
   * @returns its number, that of the same set where it is known, or −1 where the family would no longer be laminar: then
   * nothing has changed
   */
  add(sources: Int32Array): number {
    const inside = new Map<number, number>();
    for (const source of sources) {
      for (let set = this.#holder[source]!; set >= 0; set = this.#parent[set]!) {
        inside.set(set, (inside.get(set) ?? 0) + 1);
      }
    }
    let parent = -1;
    const within: number[] = [];
    for (const [set, count] of inside) {
      const size = this.#size[set]!;
      if (count === size && count === sources.length) return set;
      if (count === size) within.push(set);
      else if (count !== sources.length) return -1;
      else if (parent < 0 || size < this.#size[parent]!) parent = set;
    }
    return this.#insert(sources, parent, within);
  }

  #insert(sources: Int32Array, parent: number, within: readonly number[]): number {
    let slack = 0;
    for (const source of sources) slack += this.#left[source]!;
    for (const set of within) slack -= this.#taken[set]!;
    const set = this.#size.push(sources.length) - 1;
    this.#parent.push(parent);
    this.#slack.push(slack);
    this.#taken.push(0);
    for (const inner of within) if (this.#parent[inner] === parent) this.#parent[inner] = set;
    for (const source of sources) if (this.#holder[source] === parent) this.#holder[source] = set;
    return set;
  }

  /** Units that may still be taken from a set. */
  most(set: number): number {
    let least = this.#slack[set]!;
    for (let outer = this.#parent[set]!; outer >= 0; outer = this.#parent[outer]!) {
      if (this.#slack[outer]! < least) least = this.#slack[outer]!;
    }
    return least;
  }

  /** Units that may still be taken from one source. */
  mostOf(source: number): number {
    let least = this.#left[source]!;
    for (let set = this.#holder[source]!; set >= 0; set = this.#parent[set]!) {
      if (this.#slack[set]! < least) least = this.#slack[set]!;
    }
    return least;
  }

  /** Takes units of a set, or gives them back where `units` is negative. */
  take(set: number, units: number): void {
    this.#taken[set]! += units;
    for (let outer = set; outer >= 0; outer = this.#parent[outer]!) this.#slack[outer]! -= units;
  }

  /** Takes units of one source, or gives them back where `units` is negative. */
  takeOf(source: number, units: number): void {
    this.#left[source]! -= units;
    for (let set = this.#holder[source]!; set >= 0; set = this.#parent[set]!) this.#slack[set]! -= units;
  }

  /** What is taken from each set, and from each source alone. */
  taken(): { readonly ofSets: readonly number[]; readonly ofSources: Float64Array } {
    return {
      ofSets: this.#taken,
      ofSources: this.#units.map((units, source) => units - this.#left[source]!),
    };
  }
}
