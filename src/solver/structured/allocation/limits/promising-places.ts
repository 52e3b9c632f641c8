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
  const valuation = new Valuation(problem, classes, limit, stocks);
  const useful = [...new Set(stocks.map(({ place }) => place))];
  let chosen: number[] = [];
  let best = valuation.keep(chosen);
  const improve = (kept: readonly number[]): boolean => {
    let found: number[] | null = null;
    valuation.keep(kept);
    for (const place of useful) {
      if (chosen.includes(place)) continue;
      const worth = valuation.with(place);
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

/** What one place has of one line class. */
interface Held {
  readonly demand: number;
  /** Units in the ranks 0 to t. */
  readonly upTo: Float64Array;
  /** How much that is in all ranks together. */
  readonly size: number;
}

/** What the kept places give to one line class. */
interface Given {
  /** Their units in the ranks 0 to t. */
  readonly upTo: Float64Array;
  /** The one that gives up its turn to a larger one; null while there are turns left. */
  readonly least: Held | null;
  readonly worth: Worth;
}

/**
 * Values sets of places. A line that may take from few of them takes from those that hold the most in all ranks.
 * Places are valued one by one beside a set that is kept, so only the lines that a place holds something of count.
 */
class Valuation {
  readonly #keys: readonly { readonly isCounted: boolean; readonly days: number }[];
  readonly #wanted: Float64Array;
  readonly #mostOf: Float64Array;
  readonly #heldAt: readonly (readonly Held[])[];
  #given: readonly Given[] = [];
  #kept: Worth = [0, 0, 0];

  constructor(
    problem: AllocationProblem,
    classes: readonly LineClass[],
    { placeOf, mostOfLine }: PlaceLimit,
    stocks: readonly PlaceStock[],
  ) {
    const { keys, rankOf } = ranksOf(problem);
    this.#keys = keys;
    this.#wanted = Float64Array.from(classes, ({ wanted }) => wanted);
    this.#mostOf = Float64Array.from(classes, ({ lines }) =>
      mostOfLine === null ? Number.POSITIVE_INFINITY : mostOfLine * lines.length,
    );
    const places = placeOf.reduce((most, place) => Math.max(most, place + 1), 0);
    const heldAt: Held[][] = Array.from({ length: places }, () => []);
    for (const { place, demand, sources } of stocks) {
      const upTo = new Float64Array(keys.length);
      for (const source of sources) {
        for (let t = rankOf(source); t < keys.length; t++) upTo[t]! += problem.sourceAvailable[source]!;
      }
      const size = upTo.reduce((sum, units) => sum + Math.min(units, this.#wanted[demand]!), 0);
      heldAt[place]!.push({ demand, upTo, size });
    }
    this.#heldAt = heldAt;
  }

  /** Keeps a set. Returns its worth. */
  keep(kept: readonly number[]): Worth {
    const held: Held[][] = Array.from(this.#wanted, () => []);
    for (const each of kept.flatMap((place) => this.#heldAt[place]!)) held[each.demand]!.push(each);
    this.#given = held.map((each, demand) => {
      const most = this.#mostOf[demand]!;
      const usable = each.sort((a, b) => b.size - a.size).slice(0, most);
      const upTo = this.#keys.map((_, t) => usable.reduce((sum, one) => sum + one.upTo[t]!, 0));
      const given = Float64Array.from(upTo);
      const least = usable.length >= most ? usable.at(-1)! : null;
      return { upTo: given, least, worth: this.#worthOf(demand, given, null, null) };
    });
    this.#kept = this.#given.reduce((sum, { worth }) => add(sum, worth, 1), [0, 0, 0] as Worth);
    return this.#kept;
  }

  /** The worth of the kept set with one more place. */
  with(place: number): Worth {
    let worth = this.#kept;
    for (const held of this.#heldAt[place]!) {
      const { upTo, least, worth: before } = this.#given[held.demand]!;
      if (least !== null && least.size >= held.size) continue;
      worth = add(add(worth, before, -1), this.#worthOf(held.demand, upTo, held, least), 1);
    }
    return worth;
  }

  /** What a line class is worth that has `upTo`, more by one place, less by another. */
  #worthOf(demand: number, upTo: Float64Array, more: Held | null, less: Held | null): Worth {
    const wanted = this.#wanted[demand]!;
    let [counted, unitDays, taken] = [0, 0, 0];
    for (const [t, { isCounted, days }] of this.#keys.entries()) {
      const held = upTo[t]! + (more?.upTo[t] ?? 0) - (less?.upTo[t] ?? 0);
      const units = Math.min(wanted, held) - taken;
      if (isCounted) counted += units;
      unitDays += units * days;
      taken += units;
    }
    return [wanted - taken, counted, unitDays];
  }
}

const add = (a: Worth, b: Worth, sign: 1 | -1): Worth => [
  a[0] + sign * b[0],
  a[1] + sign * b[1],
  a[2] + sign * b[2],
];

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
