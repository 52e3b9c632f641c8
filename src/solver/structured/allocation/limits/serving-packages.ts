import type { AllocationProblem } from '../../../../program/allocation-problem.ts';
import type { Budget } from '../../search/budget.ts';
import {
  asCounting,
  type Candidate,
  type Covering,
  layOutCovering,
  tolerance,
} from '../../search/covering.ts';
import { type FewestOpen, fewestOpen, solveByCountThenCost } from '../../search/solve-covering.ts';
import type { LineChoice, UnitCosts } from './line-choice.ts';

/** A set of packages that serves every line of a part. */
interface Served {
  readonly open: ReadonlySet<number>;
  /** Packages beyond the forced ones. */
  readonly opened: number;
  /** What these packages and the units of the part cost, as the search counts costs. */
  readonly cost: number;
}

/** The best set of packages for a part, with proven lower bounds. */
export interface ServedPart extends Served {
  readonly openedBound: number;
  readonly costBound: number;
  /** True when the packages are proven to be the first of those that are as good; both bounds are met then. */
  readonly complete: boolean;
}

/** Prices of packages and units, as the search counts costs. */
export interface CountedCosts extends UnitCosts {
  /** One number for each package. */
  readonly opening: Float64Array;
}

/** One demand of the covering: units that a line takes from some of its sources in every best plan. */
interface Row {
  readonly units: number;
  readonly sources: readonly number[];
  /** The least that a unit costs there; the covering counts what it costs beyond. */
  readonly least: number;
}

/**
 * Finds the packages of a part of the lines: the fewest that serve every line; among these the cheapest, units
 * included; and among these the first in the order of packages.
 *
 * That a line is served by a set of packages is a monotone property, so it is equivalent to rows of a set cover: for
 * every largest set that does not serve it, one of the other packages is open. There are too many of these rows to
 * write them all. The search begins with rows that follow from the units alone, and adds a row where its answer does
 * not serve some line. Each answer is the best of all that satisfy fewer rows, so the first one that serves every line
 * is the best one. Every new row excludes the answer that it was made for, so the search ends.
 *
 * Under the limit a line may pay more for its units than the rows say. Such an answer is kept as the best known, and
 * is excluded by one more row; the search ends where what the rows say passes the best known.
 */
export class ServingPackages {
  readonly #problem: AllocationProblem;
  readonly #choices: readonly LineChoice[];
  readonly #forced: ReadonlySet<number>;
  readonly #costs: CountedCosts;
  readonly #budget: Budget;
  readonly #packages: readonly number[];
  readonly #rows: readonly Row[];
  /** Sets of packages of which every plan opens one. */
  readonly #cuts: (readonly number[])[] = [];

