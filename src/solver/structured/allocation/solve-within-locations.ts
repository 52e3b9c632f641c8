import type { AllocationProblem } from '../../../program/allocation-problem.ts';
import type { AllocationAnswer } from '../../outcome.ts';
import type { LimitedMultipliers } from '../search/bounds/limited-ascent.ts';
import type { Budget } from '../search/cover-search.ts';
import { type Candidate, layOutCovering } from '../search/covering.ts';
import { fewestOpen } from '../search/solve-covering.ts';
import { type Bounded, LocationBounds } from './location-bounds.ts';
import { comparePlans, type Plan, usedLocations } from './rank-plans.ts';
import { fixLocations, LocationStatus } from './reductions/fix-locations.ts';
import type { LineClass } from './reductions/merge-lines.ts';

const ROOT_STEPS = 150;
const NODE_STEPS = 30;

/** The attempt without the limit, from the sources of some locations. */
export interface Relaxation {
  /** Null where the structure does not cover it. */
  solve(classes: readonly LineClass[]): AllocationAnswer | null;
  /** The first levels of that answer, for less; null where they are no cheaper to have. */
  unitLevels(classes: readonly LineClass[]): Float64Array | null;
}

/**
 * Solves an attempt whose limit on locations binds: branch and bound over locations.
 *
 * At a node some locations are in, some out, the rest undecided. The best plan from all that are not out, without
 * the limit, comes before every plan below the node, in the levels and in the tie-break; where it keeps the limit
 * it is the best of them. That bound is blind to the limit, so the levels that count units are bounded under it
 * as well, by {@link LocationBounds}: a node goes where a level must become worse, and a later level is looked at only
 * where the earlier ones can at best be equal.
 *
 * Memory: one list of locations and a few prices a level.
 *
 * @param relaxation asked with the sources of fewer and fewer locations
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
  /** Sets of locations whose best plan is known. */
  readonly #tried = new Set<string>();
  #best: Plan | null = null;
  #stopped = false;
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
    this.#bounds = new LocationBounds(problem, classes);
    this.#most = problem.maxFulfillingLocations!;
    this.#locations = problem.packageLocation.reduce((most, location) => Math.max(most, location + 1), 0);
  }

  /** Some plan within the limit; or the answer where there is none, and null where none was found in time. */
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
    if (fewest === null || fewest.least > this.#most) {
      return { status: 'infeasible', units: null, bounds: new Float64Array(), method: 'search' };
    }
    if (fewest.cover.value > this.#most) return null;
    this.#tryOnly(fewest.cover.chosen);
    return this.#best === null ? null : 'feasible';
  }

  run(): AllocationAnswer | null {
    this.#explore(new Uint8Array(this.#locations), [], ROOT_STEPS);
    if (this.#isDeclined) return null;
    const best = this.#best!;
    if (!this.#stopped) return { ...best, status: 'optimal', method: 'search' };
    // Without a proof, only the first level has a bound that holds whatever is still to be found.
    const root = this.#relaxation.solve(this.#classes);
    const bounds = best.bounds.map((_, level) => (level === 0 ? (root?.bounds[0] ?? 0) : 0));
    return { ...best, status: 'stopped', bounds, method: 'search' };
  }

  #isWorse(levels: Float64Array): boolean {
    if (this.#best === null) return false;
    for (const [level, value] of levels.entries()) {
      if (value !== this.#best.bounds[level]) return value > this.#best.bounds[level]!;
    }
    return false;
  }

  /**
   * The best plan from locations for which `isUsable` holds; null where there is none, where it is worse than the
   * best known, or where none is known.
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
    return answer === null || answer.units === null ? null : { ...answer, units: answer.units };
  }

  /** Solves from a set of locations that keeps the limit. */
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

  #explore(statuses: Uint8Array, prices: readonly Float64Array[], steps: number): void {
    if (this.#isOutOfBudget() || !fixLocations(this.#bounds, this.#problem, statuses, this.#most)) return;
    const bounded = this.#bounds.climb(statuses, this.#best!, prices, steps);
    if (bounded === null || !fixLocations(this.#bounds, this.#problem, statuses, this.#most)) return;
    // Only a plan that can at best equal the known one up to here is decided by what comes after.
    const isLeaf = !statuses.includes(LocationStatus.undecided);
    const plan =
      isLeaf || bounded.isTied ? this.#solve((location) => statuses[location] !== LocationStatus.out) : null;
    if (this.#stopped || ((isLeaf || bounded.isTied) && plan === null)) return;
    const used = plan === null ? null : usedLocations(this.#problem, plan.units);
    if (plan !== null && comparePlans(this.#problem, plan, this.#best!) >= 0) return;
    if (plan !== null && used!.reduce((sum, each) => sum + each, 0) <= this.#most) {
      this.#best = plan;
      return;
    }
    this.#tryOnly(this.#mostPromising(statuses, bounded.last));
    if (!this.#stopped) this.#branch(statuses, used, bounded);
  }

  /** The locations that are in and, as far as the limit goes, those that the prices like best. */
  #mostPromising(statuses: Uint8Array, { locationCost }: LimitedMultipliers): Uint8Array {
    const inOrder = [...statuses.keys()]
      .filter((location) => statuses[location] !== LocationStatus.out)
      .sort(
        (a, b) =>
          Number(statuses[b] === LocationStatus.in) - Number(statuses[a] === LocationStatus.in) ||
          locationCost[a]! - locationCost[b]!,
      );
    const chosen = new Uint8Array(statuses.length);
    for (const location of inOrder.slice(0, this.#most)) chosen[location] = 1;
    return chosen;
  }

  /** Branches on the location that the prices decided least, of those that the plan uses. */
  #branch(statuses: Uint8Array, used: Uint8Array | null, { last, prices }: Bounded): void {
    let chosen = -1;
    let leastDecided = -1;
    for (let location = 0; location < statuses.length; location++) {
      if (used?.[location] === 0 || statuses[location] !== LocationStatus.undecided) continue;
      const share = last.locationEstimate[location]!;
      if (Math.min(share, 1 - share) > leastDecided) {
        chosen = location;
        leastDecided = Math.min(share, 1 - share);
      }
    }
    for (const side of [LocationStatus.in, LocationStatus.out]) {
      const next = statuses.slice();
      next[chosen] = side;
      this.#explore(next, prices, NODE_STEPS);
      if (this.#stopped) return;
    }
  }
}
