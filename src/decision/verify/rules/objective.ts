import { type CalendarDate, daysBetween } from '../../../domain/calendar.ts';
import type { ObjectiveValue } from '../../../domain/decision.ts';
import { addTo, type PlanReading, releasedUnits } from '../reading.ts';
import type { Finding, Rule } from '../rule.ts';

/** Two costs within this part of their size are the same cost: only the order of their additions differs. */
const RELATIVE_TOLERANCE = 1e-9;

/** Tiers that count units and days; the others are sums of the caller's decimals. */
const COUNTS: ReadonlySet<ObjectiveValue['tier']> = new Set([
  'unfilledUnits',
  'futureUnits',
  'currentUnits',
  'waitUnitDays',
  'childShipments',
]);

function isSameValue(tier: ObjectiveValue['tier'], a: number, b: number): boolean {
  if (a === b) return true;
  // Beyond 2^53 a count is itself rounded, so it is compared as a cost is.
  if (COUNTS.has(tier) && Number.isSafeInteger(a) && Number.isSafeInteger(b)) return false;
  return Math.abs(a - b) <= RELATIVE_TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
}

/** Σ over the lines that need stock of wanted − released. @returns units */
function unfilledUnits(reading: PlanReading): number {
  return reading.managedLines.reduce((sum, line) => sum + line.quantity - releasedUnits(reading, line), 0);
}

/** Units from dated stock, or under `useFutureBeforeCurrent` from current stock. @returns units */
function secondChoiceUnits({ snapshot, takes }: PlanReading): number {
  const counted = snapshot.settings.useFutureBeforeCurrent ? 'READY' : 'FUTURE';
  return takes.reduce(
    (sum, { child, allocation }) =>
      (child.futureDate === null ? 'READY' : 'FUTURE') === counted ? sum + allocation.quantity : sum,
    0,
  );
}

/** Σ days from the attempt's day to the child's date × units. @returns unit-days */
function waitUnitDays({ snapshot, plan }: PlanReading): number {
  // By date first: calendar arithmetic is slow, and many children share few dates.
  const unitsByDate = new Map<CalendarDate, number>();
  for (const { futureDate, allocations } of plan.children) {
    if (futureDate === null) continue;
    for (const { quantity } of allocations) addTo(unitsByDate, futureDate, quantity);
  }
  let sum = 0;
  for (const [date, units] of unitsByDate) sum += daysBetween(snapshot.today, date) * units;
  return sum;
}

/** Packages opened. The child of a shipment that needs no stock has no location, so it does not count. */
function childShipments({ plan }: PlanReading): number {
  return plan.children.filter((child) => child.fulfillmentLocationCode !== null).length;
}

/** Σ cost of each package's location + Σ unitCost × units. @returns the caller's cost unit */
function locationCost({ plan, locations, takes }: PlanReading): number {
  let sum = 0;
  for (const { fulfillmentLocationCode: code } of plan.children) {
    if (code !== null) sum += locations.get(code)?.cost ?? 0;
  }
  for (const { source, allocation } of takes) sum += (source?.unitCost ?? 0) * allocation.quantity;
  return sum;
}

/**
 * Every tier's value, recomputed from the snapshot's own numbers; a bound needs a proof, so each is null. In
 * weighted mode the weighted sum stands first. A held plan in full release has none: there is nothing to value.
 */
export function objectiveOf(reading: PlanReading): ObjectiveValue[] {
  const { plan, snapshot } = reading;
  const { partialRelease, useFutureBeforeCurrent, objective } = snapshot.settings;
  if (partialRelease === 'none' && plan.decision === 'held') return [];
  const unfilled = unfilledUnits(reading);
  const secondChoice = secondChoiceUnits(reading);
  const wait = waitUnitDays(reading);
  const children = childShipments(reading);
  const cost = locationCost(reading);
  const tiers: ObjectiveValue[] = [
    { tier: 'unfilledUnits', value: unfilled, bound: null },
    { tier: useFutureBeforeCurrent ? 'currentUnits' : 'futureUnits', value: secondChoice, bound: null },
    { tier: 'waitUnitDays', value: wait, bound: null },
    { tier: 'childShipments', value: children, bound: null },
    { tier: 'locationCost', value: cost, bound: null },
  ];
  if (objective.mode === 'lexicographic') return tiers;
  const { weights } = objective;
  const value =
    weights.unfilledUnit * unfilled +
    weights.futureUnit * secondChoice +
    weights.unitDay * wait +
    weights.childShipment * children +
    weights.locationCost * cost;
  return [{ tier: 'weighted', value, bound: null }, ...tiers];
}

const namesOf = (values: readonly ObjectiveValue[]) => values.map(({ tier }) => tier);

function* objectiveTiersDiffer(reading: PlanReading): Iterable<Finding> {
  if (reading.plan.objective === undefined) return;
  const expected = namesOf(objectiveOf(reading));
  const actual = namesOf(reading.plan.objective);
  if (expected.join() === actual.join()) return;
  yield { path: 'objective', message: 'the tiers stand in the order of the objective', expected, actual };
}

function* objectiveValueDiffers(reading: PlanReading): Iterable<Finding> {
  const { objective = [] } = reading.plan;
  const recomputed = new Map(objectiveOf(reading).map(({ tier, value }) => [tier, value]));
  for (const [index, { tier, value: actual }] of objective.entries()) {
    const expected = recomputed.get(tier);
    if (expected === undefined || isSameValue(tier, expected, actual)) continue;
    yield {
      path: `objective[${index}].value`,
      message: `${tier} of this plan is ${expected}, the plan says ${actual}`,
      expected,
      actual,
    };
  }
}

/**
 * A tier's bound presumes that the tiers before it are at their best, so it can be held against the value only
 * as far as every earlier tier meets its own.
 */
function* objectiveBoundAboveValue({ plan }: PlanReading): Iterable<Finding> {
  for (const [index, { tier, value, bound }] of (plan.objective ?? []).entries()) {
    if (bound === null || bound < value) return;
    if (isSameValue(tier, bound, value)) continue;
    yield {
      path: `objective[${index}].bound`,
      message: `no plan's ${tier} is below its bound, yet this plan's ${value} is below ${bound}`,
      expected: `at most ${value}`,
      actual: bound,
    };
    return;
  }
}

/** What the plan says it is worth is what it is worth. */
export const objectiveRules: readonly Rule[] = [
  { code: 'OBJECTIVE_TIERS_DIFFER', check: objectiveTiersDiffer },
  { code: 'OBJECTIVE_VALUE_DIFFERS', check: objectiveValueDiffers },
  { code: 'OBJECTIVE_BOUND_ABOVE_VALUE', check: objectiveBoundAboveValue },
];
