/** For each rank, the locations that hold the most in the ranks up to it, kept up to date while holdings grow. */
export class LargestHolders {
  readonly #ranks: number;
  readonly #most: number;
  readonly #upTo: Float64Array;
  /** Locations by rank, the largest first; −1 where there are fewer. */
  readonly #holders: Int32Array;

  /**
   * @param upTo units in the ranks 0 to t of each location; may grow between calls of {@link update}
   * @param most how many locations a rank keeps
   */
  constructor(upTo: Float64Array, ranks: number, most: number) {
    this.#upTo = upTo;
    this.#ranks = ranks;
    this.#most = most;
    this.#holders = new Int32Array(ranks * most).fill(-1);
  }

  /** Takes note of what a location holds by now. */
  update(location: number): void {
    for (let t = 0; t < this.#ranks; t++) {
      const from = t * this.#most;
      const value = this.#upTo[location * this.#ranks + t]!;
      let at = this.#holders.subarray(from, from + this.#most).indexOf(location);
      if (at < 0) {
        at = this.#most - 1;
        const last = this.#holders[from + at]!;
        if (last >= 0 && this.#upTo[last * this.#ranks + t]! >= value) continue;
        this.#holders[from + at] = location;
      }
      for (; at > 0; at--) {
        const before = this.#holders[from + at - 1]!;
        if (before >= 0 && this.#upTo[before * this.#ranks + t]! >= value) break;
        this.#holders[from + at] = before;
        this.#holders[from + at - 1] = location;
      }
    }
  }

  /** The locations that hold the most up to rank `t`, without one of them, at most `count`. */
  others(t: number, without: number, count: number): number[] {
    const found: number[] = [];
    for (let at = t * this.#most; at < (t + 1) * this.#most && found.length < count; at++) {
      const location = this.#holders[at]!;
      if (location >= 0 && location !== without) found.push(location);
    }
    return found;
  }
}
