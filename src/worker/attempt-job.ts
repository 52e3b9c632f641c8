import { getHeapStatistics } from 'node:v8';
import { optimize } from '../attempt/optimize.ts';
import { OptimizeRequest } from '../domain/optimize-request.ts';
import { parseBounded } from '../http/bounded-input.ts';
import type { Engine } from '../solver/engine.ts';
import type { Job, JobContext, JobInput, JobOutput } from '../solver/job.ts';
import { refusalOf } from './attempt-errors.ts';
import type { AttemptFacts, AttemptHead } from './attempt-messages.ts';
import { readJson } from './read-json.ts';

/** The part of the thread's heap that the body as JSON may take; the rest is for what is made of it. */
const READING_SHARE = 0.75;

/**
 * What formulating, checking and writing may take beside the solving, as a multiple of what reading took: all of it
 * grows with the number of rows. Measured, from 9 to 33 MB of rows: 1.5 to 1.8 times as long. The limit is there to
 * end what hangs, not what is slow on a machine that is busy with other things.
 */
const SURROUNDINGS = 10;

/**
 * A whole release attempt: the bytes of a request → the bytes of its decision, both JSON, and {@link AttemptFacts}.
 *
 * The caller's time limit counts for reading; then the request's own takes its place, and what surrounds the solving
 * comes on top, in proportion to what reading took.
 */
export function attemptJob(engine: Engine): Job {
  return async (input, context) => {
    try {
      return await attempt(input, context, engine);
    } catch (thrown) {
      throw refusalOf(thrown);
    }
  };
}

async function attempt({ head, body }: JobInput, context: JobContext, engine: Engine): Promise<JobOutput> {
  const startedAt = performance.now();
  const { now } = head as AttemptHead;
  const heapBytes = getHeapStatistics().heap_size_limit * READING_SHARE;
  const request = parseBounded(OptimizeRequest, readJson(body, heapBytes));
  const readMs = performance.now() - startedAt;
  context.limitTo(request.limits.timeLimitMs + SURROUNDINGS * readMs);
  const decision = await optimize(request, { engine, now: () => now });
  const { engine: solvedBy, status, solveMs } = decision.proof;
  const facts: AttemptFacts = { decision: decision.decision, engine: solvedBy, proof: status, solveMs };
  return { head: facts, body: Buffer.from(JSON.stringify(decision), 'utf8') };
}
