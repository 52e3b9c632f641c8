import type { AllocationProblem } from '../../../program/allocation-problem.ts';
import { compareLevels, levelsOfPlan } from '../../../program/plan-levels.ts';
import type { Cells } from './commodity.ts';
import { unitPrices } from './source-order.ts';
import { kitOffers, type Want } from './wants.ts';

/** What one package releases by itself. */
interface Release {
  readonly given: (readonly [cell: number, units: number])[];
  /** Units released; under weights what releasing them saves. */
  gain: number;
}

/**
 * The best partial release from one package: it keeps every limit, for none is below 1. One pass over the cells finds
 * it, so it is there for a caller whose time is up.
 *
 * @returns units of each cell; null in a full release, and where no package releases anything that is better than nothing
 */
export function releaseFromOnePackage(
  problem: AllocationProblem,
  cells: Cells,
  wants: readonly Want[],
): Float64Array | null {
  if (problem.mode === 'none') return null;
  const best = bestOf(releasesByPackage(problem, cells, wants));
  if (best === null) return null;
  const units = new Float64Array(problem.cellLine.length);
  const nothing = levelsOfPlan(problem, units);
  for (const [cell, given] of best.given) units[cell]! += given;
  return compareLevels(levelsOfPlan(problem, units), nothing) < 0 ? units : null;
}

function bestOf(releases: Iterable<Release>): Release | null {
  let best: Release | null = null;
  for (const release of releases) if (best === null || release.gain > best.gain) best = release;
  return best;
}

/** A source is in one package only, so what the packages release is counted side by side. */
function releasesByPackage(
  problem: AllocationProblem,
  cells: Cells,
  wants: readonly Want[],
): Iterable<Release> {
  const left = Float64Array.from(problem.sourceAvailable);
  const gainOf = unitGains(problem);
  const byPackage = new Map<number, Release>();
  for (const want of wants) {
    for (const offer of kitOffers(problem, cells, want, left)) {
      const kits = Math.floor(offer.kits / want.step) * want.step;
      const sources = offer.cells.map((cell) => problem.cellSource[cell]!);
      const gain = sources.reduce((sum, source, i) => sum + kits * want.kitUnits[i]! * gainOf(source), 0);
      if (kits === 0 || gain <= 0) continue;
      const release = byPackage.get(offer.item) ?? { given: [], gain: -openingCost(problem, offer.item) };
      byPackage.set(offer.item, release);
      release.gain += gain;
      offer.cells.forEach((cell, i) => {
        const units = kits * want.kitUnits[i]!;
        release.given.push([cell, units]);
        left[sources[i]!]! -= units;
      });
    }
  }
  return byPackage.values();
}

/** What a unit from each source saves: itself, and under weights its price less. */
function unitGains(problem: AllocationProblem): (source: number) => number {
  const { weights } = problem;
  if (weights === null) return () => 1;
  const prices = unitPrices(problem, weights);
  return (source) => weights[0]! - prices[source]!;
}

const openingCost = ({ weights, packageCost }: AllocationProblem, item: number): number =>
  weights === null ? 0 : weights[3]! + weights[4]! * packageCost[item]!;
