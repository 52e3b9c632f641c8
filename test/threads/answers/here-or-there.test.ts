import { expect, test } from 'vitest';
import { explainAtOnce } from '../../../src/attempt/at-once.ts';
import type { Attempt } from '../../../src/domain/attempt.ts';
import { OptimizeRequest } from '../../../src/domain/optimize-request.ts';
import { takeAttempt } from '../../../src/input/take-attempt.ts';
import type { AllocationProblem } from '../../../src/program/allocation-problem.ts';
import { EngineError } from '../../../src/solver/engine.ts';
import { createPortfolio } from '../../../src/solver/portfolio.ts';
import { solveAllocation } from '../../../src/solver/structured/allocation/solve-allocation.ts';
import { answerHereOrThere } from '../../../src/threads/answers/here-or-there.ts';
import type { Runner } from '../../../src/threads/answers/there.ts';
import { poolHere } from '../pool-here.ts';

const NOW = '2026-05-01T09:00:00Z';
const LIMIT_MS = 10_000;
/** What the decision takes of the limit here. */
const DECIDING_MS = 40;

/** Five units are wanted and two are there: a hold, decided at once. */
const held = takeAttempt(
  OptimizeRequest.parse({
    asOf: NOW,
    shipment: { shipmentNumber: 1, items: [{ lineId: 1, productCode: 'A', quantity: 5 }] },
    inventory: [{ locationCode: 'L', productCode: 'A', available: 2 }],
    limits: { timeLimitMs: LIMIT_MS },
  }),
  NOW,
);

/** Solves at once, but not before the time has passed. */
function solveSlowly(problem: AllocationProblem) {
  const until = performance.now() + DECIDING_MS;
  while (performance.now() < until);
  return solveAllocation(problem, { timeLimitMs: LIMIT_MS, nodeLimit: 1_000 });
}

/** As if the moment was over before everything was looked for. */
const explainInPart = async (attempt: Attempt) =>
  ({ ...(await explainAtOnce(attempt)), explanation: 'partial' }) as const;

test('a hold is explained here where that takes sums only', async () => {
  // A moment is long enough for code that is compiled.
  for (let run = 0; run < 50; run++) await explainAtOnce(held);
  const noThread: Runner = {
    busyForMs: () => 0,
    run: () => Promise.reject(new Error('no thread is to be asked')),
  };
  const { hold } = await answerHereOrThere(noThread, solveSlowly).decideAttempt(held);
  expect(hold).toMatchObject({ explanation: 'complete', reason: 'NO_EXPECTED_DATE' });
});

test('a hold that no thread could explain is answered with what is known of it', async () => {
  const noThread: Runner = {
    busyForMs: () => 0,
    run: () => Promise.reject(new EngineError('QUEUE_FULL', 'full')),
  };
  const { decideAttempt } = answerHereOrThere(noThread, solveSlowly, explainInPart);
  const { decision, hold } = await decideAttempt(held);
  expect(decision).toBe('held');
  expect(hold).toMatchObject({ explanation: 'partial', lines: [{ short: 3 }] });
});

test('the explanation of a hold that was decided here gets what is left of the limit', async () => {
  const { pool } = poolHere(createPortfolio());
  const told: { job: string; untilEndedMs: number; ofAttemptMs: number }[] = [];
  const watched: Runner = {
    ...pool,
    run(kind, input, limits) {
      const { timeLimitMs } = input as Attempt;
      told.push({ job: kind.name, untilEndedMs: limits.timeLimitMs, ofAttemptMs: timeLimitMs });
      return pool.run(kind, input, limits);
    },
  };
  const { decision, hold } = await answerHereOrThere(watched, solveSlowly, explainInPart).decideAttempt(held);
  expect([decision, hold?.fixes.length]).toEqual(['held', expect.any(Number)]);
  expect(told.map(({ job }) => job)).toEqual(['explain']);
  const [{ untilEndedMs, ofAttemptMs }] = told as [(typeof told)[0]];
  expect(ofAttemptMs).toBeGreaterThan(0);
  expect(ofAttemptMs).toBeLessThanOrEqual(LIMIT_MS - DECIDING_MS);
  // A row of stock adds a tenth of a millisecond for what is not solving.
  expect(untilEndedMs - ofAttemptMs).toBeCloseTo(0.1);
});
