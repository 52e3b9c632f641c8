import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Decision } from '../../src/domain/decision.ts';
import type { OptimizeRequestInput } from '../../src/domain/optimize-request.ts';
import { requestWith } from '../arbitraries/request.ts';
import { runs } from '../arbitraries/runs.ts';
import { snapshotOf } from '../arbitraries/snapshot-of.ts';
import { attempt, unexplained } from './attempts.ts';
import { bestPlanOf, type Taken } from './brute-force/brute-force.ts';

/** What the reply's children take, in the order of (location code, day, line). */
function takenBy({ children }: Decision, isManaged: (lineId: number) => boolean): Taken[] {
  return children
    .flatMap(({ fulfillmentLocationCode, futureDate, items }) =>
      items
        .filter(({ lineId }) => isManaged(lineId))
        .map(({ lineId, quantity }) => ({
          locationCode: fulfillmentLocationCode ?? '',
          day: futureDate as string | null,
          lineId: lineId as number,
          units: quantity,
        })),
    )
    .sort((a, b) =>
      a.locationCode !== b.locationCode
        ? a.locationCode < b.locationCode
          ? -1
          : 1
        : (a.day ?? '') !== (b.day ?? '')
          ? (a.day ?? '') < (b.day ?? '')
            ? -1
            : 1
          : a.lineId - b.lineId,
    );
}

/** Compares a reply with the best of all plans, tried one by one: the plan itself, so ties too. */
async function expectBest(request: OptimizeRequestInput): Promise<void> {
  const snapshot = snapshotOf(request);
  const best = bestPlanOf(snapshot);
  fc.pre(best !== null);
  const reply = await attempt(unexplained(request));
  const managed = new Set<number>(
    snapshot.shipment.items.filter((line) => line.manageStock).map((line) => line.lineId),
  );
  if (best === 'held' || best === null) {
    expect(reply.decision).toBe('held');
    expect(reply.proof.status).toBe('infeasible');
    return;
  }
  expect(reply.proof.status).toBe('optimal');
  expect(takenBy(reply, (lineId) => managed.has(lineId))).toEqual(best.taken);
  const tiers = reply.objective.filter(({ tier }) => tier !== 'weighted');
  expect(tiers.map(({ value }) => value)).toEqual(best.tiers.map((value) => expect.closeTo(value, 6)));
}

const limits = [
  ['without limits on locations', { maxFulfillingLocations: null, maxSplitItemLocations: null }],
  ['with few locations', { maxFulfillingLocations: 2 }],
  ['with hardly any split of a line', { maxSplitItemLocations: 1 }],
  ['with few children', { maxChildShipments: 2 }],
] as const;

describe.each(['none', 'line', 'quantity'] as const)('partial release %s', (partialRelease) => {
  test.each(limits)('%s the reply is the best of all plans, ties included', async (_name, limit) => {
    const objective = { mode: 'lexicographic' as const };
    await fc.assert(
      fc.asyncProperty(requestWith('tiny', { partialRelease, objective, ...limit }), expectBest),
      runs(0.6),
    );
  });

  test('of larger problems, as far as all plans can be tried, the reply is the best, ties included', async () => {
    const objective = { mode: 'lexicographic' as const };
    await fc.assert(
      fc.asyncProperty(requestWith('small', { partialRelease, objective }), expectBest),
      runs(0.4),
    );
  });

  test('by weights the reply is the best of all plans, ties included', async () => {
    // Where opening a package costs nothing, whether one is open without any unit in it is no matter of plans.
    const weighted = requestWith('tiny', { partialRelease }).filter(
      ({ settings }) =>
        settings?.objective?.mode === 'weighted' && (settings.objective.weights?.childShipment ?? 0) > 0,
    );
    await fc.assert(fc.asyncProperty(weighted, expectBest), runs(0.6));
  });
});
