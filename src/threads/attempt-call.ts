import { EngineError } from '../solver/engine.ts';
import type { JobHead, JobOutput } from './job.ts';
import { thrownInWorker } from './jobs/errors.ts';
import {
  ATTEMPT_JOB,
  type AttemptFacts,
  type AttemptHead,
  VERIFY_JOB,
  type VerifyFacts,
} from './jobs/messages.ts';
import type { Pool } from './pool.ts';

/** A request as it came from its caller. */
export interface BytesRequest {
  /** The JSON text, in pieces; the pool's from here on, see `Pool.runJob`. */
  readonly body: readonly Uint8Array[];
  /** The clock's instant, ISO 8601; used where the request has no `asOf`. */
  readonly now: string;
}

/** The answer as it goes to its caller. */
export interface BytesReply<Facts> {
  readonly facts: Facts;
  /** JSON, UTF-8 where it is bytes. */
  readonly body: Uint8Array | string;
}

/**
 * Milliseconds that reading and checking a body may take: 32 MiB of rows take some 3 s on an ordinary core. From
 * there on the limit is the request's own.
 */
const READING_LIMIT_MS = 30_000;

/** Milliseconds that a check may take; it has no limit of its own. */
const VERIFY_LIMIT_MS = 60_000;

/** Bodies up to this length are kept until they are answered, so that they can be asked once more. */
const KEPT_BYTES = 256 * 2 ** 10;

type Jobs = Pick<Pool, 'runJob'>;

/**
 * Decides a release attempt on a thread of the pool, from bytes to bytes: reading, checking, solving and writing
 * all happen there. The same request has the same answer, and the same errors, as `optimize` in this thread.
 *
 * Asks once more when a worker was lost, as memory that earlier runs left behind is gone with it; a long body is not
 * kept for that, and one that runs out of memory by itself would again.
 *
 * @throws ServiceError `INVALID_JSON`; `BODY_TOO_LARGE` for a body that holds more values than the thread's memory
 * takes
 * @throws InputError with the faults and their paths, at most 1,000, their texts cut to 500 characters
 * @throws NothingProvenError and InvariantError as `optimize` does
 * @throws EngineError as `Pool.runJob` does
 */
export function callAttempt(pool: Jobs, request: BytesRequest): Promise<BytesReply<AttemptFacts>> {
  return call<AttemptFacts>(pool, ATTEMPT_JOB, request, READING_LIMIT_MS);
}

/**
 * Checks a plan against its problem on a thread of the pool, likewise.
 *
 * @throws ServiceError, InputError and EngineError as {@link callAttempt} does
 */
export function callVerify(pool: Jobs, request: BytesRequest): Promise<BytesReply<VerifyFacts>> {
  return call<VerifyFacts>(pool, VERIFY_JOB, request, VERIFY_LIMIT_MS);
}

async function call<Facts extends JobHead>(
  pool: Jobs,
  job: string,
  { body, now }: BytesRequest,
  timeLimitMs: number,
): Promise<BytesReply<Facts>> {
  const head: AttemptHead = { now };
  const ask = (pieces: readonly Uint8Array[]): Promise<JobOutput> =>
    pool.runJob(job, { head, body: pieces }, { timeLimitMs });
  const kept = byteLengthOf(body) <= KEPT_BYTES ? Buffer.concat(body) : null;
  try {
    const output = await ask(body).catch((error: unknown) => {
      if (kept === null || !isLost(error)) throw error;
      return ask([kept]);
    });
    return { facts: output.head as Facts, body: output.body };
  } catch (error) {
    throw thrownInWorker(error);
  }
}

/** Bytes in all pieces. */
export const byteLengthOf = (pieces: readonly Uint8Array[]): number =>
  pieces.reduce((sum, piece) => sum + piece.byteLength, 0);

const isLost = (error: unknown): boolean => error instanceof EngineError && error.code === 'WORKER_LOST';
