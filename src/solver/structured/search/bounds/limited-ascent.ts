import type { SolveParameters } from '../../../parameters.ts';
import type { Covering } from '../covering.ts';
import { ascend } from './subgradient-ascent.ts';

/** Constraints of a covering beyond its demands: a limit on locations, and caps on earlier levels of the objective. */
export interface Limits {
  /** The location of each candidate; −1 where it has none and so counts towards no limit. */
  readonly locationOf: Int32Array;
  readonly mostLocations: number;
  /** 1 for each location that is open in every plan of the node. */
  readonly isLocationOpen: Uint8Array;
  /** Earlier levels, which may not become worse: Σ_e unitCost_e · x_e ≤ most. */
  readonly caps: readonly Cap[];
}

/** A limit on a sum over entries. */
interface Cap {
  /** One number for each entry. */
  readonly unitCost: Float64Array;
  /** Positive. */
  readonly most: number;
}

/** Lagrange multipliers of a covering under limits, and the lower bound that they prove. */
export interface LimitedMultipliers {
  /** A lower bound on the cost of every cover within the limits. */
  readonly bound: number;
  /** λ of each demand, κ of the limit on locations, μ of each cap. */
  readonly prices: Float64Array;
  /** The reduced cost of opening each location; −Infinity for open ones. Closing it raises the bound by the negative. */
  readonly locationCost: Float64Array;
  /** An estimate of whether each location is open, 0 to 1, see `primalEstimate` of {@link Multipliers}. */
  readonly locationEstimate: Float64Array;
}

/**
 * The dual ascent of {@link findMultipliers} where the locations are limited and earlier levels are capped. The relaxed
 * constraints are the demands (price λ), the limit on locations (κ) and the caps (μ):
 *
 *   L = Σ_p λ_p − κ − Σ_c μ_c + Σ_l min(0, κ / mostLocations + Σ_(k at l) min(0, rc_k)) + Σ_(k nowhere) min(0, rc_k)
 *   rc_k = fixedCost_k − Σ_e max(0, λ_p − unitPrice_e − Σ_c μ_c · capPrice_ce) · amount_e / demand_p
 *
 * Prices are those of whole demands and whole caps. An open location counts without the min. L is a lower bound for any
 * λ, κ, μ ≥ 0.
 */
export class LimitedAscent {
  readonly #covering: Covering;
  readonly #parameters: SolveParameters;
  readonly #limits: Limits;
  readonly #share: Float64Array;
  /** unitCost · demand of each entry; for each cap the same divided by the cap's `most`. */
  readonly #unitPrice: Float64Array | null;
  readonly #capPrice: readonly Float64Array[];
  /** What each entry earns at the present prices, before the max with 0. */
  readonly #margin: Float64Array;
  readonly #prices: Float64Array;
  readonly #gradient: Float64Array;
  readonly #reducedCost: Float64Array;
  readonly #locationCost: Float64Array;
  readonly #locationEstimate: Float64Array;

