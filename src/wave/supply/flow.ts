/** How a search reached a set: the source through which, and the set that would take from that source. */
interface Step {
  readonly set: number;
  readonly source: number;
  readonly before: Step | null;
}

/**
 * What demands may still take from the sources of one product, whatever sets of sources they may use: a flow from sets to
 * sources, in which each set is served as a whole. Units for one more are found by augmenting paths, shortest first
 * (Edmonds and Karp); which source serves a set may change with every one of them.
 */
export class FlowSupply {
  /** Units of each source that serve nobody. */
  readonly #free: Float64Array;
  readonly #members: Int32Array[] = [];
  /** Units of each source that serve each set. */
  readonly #flows: Float64Array[] = [];
  readonly #singles: (number | undefined)[];

  /** @param units of each source */
  constructor(units: Float64Array) {
    this.#free = units.slice();
    this.#singles = new Array(units.length);
  }

  /** Adds a set of sources. @returns its number */
  add(sources: Int32Array): number {
    this.#members.push(sources);
    return this.#flows.push(new Float64Array(this.#free.length)) - 1;
  }

  /** The set of one source. */
  single(source: number): number {
    this.#singles[source] ??= this.add(Int32Array.of(source));
    return this.#singles[source];
  }

  /** Takes up to so many units for a set. @returns units taken */
  take(set: number, units: number): number {
    let missing = units;
    while (missing > 0) {
      const path = this.#findPath(set);
      if (path === null) break;
      missing -= this.#augment(path, missing);
    }
    return units - missing;
  }

  /** Gives back units of a set that were taken. */
  giveBack(set: number, units: number): void {
    let left = units;
    const flow = this.#flows[set]!;
    for (const source of this.#members[set]!) {
      const given = Math.min(left, flow[source]!);
      flow[source]! -= given;
      this.#free[source]! += given;
      left -= given;
      if (left === 0) return;
    }
    throw new RangeError('more units are given back than were taken');
  }

  /** Opens a source: so many units more are free. */
  open(source: number, units: number): void {
    this.#free[source]! += units;
  }

  /** Units of a source that serve a set. */
  given(set: number, source: number): number {
    return this.#flows[set]![source]!;
  }

  /** Sources that a set can reach, directly or by letting others go elsewhere. Where it can take no more, all are used up. */
  reachedFrom(set: number): ReadonlySet<number> {
    const reached = new Set<number>();
    const seen = new Set([set]);
    for (const each of seen) {
      for (const source of this.#members[each]!) {
        if (reached.has(source)) continue;
        reached.add(source);
        for (let other = 0; other < this.#flows.length; other++) {
          if (this.#flows[other]![source]! > 0) seen.add(other);
        }
      }
    }
    return reached;
  }

  /** A way to a source with free units, through sources whose users go elsewhere. */
  #findPath(start: number): Step | null {
    const reached = new Uint8Array(this.#free.length);
    const seen = new Uint8Array(this.#flows.length);
    seen[start] = 1;
    const queue: { set: number; before: Step | null }[] = [{ set: start, before: null }];
    // `of` sees what is pushed while it runs.
    for (const { set, before } of queue) {
      for (const source of this.#members[set]!) {
        if (reached[source] === 1) continue;
        reached[source] = 1;
        const step: Step = { set, source, before };
        if (this.#free[source]! > 0) return step;
        for (let other = 0; other < this.#flows.length; other++) {
          if (seen[other] === 1 || this.#flows[other]![source]! <= 0) continue;
          seen[other] = 1;
          queue.push({ set: other, before: step });
        }
      }
    }
    return null;
  }

  #augment(end: Step, most: number): number {
    let units = Math.min(most, this.#free[end.source]!);
    for (let step = end; step.before !== null; step = step.before) {
      units = Math.min(units, this.#flows[step.set]![step.before.source]!);
    }
    this.#free[end.source]! -= units;
    for (let step: Step | null = end; step !== null; step = step.before) {
      this.#flows[step.set]![step.source]! += units;
      if (step.before !== null) this.#flows[step.set]![step.before.source]! -= units;
    }
    return units;
  }
}
