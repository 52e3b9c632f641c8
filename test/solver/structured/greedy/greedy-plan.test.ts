import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OptimizeRequestInput } from '../../../../src/domain/optimize-request.ts';
import { allocationProblemOf } from '../../../../src/formulation/allocation-problem.ts';
import { formulate } from '../../../../src/formulation/formulate.ts';
import { findSourcing } from '../../../../src/formulation/sources.ts';
import type { AllocationProblem } from '../../../../src/program/allocation-problem.ts';
import { compareLevels, fiveLevels, levelsOfPlan } from '../../../../src/program/plan-levels.ts';
import { DEFAULT_PARAMETERS } from '../../../../src/solver/parameters.ts';
import { createPortfolio } from '../../../../src/solver/portfolio.ts';
import { greedyPlan } from '../../../../src/solver/structured/greedy/greedy-plan.ts';
import { keepsRules } from '../../../../src/solver/structured/plan/keeps-rules.ts';
import { relaxedBounds } from '../../../../src/solver/structured/plan/relaxed-bounds.ts';
import { optimizeRequest } from '../../../arbitraries/request.ts';
import { runs } from '../../../arbitraries/runs.ts';
import { snapshotOf } from '../../../arbitraries/snapshot-of.ts';
import { crowdedRequest } from '../../../soak/crowded.ts';
import { drawAnything } from '../../../soak/oracle/draw.ts';
import { problemOf } from '../problem.ts';

const portfolio = createPortfolio();
const NEVER = Number.POSITIVE_INFINITY;

/** The attempt as an allocation problem, and what the textbook program proves of it: null where nothing can go. */
async function solved(request: OptimizeRequestInput) {
  const snapshot = snapshotOf(request);
  const sourcing = findSourcing(snapshot);
  const { program } = formulate(snapshot, sourcing);
  const { termination, point } = await portfolio.solve(program, { timeLimitMs: 20_000 });
  fc.pre(termination === 'optimal' || termination === 'infeasible');
  const problem = allocationProblemOf(snapshot, sourcing);
  return { problem, optimum: point?.slice(0, problem.cellLine.length) ?? null };
}

function expectTrueBounds(problem: AllocationProblem, optimum: Float64Array, known: Float64Array | null) {
  const { isInfeasible, bounds } = relaxedBounds(problem, known && fiveLevels(problem, known));
  expect(isInfeasible).toBe(false);
  const best = levelsOfPlan(problem, optimum);
  bounds.forEach((bound, level) => {
    expect(bound, `level ${level}`).toBeLessThanOrEqual(best[level]! + 1e-6);
  });
}

describe('the greedy plan', () => {
  it.each([
    { name: 'tiny', requests: optimizeRequest('small'), share: 2, least: 0.95 },
    { name: 'crowded', requests: crowdedRequest, share: 0.2, least: 0.9 },
  ])(
    'of $name attempts keeps every rule, is no better than the optimum, and mostly there',
    async ({ requests, share, least }) => {
      let feasible = 0;
      let found = 0;
      await fc.assert(
        fc.asyncProperty(requests, async (request) => {
          const { problem, optimum } = await solved(request);
          const plan = greedyPlan(problem, NEVER);
          if (optimum === null) {
            expect(plan).toBeNull();
            return;
          }
          feasible += 1;
          expectTrueBounds(problem, optimum, null);
          expectTrueBounds(problem, optimum, optimum);
          if (plan === null) return;
          found += 1;
          expect(keepsRules(problem, plan.units)).toBe(true);
          expect(compareLevels(plan.levels, levelsOfPlan(problem, optimum))).toBeGreaterThanOrEqual(0);
          expectTrueBounds(problem, optimum, plan.units);
        }),
        runs(share),
      );
      expect(found / feasible).toBeGreaterThan(least);
    },
    120_000,
  );

  it('opens more where lines compete for what its packages hold', () => {
    // Three lines of one product, each from two places: 4,806 need both large ones, and the others four of the rest.
    const problem = problemOf({
      maxSplitItemLocations: 2,
      lines: [1726, 1387, 4806].map((quantity) => ({ product: 0, quantity })),
      packages: [56, 1045, 3375, 840, 258, 2056, 422, 1124, 1119].map((units, location) => ({
        location,
        stock: [{ product: 0, units }],
      })),
    });
    expect(greedyPlan(problem, 0)).not.toBeNull();
  });

  it('exchanges packages where no more fit', () => {
    // The place of most units holds no second line whole, and only two places may be opened.
    const units = [23, 24, 71, 25, 32, 25, 26];
    const problem = problemOf({
      maxSplitItemLocations: 1,
      maxFulfillingLocations: 2,
      lines: [48, 30].map((quantity) => ({ product: 0, quantity })),
      packages: units.map((each, location) => ({ location, stock: [{ product: 0, units: each }] })),
    });
    const without = { ...DEFAULT_PARAMETERS, greedyExchanges: 0 };
    expect(greedyPlan(problem, 0, without)).toBeNull();
    expect(greedyPlan(problem, 0)).not.toBeNull();
  });

  it('finds nearly every full release within limits, weights and groups, at once', async () => {
    let feasible = 0;
    let found = 0;
    for (let seed = 500_000; seed < 500_120; seed++) {
      const request = drawAnything(seed);
      if (request.settings?.partialRelease !== 'none') continue;
      const snapshot = snapshotOf(request);
      const problem = allocationProblemOf(snapshot, findSourcing(snapshot));
      const answer = await portfolio.solveAllocation!(problem, { timeLimitMs: 300 });
      if (!('units' in answer) || answer.units === null) continue;
      feasible += 1;
      if (greedyPlan(problem, 0) !== null) found += 1;
    }
    expect(feasible).toBeGreaterThan(30);
    expect(found / feasible).toBeGreaterThan(0.95);
  }, 60_000);
});
