import type { WaveDifference, WaveObjectiveValue } from '../../domain/wave/answer.ts';
import type { WaveContext } from '../context.ts';
import type { Decided } from '../course.ts';
import type { PlacesBound } from '../places/least-places.ts';
import { placesOf } from '../places/sourcing.ts';
import type { Worth } from '../worth.ts';

/** What is proven of the first tiers of a wave, by those who chose its shipments; null where nothing was asked. */
export interface ChoiceBounds {
  /** Upper bounds of the value, by priority. */
  readonly valueByPriority: ReadonlyMap<number, number>;
  /** Upper bound of the age, given the values; null where it is not known. */
  readonly ageDays: number | null;
  /** Lower bounds of what is left and of waiting, given all before; null where they are not known. */
  readonly waiting: readonly [unfilled: number, secondChoice: number, unitDays: number] | null;
}

/** A bound is never written beyond the value that it bounds: rounding must not make it say what is not so. */
const atLeast = (bound: number | null, value: number) => (bound === null ? null : Math.max(bound, value));
const atMost = (bound: number | null, value: number) => (bound === null ? null : Math.min(bound, value));

/** Packages and their cost at least, over all that is released; kept plans are what they are. */
function placesBound(context: WaveContext, { course, least, worth }: Decided) {
  const { wants } = context;
  let children = 0;
  let cost = 0;
  for (let shipment = 0; shipment < wants.length; shipment++) {
    if (course.isReleased[shipment] === 0) continue;
    const isKept = course.isKept[shipment] === 1;
    const bound: Pick<PlacesBound, 'children' | 'cost'> = isKept
      ? placesOf(context, course.plan.picks[shipment]!)
      : least.of(shipment);
    children += bound.children;
    cost += bound.cost;
  }
  return { children: Math.min(children, worth.childShipments), cost: Math.min(cost, worth.locationCost) };
}

/** Every tier of a wave, what it comes to and what is proven of it. */
export function objectiveOfWave(
  context: WaveContext,
  decided: Decided,
  bounds: ChoiceBounds | null,
): WaveObjectiveValue[] {
  const { worth } = decided;
  const { settings } = context.wave;
  const places = placesBound(context, decided);
  const [unfilled, secondChoice, unitDays] = bounds?.waiting ?? [null, null, null];
  const tier = (name: WaveObjectiveValue['tier'], value: number, bound: number | null) => ({
    tier: name,
    priority: null,
    value,
    bound: atMost(bound, value),
  });
  return [
    ...[...worth.valueByPriority].map(([priority, value]) => ({
      tier: 'value' as const,
      priority,
      value,
      bound: atLeast(bounds?.valueByPriority.get(priority) ?? null, value),
    })),
    {
      tier: 'ageDays',
      priority: null,
      value: worth.ageDays,
      bound: atLeast(bounds?.ageDays ?? null, worth.ageDays),
    },
    tier('unfilledUnits', worth.unfilledUnits, unfilled),
    tier(
      settings.useFutureBeforeCurrent ? 'currentUnits' : 'futureUnits',
      worth.secondChoiceUnits,
      secondChoice,
    ),
    tier('waitUnitDays', worth.waitUnitDays, unitDays),
    tier('childShipments', worth.childShipments, places.children),
    tier('locationCost', worth.locationCost, places.cost),
  ];
}

/** How far the first tier that is asked for and not at its bound may be from it, as a part of its value. */
export function gapOf(objective: readonly WaveObjectiveValue[]): number {
  for (const { value, bound } of objective) {
    if (bound === null || bound === value) continue;
    return Math.abs(value - bound) / Math.max(1, Math.abs(value));
  }
  return 0;
}

/** One wave less another. */
export const differenceOf = (one: Worth, other: Worth): WaveDifference => ({
  released: one.released - other.released,
  units: one.units - other.units,
  value: one.value - other.value,
  futureUnits: one.futureUnits - other.futureUnits,
  waitUnitDays: one.waitUnitDays - other.waitUnitDays,
  childShipments: one.childShipments - other.childShipments,
});
