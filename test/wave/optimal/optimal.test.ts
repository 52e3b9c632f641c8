import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WaveAnswer } from '../../../src/domain/wave/answer.ts';
import type { WaveRequestInput } from '../../../src/domain/wave/request.ts';
import type { WaveSnapshot } from '../../../src/domain/wave/snapshot.ts';
import { optimizeWave } from '../../../src/wave/optimize-wave.ts';
import { runs } from '../../arbitraries/runs.ts';
import { TINY_WAVE, waveRequest } from '../../arbitraries/wave.ts';
import { canAll, compareTiers, everyPlan, stockOf, type TriedPlan } from '../every-plan.ts';
import { engines, take } from '../take.ts';

const FULL = { ...TINY_WAVE, shipments: 5, hasKept: false };

const inFull = waveRequest(FULL).map((request) => ({
  ...request,
  ageWeight: 0.01,
  settings: { ...request.settings, partialRelease: 'none' as const },
}));

const optimal = (request: WaveRequestInput): Promise<WaveAnswer> =>
  optimizeWave(take({ ...request, policy: 'optimal' }), engines);

const valuesOf = ({ objective }: WaveAnswer): number[] => objective.map(({ value }) => value);

/** Value by priority and age of a set of shipments, negated: the smallest is the best. */
function worthOf(wave: WaveSnapshot, members: readonly number[]): number[] {
  const priorities = [...new Set(wave.shipments.map(({ priority }) => priority))];
  const chosen = members.map((at) => wave.shipments[at]!);
  return [
    ...priorities.map((level) =>
      chosen
        .filter(({ priority }) => priority === level)
        .reduce((sum, { value, daysWaited }) => sum - value * (1 + wave.ageWeight * daysWaited), 0),
    ),
    chosen.reduce((sum, { daysWaited }) => sum - daysWaited, 0),
  ];
}

/** All sets of shipments that one stock releases in full, by trying every plan of everybody. */
function releasableSets(wave: WaveSnapshot): number[][] {
  const plans = wave.shipments.map((standing) => everyPlan(wave, standing));
  const stock = stockOf(wave);
  const sets: number[][] = [];
  for (let mask = 0; mask < 2 ** plans.length; mask++) {
    const members = [...plans.keys()].filter((at) => (mask >> at) % 2 === 1);
    if (
      canAll(
        stock,
        members.map((at) => plans[at]!.map(({ units }) => units)),
      )
    )
      sets.push(members);
  }
  return sets;
}

/** The least second choice, then unit-days, of any way to release these shipments together. */
function leastWaiting(
  stock: Map<string, number>,
  plans: readonly (readonly TriedPlan[])[],
  so = [0, 0],
): number[] | null {
  const [first, ...rest] = plans;
  if (first === undefined) return so;
  let best: number[] | null = null;
  for (const { units, tiers } of first) {
    if ([...units].some(([name, amount]) => amount > stock.get(name)!)) continue;
    for (const [name, amount] of units) stock.set(name, stock.get(name)! - amount);
    const found = leastWaiting(stock, rest, [so[0]! + tiers[1], so[1]! + tiers[2]]);
    for (const [name, amount] of units) stock.set(name, stock.get(name)! + amount);
    if (found !== null && (best === null || compareTiers(found, best) < 0)) best = found;
  }
  return best;
}

describe('optimal', () => {
  it('releases the most value, then the most age, as trying every set and every plan does', async () => {
    await fc.assert(
      fc.asyncProperty(inFull, async (request) => {
        const wave = take(request);
        const answer = await optimal(request);
        const worths = releasableSets(wave).map((members) => worthOf(wave, members));
        const best = worths.reduce((one, other) => (compareTiers(other, one) < -1e-9 ? other : one));
        const levels = answer.objective.filter(({ tier }) => tier === 'value' || tier === 'ageDays');
        for (const [at, { value, bound }] of levels.entries()) {
          expect(value).toBeCloseTo(-best[at]!, 9);
          expect(bound).toBeCloseTo(value, 9);
        }
      }),
      runs(1),
    );
  });

  it('gives those that it releases the days that are best for all of them together', async () => {
    await fc.assert(
      fc.asyncProperty(inFull, async (request) => {
        const wave = take(request);
        const { decisions, objective } = await optimal(request);
        const released = [...decisions.keys()].filter((at) => decisions[at]!.decision === 'released');
        const plans = released.map((at) => everyPlan(wave, wave.shipments[at]!));
        const tierOf = (names: readonly string[]) =>
          objective.find(({ tier }) => names.includes(tier))!.value;
        const waiting = [tierOf(['futureUnits', 'currentUnits']), tierOf(['waitUnitDays'])];
        expect(waiting).toEqual(leastWaiting(stockOf(wave), plans));
      }),
      runs(0.7),
    );
  });

  it('is never worse than any order of the queue, tier by tier, with limits, groups, parts and promises', async () => {
    const coupled = { ...TINY_WAVE, shipments: 6, quantity: 3, available: 4, isCoupled: true };
    await fc.assert(
      fc.asyncProperty(waveRequest(coupled), async (request) => {
        const best = valuesOf(await optimal(request));
        const gains = best.length - 6;
        const signed = (values: readonly number[]) =>
          values.map((value, at) => (at <= gains ? -value : value));
        for (const policy of ['one-by-one', 'first-come'] as const) {
          const other = valuesOf(await optimizeWave(take({ ...request, policy }), engines));
          expect(compareTiers(signed(best), signed(other))).toBeLessThanOrEqual(0);
        }
      }),
      runs(0.3),
    );
  });

  it('never loses value when there is more stock', async () => {
    await fc.assert(
      fc.asyncProperty(inFull, fc.nat(5), async (request, row) => {
        const more = structuredClone(request);
        more.inventory![row]!.available += 2;
        const priorities = new Set(request.shipments.map(({ priority }) => priority)).size;
        const [less, now] = [await optimal(request), await optimal(more)];
        const before = valuesOf(less)
          .slice(0, priorities)
          .map((value) => -value);
        const after = valuesOf(now)
          .slice(0, priorities)
          .map((value) => -value);
        expect(compareTiers(after, before)).toBeLessThanOrEqual(1e-9);
      }),
      runs(0.5),
    );
  });
});
