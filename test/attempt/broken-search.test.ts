import { describe, expect, it } from 'vitest';
import { decideAtOnce } from '../../src/attempt/at-once.ts';
import { optimize } from '../../src/attempt/optimize.ts';
import { OptimizeRequest, type OptimizeRequestInput } from '../../src/domain/optimize-request.ts';
import { parseInput } from '../../src/input/parse.ts';
import { takeAttempt } from '../../src/input/take-attempt.ts';
import { type Engine, EngineError } from '../../src/solver/engine.ts';
import { createPortfolio } from '../../src/solver/portfolio.ts';
import { factsOf } from '../../src/threads/jobs/kinds.ts';
import { NOW } from '../arbitraries/snapshot-of.ts';

const portfolio = createPortfolio();
const DEFECT = 'a demand within its supply cannot be covered';

const throwing = (error: unknown): Engine => ({
  ...portfolio,
  solveAllocation: async () => {
    throw error;
  },
});

const attemptOf = (request: Partial<OptimizeRequestInput> = {}) =>
  takeAttempt(
    parseInput(OptimizeRequest, {
      shipment: { shipmentNumber: 1, items: [{ lineId: 1, productCode: 'P', quantity: 5 }] },
      inventory: ['A', 'B'].map((locationCode) => ({ locationCode, productCode: 'P', available: 4 })),
      ...request,
    }),
    NOW,
  );

describe('where the structured search breaks', () => {
  it('an engine answers as the search would have, and the proof names the defect', async () => {
    const whole = await optimize(attemptOf(), portfolio);
    const reply = await optimize(attemptOf(), throwing(new Error(DEFECT)));
    expect(reply.children).toEqual(whole.children);
    expect(reply.children).toHaveLength(2);
    expect(reply.proof).toMatchObject({ status: 'optimal', tieBreak: 'proven', searchFailure: DEFECT });
    expect(reply.proof.reason).toContain(`because the structured search broke (${DEFECT})`);
    expect(whole.proof).not.toHaveProperty('searchFailure');
  });

  it('what a log says of the answer has the defect, and has none otherwise', async () => {
    expect(factsOf(await optimize(attemptOf(), throwing(new Error(DEFECT))))).toMatchObject({
      searchFailure: DEFECT,
    });
    expect(factsOf(await optimize(attemptOf(), portfolio))).not.toHaveProperty('searchFailure');
  });

  it('so does a plan that no engine proves', async () => {
    const unproving: Engine = {
      ...throwing(new TypeError(DEFECT)),
      solve: async (program, limits) => ({
        ...(await portfolio.solve(program, limits)),
        termination: 'time-limit',
        tieBreakProven: false,
      }),
    };
    const { decision, proof } = await optimize(attemptOf(), unproving);
    expect([decision, proof.status, proof.searchFailure]).toEqual(['released', 'feasible', DEFECT]);
    expect(proof.reason).toContain(`the structured search broke (${DEFECT}), and an engine did not finish`);
  });

  it('a hold is still explained, with its fixes', async () => {
    const held = attemptOf({ settings: { maxFulfillingLocations: 1 } });
    const [whole, reply] = [
      await optimize(held, portfolio),
      await optimize(held, throwing(new Error(DEFECT))),
    ];
    expect(reply.decision).toBe('held');
    expect(reply.hold).toEqual(whole.hold);
    expect(reply.hold!.fixes.length).toBeGreaterThan(0);
  });

  it('the thread that serves settles nothing and leaves the attempt to another', () => {
    const breaks = () => {
      throw new Error(DEFECT);
    };
    expect(decideAtOnce(attemptOf(), breaks)).toBeNull();
  });

  it('a failure to be asked at all is thrown on: a busy solver is no defect', async () => {
    const busy = new EngineError('QUEUE_FULL', 'the queue is full');
    await expect(optimize(attemptOf(), throwing(busy))).rejects.toBe(busy);
  });
});
