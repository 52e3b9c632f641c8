import type { SolveParameters } from '../../../parameters.ts';
import type { LimitedMultipliers } from '../../search/bounds/limited-ascent.ts';
import { ascend } from '../../search/bounds/subgradient-ascent.ts';
import { Fixing } from '../../search/fixing.ts';

/** What one place can give to one demand, and what a level counts of it. */
interface Serving {
  readonly place: number;
  readonly demand: number;
  /** Units of each source that the place has of it. */
  readonly units: Float64Array;
  /** The cost of a unit in the level that is bounded, one number for each source. */
  readonly cost: Float64Array;
  /** The same in each capped level, level by level. */
  readonly capCost: readonly Float64Array[];
  /** The fewest units that the place gives if it gives any: without them, the others within the limit are too few. */
  readonly least: number;
}

/** A level of the objective that counts units, under a limit on places and caps on earlier levels. */
export interface PlacedLevel {
  /** Units of each demand, positive. */
  readonly demand: Float64Array;
  readonly servings: readonly Serving[];
  /** The most places. */
  readonly most: number;
  /** The most places that may give to each demand; null where nothing limits them beyond `most`. */
  readonly mostOfDemand: Float64Array | null;
  /** How many earlier levels are capped. */
  readonly caps: number;
  /** The cost of a unit that is left behind in the level and in the capped levels; null where none may be left. */
  readonly leaving: { readonly cost: number; readonly capCost: readonly number[] } | null;
}

/** A node of the search: what is decided, and the largest values of the capped levels. */
interface Node {
  /** A {@link Fixing} for each place. */
  readonly fixing: Uint8Array;
  /** Positive. */
  readonly caps: Float64Array;
}

/** A serving as parts of its demand: a share of 1 is the whole demand, and costs are those of the whole demand. */
interface ScaledServing {
  readonly demand: number;
  readonly least: number;
  readonly share: Float64Array;
  readonly cost: Float64Array;
  readonly capCost: readonly Float64Array[];
  /** The share of each source that the place gives at the present prices, where it gives any. */
  readonly taken: Float64Array;
  isTaken: boolean;
}

/** λ of each demand, μ of each cap, ν of each demand where its places are limited. */
const priceCount = ({ demand, caps, mostOfDemand }: PlacedLevel): number =>
  demand.length + caps + (mostOfDemand === null ? 0 : demand.length);

/**
 * Lagrangian dual, by subgradient ascent, of one level of the objective under a limit on places.
 *
 * The demands (price λ), the caps on earlier levels (price μ) and the limits on the places of a demand (price ν) are
 * relaxed. The limit on all places stays: they then earn independently of each other, and the best choice within the
 * limit is that of the places that earn the most,
 *
 *   L = Σ_p (λ_p − ν_p) − Σ_c μ_c − max over sets of at most `most` places, with all open ones, of Σ_l g_l
 *   g_l = Σ_p max(0, max over what l may give to p of Σ_e (λ_p − cost_e − Σ_c μ_c · capCost_ce) · share_e − ν_p / S_p)
 *
 * S_p is `mostOfDemand`: a place that gives anything to p takes one of S_p turns, and pays for it. A place gives a
 * demand no more than the whole of it, and no less than `least` if it gives any. Prices and costs are those of whole
 * demands, whole caps and whole limits. L is a lower bound for any λ and any μ, ν ≥ 0; as with the p-median problem
 * (Cornuéjols, Fisher, Nemhauser 1977) it is close to the optimum where places serve whole demands. Without ν a demand
 * would be served by a little of many places, which the limit on its places forbids.
 */
export class PlaceAscent {
  readonly #level: PlacedLevel;
  readonly #parameters: SolveParameters;
  readonly #byPlace: readonly (readonly ScaledServing[])[];
  readonly #capPrices: Float64Array;
  #node: Node;
  #prices: Float64Array;
  readonly #gradient: Float64Array;
  readonly #earned: Float64Array;
  readonly #placeCost: Float64Array;
  #estimate: Float64Array;

