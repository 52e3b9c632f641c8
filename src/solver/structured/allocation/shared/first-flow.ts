/** The flow of one product from its open sources to its lines. */
export interface FlowQuestion {
  /** The lines of the product, in their order. */
  readonly lines: readonly number[];
  /** The most units that each line of the problem may get. */
  readonly wants: Float64Array;
  /** Open sources, in the order of their packages. */
  readonly sources: readonly number[];
  /** What a unit of each of `sources` costs, as any numbers in that order. */
  readonly price: readonly number[];
  /** The cells of the sources: −1 where the line may not take from the source. */
  readonly cellOf: (line: number, source: number) => number;
}

/**
 * Finds, among the largest and cheapest flows, the one in which the first cell in the order of (package, line) has the
 * most units, then the second one, and so on, as the tie-break wants it.
 *
 * A largest and cheapest flow comes from the greedy algorithm, the cheapest sources first. Two such flows differ by
 * cycles that cost nothing: a cycle moves units from line to line, or between sources that cost the same, or between
 * what two lines leave unfilled. So each cell in turn is made as large as such cycles allow, and then it is kept.
 *
 * @param available units of each source
 * @param units receives the units of each cell
 */
export function firstFlow(available: Float64Array, question: FlowQuestion, units: Float64Array): void {
  const flow = new LineFlow(available, question);
  flow.fill();
  flow.preferEarlyCells();
  flow.writeTo(units);
}

/** How a node was reached: not at all, as a start, or else from the node of this number. */
const UNSEEN = -2;
const START = -1;

/**
 * The residual network of a flow. Its nodes are lines that are short of units, then sources that give too many, then a
 * hub for each price, and last a hub for units that are left unfilled. A path moves the same units at each of its arcs:
 *
 * - from a line to a source, which gives the line what it is short of;
 * - from a source to a line, from which it takes back what it gives too much, or to the hub of its price, where it has
 *   units left; and from a hub to a source of that price, which then gives less;
 * - from a line to the last hub, leaving its units unfilled, and from there to a line that wants more.
 */
class LineFlow {
  readonly #question: FlowQuestion;
  readonly #lines: number;
  readonly #sources: number;
  /** The cell of each line and source, lines first; −1 for none. */
  readonly #cell: Int32Array;
  readonly #units: Float64Array;
  readonly #missing: Float64Array;
  readonly #served: Float64Array;
  readonly #left: Float64Array;
  readonly #used: Float64Array;
  readonly #hubOf: Int32Array;
  readonly #members: readonly (readonly number[])[];
  readonly #cameFrom: Int32Array;
  readonly #queue: Int32Array;
  #queued = 0;
  /** Cells up to this one, in the order of (source, line), are kept as they are. */
  #kept = -1;

