import type { AllocationProblem } from '../../../../program/allocation-problem.ts';
import type { LineClass } from '../reductions/merge-lines.ts';
import type { PlaceStock } from './place-servings.ts';
import type { PlaceLimit } from './relaxation.ts';

/** Units that a set of places does not cover, then levels 2 and 3 of what it covers. */
type Worth = readonly [uncovered: number, counted: number, unitDays: number];

const isBetter = (a: Worth, b: Worth): boolean => {
  const at = a.findIndex((value, level) => value !== b[level]);
  return at >= 0 && a[at]! < b[at]!;
};

/**
 * A set of places within the limit that covers much, soon: each is added in turn where it helps most, then places are
 * exchanged one for one as long as that helps (Teitz and Bart 1968). It is a heuristic for a first plan.
 *
 * @returns 1 for each place of the set
 */
export function promisingPlaces(
  problem: AllocationProblem,
  classes: readonly LineClass[],
  limit: PlaceLimit,
  stocks: readonly PlaceStock[],
  deadline: number,
): Uint8Array {
  const places = limit.placeOf.reduce((most, place) => Math.max(most, place + 1), 0);
  const worthOf = valuation(problem, classes, limit, stocks);
  const useful = [...new Set(stocks.map(({ place }) => place))];
  let chosen: number[] = [];
  let best = worthOf(chosen);
  const improve = (kept: readonly number[]): boolean => {
    let found: number[] | null = null;
    for (const place of useful) {
      if (chosen.includes(place)) continue;
      const worth = worthOf([...kept, place]);
      if (isBetter(worth, best)) [found, best] = [[...kept, place], worth];
    }
    if (found !== null) chosen = found;
    return found !== null;
  };
  while (chosen.length < limit.most && performance.now() < deadline && improve(chosen));
  for (let unchanged = 0; unchanged < chosen.length && performance.now() < deadline; ) {
    unchanged = improve(chosen.slice(1)) ? 0 : unchanged + 1;
    // The place that was not exchanged is the last one to be tried again.
    if (unchanged > 0) chosen.push(chosen.shift()!);
  }
  const set = new Uint8Array(places);
  for (const place of chosen) set[place] = 1;
  return set;
}

/** Values sets of places. A line that may take from few of them takes from those that hold the most in every rank. */
function valuation(
  problem: AllocationProblem,
  classes: readonly LineClass[],
  { mostOfLine }: PlaceLimit,
  stocks: readonly PlaceStock[],
): (chosen: readonly number[]) => Worth {
  const { keys, rankOf } = ranksOf(problem);
  const held = classes.map(() => new Map<number, { upTo: Float64Array; size: number }>());
  for (const { place, demand, sources } of stocks) {
    const upTo = new Float64Array(keys.length);
    for (const source of sources) {
      for (let t = rankOf(source); t < keys.length; t++) upTo[t]! += problem.sourceAvailable[source]!;
    }
    const size = upTo.reduce((sum, units) => sum + Math.min(units, classes[demand]!.wanted), 0);
    held[demand]!.set(place, { upTo, size });
  }
  return (chosen) => {
    let [uncovered, counted, unitDays] = [0, 0, 0];
    classes.forEach(({ lines, wanted }, demand) => {
      const most = mostOfLine === null ? chosen.length : mostOfLine * lines.length;
      let usable = chosen.flatMap((place) => held[demand]!.get(place) ?? []);
      if (usable.length > most) usable = usable.sort((a, b) => b.size - a.size).slice(0, most);
      let taken = 0;
      for (const [t, { isCounted, days }] of keys.entries()) {
        let upTo = 0;
        for (const each of usable) upTo += each.upTo[t]!;
        const more = Math.min(wanted, upTo) - taken;
        if (isCounted) counted += more;
        unitDays += more * days;
        taken += more;
      }
      uncovered += wanted - taken;
    });
    return [uncovered, counted, unitDays];
  };
}

/** The ranks of all sources in the order in which a line uses them up: current inventory, then each day. */
function ranksOf({ sourcePackage, packageIsFuture, packageWaitDays, futureFirst }: AllocationProblem) {
  const keyOf = (source: number) => {
    const item = sourcePackage[source]!;
    if (packageIsFuture[item] === 1) return packageWaitDays[item]!;
    return futureFirst ? Number.POSITIVE_INFINITY : -1;
  };
  const sorted = [...new Set(Array.from(sourcePackage, (_, source) => keyOf(source)))].sort((a, b) => a - b);
  const rank = new Map(sorted.map((key, t) => [key, t]));
  const isFuture = (key: number) => key >= 0 && key !== Number.POSITIVE_INFINITY;
  return {
    keys: sorted.map((key) => ({
      isCounted: isFuture(key) !== futureFirst,
      days: isFuture(key) ? key : 0,
    })),
    rankOf: (source: number) => rank.get(keyOf(source))!,
  };
}