  /** @param places how many places there are */
  constructor(level: PlacedLevel, places: number, parameters: SolveParameters) {
    this.#level = level;
    this.#parameters = parameters;
    const byPlace: ScaledServing[][] = Array.from({ length: places }, () => []);
    for (const serving of level.servings) byPlace[serving.place]!.push(scaled(serving, level.demand));
    this.#byPlace = byPlace;
    this.#node = { fixing: new Uint8Array(places), caps: new Float64Array(level.caps) };
    this.#prices = new Float64Array(priceCount(level));
    this.#capPrices = new Float64Array(level.caps);
    this.#gradient = new Float64Array(this.#prices.length);
    this.#earned = new Float64Array(places);
    this.#placeCost = new Float64Array(places);
    this.#estimate = new Float64Array(places);
  }

  #cheapestPrices(): Float64Array {
    const { demand } = this.#level;
    const prices = new Float64Array(priceCount(this.#level));
    prices.fill(Number.POSITIVE_INFINITY, 0, demand.length);
    for (const serving of this.#byPlace.flat()) {
      for (const cost of serving.cost) prices[serving.demand] = Math.min(prices[serving.demand]!, cost);
    }
    return prices.map((price) => (Number.isFinite(price) ? price : 0));
  }

  /**
   * Takes steps until the bound reaches `target`, at most `steps` of them.
   *
   * @param from prices of the same level, where the ascent starts
   * @param target the value of a known plan; it also sets the length of the steps
   */
  climb(node: Node, from: Float64Array | null, target: number, steps: number): LimitedMultipliers {
    this.#node = node;
    this.#prices = from?.slice() ?? this.#cheapestPrices();
    this.#estimate = new Float64Array(this.#byPlace.length);
    return ascend(
      {
        prices: this.#prices,
        gradient: this.#gradient,
        evaluate: () => this.#evaluate(),
        keep: (bound) => ({
          bound,
          prices: this.#prices.slice(),
          locationCost: this.#placeCost.slice(),
          locationEstimate: this.#estimate,
        }),
      },
      target,
      steps,
      this.#parameters,
    );
  }

  /** Computes L, a subgradient, and what it costs to open or close each place. */
  #evaluate(): number {
    const { demand, caps, mostOfDemand } = this.#level;
    const demands = demand.length;
    const turns = demands + caps;
    const prices = this.#prices;
    for (let c = 0; c < caps; c++) this.#capPrices[c] = prices[demands + c]! / this.#node.caps[c]!;
    this.#gradient.fill(1, 0, demands).fill(-1, demands);
    let value = 0;
    for (let i = 0; i < prices.length; i++) value += i < demands ? prices[i]! : -prices[i]!;
    for (let place = 0; place < this.#byPlace.length; place++) {
      if (this.#node.fixing[place] === Fixing.closed) continue;
      let earned = 0;
      for (const serving of this.#byPlace[place]!) earned += this.#take(serving);
      this.#earned[place] = earned;
    }
    const smoothing = this.#parameters.ascentSmoothing;
    for (let place = 0; place < this.#estimate.length; place++) this.#estimate[place]! *= 1 - smoothing;
    for (const place of this.#choose()) {
      value -= this.#earned[place]!;
      if (this.#earned[place]! > 0) this.#estimate[place]! += smoothing;
      for (const serving of this.#byPlace[place]!) {
        if (!serving.isTaken) continue;
        if (mostOfDemand !== null)
          this.#gradient[turns + serving.demand]! += 1 / mostOfDemand[serving.demand]!;
        for (let e = 0; e < serving.taken.length; e++) {
          const taken = serving.taken[e]!;
          this.#gradient[serving.demand]! -= taken;
          for (let c = 0; c < caps; c++) {
            this.#gradient[demands + c]! += (serving.capCost[c]![e]! * taken) / this.#node.caps[c]!;
          }
        }
      }
    }
    return value + this.#leave();
  }

  /** What leaving units behind adds to L. A demand that costs more than leaving it is left whole. */
  #leave(): number {
    const { demand, caps, leaving } = this.#level;
    if (leaving === null) return 0;
    let value = 0;
    for (let p = 0; p < demand.length; p++) {
      let margin = this.#prices[p]! - leaving.cost * demand[p]!;
      for (let c = 0; c < caps; c++) margin -= this.#capPrices[c]! * leaving.capCost[c]! * demand[p]!;
      if (margin <= 0) continue;
      value -= margin;
      this.#gradient[p]! -= 1;
      for (let c = 0; c < caps; c++) {
        this.#gradient[demand.length + c]! += (leaving.capCost[c]! * demand[p]!) / this.#node.caps[c]!;
      }
    }
    return value;
  }

  /** What a serving earns at the present prices, and what it gives for that. */
  #take(serving: ScaledServing): number {
    const { demand, share, cost, capCost, taken, least } = serving;
    const { mostOfDemand, caps } = this.#level;
    const price = this.#prices[demand]!;
    const turn =
      mostOfDemand === null
        ? 0
        : this.#prices[this.#level.demand.length + caps + demand]! / mostOfDemand[demand]!;
    if (share.length === 1) {
      let margin = price - cost[0]!;
      for (let c = 0; c < capCost.length; c++) margin -= this.#capPrices[c]! * capCost[c]![0]!;
      taken[0] = margin > 0 ? share[0]! : least;
      const net = margin * taken[0] - turn;
      serving.isTaken = net > 0;
      return serving.isTaken ? net : 0;
    }
    taken.fill(0);
    let earned = -turn;
    let left = 1;
    // Few sources share a place and a demand, so the best of them is looked for each time.
    for (let round = 0; round < share.length && left > 0; round++) {
      let next = -1;
      let nextMargin = Number.NEGATIVE_INFINITY;
      for (let e = 0; e < share.length; e++) {
        if (taken[e]! > 0) continue;
        let margin = price - cost[e]!;
        for (let c = 0; c < capCost.length; c++) margin -= this.#capPrices[c]! * capCost[c]![e]!;
        if (margin > nextMargin) [next, nextMargin] = [e, margin];
      }
      const room = nextMargin > 0 ? left : least - (1 - left);
      if (room <= 0) break;
      taken[next] = Math.min(share[next]!, room);
      earned += nextMargin * taken[next]!;
      left -= taken[next]!;
    }
    serving.isTaken = earned > 0;
    return serving.isTaken ? earned : 0;
  }

  /** The open places and those that earn the most; sets what it costs to decide the others otherwise. */
  #choose(): number[] {
    const undecided: number[] = [];
    const chosen: number[] = [];
    const { fixing } = this.#node;
    for (let place = 0; place < fixing.length; place++) {
      this.#placeCost[place] = 0;
      if (fixing[place] === Fixing.open) chosen.push(place);
      else if (fixing[place] === Fixing.undecided) undecided.push(place);
    }
    const slots = this.#level.most - chosen.length;
    undecided.sort((a, b) => this.#earned[b]! - this.#earned[a]!);
    const last = this.#earned[undecided[slots - 1] ?? -1] ?? 0;
    const next = this.#earned[undecided[slots] ?? -1] ?? 0;
    undecided.forEach((place, at) => {
      if (at < slots) chosen.push(place);
      // Another one takes the slot of a place that is closed; a place that is opened takes the slot of the last one.
      const other = at < slots ? next : last;
      this.#placeCost[place] = slots > 0 ? other - this.#earned[place]! : Number.POSITIVE_INFINITY;
    });
    return chosen;
  }
}

/** Scales a serving. Sources that cost alike in every level are one. */
function scaled({ demand, units, cost, capCost, least }: Serving, demands: Float64Array): ScaledServing {
  const wanted = demands[demand]!;
  const kept: number[] = [];
  const share: number[] = [];
  for (const [e, given] of units.entries()) {
    const isAlike = (k: number) => cost[k] === cost[e] && capCost.every((costs) => costs[k] === costs[e]);
    const at = kept.findIndex(isAlike);
    if (at < 0) {
      kept.push(e);
      share.push(Math.min(1, given / wanted));
    } else share[at] = Math.min(1, share[at]! + given / wanted);
  }
  return {
    demand,
    least: least / wanted,
    share: Float64Array.from(share),
    cost: Float64Array.from(kept, (e) => cost[e]! * wanted),
    capCost: capCost.map((costs) => Float64Array.from(kept, (e) => costs[e]! * wanted)),
    taken: new Float64Array(kept.length),
    isTaken: false,
  };
}
