import type { AllocationProblem } from '../../../program/allocation-problem.ts';
import type { AllocationAnswer } from '../../outcome.ts';
import type { Budget } from '../search/budget.ts';
import { Fixing } from '../search/fixing.ts';
import { infeasible } from './infeasible.ts';
import { fewestPlaces, mostPromising, placeToBranchOn, unitsOfPlaces } from './limits/choose-places.ts';
import { keepsPlaceLimit } from './limits/keeps-limits.ts';
import { placeStocks } from './limits/place-servings.ts';
import { planValues } from './limits/plan-values.ts';
import { promisingPlaces } from './limits/promising-places.ts';
import type { PlaceLimit, Relaxation } from './limits/relaxation.ts';
import { type Bounded, LocationBounds } from './location-bounds.ts';
import { comparePlans, isBelow, type Plan } from './rank-plans.ts';
import { fixLocations } from './reductions/fix-locations.ts';
import type { LineClass } from './reductions/merge-lines.ts';

/**
 * Solves an attempt whose limit on locations or on packages may bind, by branch and bound over these places.
 *
 * At a node some places are open, some are closed, the others are undecided. The relaxation finds the best plan from
 * all places that are not closed, without the limit. That plan is no worse than any plan below the node, in the levels
 * and in the tie-break; where it keeps the limit, it is the best of them. Because the relaxation ignores the limit,
 * {@link LocationBounds} bounds the levels that count units under the limit as well: a node ends where a level must
 * become worse than in the incumbent, and a later level counts only where the earlier ones can at best be equal. Before
 * there is an incumbent, the relaxation alone ends a node.
 *
 * Where the bounds show that the units must be worse under the limit than the relaxation has them, its plan keeps the
 * limit in no case, and its later levels bound nothing. Then it is not asked for more than its units.
 *
 * Memory: one list of places and a few prices for each node on the path.
 *
 * @param relaxation solves the problem from the sources of fewer and fewer places; it may keep other limits
 * @param relaxed what it answers for all places, where it has been asked already, or the levels that count units
 * @returns null where the relaxation does not cover the problem
 */
export function solveWithinPlaces(
  problem: AllocationProblem,
  limit: PlaceLimit,
  classes: readonly LineClass[],
  relaxation: Relaxation,
  relaxed: Relaxed,
  budget: Budget,
): AllocationAnswer | null {
  const search = new PlaceSearch(problem, limit, classes, relaxation, relaxed, budget);
  return search.findFirst() ?? search.run();
}

/** What is known of the relaxation of all places. */
interface Relaxed {
  /** What it answers; null where it has not been asked, or does not cover the problem. */
  readonly answer: AllocationAnswer | null;
  /** The levels that count units; null where the answer says them. */
  readonly unitLevels: Float64Array | null;
}

class PlaceSearch {
  readonly #problem: AllocationProblem;
  readonly #limit: PlaceLimit;
  readonly #classes: readonly LineClass[];
  readonly #relaxation: Relaxation;
  readonly #wasAsked: boolean;
  /** Lower bounds on the first levels without the limit. */
  #relaxedBounds: Float64Array;
  readonly #budget: Budget;
  readonly #bounds: LocationBounds;
  readonly #most: number;
  readonly #places: number;
  /** Sets of places that have been tried, so that none is tried twice. */
  readonly #tried = new Set<string>();
  #best: Plan | null = null;
  #rootBounds: readonly number[] = [];
  #stopped = false;
  /** True as long as every plan that was compared was the first of its equals. */
  #tieBreakProven = true;
  #isDeclined = false;

  constructor(
    problem: AllocationProblem,
    limit: PlaceLimit,
    classes: readonly LineClass[],
    relaxation: Relaxation,
    relaxed: Relaxed,
    budget: Budget,
  ) {
    this.#problem = problem;
    this.#limit = limit;
    this.#classes = classes;
    this.#relaxation = relaxation;
    this.#wasAsked = relaxed.unitLevels === null;
    this.#relaxedBounds = relaxed.answer?.bounds ?? relaxed.unitLevels ?? new Float64Array();
    this.#budget = budget;
    this.#bounds = new LocationBounds(problem, limit, classes, budget.parameters);
    this.#most = limit.most;
    this.#places = limit.placeOf.reduce((most, place) => Math.max(most, place + 1), 0);
  }

