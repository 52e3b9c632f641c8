import type { WaveObjectiveValue } from '../../../../domain/wave/answer.ts';
import type { Finding } from '../../rule.ts';
import { objectiveOf } from '../../rules/objective.ts';
import type { WaveReading, WaveRule } from '../reading.ts';

/** Two sums of decimals within this part of their size are the same: only the order of their additions differs. */
const RELATIVE_TOLERANCE = 1e-9;

const isSame = (a: number, b: number): boolean =>
  a === b || Math.abs(a - b) <= RELATIVE_TOLERANCE * Math.max(Math.abs(a), Math.abs(b));

const waveTier = (
  tier: WaveObjectiveValue['tier'],
  value: number,
  priority: number | null = null,
): WaveObjectiveValue => ({ tier, priority, value, bound: null });

const LARGER_IS_BETTER: ReadonlySet<WaveObjectiveValue['tier']> = new Set(['value', 'ageDays']);

/** Every tier of a wave, recomputed; a bound needs a proof, so each is null. */
export function objectiveOfWave({ wave, decisions }: WaveReading): WaveObjectiveValue[] {
  const { settings, ageWeight } = wave;
  const values = new Map<number, number>();
  for (const { priority } of wave.shipments) values.set(priority, 0);
  const sums = new Map<string, number>();
  let ageDays = 0;
  for (const { standing, reading } of decisions) {
    const { decision } = reading.plan;
    const { priority, value, daysWaited } = standing;
    if (decision === 'released') {
      values.set(priority, (values.get(priority) ?? 0) + value * (1 + ageWeight * daysWaited));
      ageDays += daysWaited;
    }
    for (const { tier, value: units } of objectiveOf(reading)) sums.set(tier, (sums.get(tier) ?? 0) + units);
  }
  const sum = (tier: string) => sums.get(tier) ?? 0;
  const secondChoice = settings.useFutureBeforeCurrent ? 'currentUnits' : 'futureUnits';
  return [
    ...[...values].map(([priority, value]) => waveTier('value', value, priority)),
    waveTier('ageDays', ageDays),
    waveTier('unfilledUnits', sum('unfilledUnits')),
    waveTier(secondChoice, sum(secondChoice)),
    waveTier('waitUnitDays', sum('waitUnitDays')),
    waveTier('childShipments', sum('childShipments')),
    waveTier('locationCost', sum('locationCost')),
  ];
}

function* countDiffers({ plan, decisions }: WaveReading): Iterable<Finding> {
  const of = (decision: string) =>
    decisions.filter(({ reading }) => reading.plan.decision === decision).length;
  let units = 0;
  for (const { reading } of decisions) for (const taken of reading.taken.values()) units += taken;
  const counts = {
    released: of('released'),
    partiallyReleased: of('partially-released'),
    held: of('held'),
    units,
  };
  for (const name of ['released', 'partiallyReleased', 'held', 'units'] as const) {
    const actual = plan[name];
    if (actual === undefined || actual === counts[name]) continue;
    const message = `the decisions make ${counts[name]}, the plan says ${actual}`;
    yield { path: name, message, expected: counts[name], actual };
  }
}

const namesOf = (values: readonly WaveObjectiveValue[]) =>
  values.map(({ tier, priority }) => (priority === null ? tier : `${tier} of priority ${priority}`));

function* waveObjectiveTiersDiffer(reading: WaveReading): Iterable<Finding> {
  if (reading.plan.objective === undefined) return;
  const expected = namesOf(objectiveOfWave(reading));
  const actual = namesOf(reading.plan.objective);
  if (expected.join() === actual.join()) return;
  yield { path: 'objective', message: 'the tiers stand in the order of a wave', expected, actual };
}

function* waveObjectiveValueDiffers(reading: WaveReading): Iterable<Finding> {
  const recomputed = objectiveOfWave(reading);
  for (const [index, { tier, priority, value: actual }] of (reading.plan.objective ?? []).entries()) {
    const known = recomputed.find((other) => other.tier === tier && other.priority === priority);
    if (known === undefined || isSame(known.value, actual)) continue;
    yield {
      path: `objective[${index}].value`,
      message: `${tier} of this wave is ${known.value}, the plan says ${actual}`,
      expected: known.value,
      actual,
    };
  }
}

function* waveObjectiveBoundBeyond({ plan }: WaveReading): Iterable<Finding> {
  for (const [index, { tier, value, bound }] of (plan.objective ?? []).entries()) {
    if (bound === null) continue;
    const room = LARGER_IS_BETTER.has(tier) ? bound - value : value - bound;
    // A bound presumes that the tiers before it are at their best.
    if (room > 0 && !isSame(value, bound)) return;
    if (isSame(value, bound)) continue;
    yield {
      path: `objective[${index}].bound`,
      message: `no wave's ${tier} is beyond its bound, yet this one's ${value} is beyond ${bound}`,
      expected: value,
      actual: bound,
    };
    return;
  }
}

/** What the wave says it comes to is what it comes to. */
export const worthRules: readonly WaveRule[] = [
  { code: 'COUNT_DIFFERS', check: countDiffers },
  { code: 'WAVE_OBJECTIVE_TIERS_DIFFER', check: waveObjectiveTiersDiffer },
  { code: 'WAVE_OBJECTIVE_VALUE_DIFFERS', check: waveObjectiveValueDiffers },
  { code: 'WAVE_OBJECTIVE_BOUND_BEYOND', check: waveObjectiveBoundBeyond },
];
