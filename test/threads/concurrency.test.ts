import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { optimize } from '../../src/attempt/optimize.ts';
import type { Attempt } from '../../src/domain/attempt.ts';
import type { Decision } from '../../src/domain/decision.ts';
import { OptimizeRequest } from '../../src/domain/optimize-request.ts';
import { parseInput } from '../../src/input/parse.ts';
import { takeAttempt } from '../../src/input/take-attempt.ts';
import { createPortfolio } from '../../src/solver/portfolio.ts';
import { decideThere } from '../../src/threads/answers/there.ts';
import { createPool } from '../../src/threads/pool.ts';
import { optimizeRequest } from '../arbitraries/request.ts';
import { NOW } from '../arbitraries/snapshot-of.ts';
import { hardRequest } from '../http/hard-request.ts';

/** The worker that production runs. */
const workerFile = new URL('../../dist/threads/jobs/main.js', import.meta.url);

const attemptOf = (request: unknown): Attempt => takeAttempt(parseInput(OptimizeRequest, request), NOW);
/** Time is all that two answers to one question may differ in. */
const timeless = (decision: Decision) => ({ ...decision, proof: { ...decision.proof, solveMs: 0 } });

function productionPool(threads: number) {
  const pool = createPool({ workerFile, threads, queueTimeoutMs: 60_000 });
  onTestFinished(() => pool.close({ graceMs: 0 }));
  return pool;
}

test('two hundred mixed attempts at once end as in this thread', async () => {
  const folder = new URL('../cases/', import.meta.url);
  const cases = readdirSync(folder).filter((name) => name.endsWith('.json'));
  const hand = cases.map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')).request as object);
  const drawn = fc.sample(optimizeRequest('tiny'), { numRuns: 200 - hand.length, seed: 1 });
  const attempts = [...hand, ...drawn].flatMap((request) => {
    try {
      return [attemptOf({ ...request, limits: { timeLimitMs: 10_000 } })];
    } catch {
      return [];
    }
  });
  expect(attempts.length).toBeGreaterThan(150);
  const pool = productionPool(2);
  const answers = await Promise.all(attempts.map((attempt) => decideThere(pool, attempt)));
  const engine = createPortfolio();
  for (const [at, attempt] of attempts.entries()) {
    expect(timeless(answers[at]!)).toStrictEqual(timeless(await optimize(attempt, engine)));
  }
  const { wait, solve, ...stats } = pool.stats();
  expect(stats).toMatchObject({ completed: attempts.length, replaced: 0 });
  expect([wait.count, solve.count]).toStrictEqual([attempts.length, attempts.length]);
  expect(wait.maxMs).toBeGreaterThanOrEqual(wait.p99Ms);
});

test('an attempt out of reach stops by itself at its time limit, well before it would be killed', async () => {
  const pool = productionPool(1);
  await pool.ready();
  const attempt = attemptOf(hardRequest(300));
  const ended = await decideThere(pool, attempt).then(
    ({ proof }) => proof.status,
    (error: Error) => error.name,
  );
  expect(['feasible', 'NothingProvenError']).toContain(ended);
  expect(pool.stats()).toMatchObject({ replaced: 0 });
});
