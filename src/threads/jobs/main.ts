import { createPortfolio } from '../../solver/portfolio.ts';
import type { JobContext } from '../boundary/job.ts';
import { serve } from '../inside/serve.ts';
import { attemptInBytesJob } from './attempt.ts';
import { jobsOf } from './jobs.ts';
import { assertSampleDecision, bytesOf, SAMPLE } from './sample.ts';
import { verifyInBytesJob } from './verify.ts';
import { warmUpWith } from './warm-up.ts';

/** The engine of this thread: an attempt that is here already is solved here. */
const engine = createPortfolio();

/**
 * Loads what is loaded lazily and decides a sample attempt, so that a thread whose answers are wrong never starts. Then it
 * decides others until that is quick.
 */
async function warmUp(): Promise<void> {
  await engine.warmUp();
  const context: JobContext = {
    timeLimitMs: 1_000,
    limitTo: () => {},
    isTogether: false,
    move: (bytes) => bytes,
  };
  const now = SAMPLE.asOf;
  const { body } = await attemptInBytesJob(engine)({ body: [bytesOf(SAMPLE)], now }, context);
  const plan = JSON.parse(typeof body === 'string' ? body : Buffer.from(body).toString());
  assertSampleDecision(plan);
  await warmUpWith(attemptInBytesJob(engine));
  await verifyInBytesJob({ body: [bytesOf({ problem: SAMPLE, plan })], now }, context);
}

/** The entry of a worker thread: the pool posts tasks here. */
export const solve = serve(jobsOf(engine), warmUp);
