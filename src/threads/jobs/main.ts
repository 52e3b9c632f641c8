import { createPortfolio } from '../../solver/portfolio.ts';
import { serve } from '../runtime.ts';
import { bytesOf, SAMPLE } from '../sample.ts';
import { jobsOf } from './jobs.ts';
import { ATTEMPT_JOB, VERIFY_JOB } from './messages.ts';

/** The engine of this thread: an attempt that is here already is solved here. */
const engine = createPortfolio();
const jobs = jobsOf(engine);

/** The first attempt compiles schemas and code: without this it takes ten times as long as the second. */
async function warmUp(): Promise<void> {
  await engine.warmUp();
  const head = { now: SAMPLE.asOf };
  const context = { timeLimitMs: 1_000, limitTo: () => {} };
  const decision = await jobs[ATTEMPT_JOB]!({ head, body: [bytesOf(SAMPLE)] }, context);
  const plan: unknown = JSON.parse(Buffer.from(decision.body).toString());
  await jobs[VERIFY_JOB]!({ head, body: [bytesOf({ problem: SAMPLE, plan })] }, context);
}

/** The entry of a worker thread: the pool posts tasks here. */
export const solve = serve({ ...engine, warmUp }, jobs);
