import type { AllocationProblem } from '../../../program/allocation-problem.ts';
import { type Cells, type Commodity, cellsOf, commoditiesOf } from '../greedy/commodity.ts';
import { type Flow, SourceFlow } from '../greedy/source-flow.ts';
import { sourceKinds, unitPrices } from '../greedy/source-order.ts';
import { unreachableLines } from './unreachable-lines.ts';

/** What the flows without limits show of every plan. */
export interface RelaxedBounds {
  /** True where the eligible stock of some product, or of some line within the limits, cannot cover a full release. */
  readonly isInfeasible: boolean;
  /**
   * A lower bound on each level, given that the levels before it are at their optimum; under weights one on the weighted
   * value.
   */
  readonly bounds: Float64Array;
}

/**
 * Bounds every level by flows of each product on its own, without limits, groups and opening costs, to the lines that
 * anything can be released of. All of them leave something out, so no plan is below them.
 *
 * Levels 2 to 5 depend on how much is released. In a full release that is everything. In a partial release it is known
 * where the plan `known` meets the bound of level 1; else as much is released as in `known`, at the least. Level 3 is
 * bounded among the plans that are best in level 2 where `known` meets that bound, else among all.
 *
 * @param known the five levels of a plan, or null where there is none
 */
export function relaxedBounds(problem: AllocationProblem, known: Float64Array | null): RelaxedBounds {
  return new Relaxation(problem).bounds(known);
}

class Relaxation {
  readonly #problem: AllocationProblem;
  readonly #cells: Cells;
  readonly #commodities: readonly Commodity[];
  /** 1 for the cells of every line that something can be released of. */
  readonly #reachable: Uint8Array;
  readonly #wanted: number;

