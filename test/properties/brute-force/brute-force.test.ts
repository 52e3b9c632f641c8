import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { verify } from '../../../src/decision/verify/verify.ts';
import type { Snapshot } from '../../../src/domain/snapshot.ts';
import { optimizeRequest, requestWith, withoutGroupRules } from '../../arbitraries/request.ts';
import { runs } from '../../arbitraries/runs.ts';
import { snapshotOf } from '../../arbitraries/snapshot-of.ts';
import { heldPlan } from '../../decision/verify/plans.ts';
import { type BestPlan, bestPlanOf } from './brute-force.ts';
import { planFor } from './plan-for.ts';

/** The plan as a reply would state it. */
const statedPlan = (snapshot: Snapshot, best: BestPlan | 'held') =>
  best === 'held' ? heldPlan(snapshot.shipment.shipmentNumber) : planFor(snapshot, best);

describe('trying every plan', () => {
  test('succeeds for most tiny problems', () => {
    const sample = fc.sample(optimizeRequest('tiny'), { numRuns: 200, seed: 7 }).map(snapshotOf);
    const tried = sample.filter((snapshot) => bestPlanOf(snapshot) !== null);
    expect(tried.length).toBeGreaterThan(180);
  });

  test('finds plans that the checker accepts', () => {
    fc.assert(
      fc.property(optimizeRequest('tiny'), (request) => {
        const snapshot = snapshotOf(request);
        const best = bestPlanOf(snapshot);
        fc.pre(best !== null);
        expect(verify(snapshot, statedPlan(snapshot, best!)).violations).toEqual([]);
      }),
      runs(3),
    );
  });

  test('releases exactly where the checker refuses to hold', () => {
    const unlimited = {
      maxFulfillingLocations: null,
      maxSplitItemLocations: null,
      maxChildShipments: null,
      partialRelease: 'none' as const,
    };
    fc.assert(
      fc.property(requestWith('tiny', unlimited), (request) => {
        const snapshot = snapshotOf(withoutGroupRules(request));
        const best = bestPlanOf(snapshot);
        fc.pre(best !== null);
        const held = verify(snapshot, heldPlan(snapshot.shipment.shipmentNumber));
        expect(held.valid).toBe(best === 'held');
      }),
      runs(3),
    );
  });
});
