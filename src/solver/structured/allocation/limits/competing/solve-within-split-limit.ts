import type { AllocationProblem } from '../../../../../program/allocation-problem.ts';
import type { AllocationAnswer } from '../../../../outcome.ts';
import type { Budget } from '../../../search/budget.ts';
import { Fixing } from '../../../search/fixing.ts';
import { infeasible } from '../../infeasible.ts';
import { comparePlans, type Plan } from '../../rank-plans.ts';
import type { LineClass } from '../../reductions/merge-lines.ts';
import { planValues } from '../plan-values.ts';
import type { Relaxation } from '../relaxation.ts';
import { LineLocations } from './line-locations.ts';

/** A node whose relaxation is solved and passes the limit. */
interface Node {
  readonly fixing: Uint8Array;
  readonly plan: Plan;
}

/** What a search for the limit on the locations of a line is about. */
export interface SplitQuestion {
  readonly problem: AllocationProblem;
  readonly classes: readonly LineClass[];
  readonly mostLocations: number;
  /** Solves the problem without the limit. */
  readonly relaxation: Relaxation;
  /** A plan that is to be surpassed. */
  readonly known: Plan | null;
}

/**
 * Solves an attempt whose limit on the locations of a line binds, where lines compete for stock or have weights: by
 * best-first branch and bound over which line may take from which location.
 *
 * The relaxation of a node is the best plan from the locations that are not closed for their lines, without the limit.
 * It is no worse than any plan below the node, in the levels and in the tie-break; where it keeps the limit it is the
 * best of them. The node whose relaxation is best comes next, so its levels are bounds on the whole at any time.
 *
 * Memory: one fixing of each (line, location) and one plan for each open node.
 *
 * @returns `infeasible` or the known plan where none surpasses it; null where the relaxation does not cover the problem
 */
export function solveWithinSplitLimit(question: SplitQuestion, budget: Budget): AllocationAnswer | null {
  return new SplitSearch(question, budget).run();
}

class SplitSearch {
  readonly #problem: AllocationProblem;
  readonly #cells: LineLocations;
  readonly #relaxation: Relaxation;
  readonly #budget: Budget;
  /** Open nodes, the best relaxation last. */
  readonly #open: Node[] = [];
  /** Relaxations that have been rounded, so that none is rounded twice. */
  readonly #rounded = new Set<string>();
  #best: Plan | null;
  #stopped = false;
  #isDeclined = false;
  #tieBreakProven = true;

  constructor({ problem, classes, mostLocations, relaxation, known }: SplitQuestion, budget: Budget) {
    this.#best = known;
    this.#problem = problem;
    this.#cells = new LineLocations(problem, classes, mostLocations);
    this.#relaxation = relaxation;
    this.#budget = budget;
  }