  /** @param forced packages that every best plan opens */
  constructor(
    problem: AllocationProblem,
    choices: readonly LineChoice[],
    forced: ReadonlySet<number>,
    costs: CountedCosts,
    budget: Budget,
  ) {
    this.#problem = problem;
    this.#choices = choices;
    this.#forced = forced;
    this.#costs = costs;
    this.#budget = budget;
    const { sourcePackage } = problem;
    this.#packages = [
      ...new Set(choices.flatMap(({ useful }) => useful.map((source) => sourcePackage[source]!))),
    ].sort((a, b) => a - b);
    this.#rows = choices.flatMap((choice) => this.#rowsOf(choice));
  }

  find(): ServedPart {
    let { bound: openedBound, fewest } = this.#serveAll();
    let best: Served | null = null;
    while (true) {
      const { covering, paid } = this.#layOut();
      const answer = solveByCountThenCost(covering, this.#budget, fewest);
      fewest = null;
      // Rows that exclude an answer may leave none, or none that opens as few.
      if (answer === null || (best !== null && answer.openedBound > best.opened)) {
        return { ...best!, openedBound: best!.opened, costBound: best!.cost, complete: true };
      }
      openedBound = Math.max(openedBound, answer.openedBound);
      const open = this.#openOf(answer.chosen);
      const unserved = this.#unserved(open);
      const found = this.#valueOf(unserved.length === 0 ? open : this.#repaired(open));
      // What covers the rows with as few is no cheaper than what serves every line with as few or fewer.
      const isOfAsFew = found.opened === answer.opened;
      if (!answer.complete || this.#isOutOfBudget()) {
        const known = best !== null && isBetter(best, found, this.#costs.integral) ? best : found;
        const costBound = isOfAsFew ? Math.min(known.cost, answer.costBound + paid) : 0;
        return { ...known, openedBound, costBound, complete: false };
      }
      if (unserved.length > 0) {
        for (const choice of unserved) this.#cut(choice, open);
        continue;
      }
      const lowest = answer.cost + paid;
      const slack = tolerance(lowest, this.#costs.integral);
      if (best !== null && lowest >= best.cost + slack) {
        return { ...best, openedBound: best.opened, costBound: best.cost, complete: true };
      }
      if (best === null || isBetter(found, best, this.#costs.integral)) best = found;
      if (found.cost < lowest + slack) {
        return { ...best, openedBound: best.opened, costBound: best.cost, complete: true };
      }
      this.#cuts.push(this.#packages.filter((item) => !open.has(item)));
    }
  }

  /**
   * Adds rows until the fewest packages serve every line, as far as the budget goes. Returns a bound on their number,
   * and what was found for the rows as they are now, or null.
   */
  #serveAll(): { bound: number; fewest: FewestOpen | null } {
    let bound = 0;
    while (!this.#isOutOfBudget()) {
      const counting = asCounting(this.#layOut().covering);
      const fewest = counting === null ? null : fewestOpen(counting, this.#budget)!;
      bound = Math.max(bound, fewest?.bound ?? 0);
      const isProven = fewest === null || fewest.bound >= fewest.cover.value;
      const open = fewest === null ? this.#forced : this.#openOf(fewest.cover.chosen);
      if (!isProven || !this.#cutUnserved(open)) return { bound, fewest };
    }
    return { bound, fewest: null };
  }

  #cutUnserved(open: ReadonlySet<number>): boolean {
    const unserved = this.#unserved(open);
    for (const choice of unserved) this.#cut(choice, open);
    return unserved.length > 0;
  }

  #unserved(open: ReadonlySet<number>): LineChoice[] {
    return this.#choices.filter((choice) => !choice.isServedBy((item) => open.has(item)));
  }

  #cut(choice: LineChoice, open: ReadonlySet<number>): void {
    const isOpen = (item: number) => open.has(item);
    const order = choice.leastFirst();
    const first = choice.packagesMissing(isOpen, order);
    const second = choice.packagesMissing(isOpen, order.reverse());
    this.#cuts.push(first);
    if (second.join() !== first.join()) this.#cuts.push(second);
  }

  #openOf(chosen: Uint8Array): Set<number> {
    return new Set([...this.#forced, ...this.#packages.filter((_, at) => chosen[at] === 1)]);
  }

  /** A set that serves every line: the open packages, and those of one good set of locations of each unserved line. */
  #repaired(open: ReadonlySet<number>): Set<number> {
    const repaired = new Set(open);
    const { firstSets } = this.#budget.parameters;
    for (const choice of this.#unserved(open)) {
      for (const item of choice.packagesOfOneSet((each) => repaired.has(each), firstSets)) repaired.add(item);
    }
    return repaired;
  }

  /** The value of a set that serves every line. Packages that give nothing are left out. */
  #valueOf(open: ReadonlySet<number>): Served {
    const { sourcePackage } = this.#problem;
    const used = new Set<number>(this.#forced);
    let cost = 0;
    for (const choice of this.#choices) {
      const { taken, unitCost } = choice.fill((item) => open.has(item), this.#costs);
      for (const source of taken.keys()) used.add(sourcePackage[source]!);
      cost += unitCost;
    }
    const beyond = [...used].filter((item) => !this.#forced.has(item));
    for (const item of beyond) cost += this.#costs.opening[item]!;
    return { open: used, opened: beyond.length, cost };
  }

  #isOutOfBudget(): boolean {
    return --this.#budget.nodes <= 0 || performance.now() >= this.#budget.deadline;
  }

  /** Every best plan takes `counted` units from the ranks that level 2 counts, and the others from the other ranks. */
  #rowsOf({ useful, wanted, best }: LineChoice): Row[] {
    const { sourcePackage, packageIsFuture, futureFirst } = this.#problem;
    const isCounted = (source: number) => (packageIsFuture[sourcePackage[source]!] === 1) !== futureFirst;
    return [
      { units: wanted - best.counted, sources: useful.filter((source) => !isCounted(source)) },
      { units: best.counted, sources: useful.filter(isCounted) },
    ]
      .filter(({ units }) => units > 0)
      .map((row) => ({ ...row, least: Math.min(...row.sources.map((source) => this.#costs.cost[source]!)) }));
  }

  /** The covering so far, and what the units cost at least, which its costs leave out. */
  #layOut(): { covering: Covering; paid: number } {
    const { sourcePackage, sourceAvailable } = this.#problem;
    const { opening, cost, integral } = this.#costs;
    const positionOf = new Map(this.#packages.map((item, at) => [item, at]));
    const entries: Candidate['entries'][number][][] = this.#packages.map(() => []);
    const demands: number[] = [];
    for (const { units, sources, least } of this.#rows) {
      for (const source of sources) {
        entries[positionOf.get(sourcePackage[source]!)!]!.push({
          demand: demands.length,
          amount: sourceAvailable[source]!,
          unitCost: cost[source]! - least,
        });
      }
      demands.push(units);
    }
    for (const cut of this.#cuts) {
      for (const item of cut)
        entries[positionOf.get(item)!]!.push({ demand: demands.length, amount: 1, unitCost: 0 });
      demands.push(1);
    }
    const candidates = this.#packages.map((item, at) => ({
      fixedCost: this.#forced.has(item) ? 0 : opening[item]!,
      entries: entries[at]!,
    }));
    const fixedOpen = [...this.#packages.keys()].filter((at) => this.#forced.has(this.#packages[at]!));
    return {
      covering: layOutCovering(Float64Array.from(demands), candidates, { integral, fixedOpen }),
      paid: this.#rows.reduce((sum, { units, least }) => sum + units * least, 0),
    };
  }
}

/** Whether `a` comes before `b`: fewer packages, less cost, then the earlier packages. */
function isBetter(a: Served, b: Served, integral: boolean): boolean {
  if (a.opened !== b.opened) return a.opened < b.opened;
  if (Math.abs(a.cost - b.cost) >= tolerance(Math.max(a.cost, b.cost), integral)) return a.cost < b.cost;
  const inOrder = ({ open }: Served) => [...open].sort((one, other) => one - other);
  const [first, second] = [inOrder(a), inOrder(b)];
  const at = first.findIndex((item, position) => item !== second[position]);
  return at >= 0 && first[at]! < second[at]!;
}
