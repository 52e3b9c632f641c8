import { optimize } from '../../attempt/optimize.ts';
import type { Decision } from '../../domain/decision.ts';
import { OptimizeRequest } from '../../domain/optimize-request.ts';
import { jsonParser } from '../../input/bounded-input.ts';
import { heapForReading, readJson } from '../../input/read-json.ts';
import { takeAttempt } from '../../input/take-attempt.ts';
import type { Engine } from '../../solver/engine.ts';
import type { Job, JobContext, JobInput, JobOutput } from '../job.ts';
import { refusalOf } from './errors.ts';
import type { AttemptFacts, AttemptHead } from './messages.ts';

const parseRequest = jsonParser(OptimizeRequest);

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
  const request = parseRequest(readJson(body, heapForReading()));
  const readMs = performance.now() - startedAt;
  context.limitTo(request.limits.timeLimitMs + SURROUNDINGS * readMs);
  const decision = await optimize(takeAttempt(request, now), engine);
  return { head: factsOf(decision), body: Buffer.from(JSON.stringify(decision), 'utf8') };
}

/** What a log says of a decision. */
export function factsOf({ decision, proof: { engine, status, solveMs } }: Decision): AttemptFacts {
  return { decision, engine, proof: status, solveMs };
}
