import type { PackingProgram } from '../../program/packing-program.ts';
import { type Budget, partOf } from './budget.ts';
import { ComponentSearch } from './component-search.ts';
import { Incumbent } from './incumbent.ts';
import { type Objective, valuesOf } from './objectives.ts';
import type { PackingOptions, PackingProgress } from './outcome.ts';
import { componentsOf } from './reduce/components.ts';
import { reduce } from './reduce/reduce.ts';
import { reportOf } from './report.ts';
import { SEARCH } from './search-parameters.ts';

/** Milliseconds between two reports: with thousands of components each of them takes a while. */
const PROGRESS_MS = 50;

/** A choice, its values, and what no choice exceeds. */
export interface Answer {
  readonly chosen: Uint8Array;
  readonly values: Float64Array;
  /** Of each objective, given that those before are at their best. */
  readonly bounds: Float64Array;
}

/** The search for the best choice of a program without lazy rows. It can be run again and again, and goes on where it was. */
export class WholeSearch {
  readonly #program: PackingProgram;
  readonly #objectives: readonly Objective[];
  readonly #options: PackingOptions;
  readonly #settled: Uint8Array;
  readonly #parts: readonly { readonly items: Int32Array; readonly search: ComponentSearch }[];
  #toldAt = Number.NEGATIVE_INFINITY;

  /** @param starts feasible choices of the whole program */
  constructor(
    program: PackingProgram,
    objectives: readonly Objective[],
    starts: readonly Uint8Array[],
    options: PackingOptions,
  ) {
    this.#program = program;
    this.#objectives = objectives;
    this.#options = options;
    const { settled, open, packing } = reduce(program);
    this.#settled = settled;
    const parameters = { ...SEARCH, ...options.parameters };
    this.#parts = componentsOf(packing).map(({ members, packing: own }) => {
      const items = members.map((member) => open[member]!);
      const incumbent = new Incumbent(
        own,
        objectives.map((each) => ({
          ...each,
          profit: Float64Array.from(items, (item) => each.profit[item]!),
        })),
        starts.map((start) => Uint8Array.from(items, (item) => start[item]!)),
      );
      return { items, search: new ComponentSearch(incumbent, options.engine, parameters) };
    });
  }

  get components(): number {
    return this.#parts.length;
  }

  get isProven(): boolean {
    return this.#parts.every(({ search }) => search.isProven);
  }

  /** Goes on with each component, the largest first, each for its share of the time; then with what is not proven. */
  async run(budget: Budget): Promise<void> {
    const report = (phase: PackingProgress['phase']) => this.#report(phase);
    report('start');
    let entries = 0;
    for (const { search } of this.#parts) entries += search.entries;
    for (const { search } of this.#parts) {
      await search.run(partOf(budget, (budget.remainingMs() * search.entries) / entries), report);
      entries -= search.entries;
    }
    for (const { search } of this.#parts) await search.run(budget, report);
  }

  answer(): Answer {
    const chosen = this.#settled.slice();
    for (const { items, search } of this.#parts) {
      items.forEach((item, index) => {
        chosen[item] = search.incumbent.choice[index]!;
      });
    }
    const settled = valuesOf(this.#objectives, this.#settled);
    const sum = (of: (incumbent: Incumbent) => Float64Array) =>
      settled.map((value, at) =>
        this.#parts.reduce((total, { search }) => total + of(search.incumbent)[at]!, value),
      );
    return { chosen, values: sum((best) => best.values), bounds: sum((best) => best.bounds) };
  }

  #report(phase: PackingProgress['phase']): void {
    const { onProgress, now } = this.#options;
    if (onProgress === undefined || now() - this.#toldAt < PROGRESS_MS) return;
    this.#toldAt = now();
    const { values, bounds } = this.answer();
    const known = reportOf(this.#program, this.#objectives, values, bounds);
    onProgress({
      phase,
      value: known[0]!,
      objective: known.find(({ value, bound }) => value !== bound) ?? known.at(-1)!,
      solved: this.#parts.filter(({ search }) => search.isProven).length,
      components: this.#parts.length,
    });
  }
}