  /** Looks for a first plan within the limit. Returns the answer where it is proven that there is none, else null. */
  findFirst(): AllocationAnswer | null {
    const stocks = placeStocks(this.#problem, this.#classes, this.#limit);
    this.#tryOnly(promisingPlaces(this.#problem, this.#classes, this.#limit, stocks, this.#budget.deadline));
    if (this.#problem.mode !== 'none') {
      if (this.#best === null) this.#tryOnly(new Uint8Array(this.#places));
      return null;
    }
    if (this.#best !== null) return null;
    const fewest = fewestPlaces(this.#bounds.needs, this.#places, this.#budget);
    if (fewest === null || fewest.bound > this.#most) return infeasible('search');
    if (fewest.cover.value <= this.#most) this.#tryOnly(fewest.cover.chosen);
    return null;
  }

  run(): AllocationAnswer | null {
    this.#exploreRoot(new Uint8Array(this.#places));
    if (this.#isDeclined) return null;
    const best = this.#best;
    if (!this.#stopped) {
      return best === null
        ? infeasible('search')
        : { ...best, status: 'optimal', tieBreakProven: this.#tieBreakProven, method: 'search' };
    }
    const bounds = best === null ? new Float64Array() : this.#boundsOf(best);
    return {
      status: 'stopped',
      units: best?.units ?? null,
      tieBreakProven: false,
      bounds,
      method: 'search',
    };
  }

  /**
   * Bounds without a proof. A level is bounded by what the root has shown of it as long as all levels before it are
   * proven; the levels after the first unproven one may all be better in the optimum, so nothing is known of them.
   */
  #boundsOf(best: Plan): Float64Array {
    let isProven = true;
    // What the relaxation shows of a level holds only where the levels before it are no worse under the limit.
    let isLikeRelaxed = true;
    return best.bounds.map((value, level) => {
      if (!isProven) return 0;
      const relaxed = isLikeRelaxed ? (this.#relaxedBounds[level] ?? 0) : 0;
      const bound = Math.min(value, Math.max(relaxed, this.#rootBounds[level] ?? 0));
      isLikeRelaxed &&= relaxed === value;
      isProven = bound === value;
      return bound;
    });
  }

  #isWorse(levels: Float64Array): boolean {
    return this.#best !== null && isBelow(this.#best.bounds, levels);
  }

  /** The classes as far as they may take from the places for which `isUsable` holds. */
  #classesFrom(isUsable: (place: number) => boolean): LineClass[] {
    const { sourcePackage, sourceAvailable } = this.#problem;
    return this.#classes.map((each) => {
      const sources = each.sources.filter((source) => isUsable(this.#limit.placeOf[sourcePackage[source]!]!));
      return { ...each, sources, supply: sources.reduce((sum, source) => sum + sourceAvailable[source]!, 0) };
    });
  }

  /**
   * The best plan of some classes. Null where there is none, where it is worse than the incumbent, and where the
   * relaxation found none in time; `limited` where its units show that it passes the limit.
   *
   * @param bounds on the first levels under the limit
   */
  #solve(classes: readonly LineClass[], bounds: readonly number[] = []): Plan | 'limited' | null {
    const levels = this.#relaxation.unitLevels(classes);
    if (levels !== null && this.#isWorse(levels)) return null;
    if (levels !== null && isBelow(levels, bounds)) return 'limited';
    const answer = this.#relaxation.solve(classes, this.#budget);
    if (answer === null) this.#isDeclined = true;
    if (answer === null || answer.status === 'stopped') this.#stopped = true;
    return this.#planOf(answer);
  }

  #planOf(answer: AllocationAnswer | null): Plan | null {
    if (answer === null || answer.units === null) return null;
    if (!answer.tieBreakProven) this.#tieBreakProven = false;
    const bounds = answer.status === 'stopped' ? planValues(this.#problem, answer.units) : answer.bounds;
    return { ...answer, units: answer.units, bounds };
  }

  /** Solves from a set of places that keeps the limit, and keeps the plan if it is better than the incumbent. */
  #tryOnly(chosen: Uint8Array): void {
    const key = chosen.join('');
    if (this.#tried.has(key)) return;
    this.#tried.add(key);
    const plan = this.#solve(this.#classesFrom((place) => chosen[place] === 1));
    if (plan !== null && plan !== 'limited') this.#take(plan);
  }

  #take(plan: Plan): void {
    if (this.#best === null || comparePlans(this.#problem, plan, this.#best) < 0) this.#best = plan;
  }

  #isOutOfBudget(): boolean {
    if (--this.#budget.nodes <= 0 || performance.now() >= this.#budget.deadline) this.#stopped = true;
    return this.#stopped;
  }

  /**
   * Explores all places. The relaxation is asked first where the incumbent, or else the bounds, do not show that its
   * units pass the limit: what is best without the limit is best with it, if it keeps it.
   */
  #exploreRoot(fixing: Uint8Array): void {
    const steps = this.#budget.parameters.locationRootSteps;
    const isEqual = this.#best !== null && !isBelow(this.#relaxedBounds, this.#best.bounds);
    if (!this.#wasAsked && isEqual && this.#isSettledByRelaxation()) return;
    if (this.#isOutOfBudget() || !fixLocations(this.#bounds.needs, fixing, this.#most)) return;
    let bounded: Bounded | null = null;
    if (this.#best !== null) {
      bounded = this.#bounded(fixing, [], steps);
      if (bounded === null) return;
      this.#rootBounds = bounded.bounds;
      const mayKeep = !this.#wasAsked && !isEqual && !isBelow(this.#relaxedBounds, bounded.bounds);
      if (mayKeep && this.#isSettledByRelaxation()) return;
    }
    this.#exploreBounded(fixing, bounded);
  }

  /** Whether the relaxation of all places settles the search: its plan keeps the limit, or there is none. */
  #isSettledByRelaxation(): boolean {
    const now = performance.now();
    const { relaxationShare } = this.#budget.parameters;
    const nodes = Math.ceil(this.#budget.nodes * relaxationShare);
    const share = { ...this.#budget, nodes, deadline: now + relaxationShare * (this.#budget.deadline - now) };
    const answer = this.#relaxation.solve(this.#classes, share);
    this.#budget.nodes -= nodes - share.nodes;
    if (answer?.status === 'infeasible') return true;
    if (answer === null || answer.units === null) return false;
    this.#relaxedBounds = answer.bounds;
    if (!keepsPlaceLimit(this.#problem, this.#limit, answer.units)) return false;
    if (answer.status === 'optimal') {
      this.#best = { ...answer, units: answer.units };
      this.#tieBreakProven = answer.tieBreakProven;
      return true;
    }
    this.#take({ ...answer, units: answer.units, bounds: planValues(this.#problem, answer.units) });
    return false;
  }

  /** Bounds a node, and fixes what follows; null where it ends here. */
  #bounded(fixing: Uint8Array, prices: readonly Float64Array[], steps: number): Bounded | null {
    const bounded = this.#bounds.climb(fixing, this.#best!, prices, steps);
    if (bounded === null || !fixLocations(this.#bounds.needs, fixing, this.#most)) return null;
    return bounded;
  }

  #explore(fixing: Uint8Array, prices: readonly Float64Array[], steps: number): void {
    if (this.#isOutOfBudget() || !fixLocations(this.#bounds.needs, fixing, this.#most)) return;
    let bounded: Bounded | null = null;
    if (this.#best !== null) {
      bounded = this.#bounded(fixing, prices, steps);
      if (bounded === null) return;
    }
    this.#exploreBounded(fixing, bounded);
  }

  #exploreBounded(fixing: Uint8Array, bounded: Bounded | null): void {
    // The later levels decide only where the bounded ones can at best equal those of the incumbent.
    const isLeaf = !fixing.includes(Fixing.undecided);
    let plan: Plan | 'limited' | null = 'limited';
    if (isLeaf || bounded === null || bounded.isTied) {
      const classes = this.#classesFrom((place) => fixing[place] !== Fixing.closed);
      plan = this.#solve(classes, isLeaf ? [] : bounded?.bounds);
      if (plan === null) return;
    }
    if (plan !== 'limited' && this.#best !== null && comparePlans(this.#problem, plan, this.#best) >= 0)
      return;
    const given =
      plan === 'limited' ? null : unitsOfPlaces(this.#problem, this.#limit, plan.units, this.#places);
    if (plan !== 'limited' && given!.reduce((used, units) => used + (units > 0 ? 1 : 0), 0) <= this.#most) {
      this.#best = plan;
      return;
    }
    if (this.#stopped) return;
    const cost = bounded?.last?.locationCost ?? given!.map((units) => -units);
    this.#tryOnly(mostPromising(fixing, cost, this.#most));
    if (!this.#stopped) this.#branch(fixing, given, bounded);
  }

  #branch(fixing: Uint8Array, given: Float64Array | null, bounded: Bounded | null): void {
    const chosen = placeToBranchOn(fixing, given, bounded?.last?.locationEstimate);
    for (const side of [Fixing.open, Fixing.closed]) {
      const next = fixing.slice();
      next[chosen] = side;
      this.#explore(next, bounded?.prices ?? [], this.#budget.parameters.locationNodeSteps);
      if (this.#stopped) return;
    }
  }
}
