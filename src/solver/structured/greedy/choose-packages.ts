import type { AllocationProblem } from '../../../program/allocation-problem.ts';
import type { Bundle, PackageChoice } from './package-choice.ts';

/** Gains below this are rounding. */
const LEAST_GAIN = 1e-9;

/** Bundles in classes that are opened one after another, the best class first. */
export type BundleClasses = readonly (readonly Bundle[])[];

/** Each package by itself, those of the earliest units first: they cost least in levels 2 and 3. */
export function packagesByDay(problem: AllocationProblem): Bundle[][] {
  const { packageIsFuture, packageWaitDays, futureFirst } = problem;
  const classes = new Map<string, number[]>();
  packageWaitDays.forEach((days, item) => {
    const isLater = (packageIsFuture[item] === 1) !== futureFirst;
    const key = `${isLater ? 1 : 0} ${String(days).padStart(12, '0')}`;
    const known = classes.get(key);
    if (known === undefined) classes.set(key, [item]);
    else known.push(item);
  });
  return [...classes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, items]) => items.map((item) => [item]));
}

/** All packages in one class: those of a location together, or each by itself where their number is limited. */
export function packagesAtOnce({ packageLocation, maxChildShipments }: AllocationProblem): Bundle[][] {
  if (maxChildShipments !== null) return [[...packageLocation.keys()].map((item) => [item])];
  const byLocation = new Map<number, number[]>();
  packageLocation.forEach((location, item) => {
    const known = byLocation.get(location);
    if (known === undefined) byLocation.set(location, [item]);
    else known.push(item);
  });
  return [[...byLocation.values()]];
}

/**
 * Opens bundles, of those that fit the one that covers most, until nothing is uncovered or no bundle helps. Gains mostly
 * fall as more is open, so a gain that was computed before is taken for an upper bound (Minoux' lazy greedy).
 */
export function openGreedily(choice: PackageChoice, classes: BundleClasses): void {
  for (const bundles of classes) {
    if (choice.shortfall < LEAST_GAIN) return;
    const open = bundles.map((bundle) => ({ bundle, gain: choice.gain(bundle) }));
    open.sort((a, b) => a.gain - b.gain);
    while (open.length > 0 && choice.shortfall >= LEAST_GAIN) {
      const next = open.pop()!;
      if (next.gain < LEAST_GAIN) break;
      if (!choice.fits(next.bundle)) continue;
      next.gain = choice.gain(next.bundle);
      if (next.gain >= (open.at(-1)?.gain ?? 0)) choice.add(next.bundle);
      else insert(open, next);
    }
  }
}

/** Keeps the list in the order of the gains. */
function insert<Item extends { gain: number }>(list: Item[], item: Item): void {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]!.gain < item.gain) low = middle + 1;
    else high = middle;
  }
  list.splice(low, 0, item);
}

/**
 * Exchanges an open bundle for another one as long as that covers more, until nothing is uncovered.
 *
 * @param isTimeLeft is asked once an open bundle
 */
export function exchange(choice: PackageChoice, bundles: readonly Bundle[], isTimeLeft: () => boolean): void {
  for (let improved = true; improved && choice.shortfall >= LEAST_GAIN; ) {
    improved = false;
    for (const out of bundles) {
      if (choice.open[out[0]!] === 0 || !isTimeLeft()) continue;
      const before = choice.shortfall;
      choice.remove(out);
      const lost = choice.shortfall - before;
      let best: Bundle = out;
      let most = lost + LEAST_GAIN;
      for (const bundle of bundles) {
        if (choice.open[bundle[0]!] === 1 || !choice.fits(bundle)) continue;
        const gain = choice.gain(bundle);
        if (gain > most) [best, most] = [bundle, gain];
      }
      choice.add(best);
      if (best !== out) improved = true;
      if (choice.shortfall < LEAST_GAIN) return;
    }
  }
}
