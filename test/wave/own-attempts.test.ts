import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { optimize } from '../../src/attempt/optimize.ts';
import type { ChildShipment, Decision } from '../../src/domain/decision.ts';
import { type Standing, snapshotOf, type WaveSnapshot } from '../../src/domain/wave/snapshot.ts';
import { optimizeWave } from '../../src/wave/optimize-wave.ts';
import { runs } from '../arbitraries/runs.ts';
import { TINY_WAVE, waveRequest } from '../arbitraries/wave.ts';
import { compareTiers } from './every-plan.ts';
import { engines, take } from './take.ts';

const ALONE = { ...TINY_WAVE, shipments: 6, quantity: 3, available: 4, hasKept: false };
const COUPLED = { ...ALONE, isCoupled: true };

/** The same wave, less what children take, or with it where `sign` is −1. */
function without(
  wave: WaveSnapshot,
  standing: Standing,
  children: readonly ChildShipment[],
  sign = 1,
): WaveSnapshot {
  const taken = new Map<string, number>();
  const products = new Map(standing.shipment.items.map((line) => [line.lineId, line.productCode]));
  for (const { fulfillmentLocationCode, futureDate, allocations } of children) {
    for (const { lineId, quantity, futureInventoryId } of allocations) {
      const key = [products.get(lineId), fulfillmentLocationCode, futureDate, futureInventoryId].join(' ');
      taken.set(key, (taken.get(key) ?? 0) + sign * quantity);
    }
  }
  const less = <Row extends { available: number }>(row: Row, key: unknown[]): Row => ({
    ...row,
    available: row.available - (taken.get(key.join(' ')) ?? 0),
  });
  return {
    ...wave,
    currentInventory: wave.currentInventory.map((row) =>
      less(row, [row.productCode, row.locationCode, null, null]),
    ),
    futureLots: wave.futureLots.map((lot) =>
      less(lot, [lot.productCode, lot.locationCode, lot.deliveryDay, lot.futureInventoryId]),
    ),
  };
}

const attempt = (wave: WaveSnapshot, standing: Standing): Promise<Decision> => {
  const own = snapshotOf(wave, standing);
  const products = new Set(standing.shipment.items.map(({ productCode }) => productCode));
  const snapshot = {
    ...own,
    currentInventory: own.currentInventory.filter(({ productCode }) => products.has(productCode)),
    futureLots: own.futureLots.filter(({ productCode }) => products.has(productCode)),
  };
  return optimize({ snapshot, timeLimitMs: 10_000, explain: 'none' }, engines.attempt);
};

const tiersOf = ({ objective }: Pick<Decision, 'objective'>): number[] => objective.map(({ value }) => value);

describe('one by one', () => {
  it.each([
    ['where flows decide', ALONE],
    ['with limits, groups and lines of one product', COUPLED],
  ])('answers what an attempt answers, one after another, %s', async (_, shape) => {
    await fc.assert(
      fc.asyncProperty(waveRequest(shape), async (request) => {
        let left = take({ ...request, policy: 'one-by-one' });
        const { decisions } = await optimizeWave(left, engines);
        for (const [at, standing] of left.shipments.entries()) {
          const alone = await attempt(left, standing);
          const { decision, children } = decisions[at]!;
          expect([at, decision, tiersOf(decisions[at]!)]).toEqual([at, alone.decision, tiersOf(alone)]);
          if (alone.proof.tieBreak === 'proven') expect([at, children]).toEqual([at, alone.children]);
          left = without(left, standing, children);
        }
      }),
      runs(1),
    );
  });
});

describe.each(['first-come', 'optimal'] as const)('%s', (policy) => {
  it('gives nobody less than an attempt of its own would, given what all others leave to it', async () => {
    await fc.assert(
      fc.asyncProperty(waveRequest(COUPLED), async (request) => {
        const wave = take({ ...request, policy });
        const { decisions } = await optimizeWave(wave, engines);
        let left = wave;
        for (const [at, standing] of wave.shipments.entries())
          left = without(left, standing, decisions[at]!.children);
        for (const [at, standing] of wave.shipments.entries()) {
          const decision = decisions[at]!;
          if (decision.proof.status !== 'optimal' || decision.decision === 'held') continue;
          const own = await attempt(without(left, standing, decision.children, -1), standing);
          expect(compareTiers(tiersOf(decision), tiersOf(own))).toBeLessThanOrEqual(1e-9);
        }
      }),
      runs(1),
    );
  });
});
