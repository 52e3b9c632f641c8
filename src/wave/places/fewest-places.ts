import type { WaveStock } from '../stock.ts';
import type { PlaceDemand } from './demands.ts';

/** Locations that are tried, in all sets, for one shipment and day before a greedy choice has to do. */
const MOST_STEPS = 5_000;

/** What a set of locations costs, or null where it does not cover all that is needed. */
function costOf(stock: WaveStock, demands: readonly PlaceDemand[], places: readonly number[]): number | null {
  let cost = 0;
  for (const place of places) cost += stock.locations[place]!.cost;
  for (const { units, most, sourceAt } of demands) {
    let missing = units;
    for (const place of places) missing -= most[place]!;
    if (missing > 0) return null;
    cost += unitCosts(stock, units, most, sourceAt, places);
  }
  return cost;
}

/** The least cost of so many units from these places. */
function unitCosts(
  { sourceUnitCost }: WaveStock,
  units: number,
  most: Float64Array,
  sourceAt: Int32Array,
  places: readonly number[],
): number {
  let cost = 0;
  let left = units;
  for (const place of byUnitCost(sourceUnitCost, sourceAt, places)) {
    const taken = Math.min(left, most[place]!);
    if (taken > 0) cost += taken * sourceUnitCost[sourceAt[place]!]!;
    left -= taken;
  }
  return cost;
}

const priceAt = (sourceUnitCost: Float64Array, sourceAt: Int32Array, place: number): number =>
  sourceAt[place]! < 0 ? 0 : sourceUnitCost[sourceAt[place]!]!;

/** Places, the cheapest units first; of equal ones in their order. */
export function byUnitCost(
  sourceUnitCost: Float64Array,
  sourceAt: Int32Array,
  places: readonly number[],
): readonly number[] {
  const first = priceAt(sourceUnitCost, sourceAt, places[0]!);
  if (places.every((place) => priceAt(sourceUnitCost, sourceAt, place) === first)) return places;
  return [...places].sort(
    (a, b) => priceAt(sourceUnitCost, sourceAt, a) - priceAt(sourceUnitCost, sourceAt, b) || a - b,
  );
}

/** A choice of locations. */
export interface PlaceChoice {
  /** By number, ascending. */
  readonly places: readonly number[];
  /** No set of fewer locations would do. */
  readonly atLeast: number;
  /** What it costs: its locations, and the cheapest units from them. */
  readonly cost: number;
  /** Whether no smaller set would do, and no set as small costs less. */
  readonly isBest: boolean;
}

/** A set of locations and what it costs. */
interface PlaceSet {
  /** Ascending. */
  readonly places: readonly number[];
  readonly cost: number;
}

/** Whether a set of locations stands before another one of the same size, in the order of codes. */
function isBefore(one: readonly number[], other: readonly number[]): boolean {
  for (const [at, place] of one.entries()) if (place !== other[at]) return place < other[at]!;
  return false;
}

/**
 * Looks for the cheapest set of a size that covers, of equal ones the first in the order of codes. Of the demands that are
 * not covered yet, the one that the fewest locations give anything of must be covered by one of those: each of them is
 * tried, and afterwards left out.
 */
class SetSearch {
  #stepsLeft: number;
  #best: PlaceSet | null = null;
  readonly #stock: WaveStock;
  readonly #demands: readonly PlaceDemand[];
  readonly #candidates: readonly number[];
  /** 1 where a location is left out. */
  readonly #isOut: Uint8Array;

  constructor(
    stock: WaveStock,
    demands: readonly PlaceDemand[],
    candidates: readonly number[],
    mostSteps: number,
  ) {
    this.#stock = stock;
    this.#demands = demands;
    this.#candidates = candidates;
    this.#stepsLeft = mostSteps;
    this.#isOut = new Uint8Array(stock.locations.length);
  }

