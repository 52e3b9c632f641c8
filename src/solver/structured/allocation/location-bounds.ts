import type { AllocationProblem } from '../../../program/allocation-problem.ts';
import type { SolveParameters } from '../../parameters.ts';
import { LimitedAscent, type LimitedMultipliers } from '../search/bounds/limited-ascent.ts';
import { type Candidate, layOutCovering } from '../search/covering.ts';
import { Fixing } from '../search/fixing.ts';
import { type LevelCosts, levelCostsOf } from './level-costs.ts';
import { PlaceAscent, type PlacedLevel } from './limits/place-ascent.ts';
import { type PlaceStock, placeStocks } from './limits/place-servings.ts';
import type { PlaceLimit } from './limits/relaxation.ts';
import type { Plan } from './rank-plans.ts';
import type { Need } from './reductions/fix-locations.ts';
import type { LineClass } from './reductions/merge-lines.ts';
import { mergedDemands } from './reductions/merged-demands.ts';

/** A bound passes a value only by more than this: of integers by so much, of costs by this part of their size. */
const PASSED = { integer: 1e-3, cost: 1e-9 } as const;
/** The ascent cannot scale by a cap of 0, so an integer cap of 0 is widened to less than 1. */
const LEAST_CAP = 0.5;

/** What the bounds of a node have shown. */
export interface Bounded {
  /** The multipliers of the last level that was bounded; null where the known plan is worth 0, below which nothing is. */
  readonly last: LimitedMultipliers | null;
  /** A lower bound on each level that was bounded, in the caller's unit, given that the levels before are as known. */
  readonly bounds: readonly number[];
  /** For each level, the prices from which the ascents below may start. */
  readonly prices: readonly Float64Array[];
  /** True where every bounded level can at best equal that of the known plan. */
  readonly isTied: boolean;
}

/** What one package can give to one line class. */
interface Offer {
  readonly demand: number;
  readonly source: number;
  readonly item: number;
  readonly location: number;
  readonly units: number;
}

/** Lower bounds on the levels that count units, or on the weighted value, under a limit on places. */
export class LocationBounds {
  /** Units of each line class, or of several that are bounded as one, see {@link mergedDemands}. */
  readonly demand: Float64Array;
  /** What a release has to cover; nothing in a partial release. */
  readonly needs: readonly Need[];
  readonly #problem: AllocationProblem;
  readonly #limit: PlaceLimit;
  /** Of each level; null under weights, where opening costs something too. */
  readonly #placed: readonly PlaceAscent[] | null;
  readonly #levels: readonly LevelCosts[];
  /** What each package can give. */
  readonly #offers: readonly (readonly Offer[])[];
  readonly #mayLeave: boolean;
  readonly #parameters: SolveParameters;

  constructor(
    problem: AllocationProblem,
    limit: PlaceLimit,
    lineClasses: readonly LineClass[],
    parameters: SolveParameters,
  ) {
    const classes = mergedDemands(problem, lineClasses);
    this.#problem = problem;
    this.#limit = limit;
    this.#parameters = parameters;
    this.demand = Float64Array.from(classes, ({ wanted }) => wanted);
    this.#levels = levelCostsOf(problem);
    this.#mayLeave = problem.mode !== 'none';
    const { sourcePackage, sourceAvailable } = problem;
    const mostOfDemand = mostOfClasses(classes, limit);
    const useful = classes.map(() => new Set<number>());
    const stocks = placeStocks(problem, classes, limit);
    for (const { demand, sources } of stocks) for (const source of sources) useful[demand]!.add(source);
    this.#placed =
      problem.weights === null
        ? this.#levels.map((_, level) => this.#placeAscent(level, stocks, mostOfDemand))
        : null;
    // Fixing asks both: a class has less to choose from than a merged demand, which counts stock once.
    const isMerged = classes.length < lineClasses.length;
    this.needs = this.#mayLeave
      ? []
      : [
          ...needsOf(classes, stocks, limit),
          ...(isMerged ? needsOf(lineClasses, placeStocks(problem, lineClasses, limit), limit) : []),
        ];
    const byPackage = new Map<number, Offer[]>();
    classes.forEach(({ sources }, demand) => {
      for (const source of sources) {
        if (!useful[demand]!.has(source)) continue;
        const item = sourcePackage[source]!;
        const offer = {
          demand,
          source,
          item,
          location: limit.placeOf[item]!,
          units: sourceAvailable[source]!,
        };
        const known = byPackage.get(item);
        if (known === undefined) byPackage.set(item, [offer]);
        else known.push(offer);
      }
    });
    this.#offers = [...byPackage.values()];
  }

  /**
   * Bounds the levels one after another, as long as each can at best equal that of the known plan, and opens or closes
   * locations by reduced-cost fixing.
   *
   * @param fixing a {@link Fixing} for each location; changed in place
   * @param prices from which the ascent of each level starts, as far as they are known
   * @returns null where every plan within the limit is worse than the known plan
   */
  climb(fixing: Uint8Array, known: Plan, prices: readonly Float64Array[], steps: number): Bounded | null {
    const found: Float64Array[] = [...prices];
    const bounds: number[] = [];
    let last: LimitedMultipliers | null = null;
    for (const [level, costs] of this.#levels.entries()) {
      const value = known.bounds[level]! * costs.scale;
      const slack = costs.integral ? PASSED.integer : PASSED.cost * Math.abs(value);
      if (level > 0 || value > 0) {
        const from = prices[level]?.length ? prices[level]! : null;
        last = this.#climb(level, fixing, known, from, value + slack, steps);
        if (last.bound >= value + slack) return null;
        fixByBound(fixing, last, value + slack);
      }
      bounds.push(boundOn(value, last?.bound ?? 0, costs));
      found[level] = last?.prices ?? new Float64Array();
      const isEqual = last === null || last.bound > value - (costs.integral ? 1 - PASSED.integer : slack);
      if (!isEqual) return { last, bounds, prices: found, isTied: false };
    }
    return { last, bounds, prices: found, isTied: true };
  }

