import type { AllocationProblem } from '../../../program/allocation-problem.ts';
import type { AllocationAnswer } from '../../outcome.ts';
import type { Budget } from '../search/budget.ts';
import type { Candidate, Covering } from '../search/covering.ts';
import { layOutCovering } from '../search/covering.ts';
import { solveByCountThenCost } from '../search/solve-covering.ts';
import { splitOverLines, takeCheapest } from './fill-classes.ts';
import { type PriceScale, priceScale } from './price-scale.ts';
import { type ClosedClass, closeUnitLevels } from './reductions/close-unit-levels.ts';
import { independentParts } from './reductions/independent-parts.ts';
import type { LineClass } from './reductions/merge-lines.ts';

/** A line class that still has a choice, as a demand of the covering. */
interface OpenDemand {
  readonly units: number;
  /** The sources to choose from, in the order of their packages. */
  readonly sources: readonly number[];
}

/**
 * The packages that every plan opens that is best in levels 1 to 3: some class uses up a source of theirs, or has no
 * other source for the units that it takes in part.
 */
function forcedPackages({ sourcePackage }: AllocationProblem, closed: readonly ClosedClass[]): Set<number> {
  const needed = ({ usedUp, choice }: ClosedClass) => (choice.length === 1 ? [...usedUp, ...choice] : usedUp);
  return new Set(closed.flatMap((each) => needed(each).map((source) => sourcePackage[source]!)));
}

/**
 * The choices that the forced packages leave open.
 *
 * Where the units of a choice all cost the same, a unit from a package that is open in every plan adds nothing to any
 * level. So these units are taken first, and a choice that they cover is none. Where units have different costs, the
 * whole choice stays.
 */
function openDemands(
  { sourcePackage, sourceAvailable, sourceUnitCost }: AllocationProblem,
  closed: readonly ClosedClass[],
  forced: ReadonlySet<number>,
): OpenDemand[] {
  const demands: OpenDemand[] = [];
  for (const { choice, units } of closed) {
    if (units === 0) continue;
    const isForced = (source: number) => forced.has(sourcePackage[source]!);
    const costAlike = choice.every((source) => sourceUnitCost[source] === sourceUnitCost[choice[0]!]);
    if (!costAlike) {
      demands.push({ units, sources: choice });
      continue;
    }
    const given = choice.filter(isForced).reduce((sum, source) => sum + sourceAvailable[source]!, 0);
    if (given >= units) continue;
    demands.push({ units: units - given, sources: choice.filter((source) => !isForced(source)) });
  }
  return demands;
}

/** The covering of one part. Its candidates are packages in their order; the forced ones are fixed open. */
function layOutPart(
  { sourcePackage, sourceAvailable, sourceUnitCost, packageCost }: AllocationProblem,
  demands: readonly OpenDemand[],
  forced: ReadonlySet<number>,
  { integral, scale }: PriceScale,
): { covering: Covering; packages: number[] } {
  const counted = (cost: number) => (integral ? Math.round(cost * scale) : cost);
  const entries = new Map<number, Candidate['entries'][number][]>();
  demands.forEach(({ sources }, demand) => {
    // Every plan pays the least unit cost for each unit, so only the differences decide.
    const least = Math.min(...sources.map((source) => sourceUnitCost[source]!));
    for (const source of sources) {
      const item = sourcePackage[source]!;
      const unitCost = counted(sourceUnitCost[source]!) - counted(least);
      const entry = { demand, amount: sourceAvailable[source]!, unitCost };
      const known = entries.get(item);
      if (known === undefined) entries.set(item, [entry]);
      else known.push(entry);
    }
  });
  const packages = [...entries.keys()].sort((a, b) => a - b);
  const candidates = packages.map((item) => ({
    fixedCost: forced.has(item) ? 0 : counted(packageCost[item]!),
    entries: entries.get(item)!,
  }));
  const units = Float64Array.from(demands, (demand) => demand.units);
  const fixedOpen = [...packages.keys()].filter((at) => forced.has(packages[at]!));
  return { covering: layOutCovering(units, candidates, { integral, fixedOpen }), packages };
}

/** An upper bound on what packages and units cost in any plan. */
export function mostCost({ packageCost, lineQuantity, sourceUnitCost }: AllocationProblem): number {
  return (
    sum(packageCost) + sum(lineQuantity) * sourceUnitCost.reduce((most, cost) => Math.max(most, cost), 0)
  );
}

/**
 * Levels 1 to 3 of the best plan, in closed form.
 *
 * @param released units of each line
 * @returns unfilled units, future units (current ones under `futureFirst`), unit-days of waiting
 */
