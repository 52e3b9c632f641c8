import type { AllocationProblem } from '../../../program/allocation-problem.ts';
import type { AllocationAnswer } from '../../outcome.ts';
import type { LimitedMultipliers } from '../search/bounds/limited-ascent.ts';
import type { Budget } from '../search/budget.ts';
import { type Candidate, layOutCovering } from '../search/covering.ts';
import { Fixing } from '../search/fixing.ts';
import { fewestOpen } from '../search/solve-covering.ts';
import { type Bounded, LocationBounds } from './location-bounds.ts';
import { comparePlans, type Plan, usedLocations } from './rank-plans.ts';
import { fixLocations } from './reductions/fix-locations.ts';
import type { LineClass } from './reductions/merge-lines.ts';

/** The relaxation of the problem without the limit on locations, from the sources of some of them. */
export interface Relaxation {
  /** The best plan; null where the structure does not cover the problem. */
  solve(classes: readonly LineClass[]): AllocationAnswer | null;
  /** The first levels of that plan, for less work; null where they take as much work as the plan. */
  unitLevels(classes: readonly LineClass[]): Float64Array | null;
}

/**
 * Solves an attempt whose limit on locations binds, by branch and bound over locations.
 *
 * At a node some locations are open, some are closed, the others are undecided. The relaxation finds the best plan from
 * all locations that are not closed, without the limit. That plan is no worse than any plan below the node, in the
 * levels and in the tie-break; where it keeps the limit, it is the best of them. Because the relaxation ignores the
 * limit, {@link LocationBounds} bounds the levels that count units under the limit as well: a node ends where a level
 * must become worse than in the incumbent, and a later level counts only where the earlier ones can at best be equal.
 *
 * Memory: one list of locations and a few prices for each node on the path.
 *
 * @param relaxation solves the problem from the sources of fewer and fewer locations
 */
export function solveWithinLocations(
  problem: AllocationProblem,
  classes: readonly LineClass[],
  relaxation: Relaxation,
  budget: Budget,
): AllocationAnswer | null {
  const search = new LocationSearch(problem, classes, relaxation, budget);
  const first = search.findFirst();
  return first === 'feasible' ? search.run() : first;
}

class LocationSearch {
  readonly #problem: AllocationProblem;
  readonly #classes: readonly LineClass[];
  readonly #relaxation: Relaxation;
  readonly #budget: Budget;
  readonly #bounds: LocationBounds;
  readonly #most: number;
  readonly #locations: number;
  /** Sets of locations that have been tried, so that none is tried twice. */
  readonly #tried = new Set<string>();
  #best: Plan | null = null;
  #stopped = false;
  /** True as long as every plan that was compared was the first of its equals. */
  #tieBreakProven = true;
  #isDeclined = false;

  constructor(
    problem: AllocationProblem,
    classes: readonly LineClass[],
    relaxation: Relaxation,
    budget: Budget,
  ) {
    this.#problem = problem;
    this.#classes = classes;
    this.#relaxation = relaxation;
    this.#budget = budget;
    this.#bounds = new LocationBounds(problem, classes, budget.parameters);
    this.#most = problem.maxFulfillingLocations!;
    this.#locations = problem.packageLocation.reduce((most, location) => Math.max(most, location + 1), 0);
  }