  /** @returns null where none covers, `cut` where there were too many */
  ofSize(size: number): PlaceSet | null | 'cut' {
    this.#best = null;
    const missing = Float64Array.from(this.#demands, ({ units }) => units);
    return this.#extend([], size, missing) ? this.#best : 'cut';
  }

  /** @returns false where it was cut */
  #extend(chosen: readonly number[], left: number, missing: Float64Array): boolean {
    const demand = this.#rarest(missing, left);
    if (demand === NONE_MISSING) {
      this.#consider(chosen);
      return true;
    }
    if (demand === NOT_COVERED) return true;
    const { most } = this.#demands[demand]!;
    const tried: number[] = [];
    let isWhole = true;
    for (const place of this.#candidates) {
      if (this.#isOut[place] === 1 || most[place] === 0) continue;
      if (--this.#stepsLeft < 0) {
        isWhole = false;
        break;
      }
      tried.push(place);
      this.#isOut[place] = 1;
      const rest = new Float64Array(missing.length);
      for (let at = 0; at < rest.length; at++) {
        rest[at] = Math.max(0, missing[at]! - this.#demands[at]!.most[place]!);
      }
      isWhole = this.#extend([...chosen, place], left - 1, rest);
      if (!isWhole) break;
    }
    for (const place of tried) this.#isOut[place] = 0;
    return isWhole;
  }

  /** The demand that is not covered and has the fewest givers; {@link NOT_COVERED} where so few more cannot cover one. */
  #rarest(missing: Float64Array, left: number): number {
    let rarest = NONE_MISSING;
    let fewest = Number.POSITIVE_INFINITY;
    for (let demand = 0; demand < missing.length; demand++) {
      const units = missing[demand]!;
      if (units <= 0) continue;
      if (left === 0) return NOT_COVERED;
      const { most } = this.#demands[demand]!;
      let givers = 0;
      let largest = 0;
      for (const place of this.#candidates) {
        if (this.#isOut[place] === 1 || most[place] === 0) continue;
        givers++;
        if (most[place]! > largest) largest = most[place]!;
      }
      if (largest * left < units) return NOT_COVERED;
      if (givers >= fewest) continue;
      fewest = givers;
      rarest = demand;
    }
    return rarest;
  }

  #consider(chosen: readonly number[]): void {
    const places = [...chosen].sort((a, b) => a - b);
    const cost = costOf(this.#stock, this.#demands, places);
    if (cost === null) return;
    const best = this.#best;
    if (best !== null && (cost > best.cost || (cost === best.cost && !isBefore(places, best.places)))) return;
    this.#best = { places, cost };
  }
}

const NONE_MISSING = -1;
const NOT_COVERED = -2;

/** Locations one after another, whichever gives the most units that are still missing. */
function greedyPlaces(demands: readonly PlaceDemand[], candidates: readonly number[]): number[] {
  const missing = demands.map(({ units }) => units);
  const chosen: number[] = [];
  while (missing.some((units) => units > 0)) {
    let best = -1;
    let most = 0;
    for (const place of candidates) {
      let gives = 0;
      for (let demand = 0; demand < demands.length; demand++) {
        gives += Math.min(missing[demand]!, demands[demand]!.most[place]!);
      }
      if (gives > most) {
        most = gives;
        best = place;
      }
    }
    if (best < 0) break;
    chosen.push(best);
    demands.forEach((demand, at) => {
      missing[at] = Math.max(0, missing[at]! - demand.most[best]!);
    });
  }
  return chosen.sort((a, b) => a - b);
}

/** No fewer locations can do: for each demand, the largest givers together. */
function leastSize(demands: readonly PlaceDemand[], candidates: readonly number[]): number {
  let least = 1;
  for (const { units, most } of demands) {
    const given = Float64Array.from(candidates, (place) => most[place]!).sort();
    let missing = units;
    let size = 0;
    for (let at = given.length - 1; at >= 0 && missing > 0; at--) {
      missing -= given[at]!;
      size++;
    }
    least = Math.max(least, size);
  }
  return least;
}

/**
 * The fewest locations that cover all demands of one day, of those the cheapest, of those the first in the order of codes.
 * Exact as long as there are not too many sets to look at; else a greedy choice.
 *
 * @param mostSteps locations that are tried, in all sets
 */
export function fewestPlaces(
  stock: WaveStock,
  demands: readonly PlaceDemand[],
  mostSteps: number = MOST_STEPS,
): PlaceChoice {
  const candidates: number[] = [];
  for (let place = 0; place < stock.locations.length; place++) {
    if (demands.some(({ most }) => most[place]! > 0)) candidates.push(place);
  }
  const search = new SetSearch(stock, demands, candidates, mostSteps);
  let size = leastSize(demands, candidates);
  for (; size <= candidates.length; size++) {
    const found = search.ofSize(size);
    if (found === 'cut') break;
    if (found !== null) return { ...found, atLeast: size, isBest: true };
  }
  const places = greedyPlaces(demands, candidates);
  const cost = costOf(stock, demands, places) ?? Number.POSITIVE_INFINITY;
  return { places, cost, atLeast: size, isBest: false };
}
