import type { AllocationProblem } from '../../../program/allocation-problem.ts';
import type { Cells } from './commodity.ts';

/** What one location offers to a line: its cells in the order in which they are best used. */
interface LocationOffer {
  readonly cells: readonly number[];
  readonly units: number;
}

/** What the choice of locations of one line reads. */
export interface SplitQuestion {
  readonly problem: AllocationProblem;
  readonly cells: Cells;
  readonly open: Uint8Array;
  /** What each source still has. */
  readonly left: Float64Array;
  /** Compares two sources: less than 0 where a unit of `a` is better. */
  readonly compare: (a: number, b: number) => number;
}

/**
 * Chooses the locations that a line takes from, as many as it may be split over: first those that offer most, then
 * exchanged one by one while that gives better units.
 *
 * @returns its cells at the chosen locations, the best units first; they may hold less than it wants
 */
export function chooseSplit(question: SplitQuestion, line: number, wanted: number): number[] {
  const { problem, cells, open, left, compare } = question;
  const { cellSource, sourcePackage, packageLocation, maxSplitItemLocations } = problem;
  const byLocation = new Map<number, number[]>();
  for (const cell of cells.ofLine[line]!) {
    const source = cellSource[cell]!;
    const item = sourcePackage[source]!;
    if (open[item] === 0 || left[source] === 0) continue;
    const known = byLocation.get(packageLocation[item]!);
    if (known === undefined) byLocation.set(packageLocation[item]!, [cell]);
    else known.push(cell);
  }
  const inOrder = (a: number, b: number) => compare(cellSource[a]!, cellSource[b]!);
  const offers = [...byLocation.values()].map(
    (found): LocationOffer => ({
      cells: found.sort(inOrder),
      units: Math.min(
        wanted,
        found.reduce((sum, cell) => sum + left[cellSource[cell]!]!, 0),
      ),
    }),
  );
  const chosen = offers.sort((a, b) => b.units - a.units).slice(0, maxSplitItemLocations ?? offers.length);
  const worthOf = (set: readonly LocationOffer[]) => worth(question, set, wanted);
  const others = offers.slice(chosen.length);
  for (let at = 0; at < chosen.length && others.length > 0; at++) {
    let best = worthOf(chosen);
    others.forEach((other, from) => {
      const replaced = chosen[at]!;
      chosen[at] = other;
      const next = worthOf(chosen);
      if (isBetter(question, next, best)) {
        best = next;
        others[from] = replaced;
      } else chosen[at] = replaced;
    });
  }
  return chosen.flatMap((offer) => offer.cells).sort(inOrder);
}

/** What a set of locations lacks of a line, and the sources that it would use, the worst last. */
interface Worth {
  readonly short: number;
  /** Units from each source, the best source first. */
  readonly taken: readonly (readonly [source: number, units: number])[];
}

function worth(
  { problem, left, compare }: SplitQuestion,
  set: readonly LocationOffer[],
  wanted: number,
): Worth {
  const sources = set.flatMap(({ cells }) => cells.map((cell) => problem.cellSource[cell]!)).sort(compare);
  const taken: [number, number][] = [];
  let short = wanted;
  for (const source of sources) {
    if (short === 0) break;
    const units = Math.min(short, left[source]!);
    taken.push([source, units]);
    short -= units;
  }
  return { short, taken };
}

/** Less of the line is short; then fewer of the units count in level 2; then they wait for fewer days. */
function isBetter({ problem }: SplitQuestion, a: Worth, b: Worth): boolean {
  if (a.short !== b.short) return a.short < b.short;
  const valueA = unitValue(problem, a);
  const valueB = unitValue(problem, b);
  return valueA[0] !== valueB[0] ? valueA[0] < valueB[0] : valueA[1] < valueB[1];
}

function unitValue(problem: AllocationProblem, { taken }: Worth): [later: number, rest: number] {
  const { sourcePackage, packageIsFuture, packageWaitDays, futureFirst } = problem;
  let later = 0;
  let unitDays = 0;
  for (const [source, units] of taken) {
    const item = sourcePackage[source]!;
    if ((packageIsFuture[item] === 1) !== futureFirst) later += units;
    unitDays += packageWaitDays[item]! * units;
  }
  return [later, unitDays];
}