  /** @param from prices of a covering with as many demands and caps */
  constructor(covering: Covering, limits: Limits, parameters: SolveParameters, from: Float64Array | null) {
    const { demand, demandOf, amount, unitCost, fixedCost } = covering;
    this.#covering = covering;
    this.#parameters = parameters;
    this.#limits = limits;
    this.#share = amount.map((units, e) => units / demand[demandOf[e]!]!);
    this.#unitPrice = unitCost?.map((cost, e) => cost * demand[demandOf[e]!]!) ?? null;
    this.#capPrice = limits.caps.map((cap) =>
      cap.unitCost.map((cost, e) => (cost * demand[demandOf[e]!]!) / cap.most),
    );
    this.#margin = new Float64Array(amount.length);
    this.#prices = from?.slice() ?? this.#cheapestPrices();
    this.#gradient = new Float64Array(this.#prices.length);
    this.#reducedCost = new Float64Array(fixedCost.length);
    this.#locationCost = new Float64Array(limits.isLocationOpen.length);
    this.#locationEstimate = new Float64Array(limits.isLocationOpen.length);
  }

  #cheapestPrices(): Float64Array {
    const { demand, starts, demandOf, fixedCost } = this.#covering;
    const prices = new Float64Array(demand.length + 1 + this.#limits.caps.length);
    prices.fill(Number.POSITIVE_INFINITY, 0, demand.length);
    for (let k = 0; k < fixedCost.length; k++) {
      for (let e = starts[k]!; e < starts[k + 1]!; e++) {
        const p = demandOf[e]!;
        prices[p] = Math.min(prices[p]!, fixedCost[k]! + (this.#unitPrice?.[e] ?? 0));
      }
    }
    return prices.map((price) => (Number.isFinite(price) ? price : 0));
  }

  /**
   * Takes steps until the bound reaches `target`, at most `steps` of them.
   *
   * @param target the value of a known plan; it also sets the length of the steps
   */
  climb(target: number, steps: number): LimitedMultipliers {
    return ascend(
      {
        prices: this.#prices,
        gradient: this.#gradient,
        evaluate: () => this.#evaluate(),
        keep: (bound) => ({
          bound,
          prices: this.#prices.slice(),
          locationCost: this.#locationCost.slice(),
          locationEstimate: this.#locationEstimate,
        }),
      },
      target,
      steps,
      this.#parameters,
    );
  }

  /** Computes L, a subgradient and the reduced costs of locations. */
  #evaluate(): number {
    const { fixedCost, starts, demand } = this.#covering;
    const { locationOf, mostLocations, isLocationOpen } = this.#limits;
    const smoothing = this.#parameters.ascentSmoothing;
    const prices = this.#prices;
    const demands = demand.length;
    const locationUnit = 1 / Math.max(1, mostLocations);
    const perLocation = prices[demands]! * locationUnit;
    this.#gradient.fill(1, 0, demands).fill(-1, demands);
    for (let l = 0; l < isLocationOpen.length; l++) {
      this.#locationCost[l] = isLocationOpen[l] === 1 ? Number.NEGATIVE_INFINITY : perLocation;
    }
    for (let k = 0; k < fixedCost.length; k++) {
      const reduced = fixedCost[k]! - this.#earned(starts[k]!, starts[k + 1]!);
      this.#reducedCost[k] = reduced;
      if (reduced < 0 && locationOf[k]! >= 0) this.#locationCost[locationOf[k]!]! += reduced;
    }
    let value = 0;
    for (let i = 0; i < prices.length; i++) value += i < demands ? prices[i]! : -prices[i]!;
    for (let l = 0; l < isLocationOpen.length; l++) {
      this.#locationEstimate[l]! *= 1 - smoothing;
      if (this.#locationCost[l]! >= 0) continue;
      this.#locationEstimate[l]! += smoothing;
      this.#gradient[demands]! += locationUnit;
      value += perLocation;
    }
    for (let k = 0; k < fixedCost.length; k++) {
      const l = locationOf[k]!;
      if (this.#reducedCost[k]! >= 0 || (l >= 0 && this.#locationCost[l]! >= 0)) continue;
      value += this.#reducedCost[k]!;
      this.#takeOffGradient(starts[k]!, starts[k + 1]!);
    }
    return value;
  }

  #earned(from: number, to: number): number {
    const { demandOf, demand } = this.#covering;
    const caps = this.#capPrice;
    let earned = 0;
    for (let e = from; e < to; e++) {
      let margin = this.#prices[demandOf[e]!]! - (this.#unitPrice === null ? 0 : this.#unitPrice[e]!);
      for (let c = 0; c < caps.length; c++) margin -= this.#prices[demand.length + 1 + c]! * caps[c]![e]!;
      this.#margin[e] = margin;
      if (margin > 0) earned += margin * this.#share[e]!;
    }
    return earned;
  }

  /** Takes the entries of an open candidate off the subgradient. */
  #takeOffGradient(from: number, to: number): void {
    const { demandOf, demand } = this.#covering;
    for (let e = from; e < to; e++) {
      if (this.#margin[e]! <= 0) continue;
      this.#gradient[demandOf[e]!]! -= this.#share[e]!;
      for (let c = 0; c < this.#capPrice.length; c++) {
        this.#gradient[demand.length + 1 + c]! += this.#capPrice[c]![e]! * this.#share[e]!;
      }
    }
  }
}