  /** Finds a first plan within the limit. Returns the answer where there is none, and null where none was found in time. */
  findFirst(): AllocationAnswer | 'feasible' | null {
    if (this.#problem.mode !== 'none') {
      this.#tryOnly(new Uint8Array(this.#locations));
      return this.#best === null ? null : 'feasible';
    }
    const given = Array.from({ length: this.#locations }, () => new Float64Array(this.#classes.length));
    this.#bounds.forEachOffer(({ demand, location, units }) => {
      if (location >= 0) given[location]![demand]! += units;
    });
    const candidates = given.map(
      (units): Candidate => ({
        fixedCost: 1,
        entries: [...units.keys()]
          .filter((demand) => units[demand]! > 0)
          .map((demand) => ({ demand, amount: units[demand]!, unitCost: 0 })),
      }),
    );
    const wanted = Float64Array.from(this.#classes, (each) => each.wanted);
    const fewest = fewestOpen(layOutCovering(wanted, candidates, { integral: true }), this.#budget);
    if (fewest === null || fewest.bound > this.#most) {
      return {
        status: 'infeasible',
        units: null,
        tieBreakProven: false,
        bounds: new Float64Array(),
        method: 'search',
      };
    }
    if (fewest.cover.value > this.#most) return null;
    this.#tryOnly(fewest.cover.chosen);
    return this.#best === null ? null : 'feasible';
  }

  run(): AllocationAnswer | null {
    this.#explore(new Uint8Array(this.#locations), [], this.#budget.parameters.locationRootSteps);
    if (this.#isDeclined) return null;
    const best = this.#best!;
    if (!this.#stopped) {
      return { ...best, status: 'optimal', tieBreakProven: this.#tieBreakProven, method: 'search' };
    }
    // Without a proof, only the first level has a bound that holds for every plan: that of the relaxation.
    const root = this.#relaxation.solve(this.#classes);
    const bounds = best.bounds.map((_, level) => (level === 0 ? (root?.bounds[0] ?? 0) : 0));
    return { ...best, status: 'stopped', tieBreakProven: false, bounds, method: 'search' };
  }

  #isWorse(levels: Float64Array): boolean {
    if (this.#best === null) return false;
    for (const [level, value] of levels.entries()) {
      if (value !== this.#best.bounds[level]) return value > this.#best.bounds[level]!;
    }
    return false;
  }

  /**
   * The best plan from the locations for which `isUsable` holds. Null where there is none, where it is worse than the
   * incumbent, and where the relaxation found none in time.
   */
  #solve(isUsable: (location: number) => boolean): Plan | null {
    const { sourcePackage, packageLocation, sourceAvailable } = this.#problem;
    const classes = this.#classes.map((each) => {
      const sources = each.sources.filter((source) => isUsable(packageLocation[sourcePackage[source]!]!));
      return { ...each, sources, supply: sources.reduce((sum, source) => sum + sourceAvailable[source]!, 0) };
    });
    const levels = this.#relaxation.unitLevels(classes);
    if (levels !== null && this.#isWorse(levels)) return null;
    const answer = this.#relaxation.solve(classes);
    if (answer === null) this.#isDeclined = true;
    if (answer === null || answer.status === 'stopped') this.#stopped = true;
    if (answer !== null && answer.units !== null && !answer.tieBreakProven) this.#tieBreakProven = false;
    return answer === null || answer.units === null ? null : { ...answer, units: answer.units };
  }

  /** Solves from a set of locations that keeps the limit, and keeps the plan if it is better than the incumbent. */
  #tryOnly(chosen: Uint8Array): void {
    const key = chosen.join('');
    if (this.#tried.has(key)) return;
    this.#tried.add(key);
    const plan = this.#solve((location) => chosen[location] === 1);
    if (plan !== null) this.#take(plan);
  }

  #take(plan: Plan): void {
    if (this.#best === null || comparePlans(this.#problem, plan, this.#best) < 0) this.#best = plan;
  }

  #isOutOfBudget(): boolean {
    if (--this.#budget.nodes <= 0 || performance.now() >= this.#budget.deadline) this.#stopped = true;
    return this.#stopped;
  }

  #explore(fixing: Uint8Array, prices: readonly Float64Array[], steps: number): void {
    if (this.#isOutOfBudget() || !fixLocations(this.#bounds, this.#problem, fixing, this.#most)) return;
    const bounded = this.#bounds.climb(fixing, this.#best!, prices, steps);
    if (bounded === null || !fixLocations(this.#bounds, this.#problem, fixing, this.#most)) return;
    // The later levels decide only where the bounded ones can at best equal those of the incumbent.
    const isLeaf = !fixing.includes(Fixing.undecided);
    const plan =
      isLeaf || bounded.isTied ? this.#solve((location) => fixing[location] !== Fixing.closed) : null;
    if (this.#stopped || ((isLeaf || bounded.isTied) && plan === null)) return;
    const used = plan === null ? null : usedLocations(this.#problem, plan.units);
    if (plan !== null && comparePlans(this.#problem, plan, this.#best!) >= 0) return;
    if (plan !== null && used!.reduce((sum, each) => sum + each, 0) <= this.#most) {
      this.#best = plan;
      return;
    }
    this.#tryOnly(this.#mostPromising(fixing, bounded.last));
    if (!this.#stopped) this.#branch(fixing, used, bounded);
  }

  /** A set of locations within the limit: the open ones, then those with the least reduced cost. */
  #mostPromising(fixing: Uint8Array, { locationCost }: LimitedMultipliers): Uint8Array {
    const inOrder = [...fixing.keys()]
      .filter((location) => fixing[location] !== Fixing.closed)
      .sort(
        (a, b) =>
          Number(fixing[b] === Fixing.open) - Number(fixing[a] === Fixing.open) ||
          locationCost[a]! - locationCost[b]!,
      );
    const chosen = new Uint8Array(fixing.length);
    for (const location of inOrder.slice(0, this.#most)) chosen[location] = 1;
    return chosen;
  }

  /** Branches on the location whose estimate is nearest to 1/2, among those that the plan uses. */
  #branch(fixing: Uint8Array, used: Uint8Array | null, { last, prices }: Bounded): void {
    let chosen = -1;
    let leastDecided = -1;
    for (let location = 0; location < fixing.length; location++) {
      if (used?.[location] === 0 || fixing[location] !== Fixing.undecided) continue;
      const share = last.locationEstimate[location]!;
      if (Math.min(share, 1 - share) > leastDecided) {
        chosen = location;
        leastDecided = Math.min(share, 1 - share);
      }
    }
    for (const side of [Fixing.open, Fixing.closed]) {
      const next = fixing.slice();
      next[chosen] = side;
      this.#explore(next, prices, this.#budget.parameters.locationNodeSteps);
      if (this.#stopped) return;
    }
  }
}
