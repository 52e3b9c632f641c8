import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { optimize } from '../../src/attempt/optimize.ts';
import type { Decision } from '../../src/domain/decision.ts';
import { OptimizeRequest, type OptimizeRequestInput } from '../../src/domain/optimize-request.ts';
import { parseInput } from '../../src/input/parse.ts';
import { takeAttempt } from '../../src/input/take-attempt.ts';
import type { Engine } from '../../src/solver/engine.ts';
import { createPortfolio } from '../../src/solver/portfolio.ts';
import { solveAllocation } from '../../src/solver/structured/allocation/solve-allocation.ts';
import { runs } from '../arbitraries/runs.ts';
import { NOW } from '../arbitraries/snapshot-of.ts';
import { crowdedRequest } from '../soak/crowded.ts';

const portfolio = createPortfolio();
const ask = (request: OptimizeRequestInput, engine: Engine): Promise<Decision> =>
  optimize(takeAttempt(parseInput(OptimizeRequest, { ...request, explain: 'none' }), NOW), engine);

const isProven = ({ proof }: Pick<Decision, 'proof'>): boolean =>
  proof.status === 'infeasible' || proof.tieBreak === 'proven';

/** Production's engines, with a search that stalls after a few nodes. */
const stalling: Engine = {
  ...portfolio,
  solveAllocation: async (allocation, { timeLimitMs }) =>
    solveAllocation(allocation, { timeLimitMs, nodeLimit: 3 }),
};

describe('a search that stalls', () => {
  it('hands over to the engines, which answer as it would have', async () => {
    let handedOver = 0;
    await fc.assert(
      fc.asyncProperty(crowdedRequest, async (request) => {
        const reply = await ask(request, stalling);
        if (!reply.proof.reason?.includes(' answered, because the structured search did not finish')) return;
        const { objective, ...whole } = await ask(request, portfolio);
        // One answer is owed where it is proven down to the tie-break; a busy machine may leave that open.
        if (![reply, whole].every(isProven)) return;
        handedOver += 1;
        expect(reply).toMatchObject({ decision: whole.decision, children: whole.children });
        expect(reply.proof.status).toBe(whole.proof.status);
        reply.objective.forEach(({ value }, tier) => {
          expect(value).toBeCloseTo(objective[tier]!.value, 6);
        });
      }),
      runs(0.3),
    );
    expect(handedOver).toBeGreaterThan(0);
  }, 300_000);

  it('is answered with the plan of an engine that proved nothing, where it has none of its own', async () => {
    const withoutPlan: Engine = {
      name: 'stopped',
      solveAllocation: async () => ({
        status: 'stopped',
        units: null,
        tieBreakProven: false,
        bounds: new Float64Array(),
        method: 'search',
      }),
      solve: async (program, limits) => ({
        ...(await portfolio.solve(program, limits)),
        termination: 'time-limit',
        tieBreakProven: false,
        bounds: new Float64Array(program.levels.length).fill(Number.NEGATIVE_INFINITY),
      }),
    };
    const reply = await ask(
      {
        shipment: { shipmentNumber: 1, items: [{ lineId: 1, productCode: 'KTP', quantity: 5 }] },
        inventory: [{ locationCode: 'A', productCode: 'KTP', available: 5 }],
      },
      withoutPlan,
    );
    expect(reply).toMatchObject({ decision: 'released', proof: { status: 'feasible' } });
    expect(reply.proof.reason).toMatch(
      /found the plan, and nobody proved that it is the best: the structured search did not finish in its turns, and an engine did not finish/,
    );
  });
});