  constructor(available: Float64Array, question: FlowQuestion) {
    const { lines, wants, sources, price, cellOf } = question;
    this.#question = question;
    this.#lines = lines.length;
    this.#sources = sources.length;
    this.#missing = Float64Array.from(lines, (line) => wants[line]!);
    this.#served = new Float64Array(lines.length);
    this.#left = Float64Array.from(sources, (source) => available[source]!);
    this.#used = new Float64Array(sources.length);
    this.#units = new Float64Array(lines.length * sources.length);
    this.#cell = Int32Array.from(this.#units, (_, at) =>
      cellOf(lines[Math.floor(at / sources.length)]!, sources[at % sources.length]!),
    );
    const prices = [...new Set(price)].sort((a, b) => a - b);
    this.#hubOf = Int32Array.from(price, (each) => prices.indexOf(each));
    this.#members = prices.map((_, hub) => [...sources.keys()].filter((k) => this.#hubOf[k] === hub));
    const nodes = lines.length + sources.length + prices.length + 1;
    this.#cameFrom = new Int32Array(nodes);
    this.#queue = new Int32Array(nodes);
  }

  /** The greedy algorithm: serves the lines from the cheapest sources, as far as they go, then from the next ones. */
  fill(): void {
    for (let hub = 0; hub < this.#members.length; hub++) while (this.#serveFrom(hub));
  }

  preferEarlyCells(): void {
    for (let k = 0; k < this.#sources; k++) {
      for (let i = 0; i < this.#lines; i++) {
        this.#kept = k * this.#lines + i;
        if (this.#cell[i * this.#sources + k]! >= 0) while (this.#raise(i, k));
      }
    }
  }

  writeTo(units: Float64Array): void {
    this.#units.forEach((taken, at) => {
      if (taken > 0) units[this.#cell[at]!] = taken;
    });
  }

  /** Serves a line that is short from a source of this price, maybe by way of others; false where none can be. */
  #serveFrom(hub: number): boolean {
    this.#restart();
    for (let i = 0; i < this.#lines; i++) if (this.#missing[i]! > 0) this.#reach(i, START);
    for (let head = 0; head < this.#queued; head++) {
      const node = this.#queue[head]!;
      const k = node - this.#lines;
      if (k < 0) this.#reachSources(node);
      else if (this.#hubOf[k] === hub && this.#left[k]! > 0) {
        const units = Math.min(this.#left[k]!, this.#capacityTo(node));
        const first = this.#send(node, units);
        this.#missing[first]! -= units;
        this.#served[first]! += units;
        this.#left[k]! -= units;
        this.#used[k]! += units;
        return true;
      } else this.#reachLines(k);
    }
    return false;
  }

  /** Moves units of source k to line i by a cycle that costs nothing; false where there is none. */
  #raise(i: number, k: number): boolean {
    if (this.#units[i * this.#sources + k] === this.#question.wants[this.#question.lines[i]!]) return false;
    this.#restart();
    this.#reach(this.#lines + k, START);
    for (let head = 0; head < this.#queued && this.#cameFrom[i] === UNSEEN; head++) {
      this.#spread(this.#queue[head]!);
    }
    if (this.#cameFrom[i] === UNSEEN) return false;
    const units = this.#capacityTo(i);
    this.#send(i, units);
    this.#units[i * this.#sources + k]! += units;
    return true;
  }

  #restart(): void {
    this.#cameFrom.fill(UNSEEN);
    this.#queued = 0;
  }

  #reach(node: number, from: number): void {
    if (this.#cameFrom[node] !== UNSEEN) return;
    this.#cameFrom[node] = from;
    this.#queue[this.#queued++] = node;
  }

  #spread(node: number): void {
    const k = node - this.#lines;
    const hub = k - this.#sources;
    const last = this.#members.length;
    if (k < 0) {
      this.#reachSources(node);
      if (this.#served[node]! > 0) this.#reach(this.#lines + this.#sources + last, node);
    } else if (hub < 0) {
      this.#reachLines(k);
      if (this.#left[k]! > 0) this.#reach(this.#lines + this.#sources + this.#hubOf[k]!, node);
    } else if (hub < last) {
      for (const member of this.#members[hub]!) {
        if (this.#used[member]! > 0) this.#reach(this.#lines + member, node);
      }
    } else {
      for (let i = 0; i < this.#lines; i++) if (this.#missing[i]! > 0) this.#reach(i, node);
    }
  }

  #reachSources(i: number): void {
    for (let k = 0; k < this.#sources; k++) {
      if (this.#cell[i * this.#sources + k]! >= 0 && !this.#isKept(i, k)) this.#reach(this.#lines + k, i);
    }
  }

  #reachLines(k: number): void {
    for (let i = 0; i < this.#lines; i++) {
      if (this.#units[i * this.#sources + k]! > 0 && !this.#isKept(i, k)) this.#reach(i, this.#lines + k);
    }
  }

  #isKept(i: number, k: number): boolean {
    return k * this.#lines + i <= this.#kept;
  }

  /** How many units every arc of the path to a node can move; from its first line on, no more than that is short of. */
  #capacityTo(end: number): number {
    let units = Number.POSITIVE_INFINITY;
    let node = end;
    for (let from = this.#cameFrom[node]!; from !== START; from = this.#cameFrom[node]!) {
      units = Math.min(units, this.#capacity(from, node));
      node = from;
    }
    return node < this.#lines ? Math.min(units, this.#missing[node]!) : units;
  }

  #capacity(from: number, to: number): number {
    const last = this.#lines + this.#sources + this.#members.length;
    if (from < this.#lines) return to === last ? this.#served[from]! : Number.POSITIVE_INFINITY;
    if (from === last) return this.#missing[to]!;
    const k = from - this.#lines;
    if (k >= this.#sources) return this.#used[to - this.#lines]!;
    return to < this.#lines ? this.#units[to * this.#sources + k]! : this.#left[k]!;
  }

  /**
   * Moves units along the path to a node.
   *
   * @returns the first node of the path
   */
  #send(end: number, units: number): number {
    let node = end;
    for (let from = this.#cameFrom[node]!; from !== START; from = this.#cameFrom[node]!) {
      this.#move(from, node, units);
      node = from;
    }
    return node;
  }

  #move(from: number, to: number, units: number): void {
    const last = this.#lines + this.#sources + this.#members.length;
    if (from === last) {
      this.#missing[to]! -= units;
      this.#served[to]! += units;
    } else if (to === last) {
      this.#served[from]! -= units;
      this.#missing[from]! += units;
    } else if (from < this.#lines) {
      this.#units[from * this.#sources + to - this.#lines]! += units;
    } else if (to < this.#lines) {
      this.#units[to * this.#sources + from - this.#lines]! -= units;
    } else if (from < this.#lines + this.#sources) {
      this.#left[from - this.#lines]! -= units;
      this.#used[from - this.#lines]! += units;
    } else {
      this.#used[to - this.#lines]! -= units;
      this.#left[to - this.#lines]! += units;
    }
  }
}
