/** The covers of the first items, as labels: their units, cost, and the chain of items that they open. */
export class Labels {
  units = new Float64Array(64);
  cost = new Float64Array(64);
  chain = new Int32Array(64);
  length = 0;
  /** Labels that open n items lie from starts[n] to starts[n + 1], most units first. */
  starts: Int32Array;

  constructor(counts: number) {
    this.starts = new Int32Array(counts + 1);
  }

  push(units: number, cost: number, chain: number): void {
    if (this.length === this.units.length) this.#grow();
    this.units[this.length] = units;
    this.cost[this.length] = cost;
    this.chain[this.length++] = chain;
  }

  #grow(): void {
    const size = 2 * this.length;
    const { units, cost, chain } = this;
    this.units = new Float64Array(size);
    this.cost = new Float64Array(size);
    this.chain = new Int32Array(size);
    this.units.set(units);
    this.cost.set(cost);
    this.chain.set(chain);
  }
}

/** The end of every chain. */
export const NOTHING = 0;

/** Which items labels open, as chains that share their tails: a link is a step (the position of an item) and the rest. */
export class Chains {
  #step = new Int32Array(128).fill(-1, 0, 1);
  #rest = new Int32Array(128);
  #length = 1;
  readonly #candidateAt: Int32Array;

  /** @param candidateAt the candidate that is decided at each step */
  constructor(candidateAt: Int32Array) {
    this.#candidateAt = candidateAt;
  }

  add(step: number, rest: number): number {
    if (this.#length === this.#step.length) {
      const [steps, rests] = [this.#step, this.#rest];
      this.#step = new Int32Array(2 * this.#length);
      this.#rest = new Int32Array(2 * this.#length);
      this.#step.set(steps);
      this.#rest.set(rests);
    }
    this.#step[this.#length] = step;
    this.#rest[this.#length] = rest;
    return this.#length++;
  }

  /** Whether a chain opens the earliest of all candidates in which the two differ; true for equal chains. */
  isEarlier(chain: number, other: number): boolean {
    let first = Number.POSITIVE_INFINITY;
    let firstOfOther = Number.POSITIVE_INFINITY;
    while (chain !== other) {
      const step = this.#step[chain]!;
      const otherStep = this.#step[other]!;
      if (step > otherStep) first = Math.min(first, this.#candidateAt[step]!);
      if (step < otherStep) firstOfOther = Math.min(firstOfOther, this.#candidateAt[otherStep]!);
      if (step >= otherStep) chain = this.#rest[chain]!;
      if (step <= otherStep) other = this.#rest[other]!;
    }
    return first <= firstOfOther;
  }

  /** The candidates of a chain. */
  candidatesOf(chain: number): number[] {
    const candidates: number[] = [];
    for (; chain !== NOTHING; chain = this.#rest[chain]!)
      candidates.push(this.#candidateAt[this.#step[chain]!]!);
    return candidates;
  }
}
