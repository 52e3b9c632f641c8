import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CalendarDate, daysBetween } from '../../src/domain/calendar.ts';
import type { WaveAnswer } from '../../src/domain/wave/answer.ts';
import type { WaveSnapshot } from '../../src/domain/wave/snapshot.ts';
import { optimizeWave } from '../../src/wave/optimize-wave.ts';
import { runs } from '../arbitraries/runs.ts';
import { TINY_WAVE, waveRequest } from '../arbitraries/wave.ts';
import { canAll, compareTiers, everyPlan, keptUnits, stockOf, type TriedPlan } from './every-plan.ts';
import { engines, take } from './take.ts';

type Tiers = readonly [number, number, number];

/**
 * First come by its definition: in the order of the queue each gets the best tiers that all before it, with theirs, and
 * all that are promised can stand. Every plan of everybody is tried.
 */
function firstComeByDefinition(wave: WaveSnapshot): (Tiers | 'kept' | null)[] {
  const stock = stockOf(wave);
  const plans = wave.shipments.map((standing) => everyPlan(wave, standing));
  const kept = wave.shipments.map((standing) => (standing.pinned ?? standing.promised) !== null);
  const own = wave.shipments.map((standing, at) => (kept[at] ? [keptUnits(standing)] : []));
  const lastDays = wave.shipments.map(({ promised }) =>
    (promised?.children ?? []).reduce(
      (last, { futureDate }) => ((futureDate ?? '') > last ? futureDate! : last),
      '',
    ),
  );
  const isFixed = wave.shipments.map(
    ({ pinned }, at) => kept[at]! && (pinned !== null || lastDays[at]! < wave.today),
  );
  const promises = plans.map((ofOne, at) =>
    ofOne.filter(({ lastDay, isWhole }) => isWhole && lastDay <= lastDays[at]!),
  );
  // One that no attempt could make any more keeps its very units until its turn, and is left for a better one only.
  const isOutside = wave.shipments.map(
    (_, at) =>
      kept[at]! &&
      !plans[at]!.some(
        ({ units }) => canAll(new Map(own[at]![0]), [[units]]) && units.size === own[at]![0]!.size,
      ),
  );
  const given: (readonly ReadonlyMap<string, number>[])[] = wave.shipments.map((_, at) =>
    isFixed[at] || isOutside[at]
      ? own[at]!
      : kept[at]
        ? [...promises[at]!.map(({ units }) => units), ...own[at]!]
        : [],
  );
  const stands = (choices: typeof given) =>
    canAll(
      stock,
      choices.filter((choice) => choice.length > 0),
    );
  return wave.shipments.map((_, at) => {
    if (isFixed[at]) return 'kept';
    const mine = kept[at] ? promises[at]! : plans[at]!;
    const values = [...new Map(mine.map(({ tiers }) => [tiers.join(), tiers])).values()].sort(compareTiers);
    for (const tiers of values) {
      if (isOutside[at] && compareTiers(tiers, tiersOfUnits(wave, own[at]![0]!)) >= 0) break;
      const choice = mine.filter((plan) => compareTiers(plan.tiers, tiers) === 0).map(({ units }) => units);
      if (!stands(given.map((others, other) => (other === at ? choice : others)))) continue;
      given[at] = choice;
      return tiers;
    }
    given[at] = own[at]!;
    return kept[at] ? 'kept' : null;
  });
}

/** Tiers 1 to 3 of a plan that fills every line. */
function tiersOfUnits(wave: WaveSnapshot, units: ReadonlyMap<string, number>): Tiers {
  let [second, unitDays] = [0, 0];
  for (const [name, amount] of units) {
    const day = name.split('@')[2]!;
    if ((day !== '') !== wave.settings.useFutureBeforeCurrent) second += amount;
    if (day !== '') unitDays += amount * daysBetween(wave.today, day as CalendarDate);
  }
  return [0, second, unitDays];
}

/** Tiers 1 to 3 of what each was given. */
const tiersOf = ({ decisions }: WaveAnswer): (Tiers | null)[] =>
  decisions.map(({ decision, objective }) => {
    if (decision === 'held') return null;
    const [unfilled, second, wait] = objective.map(({ value }) => value);
    return [unfilled!, second!, wait!];
  });

describe('first come', () => {
  it('gives each in turn the best that all before it can stand, as trying every plan of everybody does', async () => {
    await fc.assert(
      fc.asyncProperty(waveRequest(TINY_WAVE), async (request) => {
        const wave = take(request);
        const answer = await optimizeWave(wave, engines);
        const expected = firstComeByDefinition(wave);
        for (const [at, tiers] of tiersOf(answer).entries()) {
          if (expected[at] !== 'kept') expect([at, tiers]).toEqual([at, expected[at]]);
          else expect([at, answer.decisions[at]!.kept]).not.toEqual([at, null]);
        }
      }),
      runs(2),
    );
  });

  it('bounds the child shipments of what it gave: no choice of sources for the same days has fewer', async () => {
    await fc.assert(
      fc.asyncProperty(waveRequest({ ...TINY_WAVE, hasKept: false }), async (request) => {
        const wave = take(request);
        const answer = await optimizeWave(wave, engines);
        const given = tiersOf(answer);
        const plans = wave.shipments.flatMap((standing, at) => {
          const tiers = given[at];
          if (tiers == null) return [];
          return [everyPlan(wave, standing).filter((plan) => compareTiers(plan.tiers, tiers) === 0)];
        });
        const { value, bound } = answer.objective.find(({ tier }) => tier === 'childShipments')!;
        const fewest = fewestChildren(stockOf(wave), plans);
        expect(bound!).toBeLessThanOrEqual(fewest);
        expect(value).toBeGreaterThanOrEqual(fewest);
      }),
      runs(1),
    );
  });
});

/** The fewest child shipments of any way to give each of some shipments one of its plans. */
function fewestChildren(stock: Map<string, number>, plans: readonly (readonly TriedPlan[])[]): number {
  const [first, ...rest] = plans;
  if (first === undefined) return 0;
  let fewest = Number.POSITIVE_INFINITY;
  for (const { units, children } of first) {
    if ([...units].some(([name, amount]) => amount > (stock.get(name) ?? 0))) continue;
    for (const [name, amount] of units) stock.set(name, stock.get(name)! - amount);
    fewest = Math.min(fewest, children + fewestChildren(stock, rest));
    for (const [name, amount] of units) stock.set(name, stock.get(name)! + amount);
  }
  return fewest;
}
