import type { Standing } from '../domain/wave/snapshot.ts';
import type { WaveContext } from './context.ts';
import { placesOf } from './places/sourcing.ts';
import type { Course } from './queue/in-order.ts';
import { waitingOfPicks } from './queue/promise.ts';

/** What the release of a shipment is worth: its value, more with every day that it has waited. */
export const worthOf = ({ value, daysWaited }: Standing, ageWeight: number): number =>
  value * (1 + ageWeight * daysWaited);

/** What a course comes to. */
export interface Worth {
  /** Shipments released in full, in part, and not at all. */
  readonly released: number;
  readonly partiallyReleased: number;
  readonly held: number;
  /** Units released. */
  readonly units: number;
  /** Value of those released in full. */
  readonly value: number;
  /** The same for each priority, the largest first. */
  readonly valueByPriority: ReadonlyMap<number, number>;
  /** Whole days that those released in full have waited. */
  readonly ageDays: number;
  /** Units that stay in backorder, where a part may be released; 0 in full release. */
  readonly unfilledUnits: number;
  /** Future units, or current ones under `useFutureBeforeCurrent`. */
  readonly secondChoiceUnits: number;
  readonly futureUnits: number;
  readonly waitUnitDays: number;
  readonly childShipments: number;
  readonly locationCost: number;
}

/** Whether a shipment has been given all its units, from sources that are chosen or not. */
export function isWhole({ plan, isReleased }: Course, shipment: number): boolean {
  if (isReleased[shipment] === 0) return false;
  let units = 0;
  for (const given of plan.picks[shipment] ?? plan.commitments[shipment] ?? []) units += given.units;
  return units === plan.wants[shipment]!.units;
}

/** What a course comes to, once its sources are chosen. */
export function worthOfCourse(context: WaveContext, course: Course): Worth {
  const { wave, stock } = context;
  const { plan, isReleased } = course;
  const isPartial = wave.settings.partialRelease !== 'none';
  const valueByPriority = new Map<number, number>();
  let [released, partiallyReleased, units, value, ageDays, unfilledUnits] = [0, 0, 0, 0, 0, 0];
  let [secondChoiceUnits, futureUnits, waitUnitDays, childShipments, locationCost] = [0, 0, 0, 0, 0];
  for (const [shipment, standing] of wave.shipments.entries()) {
    // Every priority has its tier, whether anybody of it is released or not.
    if (!valueByPriority.has(standing.priority)) valueByPriority.set(standing.priority, 0);
    const picks = plan.picks[shipment] ?? [];
    let taken = 0;
    for (const pick of picks) {
      taken += pick.units;
      if (stock.days[stock.sourceRank[pick.source]!]!.day !== null) futureUnits += pick.units;
    }
    units += taken;
    if (isPartial) unfilledUnits += plan.wants[shipment]!.units - taken;
    if (isReleased[shipment] === 0) continue;
    if (taken === plan.wants[shipment]!.units) {
      const worth = worthOf(standing, wave.ageWeight);
      released++;
      value += worth;
      ageDays += standing.daysWaited;
      valueByPriority.set(standing.priority, valueByPriority.get(standing.priority)! + worth);
    } else partiallyReleased++;
    const [second, unitDays] = waitingOfPicks(context, picks);
    const places = placesOf(context, picks);
    secondChoiceUnits += second;
    waitUnitDays += unitDays;
    childShipments += places.children;
    locationCost += places.cost;
  }
  const held = wave.shipments.length - released - partiallyReleased;
  return {
    released,
    partiallyReleased,
    held,
    units,
    value,
    valueByPriority,
    ageDays,
    unfilledUnits,
    secondChoiceUnits,
    futureUnits,
    waitUnitDays,
    childShipments,
    locationCost,
  };
}

/** Sums of decimals that are added in another order differ by less than this part of their size. */
const ROUNDING = 1e-9;

const differ = (a: number, b: number): boolean =>
  Math.abs(a - b) > ROUNDING * Math.max(Math.abs(a), Math.abs(b));

/** Compares two courses tier by tier, as `optimal` does. @returns negative where the first is better */
export function compareWorth(one: Worth, other: Worth): number {
  for (const [priority, value] of one.valueByPriority) {
    const rival = other.valueByPriority.get(priority) ?? 0;
    if (differ(value, rival)) return rival - value;
  }
  if (one.ageDays !== other.ageDays) return other.ageDays - one.ageDays;
  const tiers = ['unfilledUnits', 'secondChoiceUnits', 'waitUnitDays', 'childShipments'] as const;
  for (const tier of tiers) if (one[tier] !== other[tier]) return one[tier] - other[tier];
  return differ(one.locationCost, other.locationCost) ? one.locationCost - other.locationCost : 0;
}