  #climb(
    level: number,
    fixing: Uint8Array,
    known: Plan,
    from: Float64Array | null,
    target: number,
    steps: number,
  ): LimitedMultipliers {
    if (this.#placed === null) return this.#ascent(level, fixing, known, from).climb(target, steps);
    const caps = Float64Array.from({ length: level }, (_, at) => Math.max(LEAST_CAP, known.bounds[at]!));
    return this.#placed[level]!.climb({ fixing, caps }, from, target, steps);
  }

  #placeAscent(level: number, stocks: readonly PlaceStock[], mostOfDemand: Float64Array | null): PlaceAscent {
    const { sourceAvailable } = this.#problem;
    const costs = this.#levels[level]!;
    const earlier = this.#levels.slice(0, level);
    const placed: PlacedLevel = {
      demand: this.demand,
      most: this.#limit.most,
      mostOfDemand,
      servings: stocks.map(({ place, demand, sources, least }) => ({
        place,
        demand,
        least,
        units: Float64Array.from(sources, (source) => sourceAvailable[source]!),
        cost: Float64Array.from(sources, (source) => costs.unit[source]!),
        capCost: earlier.map(({ unit }) => Float64Array.from(sources, (source) => unit[source]!)),
      })),
      caps: level,
      leaving: this.#mayLeave
        ? { cost: costs.leaving, capCost: earlier.map(({ leaving }) => leaving) }
        : null,
    };
    const places = this.#limit.placeOf.reduce((most, place) => Math.max(most, place + 1), 0);
    return new PlaceAscent(placed, places, this.#parameters);
  }

  #ascent(level: number, fixing: Uint8Array, known: Plan, from: Float64Array | null): LimitedAscent {
    const costs = this.#levels[level]!;
    const usable = this.#offers.filter(([first]) => fixing[first!.location] !== Fixing.closed);
    const candidates = usable.map(
      (offers): Candidate => ({
        fixedCost: costs.opening[offers[0]!.item]!,
        entries: offers.map(({ demand, source, units }) => ({
          demand,
          amount: units,
          unitCost: costs.unit[source]!,
        })),
      }),
    );
    const sources = usable.flat().map(({ source }) => source);
    const locationOf = usable.map((offers) => offers[0]!.location);
    if (this.#mayLeave) {
      candidates.push({
        fixedCost: 0,
        entries: Array.from(this.demand, (amount, demand) => ({ demand, amount, unitCost: costs.leaving })),
      });
      for (const _ of this.demand) sources.push(-1);
      locationOf.push(-1);
    }
    const unitCostOf = (earlier: LevelCosts, source: number) =>
      source < 0 ? earlier.leaving : earlier.unit[source]!;
    const caps = this.#levels.slice(0, level).map((earlier, at) => ({
      unitCost: Float64Array.from(sources, (source) => unitCostOf(earlier, source)),
      most: Math.max(LEAST_CAP, known.bounds[at]!),
    }));
    const limits = {
      locationOf: Int32Array.from(locationOf),
      mostLocations: this.#limit.most,
      isLocationOpen: fixing.map((fixed) => (fixed === Fixing.open ? 1 : 0)),
      caps,
    };
    return new LimitedAscent(
      layOutCovering(this.demand, candidates, { integral: costs.integral }),
      limits,
      this.#parameters,
      from,
    );
  }
}

/** What each class needs of the places. */
function needsOf(
  classes: readonly LineClass[],
  stocks: readonly PlaceStock[],
  limit: PlaceLimit,
): readonly Need[] {
  const mostOfDemand = mostOfClasses(classes, limit);
  return classes.map(({ wanted }, demand) => ({
    units: wanted,
    mostLocations: mostOfDemand?.[demand] ?? Number.POSITIVE_INFINITY,
    held: stocks
      .filter((stock) => stock.demand === demand)
      .map(({ place, units }) => ({ location: place, units }))
      .sort((a, b) => b.units - a.units),
  }));
}

/** The most places of each class that its lines may take from together; null where no line's limit is the tighter one. */
function mostOfClasses(classes: readonly LineClass[], { most, mostOfLine }: PlaceLimit): Float64Array | null {
  if (mostOfLine === null || mostOfLine >= most) return null;
  return Float64Array.from(classes, ({ lines }) => mostOfLine * lines.length);
}

/** What an ascent has shown of a level, in the caller's unit: integers are rounded up, and no bound passes the value. */
function boundOn(value: number, ascended: number, { integral, scale }: LevelCosts): number {
  const bound = integral ? Math.ceil(ascended - PASSED.integer) : ascended - PASSED.cost * Math.abs(value);
  return Math.min(value, Math.max(0, bound)) / scale;
}

/** Reduced-cost fixing: on the other side of each location that it fixes, the bound of every plan reaches `cutoff`. */
function fixByBound(fixing: Uint8Array, { bound, locationCost }: LimitedMultipliers, cutoff: number): void {
  fixing.forEach((fixed, location) => {
    if (fixed !== Fixing.undecided) return;
    const cost = locationCost[location]!;
    if (bound + Math.abs(cost) < cutoff) return;
    fixing[location] = cost >= 0 ? Fixing.closed : Fixing.open;
  });
}
