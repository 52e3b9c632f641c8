import { FlowSupply } from './flow.ts';
import { LaminarSupply } from './laminar.ts';

/** A set of sources of one product, as {@link ProductSupply} numbers it: single sources are negative. */
export type SourceSet = number;

/**
 * The sources of one product, and what is taken from sets of them: what is promised from a set comes from some of its
 * sources, and which ones stays open until all is known. Slacks answer where the sets form a laminar family, which they do
 * as long as lines may use every location, or one; a flow answers from the first set on that crosses another.
 */
export class ProductSupply {
  readonly #units: Float64Array;
  #laminar: LaminarSupply | null;
  #flow: FlowSupply | null = null;
  readonly #members: Int32Array[] = [];
  /** What the laminar family or the flow calls each set. */
  #numbers: number[] = [];
  readonly #known = new Map<string, SourceSet>();

  /** @param units of each source, by its place among those of the product */
  constructor(units: Float64Array) {
    this.#units = units;
    this.#laminar = new LaminarSupply(units);
  }

  /** The set of one source. */
  static single(source: number): SourceSet {
    return -1 - source;
  }

  /**
   * The number of a set of sources; the same set has the same number.
   *
   * @param sources at least one, ascending
   */
  setOf(sources: Int32Array): SourceSet {
    if (sources.length === 1) return ProductSupply.single(sources[0]!);
    const key = sources.join();
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const set = this.#members.push(sources) - 1;
    this.#known.set(key, set);
    if (this.#laminar !== null) {
      const number = this.#laminar.add(sources);
      if (number >= 0) this.#numbers.push(number);
      else this.#turnIntoFlow();
    } else this.#numbers.push(this.#flow!.add(sources));
    return set;
  }

  /** Goes over to a flow, with all that is taken. */
  #turnIntoFlow(): void {
    const { ofSets, ofSources } = this.#laminar!.taken();
    const flow = new FlowSupply(this.#units);
    const before = this.#numbers;
    this.#numbers = this.#members.map((sources) => flow.add(sources));
    ofSources.forEach((units, source) => {
      if (units > 0) flow.take(flow.single(source), units);
    });
    const moved = new Set<number>();
    for (const [set, number] of before.entries()) {
      if (moved.has(number)) continue;
      moved.add(number);
      const units = ofSets[number]!;
      if (flow.take(this.#numbers[set]!, units) < units)
        throw new Error('a laminar family promised too much');
    }
    this.#laminar = null;
    this.#flow = flow;
  }

  /** Units, up to `upTo`, that can still be taken from the set while all that is taken stands. */
  most(set: SourceSet, upTo: number): number {
    if (this.#laminar !== null) {
      const most = set < 0 ? this.#laminar.mostOf(-1 - set) : this.#laminar.most(this.#numbers[set]!);
      return Math.min(most, upTo);
    }
    const number = this.#flowNumber(set);
    const units = this.#flow!.take(number, upTo);
    if (units > 0) this.#flow!.giveBack(number, units);
    return units;
  }

  #flowNumber(set: SourceSet): number {
    return set < 0 ? this.#flow!.single(-1 - set) : this.#numbers[set]!;
  }

  /** Takes up to so many units from the set. @returns units taken */
  take(set: SourceSet, upTo: number): number {
    if (this.#laminar === null) return this.#flow!.take(this.#flowNumber(set), upTo);
    const units = this.most(set, upTo);
    if (units > 0) this.#move(set, units);
    return units;
  }

  /** Gives back units that were taken from the set. */
  giveBack(set: SourceSet, units: number): void {
    if (this.#laminar === null) this.#flow!.giveBack(this.#flowNumber(set), units);
    else this.#move(set, -units);
  }

  #move(set: SourceSet, units: number): void {
    if (set < 0) this.#laminar!.takeOf(-1 - set, units);
    else this.#laminar!.take(this.#numbers[set]!, units);
  }
}