  constructor(problem: AllocationProblem) {
    this.#problem = problem;
    this.#cells = cellsOf(problem);
    this.#commodities = commoditiesOf(problem);
    const unreachable = unreachableLines(problem, this.#cells);
    this.#reachable = Uint8Array.from(problem.cellLine, (line) => 1 - unreachable[line]!);
    this.#wanted = sum(problem.lineQuantity);
  }

  bounds(known: Float64Array | null): RelaxedBounds {
    const { mode, weights } = this.#problem;
    const { isLater, days } = sourceKinds(this.#problem);
    const inOrder = this.#fill((a, b) => isLater[a]! - isLater[b]! || days[a]! - days[b]!);
    const unfilled = sum(inOrder.wanted);
    if (mode === 'none' && unfilled > 0) {
      return { isInfeasible: true, bounds: new Float64Array() };
    }
    if (weights !== null) {
      return { isInfeasible: false, bounds: Float64Array.of(this.#weighted(weights)) };
    }
    const isReleaseKnown = mode === 'none' || known?.[0] === unfilled;
    if (!isReleaseKnown) {
      const later = known === null ? 0 : this.#leastLater(inOrder, isLater, known[0]!);
      const isSome = known !== null && known[0]! < this.#wanted;
      const opening = isSome ? this.#cheapestOpenings(1) : 0;
      return { isInfeasible: false, bounds: Float64Array.of(unfilled, later, 0, isSome ? 1 : 0, opening) };
    }
    const later = this.#total(inOrder, isLater);
    const byDay = known?.[1] === later ? inOrder : this.#fill((a, b) => days[a]! - days[b]!);
    const packages = this.#fewestPackages(inOrder.wanted);
    return {
      isInfeasible: false,
      bounds: Float64Array.of(unfilled, later, this.#total(byDay, days), packages, this.#leastCost(packages)),
    };
  }

  /** The flow that fills every line as far as stock goes, from the sources in an order. */
  #fill(compare: (a: number, b: number) => number, isWorth: (source: number) => boolean = () => true): Flow {
    const { cellLine, lineQuantity, sourceAvailable } = this.#problem;
    const flow: Flow = {
      units: new Float64Array(cellLine.length),
      wanted: Float64Array.from(lineQuantity),
      left: Float64Array.from(sourceAvailable),
    };
    const filler = new SourceFlow(this.#problem, this.#cells);
    for (const { sources } of this.#commodities) {
      for (const source of [...sources].sort(compare)) {
        if (isWorth(source)) filler.push(flow, source, this.#reachable);
      }
    }
    return flow;
  }

  /** Σ over sources of a price times the units that the flow takes from it. */
  #total({ left }: Flow, price: Float64Array): number {
    const { sourceAvailable } = this.#problem;
    return left.reduce(
      (total, rest, source) => total + price[source]! * (sourceAvailable[source]! - rest),
      0,
    );
  }

  /** At least so many units are later ones, where no more than `unfilled` units are left behind. */
  #leastLater(inOrder: Flow, isLater: Float64Array, unfilled: number): number {
    const first = this.#total(
      inOrder,
      isLater.map((later) => 1 - later),
    );
    return Math.max(0, this.#wanted - unfilled - first);
  }

  /** What the cheapest units cost, and the cheapest of so many packages. */
  #leastCost(packages: number): number {
    const { sourceUnitCost } = this.#problem;
    const cheapest = sourceUnitCost.some((cost) => cost > 0)
      ? this.#total(
          this.#fill((a, b) => sourceUnitCost[a]! - sourceUnitCost[b]!),
          sourceUnitCost,
        )
      : 0;
    return cheapest + this.#cheapestOpenings(packages);
  }

  #cheapestOpenings(packages: number, price = this.#problem.packageCost): number {
    return sum(Float64Array.from(price).sort().subarray(0, packages));
  }

  /** What opening its package adds to a unit from each source, at the least: the price over the most that it can give. */
  #sharedOut(openings: Float64Array): Float64Array {
    const { sourcePackage, sourceAvailable, lineQuantity, cellLine } = this.#problem;
    const most = new Float64Array(openings.length);
    sourcePackage.forEach((item, source) => {
      const wanted = this.#cells.ofSource[source]!.reduce(
        (units, cell) => units + lineQuantity[cellLine[cell]!]!,
        0,
      );
      most[item]! += Math.min(wanted, sourceAvailable[source]!);
    });
    return Float64Array.from(sourcePackage, (item) => (most[item]! > 0 ? openings[item]! / most[item]! : 0));
  }

  /** The product that needs the most packages, even from its largest sources. */
  #fewestPackages(unfilled: Float64Array): number {
    const { lineQuantity, sourceAvailable } = this.#problem;
    return this.#commodities.reduce((most, { lines, sources }) => {
      let left = lines.reduce((units, line) => units + lineQuantity[line]! - unfilled[line]!, 0);
      const largest = Float64Array.from(sources, (source) => sourceAvailable[source]!)
        .sort()
        .reverse();
      let count = 0;
      while (left > 0) left -= largest[count++]!;
      return Math.max(most, count);
    }, 0);
  }

  /**
   * The least weighted value: each unit at its price, or left behind where that is allowed and costs less. A plan that
   * releases something opens a package, and one that opens a package pays for it at least its part for each unit; one
   * that releases nothing pays for what it leaves behind.
   */
  #weighted(weights: Float64Array): number {
    const { mode, packageCost } = this.#problem;
    const price = unitPrices(this.#problem, weights);
    const mayLeave = mode !== 'none';
    const leastAt = (prices: Float64Array) => {
      const flow = this.#fill(
        (a, b) => prices[a]! - prices[b]!,
        (source) => !mayLeave || prices[source]! < weights[0]!,
      );
      return { value: this.#total(flow, prices) + weights[0]! * sum(flow.wanted), wanted: flow.wanted };
    };
    const openings = packageCost.map((cost) => weights[3]! + weights[4]! * cost);
    const apart = leastAt(price);
    const packages = mayLeave ? 1 : this.#fewestPackages(apart.wanted);
    const bound = Math.max(
      apart.value + this.#cheapestOpenings(packages, openings),
      leastAt(this.#sharedOut(openings).map((part, source) => part + price[source]!)).value,
    );
    return mayLeave ? Math.min(bound, weights[0]! * this.#wanted) : bound;
  }
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
