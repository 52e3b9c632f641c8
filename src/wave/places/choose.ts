import type { Commitment, Pick, WavePlan } from '../plan.ts';
import { type PlaceDemand, placeDemands } from './demands.ts';
import { byUnitCost, fewestPlaces } from './fewest-places.ts';

/** Takes what a demand needs from these places, the cheapest first. @returns what was taken */
function takeFrom(plan: WavePlan, demand: PlaceDemand, places: readonly number[]): Pick[] {
  const { want, sourceAt } = demand;
  const picks: Pick[] = [];
  let missing = demand.units;
  for (const place of places) {
    const source = sourceAt[place]!;
    if (source < 0 || missing === 0) continue;
    const units = plan.takeOf(source, missing);
    if (units === 0) continue;
    picks.push({ want, line: null, source, units });
    missing -= units;
  }
  return picks;
}

const unitsOf = (picks: readonly Pick[]): number => picks.reduce((sum, { units }) => sum + units, 0);

/** Takes a demand from the chosen places, and, where sets of sources that cross keep some units from it, from any. */
function takeDemand(plan: WavePlan, demand: PlaceDemand, places: readonly number[]): Pick[] {
  const { sourceUnitCost, sourceLocation } = plan.stock;
  const picks = takeFrom(plan, demand, byUnitCost(sourceUnitCost, demand.sourceAt, places));
  if (unitsOf(picks) === demand.units) return picks;
  plan.giveBackPicks(picks);
  const others = Array.from(demand.sources, (source) => sourceLocation[source]!);
  const anywhere = takeFrom(plan, demand, [...places, ...others.filter((place) => !places.includes(place))]);
  // What a set can give in all, its sources give one after another: units of sources are a matroid.
  if (unitsOf(anywhere) !== demand.units) throw new Error('what was promised of a day is not there');
  return anywhere;
}

/** What one day's units of a shipment were taken from, and whether no fewer or cheaper locations would do. */
export interface DayChoice {
  readonly picks: readonly Pick[];
  readonly isBest: boolean;
}

/** Chooses the sources of all units that a shipment has of one day; what was open before is taken from them. */
export function chooseDay(plan: WavePlan, shipment: number, commitments: readonly Commitment[]): DayChoice {
  plan.giveBackCommitments(shipment, commitments);
  const demands = placeDemands(plan, shipment, commitments, (source, wanted) => plan.mostOf(source, wanted));
  const { places, isBest } = fewestPlaces(plan.stock, demands);
  const picks = demands.flatMap((demand) => takeDemand(plan, demand, places));
  const used = new Set(picks.map(({ source }) => plan.stock.sourceLocation[source]));
  return { picks, isBest: isBest && used.size === places.length };
}

/** The commitments of a shipment, day by day. */
export function byDay(plan: WavePlan, shipment: number, commitments: readonly Commitment[]): Commitment[][] {
  const { wants } = plan.wants[shipment]!;
  const days = new Map<number, Commitment[]>();
  for (const commitment of commitments) {
    const rank = wants[commitment.want]!.class.ranks[commitment.at]!;
    const known = days.get(rank);
    if (known === undefined) days.set(rank, [commitment]);
    else known.push(commitment);
  }
  return [...days.values()];
}

/** Chooses the sources of all that a shipment has been given. @returns whether no fewer or cheaper ones would do */
export function choosePlaces(plan: WavePlan, shipment: number): boolean {
  const commitments = plan.commitments[shipment]!;
  let isBest = true;
  const picks: Pick[] = [];
  for (const ofDay of byDay(plan, shipment, commitments)) {
    const choice = chooseDay(plan, shipment, ofDay);
    picks.push(...choice.picks);
    isBest &&= choice.isBest;
  }
  plan.picks[shipment] = picks;
  return isBest;
}
