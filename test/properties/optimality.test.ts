import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Decision } from '../../src/domain/decision.ts';
import type { OptimizeRequestInput } from '../../src/domain/optimize-request.ts';
import { requestWith } from '../arbitraries/request.ts';
import { runs } from '../arbitraries/runs.ts';
import { snapshotOf } from '../arbitraries/snapshot-of.ts';
import { attempt, attemptByProgram, unexplained } from './attempts.ts';
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
async function expectBest(request: OptimizeRequestInput, ask = attempt): Promise<void> {
  const snapshot = snapshotOf(request);
  const best = bestPlanOf(snapshot);
  fc.pre(best !== null);
  const reply = await ask(unexplained(request));
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
      fc.asyncProperty(requestWith('tiny', { partialRelease, objective, ...limit }), (request) =>
        expectBest(request),
      ),
      runs(0.6),
    );
  });

  test('of larger problems, as far as all plans can be tried, the reply is the best, ties included', async () => {
    const objective = { mode: 'lexicographic' as const };
    await fc.assert(
      fc.asyncProperty(requestWith('small', { partialRelease, objective }), (request) => expectBest(request)),
      runs(0.4),
    );
  });

  test('by weights the reply is the best of all plans, ties included', async () => {
    const weighted = requestWith('tiny', { partialRelease }).filter(
      ({ settings }) => settings?.objective?.mode === 'weighted',
    );
    await fc.assert(
      fc.asyncProperty(weighted, (request) => expectBest(request)),
      runs(0.6),
    );
  });

  test.each([
    { maxFulfillingLocations: 1 },
    { maxSplitItemLocations: 1 },
    { maxChildShipments: 1 },
    { maxFulfillingLocations: 2, maxChildShipments: 2 },
  ])('by weights without a price of packages, within %o, it is the best, ties included', async (limit) => {
    const free = fc
      .tuple(requestWith('tiny', { partialRelease, ...limit }), fc.constantFrom(0, 0, 1), fc.boolean())
      .map(([request, locationCost, isLeftFree]) =>
        withWeights(request, { unfilledUnit: isLeftFree ? 0 : 10, futureUnit: 1, locationCost }),
      );
    await fc.assert(
      fc.asyncProperty(free, async (request) => {
        await expectBest(request);
        await expectBest(request, attemptByProgram);
      }),
      runs(0.4),
    );
  });
});

const withWeights = (
  request: OptimizeRequestInput,
  weights: Record<string, number>,
): OptimizeRequestInput => ({
  ...request,
  settings: { ...request.settings, objective: { mode: 'weighted', weights } },
});

test.each([
  ['locations', { maxFulfillingLocations: 1 }],
  ['children', { maxChildShipments: 1 }],
])('a package that costs nothing and gives nothing uses up no limit on %s', async (_name, limit) => {
  // The lot at A costs more than leaving the units behind, so A gives nothing; B has what is wanted.
  const request: OptimizeRequestInput = {
    asOf: '2026-05-01',
    settings: { futureInventoryEnabled: true, partialRelease: 'quantity', ...limit },
    shipment: { shipmentNumber: 1, items: [{ lineId: 1, productCode: 'P', quantity: 2 }] },
    inventory: [{ locationCode: 'B', productCode: 'P', available: 2 }],
    futureInventory: [
      {
        futureInventoryId: 'po',
        locationCode: 'A',
        productCode: 'P',
        deliveryDate: '2026-05-05',
        available: 2,
      },
    ],
    explain: 'none',
  };
  const weighted = withWeights(request, { futureUnit: 1 });
  await expectBest(weighted);
  await expectBest(weighted, attemptByProgram);
  const { children } = await attemptByProgram(weighted);
  expect(children.map(({ fulfillmentLocationCode }) => fulfillmentLocationCode)).toEqual(['B']);
});