  run(): AllocationAnswer | null {
    this.#visit(this.#cells.undecided());
    while (!this.#stopped) {
      const node = this.#open.pop();
      if (node === undefined) return this.#proven();
      // The best node cannot be better than the incumbent, so no other one can.
      if (this.#best !== null && comparePlans(this.#problem, node.plan, this.#best) >= 0)
        return this.#proven();
      this.#branch(node);
      if (this.#stopped) this.#open.push(node);
    }
    return this.#isDeclined ? null : this.#unproven();
  }

  #proven(): AllocationAnswer {
    return this.#best === null
      ? infeasible('search')
      : { ...this.#best, status: 'optimal', tieBreakProven: this.#tieBreakProven, method: 'search' };
  }

  /** The levels of the best open node bound the first level in which they differ from the incumbent, and those before. */
  #unproven(): AllocationAnswer {
    const units = this.#best?.units ?? null;
    const lowest = this.#open.at(-1)?.plan.bounds;
    let isProven = true;
    const bounds =
      this.#best?.bounds.map((value, level) => {
        const bound = isProven ? Math.min(value, lowest?.[level] ?? 0) : 0;
        isProven &&= bound === value;
        return bound;
      }) ?? new Float64Array();
    const status = isProven && units !== null ? 'optimal' : 'stopped';
    return { status, units, tieBreakProven: false, bounds, method: 'search' };
  }

  /** Solves the relaxation of a node; keeps its plan, or the node. */
  #visit(fixing: Uint8Array): void {
    if (!this.#cells.reduce(fixing)) return;
    const plan = this.#solve(fixing);
    if (plan === null || (this.#best !== null && comparePlans(this.#problem, plan, this.#best) >= 0)) return;
    if (this.#cells.passing(plan.units).length === 0) {
      this.#best = plan;
      return;
    }
    this.#insert({ fixing, plan });
    this.#round(fixing, plan);
  }

  #insert(node: Node): void {
    let [low, high] = [0, this.#open.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (comparePlans(this.#problem, this.#open[middle]!.plan, node.plan) > 0) low = middle + 1;
      else high = middle;
    }
    this.#open.splice(low, 0, node);
  }

  /** Null where there is no plan, and where the relaxation is not solved; then the search has stopped. */
  #solve(fixing: Uint8Array): Plan | null {
    if (--this.#budget.nodes <= 0 || performance.now() >= this.#budget.deadline) this.#stopped = true;
    if (this.#stopped) return null;
    const answer = this.#relaxation.solve(this.#cells.classesOf(fixing), this.#budget);
    if (answer === null) this.#isDeclined = true;
    if (answer === null || answer.status === 'stopped') this.#stopped = true;
    if (answer === null || answer.units === null) return null;
    if (answer.status === 'stopped') {
      this.#keepUnproven(answer.units);
      return null;
    }
    if (!answer.tieBreakProven) this.#tieBreakProven = false;
    return { ...answer, units: answer.units };
  }

  /** A plan of a relaxation that was stopped is still a plan, where it keeps the limit. */
  #keepUnproven(units: Float64Array): void {
    if (this.#cells.passing(units).length > 0) return;
    const bounds = planValues(this.#problem, units);
    const plan: Plan = { status: 'stopped', units, tieBreakProven: false, bounds, method: 'search' };
    if (this.#best === null || comparePlans(this.#problem, plan, this.#best) < 0) this.#best = plan;
  }

  /** Lets each line that passes the limit keep the locations that give it the most, until none passes it. */
  #round(fixing: Uint8Array, relaxed: Plan): void {
    const rounded = fixing.slice();
    let plan: Plan | null = relaxed;
    while (plan !== null && !this.#stopped) {
      const passing = this.#cells.passing(plan.units);
      if (passing.length === 0) break;
      for (const { line, taken } of passing) {
        const isOpen = (location: number) => Number(rounded[this.#cells.at(line, location)] === Fixing.open);
        const kept = taken
          .map(([location]) => location)
          .sort((a, b) => isOpen(b) - isOpen(a))
          .slice(0, this.#cells.mostLocations);
        for (const location of kept) rounded[this.#cells.at(line, location)] = Fixing.open;
      }
      if (!this.#cells.reduce(rounded)) return;
      const key = rounded.join('');
      if (this.#rounded.has(key)) return;
      this.#rounded.add(key);
      plan = this.#solve(rounded);
    }
    if (plan === null || this.#stopped) return;
    if (this.#best === null || comparePlans(this.#problem, plan, this.#best) < 0) this.#best = plan;
  }

  /** Branches on the undecided location that gives the most to the line that passes the limit by the most. */
  #branch({ fixing, plan }: Node): void {
    const passing = this.#cells.passing(plan.units);
    const worst = passing.reduce((a, b) => (b.taken.length > a.taken.length ? b : a));
    const at = worst.taken
      .map(([location]) => this.#cells.at(worst.line, location))
      .find((cell) => fixing[cell] === Fixing.undecided)!;
    for (const side of [Fixing.open, Fixing.closed]) {
      const next = fixing.slice();
      next[at] = side;
      this.#visit(next);
      if (this.#stopped) return;
    }
  }
}
