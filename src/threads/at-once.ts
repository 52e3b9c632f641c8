import { isUtf8 } from 'node:buffer';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type AtOnceSolver, attemptAtOnce } from '../attempt/at-once.ts';
import { verify } from '../decision/verify/verify.ts';
import { InputError } from '../domain/faults.ts';
import { OptimizeRequest } from '../domain/optimize-request.ts';
import { VerifyRequest } from '../domain/verify-request.ts';
import { quickReader } from '../input/quick-read.ts';
import { takeAttempt, takeCheck } from '../input/take-attempt.ts';
import { type BytesReply, type BytesRequest, byteLengthOf } from './attempt-call.ts';
import { factsOf } from './jobs/attempt.ts';
import type { AttemptFacts, VerifyFacts } from './jobs/messages.ts';
import { bytesOf, SAMPLE } from './sample.ts';

/**
 * Bodies up to this length are answered in the thread that serves, where that takes a moment: some 80 sources. Of
 * twice the length, a few in a thousand would take longer than a turn of the event loop may.
 */
const SHORT_BYTES = 8 * 2 ** 10;

const readAttempt = quickReader(OptimizeRequest);
const readVerify = quickReader(VerifyRequest);

/** The JSON value of a short body; undefined for a long one and for what is no JSON. */
function readShort(body: readonly Uint8Array[]): unknown {
  if (byteLengthOf(body) > SHORT_BYTES) return undefined;
  const [first] = body;
  const bytes =
    body.length === 1 && first !== undefined
      ? Buffer.from(first.buffer, first.byteOffset, first.byteLength)
      : Buffer.concat(body);
  if (!isUtf8(bytes)) return undefined;
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** What a contradiction is told by is the worker's to say, as all that is not answered at once. */
function unlessContradictory<Answer>(answer: () => Answer | null): Answer | null {
  try {
    return answer();
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

/**
 * Decides an attempt in this thread if its body is short, in order, and its structure settles it within a moment.
 *
 * @returns null where any of that is not so; the bytes are as they were then, for a worker to decide
 * @throws InvariantError when the checker refuses the plan
 */
export function decideAtOnce(
  { body, now }: BytesRequest,
  solver: AtOnceSolver,
): BytesReply<AttemptFacts> | null {
  const request = readAttempt(readShort(body));
  if (request === null) return null;
  const decision = unlessContradictory(() => attemptAtOnce(takeAttempt(request, now), solver));
  return decision && { facts: factsOf(decision), body: JSON.stringify(decision) };
}

/** Attempts after which most of the code they run through is compiled. */
const WARM_UP_RUNS = 200;

/** Decides and checks a sample until that is quick; one attempt a turn of the event loop. */
export async function warmUp(solver: AtOnceSolver): Promise<void> {
  for (let run = 0; run < WARM_UP_RUNS; run++) {
    const decided = decideAtOnce({ body: [bytesOf(SAMPLE)], now: SAMPLE.asOf }, solver);
    const plan: unknown = JSON.parse(String(decided?.body ?? null));
    verifyAtOnce({ body: [bytesOf({ problem: SAMPLE, plan })], now: SAMPLE.asOf });
    await nextTurn();
  }
}

/**
 * Checks a plan in this thread if its body is short and in order.
 *
 * @returns null where that is not so, as {@link decideAtOnce} does
 */
export function verifyAtOnce({ body, now }: BytesRequest): BytesReply<VerifyFacts> | null {
  const request = readVerify(readShort(body));
  if (request === null) return null;
  const verification = unlessContradictory(() => {
    const { snapshot, plan, claim } = takeCheck(request, now);
    return verify(snapshot, plan, { claim });
  });
  return verification && { facts: { valid: verification.valid }, body: JSON.stringify(verification) };
}
