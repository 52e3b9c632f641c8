import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NothingProvenError, optimize } from '../../src/attempt/optimize.ts';
import type { Decision } from '../../src/domain/decision.ts';
import { OptimizeRequest, type OptimizeRequestInput } from '../../src/domain/optimize-request.ts';
import { parseInput } from '../../src/input/parse.ts';
import { takeAttempt } from '../../src/input/take-attempt.ts';
import type { Engine } from '../../src/solver/engine.ts';
import { DEFAULT_PARAMETERS } from '../../src/solver/parameters.ts';
import { createPortfolio } from '../../src/solver/portfolio.ts';
import { answerAllocation } from '../../src/solver/structured/answer-allocation.ts';
import { optimizeRequest } from '../arbitraries/request.ts';
import { runs } from '../arbitraries/runs.ts';
import { NOW } from '../arbitraries/snapshot-of.ts';
import { crowdedRequest } from '../soak/crowded.ts';

const portfolio = createPortfolio();
const ROUNDING = 1e-6;

/** Production's engines, with a search that stops after some nodes, and an engine that proves nothing. */
const stoppedAt = (nodeLimit: number): Engine => ({
  name: 'stopped',
  solveAllocation: async (problem, { timeLimitMs }) =>
    answerAllocation(problem, { timeLimitMs, nodeLimit, parameters: DEFAULT_PARAMETERS }),
  solve: async (program, { start = null, bounds }) => ({
    termination: 'time-limit',
    point: start,
    tieBreakProven: false,
    bounds: bounds ?? new Float64Array(program.levels.length).fill(Number.NEGATIVE_INFINITY),
    engine: 'stopped',
    reason: 'told to stop',
    solveMs: 0,
  }),
});

/** The decision; null where there is neither a plan nor a proof. */
async function ask(request: OptimizeRequestInput, engine: Engine): Promise<Decision | null> {
  const attempt = takeAttempt(parseInput(OptimizeRequest, { ...request, explain: 'none' }), NOW);
  try {
    return await optimize(attempt, engine);
  } catch (error) {
    if (error instanceof NothingProvenError) return null;
    throw error;
  }
}

const minimised = ({ objective }: Decision) => objective.filter(({ bound }) => bound !== null);

/** Less than 0 where the first plan is better. */
function compare(a: Decision, b: Decision): number {
  for (const [tier, { value }] of minimised(a).entries()) {
    const difference = value - minimised(b)[tier]!.value;
    if (Math.abs(difference) > ROUNDING) return difference;
  }
  return 0;
}

describe('an attempt that is stopped', () => {
  it('answers a plan that is never worse with more nodes, and bounds that no optimum is below', async () => {
    let answered = 0;
    let unproven = 0;
    const requests = fc.oneof(optimizeRequest('small'), crowdedRequest);
    await fc.assert(
      fc.asyncProperty(requests, async (request) => {
        const best = await ask(request, portfolio);
        fc.pre(best !== null && best.proof.status !== 'feasible');
        for (const nodeLimit of [1, 5, 50, 5_000]) {
          const reply = await ask(request, stoppedAt(nodeLimit));
          if (reply === null) continue;
          answered += 1;
          if (reply.proof.status === 'infeasible' || best!.proof.status === 'infeasible') {
            expect(reply.decision).toBe(best!.decision);
            continue;
          }
          if (reply.proof.status === 'optimal') expect(compare(reply, best!)).toBe(0);
          else unproven += 1;
          expect(compare(reply, best!)).toBeGreaterThanOrEqual(0);
          for (const [tier, { bound, value }] of minimised(reply).entries()) {
            expect(bound!).toBeLessThanOrEqual(minimised(best!)[tier]!.value + ROUNDING);
            expect(bound!).toBeLessThanOrEqual(value);
          }
        }
      }),
      runs(0.6),
    );
    expect(answered).toBeGreaterThan(100);
    expect(unproven).toBeGreaterThan(10);
  }, 120_000);

  it('keeps the best plan of all turns, whatever a later turn finds', async () => {
    const worse: Engine = {
      ...stoppedAt(1),
      // The engine knows one plan only: the worst in every level.
      solve: async (program, limits) => {
        const levels = program.levels.map((level) => ({ ...level, costs: level.costs.map((cost) => -cost) }));
        const outcome = await portfolio.solve({ ...program, levels }, { timeLimitMs: limits.timeLimitMs });
        const bounds = new Float64Array(program.levels.length).fill(Number.NEGATIVE_INFINITY);
        return { ...outcome, termination: 'time-limit', tieBreakProven: false, bounds };
      },
    };
    await fc.assert(
      fc.asyncProperty(optimizeRequest('small'), async (request) => {
        const [alone, both] = [await ask(request, stoppedAt(1)), await ask(request, worse)];
        fc.pre(alone !== null && both !== null);
        expect(compare(both!, alone!)).toBeLessThanOrEqual(0);
      }),
      runs(0.5),
    );
  }, 120_000);
});
