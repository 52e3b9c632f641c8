import type { Random } from '../../random.ts';
import type { Item, Planted } from './shape.ts';
import type { Source } from './stock.ts';

/** A plan: what it takes from where, and how many locations, packages, and locations of one line it needs. */
export interface Plan {
  readonly sources: readonly Source[];
  readonly locations: number;
  readonly packages: number;
  readonly split: number;
}

/** Parts of a whole, each at least 1. */
function partsOf(random: Random, whole: number, parts: number): number[] {
  const cuts = new Set<number>();
  while (cuts.size < parts - 1) cuts.add(random.integer(1, whole - 1));
  const ends = [0, ...[...cuts].sort((a, b) => a - b), whole];
  return ends.slice(1).map((end, index) => end - ends[index]!);
}

/**
 * Draws a plan for lines: a few locations, each line split over some of them, today or, each product alike, now and
 * then on a day.
 *
 * @param locations how many there are
 * @param dates how many days have lots
 */
export function plantPlan(
  random: Random,
  items: readonly Item[],
  { locations: used, split: most }: Planted,
  locations: number,
  dates: number,
): Plan {
  const chosen = random.some(
    Array.from({ length: locations }, (_, index) => index),
    random.integer(...used),
  );
  const split = Math.min(random.integer(...most), chosen.length);
  const sources = items.flatMap(({ productCode, quantity }) => {
    const parts = partsOf(random, quantity, Math.min(quantity, random.integer(1, split)));
    const date = dates > 0 && random.chance(0.3) ? random.integer(0, dates - 1) : -1;
    return random
      .some(chosen, parts.length)
      .map((location, index): Source => ({ productCode, location, date, units: parts[index]! }));
  });
  return {
    sources,
    locations: new Set(sources.map(({ location }) => location)).size,
    packages: new Set(sources.map(({ location, date }) => `${location} ${date}`)).size,
    split,
  };
}
