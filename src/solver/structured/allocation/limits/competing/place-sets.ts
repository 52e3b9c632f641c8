import type { AllocationProblem } from '../../../../../program/allocation-problem.ts';
import type { LineClass } from '../../reductions/merge-lines.ts';
import type { PlaceLimit } from '../relaxation.ts';
import { LineValues, type UnitValues } from './line-values.ts';

/** A set of places, and a lower bound on what units cost from them, see {@link UnitValues}. */
export interface PlaceSet {
  readonly places: readonly number[];
  readonly value: number;
}

/** How many sets of `chosen` of `all` there are; at least `most` where there are so many. */
export function setsOf(all: number, chosen: number, most: number): number {
  let sets = 1;
  for (let at = 0; at < Math.min(chosen, all); at++) {
    sets = (sets * (all - at)) / (at + 1);
    if (sets >= most && at < all / 2) return most;
  }
  return sets;
}

/** The places that hold something that some line may take, in their order. */
export function usefulPlaces(
  { sourcePackage }: AllocationProblem,
  classes: readonly LineClass[],
  { placeOf }: PlaceLimit,
): number[] {
  const useful = classes.flatMap(({ sources }) => sources.map((source) => placeOf[sourcePackage[source]!]!));
  return [...new Set(useful)].sort((a, b) => a - b);
}

/**
 * Every set of as many places as the limit allows from which each line may be served, the most promising first.
 *
 * The bound of a set is the sum of what each line costs at least, alone with its product, from as many places of the
 * set as one line may use. The sets are built place by place, and of each line the best so far is kept: a new place
 * only adds the choices that it is in.
 *
 * @param deadline in milliseconds of `performance.now()`
 * @returns null where the deadline came first
 */
export function placeSets(
  problem: AllocationProblem,
  classes: readonly LineClass[],
  limit: PlaceLimit,
  values: UnitValues,
  deadline: number,
): PlaceSet[] | null {
  const lines = classes.flatMap(({ lines, sources }) =>
    lines.map((line) => new LineValues(problem, line, sources, limit.placeOf, values)),
  );
  const holds = lines.map((line) => line.places);
  const places = usefulPlaces(problem, classes, limit);
  const size = Math.min(limit.most, places.length);
  const mostOfLine = Math.min(limit.mostOfLine ?? size, size);
  const sets: PlaceSet[] = [];
  const extend = (from: number, chosen: readonly number[], best: readonly number[]): boolean => {
    if (chosen.length === size) {
      const value = best.reduce((sum, each) => sum + each, 0);
      if (value < Number.POSITIVE_INFINITY) sets.push({ places: chosen, value });
      return sets.length % 64 !== 0 || performance.now() < deadline;
    }
    const missing = size - chosen.length;
    for (let at = from; at <= places.length - missing; at++) {
      const place = places[at]!;
      if (missing > 1 && performance.now() >= deadline) return false;
      const next = best.map((value, line) => {
        if (!holds[line]!.has(place)) return value;
        const others = chosen.filter((each) => holds[line]!.has(each));
        return leastWith(lines[line]!, others, place, mostOfLine, value);
      });
      if (!extend(at + 1, [...chosen, place], next)) return false;
    }
    return true;
  };
  const none = lines.map((line) => line.from([]));
  if (!extend(0, [], none)) return null;
  return sets.sort((a, b) => a.value - b.value);
}

/** The least value of a line from `place` and some of the others, or `value` where that is less. */
function leastWith(
  line: LineValues,
  others: readonly number[],
  place: number,
  mostOfLine: number,
  value: number,
): number {
  let least = value;
  const size = Math.min(mostOfLine - 1, others.length);
  const choose = (from: number, chosen: readonly number[]) => {
    if (chosen.length === size) {
      least = Math.min(least, line.from([...chosen, place]));
      return;
    }
    for (let at = from; at <= others.length - (size - chosen.length); at++) {
      choose(at + 1, [...chosen, others[at]!]);
    }
  };
  choose(0, []);
  return least;
}
