import type { Budget } from './budget.ts';
import { compareValues, isMet, type Objective, valuesOf } from './objectives.ts';
import type { PackingEngine } from './packing-engine.ts';
import { fill, type Packing, unitsLeft } from './rows.ts';
import { wholeQuestion } from './whole-question.ts';

/** HiGHS' own gap where values are integers: it may stop once nothing is better by more than this part of 1. */
const INTEGRAL_GAP = 0.25;

/** One component while it is searched: the best choice so far, and what is proven. */
export class ComponentSearch {
  readonly packing: Packing;
  readonly objectives: readonly Objective[];
  /** What no choice exceeds, given that all objectives before are at their best. */
  readonly bounds: Float64Array;
  readonly #engine: PackingEngine;
  #best: Uint8Array;
  #values: Float64Array;

  /** @param starts feasible choices of the component's items */
  constructor(
    packing: Packing,
    objectives: readonly Objective[],
    starts: readonly Uint8Array[],
    engine: PackingEngine,
  ) {
    this.packing = packing;
    this.objectives = objectives;
    this.#engine = engine;
    this.bounds = Float64Array.from(objectives, ({ profit }) => profit.reduce((sum, each) => sum + each, 0));
    this.#best = new Uint8Array(packing.items);
    this.#values = valuesOf(objectives, this.#best);
    for (const start of starts) this.offer(start);
    this.offer(new Uint8Array(packing.items));
  }

  get best(): Uint8Array {
    return this.#best;
  }

  get values(): Float64Array {
    return this.#values;
  }

  /** How many objectives are proven, from the first on. */
  get proven(): number {
    let count = 0;
    while (count < this.objectives.length && this.#isProven(count)) count += 1;
    return count;
  }

  get isProven(): boolean {
    return this.proven === this.objectives.length;
  }

  /** Fills a feasible choice up, and keeps it where it is better than the best so far. */
  offer(choice: Uint8Array): void {
    const chosen = choice.slice();
    const left = unitsLeft(this.packing, chosen);
    if (left.some((units) => units < 0)) return;
    fill(this.packing, this.#byWorth(), chosen, left);
    const values = valuesOf(this.objectives, chosen);
    if (compareValues(this.objectives, values, this.#values) <= 0) return;
    this.#best = chosen;
    this.#values = values;
  }

  /** Goes on until everything is proven or the budget is spent. */
  async run(budget: Budget): Promise<void> {
    for (let at = this.proven; at < this.objectives.length; at = this.proven) {
      await budget.pause();
      const timeLimitMs = budget.remainingMs();
      if (timeLimitMs <= 0) return;
      const objective = this.objectives[at]!;
      const { point, bound } = this.#engine.solve(
        wholeQuestion(this.packing, this.objectives, at, this.#values, {
          start: this.#best,
          absoluteGap: objective.integral ? INTEGRAL_GAP : 0,
          timeLimitMs,
        }),
      );
      if (point !== null) this.offer(point);
      this.#lower(at, bound);
      if (!this.#isProven(at)) return;
    }
  }

  #isProven(at: number): boolean {
    return isMet(this.objectives[at]!, this.#values[at]!, this.bounds[at]!);
  }

  /** Takes over an engine's bound less its rounding, as `../textbook/exact-mip.ts` does. */
  #lower(at: number, reported: number): void {
    const rounding = Math.min(0.5, 1e-6 * Math.max(1, Math.abs(reported)));
    const bound = this.objectives[at]!.integral ? Math.floor(reported + rounding) : reported;
    if (bound < this.bounds[at]!) this.bounds[at] = Math.max(bound, this.#values[at]!);
  }

  /** Items that add most to the first objective in which they differ, first. */
  #order: Int32Array | null = null;
  #byWorth(): Int32Array {
    const profits = this.objectives.map(({ profit }) => profit);
    this.#order ??= Int32Array.from(this.packing.items === 0 ? [] : Array(this.packing.items).keys()).sort(
      (a, b) => {
        for (const profit of profits) if (profit[a] !== profit[b]) return profit[b]! - profit[a]!;
        return a - b;
      },
    );
    return this.#order;
  }
}
