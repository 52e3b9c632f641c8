import type { Settings } from '../../domain/settings.ts';
import type { WaveContext } from '../context.ts';
import type { Commitment, Pick, WavePlan } from '../plan.ts';
import { takeBestDays } from '../queue/days.ts';
import { byDay, chooseDay } from './choose.ts';

/** Whether what a shipment takes keeps the limits on locations and children. */
function keepsLimits({ wave, stock }: WaveContext, picks: readonly Pick[]): boolean {
  const { maxFulfillingLocations, maxSplitItemLocations, maxChildShipments }: Settings = wave.settings;
  const places = new Set<number>();
  const packages = new Set<number>();
  const placesOfWant = new Map<number, Set<number>>();
  for (const { want, source } of picks) {
    const place = stock.sourceLocation[source]!;
    places.add(place);
    packages.add(stock.sourceRank[source]! * stock.locations.length + place);
    placesOfWant.set(want, (placesOfWant.get(want) ?? new Set()).add(place));
  }
  const keeps = (count: number, most: number | null) => most === null || count <= most;
  return (
    keeps(places.size, maxFulfillingLocations) &&
    keeps(packages.size, maxChildShipments) &&
    [...placesOfWant.values()].every(({ size }) => keeps(size, maxSplitItemLocations))
  );
}

/** What a shipment takes, if what is best for it without limits keeps them. */
export type WithoutLimits =
  /** Nothing can be released, with limits or without. */
  | { readonly status: 'held' }
  /** The best plan without limits keeps them, so it is the best with them; it has been taken. */
  | { readonly status: 'taken'; readonly picks: readonly Pick[]; readonly days: readonly Commitment[] }
  /** It breaks a limit, or is not proven to be the best: nothing has been taken. */
  | { readonly status: 'open' };

/**
 * Serves a shipment as if there were no limits. They only leave plans out, so that the best plan without them, which is
 * found in closed form, is the best with them wherever it keeps them.
 */
export function takeWithoutLimits(context: WaveContext, plan: WavePlan, shipment: number): WithoutLimits {
  const days = takeBestDays(plan, shipment, context.wave.settings.partialRelease);
  if (days === null) return { status: 'held' };
  const picks: Pick[] = [];
  let isBest = true;
  for (const ofDay of byDay(plan, shipment, days)) {
    const choice = chooseDay(plan, shipment, ofDay);
    picks.push(...choice.picks);
    isBest &&= choice.isBest;
  }
  if (isBest && keepsLimits(context, picks)) return { status: 'taken', picks, days };
  plan.giveBackPicks(picks);
  return { status: 'open' };
}
