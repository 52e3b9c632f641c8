import { compareValues, isMet, type Objective, valuesOf } from './objectives.ts';
import { fill, type Packing, unitsLeft } from './rows.ts';

/** The best choice of a component so far, and what is proven of it. */
export class Incumbent {
  readonly packing: Packing;
  readonly objectives: readonly Objective[];
  /** What no choice exceeds, given that all objectives before are at their best. */
  readonly bounds: Float64Array;
  #choice: Uint8Array;
  #values: Float64Array;
  readonly #order: Int32Array;

  /** @param starts feasible choices */
  constructor(packing: Packing, objectives: readonly Objective[], starts: readonly Uint8Array[]) {
    this.packing = packing;
    this.objectives = objectives;
    this.bounds = Float64Array.from(objectives, ({ profit }) => profit.reduce((sum, each) => sum + each, 0));
    this.#choice = new Uint8Array(packing.items);
    this.#values = valuesOf(objectives, this.#choice);
    this.#order = byWorth(packing, objectives);
    for (const start of starts) this.offer(start);
    this.offer(new Uint8Array(packing.items));
  }

  /** Not to be changed. */
  get choice(): Uint8Array {
    return this.#choice;
  }

  /** Of each objective. */
  get values(): Float64Array {
    return this.#values;
  }

  /** How many objectives are proven, from the first on. */
  get proven(): number {
    let count = 0;
    while (count < this.objectives.length && this.isProven(count)) count += 1;
    return count;
  }

  isProven(at: number): boolean {
    return isMet(this.objectives[at]!, this.#values[at]!, this.bounds[at]!);
  }

  /** Fills a choice up and keeps it where it is feasible and better than the best so far. */
  offer(choice: Uint8Array): boolean {
    const chosen = choice.slice();
    const left = unitsLeft(this.packing, chosen);
    if (left.some((units) => units < 0)) return false;
    fill(this.packing, this.#order, chosen, left);
    const values = valuesOf(this.objectives, chosen);
    if (compareValues(this.objectives, values, this.#values) <= 0) return false;
    this.#choice = chosen;
    this.#values = values;
    return true;
  }

  /** Takes over a bound of an objective that is proven but for the rounding of whole values. */
  lower(at: number, bound: number): void {
    const whole = this.objectives[at]!.integral ? Math.floor(bound) : bound;
    if (whole < this.bounds[at]!) this.bounds[at] = Math.max(whole, this.#values[at]!);
  }
}

/** Items that add most to the first objective in which they differ, for what they want of their rows, first. */
function byWorth(packing: Packing, objectives: readonly Objective[]): Int32Array {
  const size = new Float64Array(packing.items);
  for (let item = 0; item < packing.items; item++) {
    for (let at = packing.itemStart[item]!; at < packing.itemStart[item + 1]!; at++) {
      size[item]! += packing.weight[at]! / packing.capacity[packing.row[at]!]!;
    }
  }
  return Int32Array.from(size.keys()).sort((a, b) => {
    for (const { profit } of objectives) {
      const difference = profit[b]! / size[b]! - profit[a]! / size[a]!;
      if (difference !== 0) return difference;
    }
    return a - b;
  });
}
