import type { Attempt } from '../../domain/attempt.ts';
import type { Decision, Hold } from '../../domain/decision.ts';
import type { WaveAnswer } from '../../domain/wave/answer.ts';
import type { WaveSnapshot } from '../../domain/wave/snapshot.ts';
import { EngineError } from '../../solver/engine.ts';
import type { JobKind } from '../boundary/job.ts';
import {
  ATTEMPT,
  ATTEMPT_IN_BYTES,
  type AttemptFacts,
  type BytesInput,
  type BytesOutput,
  EXPLAIN,
  VERIFY_IN_BYTES,
  type VerifyFacts,
  WAVE,
  WAVE_IN_BYTES,
  type WaveFacts,
} from '../jobs/kinds.ts';
import type { Pool, RunLimits } from '../pool.ts';
import { byteLengthOf, keepBody, takeBody } from './body.ts';

/**
 * Milliseconds that reading and checking a body may take: 32 MiB of rows take some 3 s on an ordinary core. From
 * there on the limit is the request's own.
 */
const READING_LIMIT_MS = 30_000;

/** Milliseconds that a check may take; it has no limit of its own. */
const VERIFY_LIMIT_MS = 60_000;

/** Milliseconds that formulating and checking may take for each row of stock; ten times what was measured. */
const SURROUNDINGS_MS_A_ROW = 0.1;

/** Bodies up to this length are kept until they are answered, so that they can be asked once more. */
const KEPT_BYTES = 256 * 2 ** 10;

/** Bodies up to this length may be posted to a thread together. */
const SHARED_BYTES = 64 * 2 ** 10;

/** What runs jobs: a pool. */
export type Runner = Pick<Pool, 'run' | 'busyForMs'>;

/**
 * Decides an attempt on a thread of the pool, as `optimize` does in this one. Asks once more when the thread was
 * lost: what earlier runs left in its memory is gone with it.
 *
 * @throws NothingProvenError and InvariantError as `optimize` does; EngineError as `Pool.run` does
 */
export const decideThere = (pool: Pick<Pool, 'run'>, attempt: Attempt): Promise<Decision> =>
  onceMoreIfLost(() => pool.run(ATTEMPT, attempt, { timeLimitMs: limitOf(attempt) }));

/** Explains, on a thread of the pool, a hold that was decided here. @throws as {@link decideThere} does */
export const explainThere = (pool: Pick<Pool, 'run'>, attempt: Attempt): Promise<Hold> =>
  onceMoreIfLost(() => pool.run(EXPLAIN, attempt, { timeLimitMs: limitOf(attempt) }));

const limitOf = ({ snapshot, timeLimitMs }: Attempt): number =>
  timeLimitMs + SURROUNDINGS_MS_A_ROW * (snapshot.currentInventory.length + snapshot.futureLots.length);

/**
 * Decides a release attempt on a thread of the pool, from bytes to bytes: reading, checking, solving and writing
 * all happen there. The bytes are the pool's from then on. One that is lost with its thread is asked once more, if its
 * body is short: a long one is not kept for that, and would run out of memory again.
 *
 * @param patienceMs how long it waits for a thread, where that is less than the pool allows
 * @throws JsonError; InputError with the faults and their paths; the others as {@link decideThere} does
 */
export function decideBytesThere(
  pool: Pick<Pool, 'run'>,
  asked: BytesInput,
  patienceMs?: number,
): Promise<BytesOutput<AttemptFacts>> {
  const limits = { timeLimitMs: READING_LIMIT_MS, ...(patienceMs !== undefined && { patienceMs }) };
  return call(pool, ATTEMPT_IN_BYTES, asked, limits);
}

/** Checks a plan against its problem on a thread of the pool, likewise. @throws as {@link decideBytesThere} does */
export function verifyBytesThere(
  pool: Pick<Pool, 'run'>,
  asked: BytesInput,
): Promise<BytesOutput<VerifyFacts>> {
  return call(pool, VERIFY_IN_BYTES, asked, { timeLimitMs: VERIFY_LIMIT_MS });
}

/** Milliseconds that laying out, explaining and checking may take for each shipment of a wave; ten times what was measured. */
const SURROUNDINGS_MS_A_SHIPMENT = 2;

/** Decides a wave on a thread of the pool, as `optimizeWave` does in this one. @throws as it does; EngineError as `Pool.run` does */
export function decideWaveThere(pool: Pick<Pool, 'run'>, wave: WaveSnapshot): Promise<WaveAnswer> {
  const rows = wave.currentInventory.length + wave.futureLots.length;
  const surroundings = SURROUNDINGS_MS_A_ROW * rows + SURROUNDINGS_MS_A_SHIPMENT * wave.shipments.length;
  return pool.run(WAVE, wave, { timeLimitMs: wave.timeLimitMs + surroundings });
}

/** Decides a wave on a thread of the pool, from bytes to bytes. @throws as {@link decideBytesThere} does */
export async function waveBytesThere(
  pool: Pick<Pool, 'run'>,
  { body, now }: BytesInput,
): Promise<BytesOutput<WaveFacts>> {
  const taken = await takeBody(body);
  const transfer = taken.map(({ buffer }) => buffer);
  return pool.run(WAVE_IN_BYTES, { body: taken, now }, { timeLimitMs: READING_LIMIT_MS, transfer });
}

async function call<Output>(
  pool: Pick<Pool, 'run'>,
  kind: JobKind<BytesInput, Output>,
  { body, now }: BytesInput,
  limits: RunLimits,
): Promise<Output> {
  const length = byteLengthOf(body);
  if (length <= KEPT_BYTES) {
    const shared = length <= SHARED_BYTES ? { sharedBytes: length } : {};
    const kept = keepBody(body);
    return onceMoreIfLost(() => pool.run(kind, { body: [kept], now }, { ...limits, ...shared }));
  }
  const taken = await takeBody(body);
  return pool.run(kind, { body: taken, now }, { ...limits, transfer: taken.map(({ buffer }) => buffer) });
}

async function onceMoreIfLost<Output>(ask: () => Promise<Output>): Promise<Output> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof EngineError && error.code === 'WORKER_LOST') return ask();
    throw error;
  }
}
