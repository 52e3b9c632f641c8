import fc from 'fast-check';
import { expect, test } from 'vitest';
import { optimize } from '../../src/attempt/optimize.ts';
import { verify } from '../../src/decision/verify/verify.ts';
import { parseInput } from '../../src/domain/faults.ts';
import { OptimizeRequest } from '../../src/domain/optimize-request.ts';
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
    const outcome = await portfolio.solve({ ...program, tiers: [...program.tiers].reverse() }, limits);
    if (outcome.termination !== 'optimal') return outcome;
    const bounds = new Float64Array(program.tiers.length).fill(Number.NEGATIVE_INFINITY);
    return { ...outcome, termination: 'time-limit', bounds };
  },
};

const isSameAsBest = (stopped: { value: number }[], best: { value: number }[]) =>
  stopped.every(({ value }, tier) => value === best[tier]?.value);

test('a plan that the time limit stopped is answered as feasible, and the checker accepts it as such', async () => {
  const requests = requestWith('small', { objective: { mode: 'lexicographic' }, partialRelease: 'none' });
  let worse = 0;
  await fc.assert(
    fc.asyncProperty(requests, async (drawn) => {
      const request = unexplained(drawn);
      const best = await attempt(request);
      fc.pre(best.decision === 'released' && best.objective.some(({ value }) => value > 1));
      const ports = { engine: stoppedEngine, now: () => NOW };
      const reply = await optimize(parseInput(OptimizeRequest, request), ports);
      expect(reply.decision).toBe('released');
      expect(reply.proof.status).toBe('feasible');
      const claimed = { claim: 'feasible' as const };
      expect(verify(snapshotOf(request), planOf(reply), claimed).violations).toEqual([]);
      if (!isSameAsBest(reply.objective, best.objective)) worse += 1;
    }),
    runs(),
  );
  expect(worse, 'plans that are not the best').toBeGreaterThan(0);
});
