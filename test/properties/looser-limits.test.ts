import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Decision } from '../../src/domain/decision.ts';
import type { OptimizeRequestInput } from '../../src/domain/optimize-request.ts';
import { compareLevels } from '../../src/program/plan-levels.ts';
import { optimizeRequest } from '../arbitraries/request.ts';
import { runs } from '../arbitraries/runs.ts';
import { attempt, unexplained } from './attempts.ts';

type Settings = NonNullable<OptimizeRequestInput['settings']>;

/** The values that the reply minimises, first one first. */
const minimised = ({ objective }: Decision): Float64Array =>
  Float64Array.from(
    objective.filter(({ bound }) => bound !== null),
    ({ value }) => value,
  );

/** One more, two more, or no limit at all. */
const looser = (tight: number, step: number): number | null => (step === 3 ? null : tight + step);

const LIMITS = {
  maxFulfillingLocations: (tight, step) => [
    { maxFulfillingLocations: tight },
    { maxFulfillingLocations: looser(tight, step) },
  ],
  maxSplitItemLocations: (tight, step) => [
    { maxSplitItemLocations: tight },
    { maxSplitItemLocations: looser(tight, step) },
  ],
  maxChildShipments: (tight, step) => [
    { maxChildShipments: tight },
    { maxChildShipments: looser(tight, step) },
  ],
  futureDateLimit: (tight, step) => [
    { futureInventoryEnabled: true, futureDateLimit: { unit: 'days', quantity: tight } },
    { futureInventoryEnabled: true, futureDateLimit: { unit: 'days', quantity: tight + 2 * step } },
  ],
} satisfies Record<string, (tight: number, step: number) => [Settings, Settings]>;

describe.each(Object.entries(LIMITS))('a looser %s', (_name, pairOf) => {
  test('never gives a worse optimum', async () => {
    let changed = 0;
    const [tightest, steps] = [fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 3 })];
    await fc.assert(
      fc.asyncProperty(optimizeRequest('small'), tightest, steps, async (request, tight, step) => {
        const [before, after] = await Promise.all(
          pairOf(tight, step).map((settings) =>
            attempt(unexplained({ ...request, settings: { ...request.settings, ...settings } })),
          ),
        );
        // Small attempts are proven, whatever their limits.
        for (const { proof } of [before!, after!]) expect(['optimal', 'infeasible']).toContain(proof.status);
        if (before!.proof.status === 'infeasible') return;
        expect(after!.proof.status).toBe('optimal');
        const order = compareLevels(minimised(after!), minimised(before!));
        expect(order).toBeLessThanOrEqual(0);
        if (order < 0) changed += 1;
      }),
      runs(0.5),
    );
    // Else the limits that were drawn never bound, and nothing was tried.
    expect(changed).toBeGreaterThan(0);
  });
});
