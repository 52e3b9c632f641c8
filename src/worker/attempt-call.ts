import { EngineError } from '../solver/engine.ts';
import type { JobOutput } from '../solver/job.ts';
import type { Pool } from '../solver/pool.ts';
import { thrownInWorker } from './attempt-errors.ts';
import { ATTEMPT_JOB, type AttemptFacts, type AttemptHead } from './attempt-messages.ts';

/** A request as it came from its caller. */
export interface AttemptRequest {
  /** The JSON text, in pieces; the pool's from here on, see `Pool.runJob`. */
  readonly body: readonly Uint8Array[];
  /** The clock's instant, ISO 8601; used where the request has no `asOf`. */
  readonly now: string;
}

/** The decision as it goes to its caller. */
export interface AttemptReply {
  readonly facts: AttemptFacts;
  /** The decision as JSON, UTF-8. */
  readonly body: Uint8Array;
}

/**
 * Milliseconds that reading and checking a body may take: 32 MiB of rows take some 3 s on an ordinary core. From
 * there on the limit is the request's own.
 */
const READING_LIMIT_MS = 30_000;

/** Bodies up to this length are kept until they are answered, so that they can be asked once more. */
const KEPT_BYTES = 256 * 2 ** 10;

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
export async function callAttempt(
  pool: Pick<Pool, 'runJob'>,
  { body, now }: AttemptRequest,
): Promise<AttemptReply> {
  const head: AttemptHead = { now };
  const ask = (pieces: readonly Uint8Array[]): Promise<JobOutput> =>
    pool.runJob(ATTEMPT_JOB, { head, body: pieces }, { timeLimitMs: READING_LIMIT_MS });
  const kept = byteLength(body) <= KEPT_BYTES ? Buffer.concat(body) : null;
  try {
    const output = await ask(body).catch((error: unknown) => {
      if (kept === null || !isLost(error)) throw error;
      return ask([kept]);
    });
    return { facts: output.head as AttemptFacts, body: output.body };
  } catch (error) {
    throw thrownInWorker(error);
  }
}

const byteLength = (pieces: readonly Uint8Array[]): number =>
  pieces.reduce((sum, piece) => sum + piece.byteLength, 0);

const isLost = (error: unknown): boolean => error instanceof EngineError && error.code === 'WORKER_LOST';
