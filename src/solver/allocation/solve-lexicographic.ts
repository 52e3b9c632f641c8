import type { Allocation } from '../../program/allocation.ts';
import type { Budget } from '../search/cover-search.ts';
import type { Candidate, Covering } from '../search/covering.ts';
import { layOutCovering } from '../search/covering.ts';
import { solveByCountThenCost } from '../search/solve-covering.ts';
import type { AllocationAnswer } from './answer.ts';
import { type ClosedClass, closeTiers } from './close-tiers.ts';
import { splitOverLines, takeCheapest } from './fill-classes.ts';
import { independentParts } from './independent-parts.ts';
import type { LineClass } from './merge-lines.ts';
import { type PriceScale, priceScale } from './price-scale.ts';

/** A class with a choice left, as a demand of the covering. */
interface OpenDemand {
  readonly units: number;
  /** Sources at packages that are not open yet, by package. */
  readonly sources: readonly number[];
}

/** Packages that some class uses up whole: they open whatever else is chosen. */
function forcedPackages({ sourcePackage }: Allocation, closed: readonly ClosedClass[]): Set<number> {
  return new Set(closed.flatMap(({ whole }) => whole.map((source) => sourcePackage[source]!)));
}

/**
 * Demands left once open packages have given what costs no more packages to take.
 *
 * Exact where units cost alike: taking from a package that is open anyway adds nothing to any tier.
 */
function openDemands(
  { sourcePackage, sourceAvailable }: Allocation,
  closed: readonly ClosedClass[],
  forced: ReadonlySet<number>,
): OpenDemand[] {
  const demands: OpenDemand[] = [];
  for (const { choice, units } of closed) {
    const isForced = (source: number) => forced.has(sourcePackage[source]!);
    const free = choice.filter(isForced).reduce((sum, source) => sum + sourceAvailable[source]!, 0);
    if (free < units) {
      demands.push({ units: units - free, sources: choice.filter((source) => !isForced(source)) });
    }
  }
  return demands;
}

/** The covering of one part: its candidates are packages, in their order. */
function layOutPart(
  { sourcePackage, sourceAvailable, packageCost }: Allocation,
  demands: readonly OpenDemand[],
  { integral, scale }: PriceScale,
): { covering: Covering; packages: number[] } {
  const entries = new Map<number, Candidate['entries'][number][]>();
  demands.forEach(({ sources }, demand) => {
    for (const source of sources) {
      const item = sourcePackage[source]!;
      const entry = { demand, amount: sourceAvailable[source]!, unitCost: 0 };
      const known = entries.get(item);
      if (known === undefined) entries.set(item, [entry]);
      else known.push(entry);
    }
  });
  const packages = [...entries.keys()].sort((a, b) => a - b);
  const candidates = packages.map((item) => ({
    fixedCost: integral ? Math.round(packageCost[item]! * scale) : packageCost[item]!,
    entries: entries.get(item)!,
  }));
  const units = Float64Array.from(demands, (demand) => demand.units);
  return { covering: layOutCovering(units, candidates, { integral }), packages };
}

/** True where the sources of every choice cost the same a unit, so that tier 5 is the packages' cost alone. */
function unitsCostAlike({ sourceUnitCost }: Allocation, closed: readonly ClosedClass[]): boolean {
  return closed.every(({ choice }) =>
    choice.every((source) => sourceUnitCost[source] === sourceUnitCost[choice[0]!]),
  );
}

/**
 * Solves an attempt in the lexicographic order: tiers 1 to 3 in closed form, then the fewest packages, the least
 * cost and the earliest packages by search, part by part.
 *
 * @param released units a line
 * @returns null where units of one choice cost differently
 */
export function solveLexicographic(
  allocation: Allocation,
  classes: readonly LineClass[],
  released: Float64Array,
  budget: Budget,
): AllocationAnswer | null {
  const demandOf = (each: LineClass) => each.lines.reduce((sum, line) => sum + released[line]!, 0);
  const closed = classes.map((each) => closeTiers(allocation, each, demandOf(each)));
  if (!unitsCostAlike(allocation, closed)) return null;
  const open = forcedPackages(allocation, closed);
  const demands = openDemands(allocation, closed, open);
  const isClosedForm = demands.length === 0;
  const scale = priceScale(allocation.packageCost, sum(allocation.packageCost));
  const partsOf = independentParts(
    demands.map(({ sources }) => sources.map((source) => allocation.sourcePackage[source]!)),
  );
  let packages = open.size;
  let cost = [...open].reduce((total, item) => total + allocation.packageCost[item]!, 0);
  let complete = true;
  for (const part of partsOf) {
    const laidOut = layOutPart(
      allocation,
      part.map((demand) => demands[demand]!),
      scale,
    );
    const answer = solveByCountThenCost(laidOut.covering, budget);
    if (answer === null) throw new Error('a demand within its supply cannot be covered');
    laidOut.packages.forEach((item, candidate) => {
      if (answer.chosen[candidate] === 1) open.add(item);
    });
    packages += answer.leastOpened;
    cost += answer.leastCost / scale.scale;
    complete &&= answer.complete;
  }
  const taken = takeFrom(allocation, closed, open);
  const unfilled = sum(allocation.lineQuantity) - sum(released);
  const bounds = boundsOf(allocation, taken, [unfilled, packages, cost]);
  return {
    status: complete ? 'optimal' : 'stopped',
    units: splitOverLines(allocation, classes, taken, released),
    bounds,
    method: isClosedForm ? 'closed form' : 'search',
  };
}

const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);

/** Units a source, once it is known which packages are open. */
function takeFrom(
  allocation: Allocation,
  closed: readonly ClosedClass[],
  open: ReadonlySet<number>,
): Float64Array {
  const taken = new Float64Array(allocation.sourcePackage.length);
  for (const { whole, choice, units } of closed) {
    for (const source of whole) taken[source] = allocation.sourceAvailable[source]!;
    const usable = choice.filter((source) => open.has(allocation.sourcePackage[source]!));
    takeCheapest(allocation, usable, units, taken);
  }
  return taken;
}

/** Tiers 1 to 3 are at their optimum; packages and their cost are at least what the parts proved. */
function boundsOf(
  { sourcePackage, sourceUnitCost, packageIsFuture, packageWaitDays, futureFirst }: Allocation,
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
  return Float64Array.of(unfilled, future, unitDays, packages, openingCost + unitCosts);
}
