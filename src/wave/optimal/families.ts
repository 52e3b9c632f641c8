/** Sets of sources of one product, each once, and which holds which. */
export interface SetFamily {
  /** Sources of each set, ascending. */
  readonly sets: readonly Int32Array[];
  /** The smallest set that holds each set, or −1; null where two sets cross, so that the family is not laminar. */
  readonly parents: Int32Array | null;
}

/** Numbers sets of sources: the same set has the same number. */
export class SetNumbers {
  readonly #known = new Map<string, number>();
  readonly sets: Int32Array[] = [];

  of(sources: Int32Array): number {
    const key = sources.join();
    let number = this.#known.get(key);
    if (number === undefined) {
      number = this.sets.push(sources) - 1;
      this.#known.set(key, number);
    }
    return number;
  }
}

/** Which set holds which, if no two of them cross. */
export function familyOf(sets: readonly Int32Array[]): SetFamily {
  const order = [...sets.keys()].sort((a, b) => sets[b]!.length - sets[a]!.length);
  const parents = new Int32Array(sets.length).fill(-1);
  /** The smallest set so far that holds each source. */
  const holder = new Map<number, number>();
  for (const set of order) {
    const sources = sets[set]!;
    const parent = sources.length === 0 ? -1 : (holder.get(sources[0]!) ?? -1);
    for (const source of sources) {
      // Sets came largest first: one that holds a part of this one, and is no smaller, holds it or crosses it.
      if ((holder.get(source) ?? -1) !== parent) return { sets, parents: null };
    }
    for (const source of sources) holder.set(source, set);
    parents[set] = parent;
  }
  return { sets, parents };
}