export function unitLevels(
  problem: AllocationProblem,
  classes: readonly LineClass[],
  released: Float64Array,
): Float64Array {
  const { sourcePackage, sourceAvailable, packageIsFuture, packageWaitDays, futureFirst } = problem;
  let future = 0;
  let unitDays = 0;
  const count = (source: number, units: number) => {
    const item = sourcePackage[source]!;
    if ((packageIsFuture[item] === 1) !== futureFirst) future += units;
    unitDays += packageWaitDays[item]! * units;
  };
  for (const each of classes) {
    const { usedUp, choice, units } = closeUnitLevels(problem, each, releasedOf(each, released));
    for (const source of usedUp) count(source, sourceAvailable[source]!);
    // All sources of a choice have the same rank, so any of them stands for all.
    if (units > 0) count(choice[0]!, units);
  }
  return Float64Array.of(sum(problem.lineQuantity) - sum(released), future, unitDays);
}

const releasedOf = ({ lines }: LineClass, released: Float64Array): number =>
  lines.reduce((total, line) => total + released[line]!, 0);

/**
 * Solves an attempt in the lexicographic order: levels 1 to 3 in closed form; then, by a search of each independent
 * part, the fewest packages, the least cost and the earliest packages.
 *
 * @param released units of each line
 */
export function solveLexicographic(
  problem: AllocationProblem,
  classes: readonly LineClass[],
  released: Float64Array,
  budget: Budget,
): AllocationAnswer {
  const closed = classes.map((each) => closeUnitLevels(problem, each, releasedOf(each, released)));
  const forced = forcedPackages(problem, closed);
  const open = new Set(forced);
  const demands = openDemands(problem, closed, forced);
  const isClosedForm = demands.length === 0;
  const scale = priceScale([problem.packageCost, problem.sourceUnitCost], mostCost(problem));
  const partsOf = independentParts(
    demands.map(({ sources }) =>
      sources.map((source) => problem.sourcePackage[source]!).filter((item) => !forced.has(item)),
    ),
  );
  let packages = open.size;
  let gap = 0;
  let proven = true;
  let tieBreakProven = true;
  for (const part of partsOf) {
    const laidOut = layOutPart(
      problem,
      part.map((demand) => demands[demand]!),
      forced,
      scale,
    );
    const answer = solveByCountThenCost(laidOut.covering, budget);
    if (answer === null) throw new Error('a demand within its supply cannot be covered');
    laidOut.packages.forEach((item, candidate) => {
      if (answer.chosen[candidate] === 1) open.add(item);
    });
    packages += answer.openedBound;
    gap += (answer.cost - answer.costBound) / scale.scale;
    proven &&= answer.openedBound >= answer.opened && answer.costBound >= answer.cost;
    tieBreakProven &&= answer.complete;
  }
  const taken = takeFrom(problem, closed, open);
  const unfilled = sum(problem.lineQuantity) - sum(released);
  const opening = [...open].reduce((total, item) => total + problem.packageCost[item]!, 0);
  const bounds = boundsOf(problem, taken, [unfilled, packages, opening - gap]);
  return {
    status: proven ? 'optimal' : 'stopped',
    tieBreakProven,
    units: splitOverLines(problem, classes, taken, released),
    bounds,
    method: isClosedForm ? 'closed form' : 'search',
  };
}

const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);

/** The units of each source, once the open packages are known. */
function takeFrom(
  problem: AllocationProblem,
  closed: readonly ClosedClass[],
  open: ReadonlySet<number>,
): Float64Array {
  const taken = new Float64Array(problem.sourcePackage.length);
  for (const { usedUp, choice, units } of closed) {
    for (const source of usedUp) taken[source] = problem.sourceAvailable[source]!;
    const usable = choice.filter((source) => open.has(problem.sourcePackage[source]!));
    takeCheapest(problem, usable, units, taken);
  }
  return taken;
}

/** The proven bound of each level: levels 1 to 3 at their optimum, packages and their cost as the parts proved them. */
export function boundsOf(
  { sourcePackage, sourceUnitCost, packageIsFuture, packageWaitDays, futureFirst }: AllocationProblem,
  taken: Float64Array,
  [unfilled, packages, openingCost]: readonly [number, number, number],
): Float64Array {
  let future = 0;
  let unitDays = 0;
  let unitCosts = 0;
  taken.forEach((units, source) => {
    const item = sourcePackage[source]!;
    if ((packageIsFuture[item] === 1) !== futureFirst) future += units;
    unitDays += packageWaitDays[item]! * units;
    unitCosts += sourceUnitCost[source]! * units;
  });
  // A gap may lie in the cost of units as well as in that of packages, so the bound must not become negative.
  return Float64Array.of(unfilled, future, unitDays, packages, Math.max(0, openingCost + unitCosts));
}
