import type { AllocationProblem } from '../../../program/allocation-problem.ts';
import type { AllocationAnswer } from '../../outcome.ts';
import type { Budget } from '../search/budget.ts';
import { type Candidate, layOutCovering } from '../search/covering.ts';
import { solveByCost } from '../search/solve-covering.ts';
import { splitOverLines } from './fill-classes.ts';
import { infeasible } from './infeasible.ts';
import { independentParts } from './reductions/independent-parts.ts';
import type { LineClass } from './reductions/merge-lines.ts';
import { type Prices, pricesOf } from './weighted-prices.ts';

/** Takes the cheapest units from open sources. Among sources of equal price the earliest give the most. */
function takeCheapest(
  { sourceAvailable }: AllocationProblem,
  { unit, unfilled }: Prices,
  sources: readonly number[],
  wanted: number,
  mayLeave: boolean,
  taken: Float64Array,
): void {
  const cheapestFirst = [...sources].sort((a, b) => unit[a]! - unit[b]! || a - b);
  let left = wanted;
  for (const source of cheapestFirst) {
    // A unit that costs more than leaving it behind is left; at the same price it is taken, as the tie-break wants it.
    if (left === 0 || (mayLeave && unit[source]! > unfilled)) return;
    taken[source] = Math.min(left, sourceAvailable[source]!);
    left -= taken[source]!;
  }
}

/**
 * Solves an attempt with the caller's weights. Which packages to open is one fixed-charge covering problem, in which
 * every package may serve every line class. In a release by quantity, leaving units behind is one more candidate,
 * which costs nothing to open.
 *
 * @returns null for what it does not cover: release by line, and lines kept together in a partial release
 */
export function solveWeighted(
  problem: AllocationProblem,
  classes: readonly LineClass[],
  weights: Float64Array,
  budget: Budget,
): AllocationAnswer | null {
  const { mode, lineGroup, sourcePackage, lineQuantity } = problem;
  const mayLeave = mode === 'quantity';
  if (mode === 'line' || (mayLeave && lineGroup.some((group) => group >= 0))) return null;
  if (!mayLeave && classes.some((each) => each.supply < each.wanted)) {
    return infeasible('closed form');
  }
  const prices = pricesOf(problem, weights);
  const open = new Set<number>();
  prices.opening.forEach((price, item) => {
    if (price === 0) open.add(item);
  });
  const partsOf = independentParts(
    classes.map(({ sources }) =>
      sources.map((source) => sourcePackage[source]!).filter((item) => !open.has(item)),
    ),
  );
  let bound = 0;
  let proven = true;
  let tieBreakProven = true;
  for (const part of partsOf) {
    const { covering, packages } = layOutPart(
      problem,
      prices,
      part.map((at) => classes[at]!),
      mayLeave,
    );
    const answer = solveByCost(covering, budget);
    if (answer === null) throw new Error('a demand within its supply cannot be covered');
    packages.forEach((item, candidate) => {
      if (answer.chosen[candidate] === 1) open.add(item);
    });
    bound += answer.costBound;
    proven &&= answer.costBound >= answer.cost;
    tieBreakProven &&= answer.complete;
  }
  const taken = new Float64Array(sourcePackage.length);
  for (const { sources, wanted } of classes) {
    const usable = sources.filter((source) => open.has(sourcePackage[source]!));
    takeCheapest(problem, prices, usable, wanted, mayLeave, taken);
  }
  return {
    status: proven ? 'optimal' : 'stopped',
    tieBreakProven,
    units: splitOverLines(problem, classes, taken, lineQuantity),
    bounds: Float64Array.of(bound / prices.scale),
    method: 'search',
  };
}

/**
 * The covering of one part. Its candidates are packages in their order, and last leaving units behind. Those that cost
 * nothing to open are fixed open.
 */
function layOutPart(
  { sourcePackage, sourceAvailable }: AllocationProblem,
  { opening, unit, unfilled, integral }: Prices,
  part: readonly LineClass[],
  mayLeave: boolean,
) {
  const entries = new Map<number, Candidate['entries'][number][]>();
  part.forEach(({ sources }, demand) => {
    for (const source of sources) {
      const item = sourcePackage[source]!;
      const entry = { demand, amount: sourceAvailable[source]!, unitCost: unit[source]! };
      const known = entries.get(item);
      if (known === undefined) entries.set(item, [entry]);
      else known.push(entry);
    }
  });
  const packages = [...entries.keys()].sort((a, b) => a - b);
  const candidates: Candidate[] = packages.map((item) => ({
    fixedCost: opening[item]!,
    entries: entries.get(item)!,
  }));
  const fixedOpen = [...packages.keys()].filter((at) => opening[packages[at]!] === 0);
  if (mayLeave) {
    fixedOpen.push(candidates.length);
    candidates.push({
      fixedCost: 0,
      entries: part.map(({ wanted }, demand) => ({ demand, amount: wanted, unitCost: unfilled })),
    });
  }
  const demand = Float64Array.from(part, ({ wanted }) => wanted);
  return { covering: layOutCovering(demand, candidates, { integral, fixedOpen }), packages };
}
