import fc from 'fast-check';
import { expect, test } from 'vitest';
import { optimize } from '../../src/attempt/optimize.ts';
import { verify } from '../../src/decision/verify/verify.ts';
import { OptimizeRequest, type OptimizeRequestInput } from '../../src/domain/optimize-request.ts';
import { parseInput } from '../../src/input/parse.ts';
import { takeAttempt } from '../../src/input/take-attempt.ts';
import type { Engine } from '../../src/solver/engine.ts';
import { createPortfolio } from '../../src/solver/portfolio.ts';
import { requestWith } from '../arbitraries/request.ts';
import { runs } from '../arbitraries/runs.ts';
import { NOW, snapshotOf } from '../arbitraries/snapshot-of.ts';
import { planOf } from '../decision/verify/plans.ts';
import { attempt, unexplained } from './attempts.ts';

const portfolio = createPortfolio();

/**
 * An engine that its time limit always stops: its point is a real one, the best for the tiers in reverse, and
 * it proves nothing.
 */
const stoppedEngine: Engine = {
  name: 'stopped',
  solve: async (program, limits) => {
    const outcome = await portfolio.solve({ ...program, levels: [...program.levels].reverse() }, limits);
    if (outcome.termination !== 'optimal') return outcome;
    const bounds = new Float64Array(program.levels.length).fill(Number.NEGATIVE_INFINITY);
    return { ...outcome, termination: 'time-limit', bounds };
  },
};

const stopped = (input: OptimizeRequestInput) =>
  optimize(takeAttempt(parseInput(OptimizeRequest, input), NOW), stoppedEngine);

test('a plan that the time limit stopped is answered as feasible, though a better one exists', async () => {
  const request: OptimizeRequestInput = {
    settings: { futureInventoryEnabled: true },
    shipment: { shipmentNumber: 1, items: [{ lineId: 1, productCode: 'KTP', quantity: 5 }] },
    inventory: [{ locationCode: 'A', productCode: 'KTP', available: 5, unitCost: 2 }],
    futureInventory: [
      {
        futureInventoryId: 'po-1',
        locationCode: 'A',
        productCode: 'KTP',
        deliveryDate: '2026-05-02',
        available: 5,
      },
    ],
  };
  const reply = await stopped(request);
  expect(reply.proof.status).toBe('feasible');
  expect(reply.children).toMatchObject([{ shipmentStatus: 'FUTURE' }]);
  const checked = (claim: 'optimal' | 'feasible') =>
    verify(snapshotOf(request), planOf(reply), { claim }).violations.map(({ code }) => code);
  expect(checked('feasible')).toEqual([]);
  expect(checked('optimal')).toEqual(['CURRENT_LEFT_UNUSED']);
});

test('whatever plan the time limit stopped, the checker accepts it as feasible', async () => {
  const requests = requestWith('small', { objective: { mode: 'lexicographic' }, partialRelease: 'none' });
  await fc.assert(
    fc.asyncProperty(requests, async (drawn) => {
      const request = unexplained(drawn);
      const best = await attempt(request);
      fc.pre(best.decision === 'released' && best.objective.some(({ value }) => value > 1));
      const reply = await stopped(request);
      expect(reply.decision).toBe('released');
      expect(reply.proof.status).toBe('feasible');
      const claimed = { claim: 'feasible' as const };
      expect(verify(snapshotOf(request), planOf(reply), claimed).violations).toEqual([]);
    }),
    runs(0.5),
  );
});
