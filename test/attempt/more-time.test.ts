import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { solveAttempt } from '../../src/attempt/solve.ts';
import { allocationProblemOf } from '../../src/formulation/allocation-problem.ts';
import { findSourcing } from '../../src/formulation/sources.ts';
import { compareLevels, levelsOfPlan, type PlanLevels } from '../../src/program/plan-levels.ts';
import { createPortfolio } from '../../src/solver/portfolio.ts';
import { optimizeRequest } from '../arbitraries/request.ts';
import { runs } from '../arbitraries/runs.ts';
import { snapshotOf } from '../arbitraries/snapshot-of.ts';
import { crowdedRequest } from '../soak/crowded.ts';

const portfolio = createPortfolio();

/** By the clock of this test so much passes between two looks at it, so that no load of the machine decides anything. */
const TICK_MS = 0.05;
let now = 0;

beforeEach(async () => {
  await portfolio.warmUp();
  now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => {
    now += TICK_MS;
    return now;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

const LIMITS_MS = [1, 3, 10, 30, 100, 1_000];

it('more time never gives a worse plan, nor loses a proof, over search and engines', async () => {
  const improved = { count: 0 };
  await fc.assert(
    fc.asyncProperty(fc.oneof(optimizeRequest('small'), crowdedRequest), async (request) => {
      const snapshot = snapshotOf(request);
      const sourcing = findSourcing(snapshot);
      const problem = allocationProblemOf(snapshot, sourcing);
      let best: PlanLevels | null = null;
      let isProven = false;
      for (const limitMs of LIMITS_MS) {
        const { units, termination } = await solveAttempt(snapshot, sourcing, portfolio, limitMs);
        if (isProven) expect(['optimal', 'infeasible'], `at ${limitMs} ms`).toContain(termination);
        isProven = termination === 'optimal' || termination === 'infeasible';
        if (termination === 'infeasible') return;
        if (best !== null) expect(units, `at ${limitMs} ms`).not.toBeNull();
        if (units === null) continue;
        const levels = levelsOfPlan(problem, units);
        const order = best === null ? 0 : compareLevels(levels, best);
        expect(order, `at ${limitMs} ms: ${levels} after ${best}`).toBeLessThanOrEqual(0);
        if (order < 0) improved.count += 1;
        best = levels;
      }
    }),
    runs(0.2),
  );
  // Else every attempt was proven within the shortest limit, and nothing was tried.
  expect(improved.count).toBeGreaterThan(0);
}, 120_000);
