import { decideAtOnce } from '../../attempt/at-once.ts';
import { explain, isToBeExplained, optimize } from '../../attempt/optimize.ts';
import type { Attempt } from '../../domain/attempt.ts';
import type { Decision, Hold } from '../../domain/decision.ts';
import { OptimizeRequest } from '../../domain/optimize-request.ts';
import { jsonParser } from '../../input/bounded-input.ts';
import { heapForReading, readJson } from '../../input/read-json.ts';
import { takeAttempt } from '../../input/take-attempt.ts';
import type { Engine } from '../../solver/engine.ts';
import { type Job, PutOff } from '../boundary/job.ts';
import { solveAtOnce } from './at-once.ts';
import { type AttemptFacts, type BytesInput, type BytesOutput, factsOf } from './kinds.ts';

const parseRequest = jsonParser(OptimizeRequest);

/**
 * What formulating, checking and writing may take beside the solving, as a multiple of what reading took: all of it
 * grows with the number of rows. Measured, from 9 to 33 MB of rows: 1.5 to 1.8 times as long. The limit is there to
 * end what hangs, not what is slow on a machine that is busy with other things.
 */
const SURROUNDINGS = 10;

/** Decides an attempt. */
export const attemptJob =
  (engine: Engine): Job<Attempt, Decision> =>
  (attempt) =>
    optimize(attempt, engine);

/** Explains a hold; the attempt's time limit is what is left of it. */
export const explainJob =
  (engine: Engine): Job<Attempt, Hold> =>
  (attempt) =>
    explain(attempt, engine, performance.now() + attempt.timeLimitMs);

/** Text that is longer is written as bytes, which are moved; what is shorter is copied faster than that. */
const SHORT_TEXT = 16 * 2 ** 10;

/** @throws PutOff where it takes longer than a moment, or a hold is to be explained */
function decideInAMoment(attempt: Attempt): Decision {
  const decision = decideAtOnce(attempt, solveAtOnce);
  if (decision === null || isToBeExplained(decision, attempt)) throw new PutOff();
  return decision;
}

/**
 * Reads a request, decides it, and writes the decision.
 *
 * The caller's time limit counts for reading; then the request's own takes its place, and what surrounds the solving
 * comes on top, in proportion to what reading took.
 */
export function attemptInBytesJob(engine: Engine): Job<BytesInput, BytesOutput<AttemptFacts>> {
  return async ({ body, now }, { limitTo, move, isTogether }) => {
    const startedAt = performance.now();
    const attempt = takeAttempt(parseRequest(readJson(body, heapForReading())), now);
    limitTo(attempt.timeLimitMs + SURROUNDINGS * (performance.now() - startedAt));
    const decision = isTogether ? decideInAMoment(attempt) : await optimize(attempt, engine);
    const text = JSON.stringify(decision);
    const isShort = text.length <= SHORT_TEXT;
    return { facts: factsOf(decision), body: isShort ? text : move(new TextEncoder().encode(text)) };
  };
}
