import { expect, test } from 'vitest';
import { optimize } from '../../../src/attempt/optimize.ts';
import type { Decision } from '../../../src/domain/decision.ts';
import { OptimizeRequest, type OptimizeRequestInput } from '../../../src/domain/optimize-request.ts';
import { takeAttempt } from '../../../src/input/take-attempt.ts';
import { createPortfolio } from '../../../src/solver/portfolio.ts';
import { answerHereOrThere } from '../../../src/threads/answers/here-or-there.ts';
import { type JobContext, PutOff } from '../../../src/threads/boundary/job.ts';
import { solveAtOnce } from '../../../src/threads/jobs/at-once.ts';
import { attemptInBytesJob } from '../../../src/threads/jobs/attempt.ts';
import { createPool } from '../../../src/threads/pool.ts';

const NOW = '2026-05-01T09:00:00Z';
const engine = createPortfolio();
const job = attemptInBytesJob(engine);

/** Five units are wanted; of so many there are now. */
const wantsFive = (available: number, more: Partial<OptimizeRequestInput> = {}): OptimizeRequestInput => ({
  asOf: NOW,
  shipment: { shipmentNumber: 1, items: [{ lineId: 1, productCode: 'A', quantity: 5 }] },
  inventory: [{ locationCode: 'L', productCode: 'A', available }],
  ...more,
});

const bytesOf = (request: OptimizeRequestInput): Buffer => Buffer.from(JSON.stringify(request));

/** Time is all that two answers to one question may differ in. */
const timeless = (decision: Decision) => ({ ...decision, proof: { ...decision.proof, solveMs: 0 } });

/** What a thread answers to a run; posted together with others, or alone. */
async function answer(request: OptimizeRequestInput, isTogether: boolean): Promise<Decision> {
  const context: JobContext = { timeLimitMs: 1_000, limitTo: () => {}, isTogether, move: (bytes) => bytes };
  const { body } = await job({ body: [bytesOf(request)], now: NOW }, context);
  return JSON.parse(Buffer.from(body).toString());
}

const together = (request: OptimizeRequestInput) => answer(request, true);
const alone = (request: OptimizeRequestInput) => answer(request, false);

test.each(['reasons', 'full'] as const)(
  'of several runs, a hold of which "%s" is wanted is put off, and explained alone',
  async (explain) => {
    const held = wantsFive(2, { explain });
    await expect(together(held)).rejects.toBeInstanceOf(PutOff);
    expect((await alone(held)).hold).toMatchObject({ reason: 'NO_EXPECTED_DATE', lines: [{ short: 3 }] });
  },
);

test.each([
  ['a release', wantsFive(5)],
  ['a hold of which nothing more is wanted', wantsFive(2, { explain: 'none' })],
  ['a release in part', wantsFive(2, { settings: { partialRelease: 'quantity' } })],
])('of several runs, %s is answered at once, as it would be alone', async (_, request) => {
  expect(timeless(await together(request))).toStrictEqual(timeless(await alone(request)));
});

test.each([
  ['a limit on locations', { maxFulfillingLocations: 1 }],
  ['a limit on how far a line is split', { maxSplitItemLocations: 1 }],
  ['prices', { objective: { mode: 'weighted' as const, weights: {} } }],
])('of several runs, one with %s is put off', async (_, settings) => {
  await expect(together(wantsFive(5, { settings }))).rejects.toBeInstanceOf(PutOff);
});

test('whoever asks in a crowd gets the answer that it would get alone, holds with their reasons', async () => {
  const workerFile = new URL('../../../dist/threads/jobs/main.js', import.meta.url);
  const pool = createPool({ workerFile, threads: 1, queueTimeoutMs: 60_000, bootTimeoutMs: 60_000 });
  try {
    await pool.ready();
    const { decide } = answerHereOrThere(pool, solveAtOnce);
    const crowd = Array.from({ length: 24 }, (_, i) => wantsFive(i % 6));
    const answers = await Promise.all(
      crowd.map(async (request): Promise<Decision> => {
        const { body } = await decide({ body: [bytesOf(request)], now: NOW });
        return timeless(JSON.parse(Buffer.from(body).toString()));
      }),
    );
    const wanted = crowd.map((request) => optimize(takeAttempt(OptimizeRequest.parse(request), NOW), engine));
    expect(answers).toStrictEqual((await Promise.all(wanted)).map(timeless));
    expect(answers.filter(({ hold }) => hold !== null)).toHaveLength(20);
  } finally {
    await pool.close({ graceMs: 0 });
  }
});
