import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../../../../src/domain/snapshot.ts';
import { allocationProblemOf } from '../../../../src/formulation/allocation-problem.ts';
import { formulate } from '../../../../src/formulation/formulate.ts';
import { findSourcing } from '../../../../src/formulation/sources.ts';
import { solveParameters } from '../../../../src/solver/parameters.ts';
import { createPortfolio } from '../../../../src/solver/portfolio.ts';
import { solveAllocation } from '../../../../src/solver/structured/allocation/solve-allocation.ts';
import { optimizeRequest } from '../../../arbitraries/request.ts';
import { runs } from '../../../arbitraries/runs.ts';
import { snapshotOf } from '../../../arbitraries/snapshot-of.ts';

const engine = createPortfolio();
const NO_QUICK_NODES = { quickNodesCounting: 0, quickNodesFixedCosts: 0, quickNodesUnitCosts: 0 };
const LIMITS = { timeLimitMs: 20_000, nodeLimit: 1_000_000 };

async function compare(snapshot: Snapshot): Promise<void> {
  const allocation = allocationProblemOf(snapshot, findSourcing(snapshot));
  const answer = solveAllocation(allocation, LIMITS);
  if ('declined' in answer) return;
  const { program, columns, levelOffsets } = formulate(snapshot);
  const outcome = await engine.solve(program, { timeLimitMs: 20_000 });
  expect(['optimal', 'infeasible']).toContain(outcome.termination);
  expect(answer.status).toBe(outcome.termination);
  if (outcome.point === null) return;
  const values = program.levels.map(
    ({ costs, scale }, level) =>
      costs.reduce((sum, cost, column) => sum + cost * outcome.point![column]!, 0) / scale +
      levelOffsets[level]!,
  );
  values.forEach((value, level) => {
    expect(answer.bounds[level]).toBeCloseTo(value, 6);
  });
  expect([...answer.units!]).toEqual([...outcome.point.slice(0, columns.cells.length)]);
  // The tree of prices alone, which the depth-first search leaves little to do at this size.
  for (const smallNodeCandidates of [0, 8]) {
    const parameters = solveParameters({ ...NO_QUICK_NODES, smallNodeCandidates });
    const alone = solveAllocation(allocation, { ...LIMITS, parameters });
    expect(alone).toEqual(answer);
  }
}

describe('the structured search answers as the textbook program does', () => {
  it('in every level and every unit, where few locations may fulfil it', async () => {
    const limited = fc
      .tuple(optimizeRequest('small'), fc.integer({ min: 1, max: 3 }))
      .map(([request, maxFulfillingLocations]) => ({
        ...request,
        settings: { ...request.settings, maxFulfillingLocations, maxSplitItemLocations: null },
      }));
    const property = fc.asyncProperty(limited, async (request) => {
      await compare(snapshotOf(request));
    });
    await fc.assert(property, runs(2));
  }, 600_000);

  for (const size of ['tiny', 'small'] as const) {
    it(`in every level and every unit, on ${size} attempts`, async () => {
      await fc.assert(
        fc.asyncProperty(optimizeRequest(size), async (request) => {
          await compare(snapshotOf(request));
        }),
        runs(),
      );
    }, 600_000);
  }
});
