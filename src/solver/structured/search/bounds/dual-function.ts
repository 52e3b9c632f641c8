import type { Covering } from '../covering.ts';

/** Lagrange multipliers (dual prices) of a covering, and the lower bound that they prove. */
export interface Multipliers {
  /** L(λ, ν): no cover costs less. */
  readonly bound: number;
  /** λ_p: the price of the whole demand p. */
  readonly price: Float64Array;
  /** ν: the price of opening as many candidates as the cardinality limit allows. */
  readonly cardinalityPrice: number;
  /**
   * rc_k: the reduced cost of candidate k, its cost less what it earns at these prices. Opening it raises the bound by
   * max(0, rc_k), and closing it by max(0, −rc_k). Fixed-open candidates are open in the bound already.
   */
  readonly reducedCost: Float64Array;
  /**
   * An estimate of y_k, 0 to 1: the smoothed average of the Lagrangian solutions of the ascent (as in the volume
   * algorithm, Barahona and Anbil 2000). Near 1/2 the bound has decided nothing about the candidate.
   */
  readonly primalEstimate: Float64Array;
}

/** Where an ascent starts. */
export type Prices = Pick<Multipliers, 'price' | 'cardinalityPrice'>;

/**
 * The Lagrangian dual function of a covering, at prices that a caller moves. The relaxed constraints are the demands and
 * the cardinality limit:
 *
 *   L(λ, ν) = Σ_p λ_p − ν + min(0, ν) + Σ_k min(0, rc_k),  where fixed-open candidates count rc_k without the min,
 *   rc_k = fixedCost_k + ν / cardinalityLimit − Σ_e max(0, λ_p − unitCost_e · demand_p) · amount_e / demand_p
 *
 * It is a lower bound for any λ and ν. (With ν < 0 the slack of the limit, at most the limit, is what costs; so the
 * maximum lies at ν ≥ 0. Likewise λ < 0 only makes the bound worse.)
 */
export class DualFunction {
  readonly covering: Covering;
  /** λ, one a demand. */
  readonly price: Float64Array;
  /** ν */
  cardinalityPrice = 0;
  /** After {@link evaluate}: a subgradient in λ, and in ν. */
  readonly gradient: Float64Array;
  cardinalityGradient = 0;
  /** After {@link evaluate}: rc_k. */
  readonly reducedCost: Float64Array;
  /** After {@link evaluate}: 1 where the Lagrangian solution opens the candidate. */
  readonly isOpen: Uint8Array;
  /** unitCost · demand of each entry: the entries with every demand scaled to 1. Null where no unit costs anything. */
  readonly unitPrice: Float64Array | null;
  /** amount / demand of each entry. */
  readonly share: Float64Array;
  readonly #isFixedOpen: Uint8Array;

  constructor(covering: Covering) {
    const { demand, demandOf, amount, unitCost, fixedCost } = covering;
    this.covering = covering;
    this.share = amount.map((units, entry) => units / demand[demandOf[entry]!]!);
    this.unitPrice = unitCost?.map((cost, entry) => cost * demand[demandOf[entry]!]!) ?? null;
    this.price = new Float64Array(demand.length);
    this.gradient = new Float64Array(demand.length);
    this.reducedCost = new Float64Array(fixedCost.length);
    this.isOpen = new Uint8Array(fixedCost.length);
    this.#isFixedOpen = new Uint8Array(fixedCost.length);
    for (const k of covering.fixedOpen) this.#isFixedOpen[k] = 1;
  }

  /** Computes L(λ, ν), a subgradient and the reduced costs. */
  evaluate(): number {
    const { fixedCost, starts, demandOf, cardinalityLimit } = this.covering;
    const { price, gradient, share, unitPrice, isOpen } = this;
    gradient.fill(1);
    let value = -this.cardinalityPrice + Math.min(0, this.cardinalityPrice);
    for (let p = 0; p < price.length; p++) value += price[p]!;
    const openUnit = Number.isFinite(cardinalityLimit) ? 1 / cardinalityLimit : 0;
    this.cardinalityGradient = openUnit > 0 && this.cardinalityPrice >= 0 ? -1 : 0;
    const perOpen = this.cardinalityPrice * openUnit;
    for (let k = 0; k < fixedCost.length; k++) {
      const reduced = fixedCost[k]! + perOpen - this.#earned(k);
      this.reducedCost[k] = reduced;
      isOpen[k] = reduced < 0 ? 1 : this.#isFixedOpen[k]!;
      if (isOpen[k] === 0) continue;
      value += reduced;
      this.cardinalityGradient += openUnit;
      for (let e = starts[k]!; e < starts[k + 1]!; e++) {
        const p = demandOf[e]!;
        if (price[p]! > (unitPrice === null ? 0 : unitPrice[e]!)) gradient[p]! -= share[e]!;
      }
    }
    return value;
  }

  #earned(k: number): number {
    const { starts, demandOf } = this.covering;
    const { price, share, unitPrice } = this;
    let earned = 0;
    for (let e = starts[k]!; e < starts[k + 1]!; e++) {
      const margin = price[demandOf[e]!]! - (unitPrice === null ? 0 : unitPrice[e]!);
      if (margin > 0) earned += margin * share[e]!;
    }
    return earned;
  }
}
