import { inProcessEngine, inProcessWaveEngines, systemNow } from './app/compose.ts';
import { optimize as attempt } from './attempt/optimize.ts';
import type { Verification } from './decision/verify/verification.ts';
import { verify as check } from './decision/verify/verify.ts';
import { verifyWave as checkWave, type WaveVerification } from './decision/verify/wave/verify-wave.ts';
import type { Decision } from './domain/decision.ts';
import { OptimizeRequest, type OptimizeRequestInput } from './domain/optimize-request.ts';
import { VerifyRequest, type VerifyRequestInput } from './domain/verify-request.ts';
import type { WaveAnswer } from './domain/wave/answer.ts';
import { WaveRequest, type WaveRequestInput } from './domain/wave/request.ts';
import { WaveVerifyRequest, type WaveVerifyRequestInput } from './domain/wave/verify-wave.ts';
import { parseInput } from './input/parse.ts';
import { takeAttempt, takeCheck } from './input/take-attempt.ts';
import { takeWave, takeWaveCheck } from './input/take-wave.ts';
import { decideThere, decideWaveThere } from './threads/answers/there.ts';
import type { PoolOptions } from './threads/pool/options.ts';
import type { PoolStats } from './threads/pool/stats.ts';
import { createPool as createThreads, type Pool as Threads } from './threads/pool.ts';
import { optimizeWave as decideWave } from './wave/optimize-wave.ts';

export { InvariantError, NothingProvenError } from './attempt/optimize.ts';
export type { Verification, Violation } from './decision/verify/verification.ts';
export type { WaveVerification } from './decision/verify/wave/verify-wave.ts';
export type { CalendarDate } from './domain/calendar.ts';
export type {
  Allocation,
  ChildShipment,
  Decision,
  HeldLine,
  Hold,
  ItemQuantity,
  ObjectiveValue,
  Plan,
  Proof,
  ReasonCode,
} from './domain/decision.ts';
export { type Fault, InputError } from './domain/faults.ts';
export type { Fix } from './domain/fix.ts';
export type { OptimizeRequest, OptimizeRequestInput } from './domain/optimize-request.ts';
export type { VerifyRequest, VerifyRequestInput } from './domain/verify-request.ts';
export type {
  OutrankedBy,
  WaveAnswer,
  WaveDecision,
  WaveDifference,
  WaveObjectiveValue,
} from './domain/wave/answer.ts';
export type {
  KeptPlan,
  WavePolicy,
  WaveRequest,
  WaveRequestInput,
  WaveShipment,
} from './domain/wave/request.ts';
export type { WaveVerifyRequest, WaveVerifyRequestInput } from './domain/wave/verify-wave.ts';
export { EngineError, type EngineErrorCode } from './solver/engine.ts';
export type { PoolOptions } from './threads/pool/options.ts';
export type { Durations, PoolStats } from './threads/pool/stats.ts';

/** What the library takes from outside; each has a default. */
export interface LibraryOptions {
  /** Threads to decide on, made by {@link createPool}. @defaultValue none: the calling thread decides */
  readonly pool?: Pool;
  /** The instant, ISO 8601, for a request without `asOf`. @defaultValue the system's clock */
  readonly now?: () => string;
}

/** Threads that decide attempts, one at a time each. */
export interface Pool {
  /**
   * Resolves when every thread has started and decided a sample attempt. Attempts may be handed in before.
   *
   * @throws EngineError when one could not within `bootTimeoutMs`; the message says why
   */
  ready(): Promise<void>;
  /** What the pool is doing and has done; durations in milliseconds. */
  stats(): PoolStats;
  /**
   * Refuses new attempts, lets those that run or wait finish for `graceMs` (default 25,000 milliseconds), fails what is
   * left, and ends the threads. What is refused or failed throws EngineError `CLOSED`.
   */
  close(options?: { readonly graceMs?: number }): Promise<void>;
}

/**
 * The options of a call; null counts as left out, as undefined does.
 *
 * @throws TypeError for what is not an object, and for a name that the call does not take
 */
function optionsOf<Options extends object>(
  call: string,
  given: Options | null,
  taken: Readonly<Record<keyof Options, true>>,
): Partial<Options> {
  if (given === null) return {};
  if (typeof given !== 'object') throw new TypeError(`the options of ${call} must be an object`);
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(taken, name));
  if (unknown === undefined) return given;
  throw new TypeError(`unknown option "${unknown}": ${call} takes ${Object.keys(taken).join(', ')}`);
}

const POOL_OPTIONS: Readonly<Record<keyof PoolOptions, true>> = {
  workerFile: true,
  threads: true,
  maxQueue: true,
  maxQueueMb: true,
  queueTimeoutMs: true,
  bootTimeoutMs: true,
  hardKillGraceMs: true,
  maxOldGenerationSizeMb: true,
  recycleAboveMb: true,
};

/** The threads behind each pool. */
const threadsOf = new WeakMap<Pool, Threads>();

/**
 * Starts threads to decide attempts on. Hand the pool to each call of {@link optimize}, and close it at the end: until
 * then it keeps the process alive.
 *
 * @throws RangeError when an option is out of its range
 * @throws TypeError for an option that there is not
 */
export function createPool(options: PoolOptions = {}): Pool {
  const threads = createThreads(optionsOf('createPool', options, POOL_OPTIONS));
  const pool: Pool = {
    ready: () => threads.ready(),
    stats: () => threads.stats(),
    close: (how) => threads.close(how),
  };
  threadsOf.set(pool, threads);
  return pool;
}

/**
 * Decides one release attempt.
 *
 * @param input only `shipment` is required; the fields are those of `POST /v1/optimize`
 * @returns the decision, proven and checked; a held shipment is a decision
 * @throws InputError with every fault and its path
 * @throws NothingProvenError when `limits.timeLimitMs` (default 1,000) passed with neither a plan nor a proof that
 * there is none
 * @throws EngineError when the engine failed; with a pool also `QUEUE_FULL`, `QUEUE_TIMEOUT`, `DEADLINE_PASSED`,
 * `WORKER_LOST` and `CLOSED`
 * @throws InvariantError when the checker refused the plan: a defect of this package
 * @throws TypeError for a pool that `createPool` did not make, and for an option that there is not
 */
export async function optimize(input: OptimizeRequestInput, options: LibraryOptions = {}): Promise<Decision> {
  const { pool, now = systemNow } = optionsOf('optimize', options, { pool: true, now: true });
  const taken = takeAttempt(parseInput(OptimizeRequest, input), now());
  if (pool === undefined) return attempt(taken, inProcessEngine());
  return decideThere(threadsBehind(pool), taken);
}

/** @throws TypeError for a pool that `createPool` did not make */
function threadsBehind(pool: Pool): Threads {
  const threads = threadsOf.get(pool);
  if (threads === undefined) throw new TypeError('the pool was not made by createPool');
  return threads;
}

/**
 * Decides many shipments over one stock.
 *
 * @param input only `shipments` is required; the fields are those of `POST /v1/optimize/wave`
 * @returns a decision for each shipment, in the order of the queue, what all of them come to and what is proven of that
 * @throws InputError with every fault and its path
 * @throws EngineError, InvariantError and TypeError as {@link optimize} does
 */
export async function optimizeWave(
  input: WaveRequestInput,
  options: LibraryOptions = {},
): Promise<WaveAnswer> {
  const { pool, now = systemNow } = optionsOf('optimizeWave', options, { pool: true, now: true });
  const wave = takeWave(parseInput(WaveRequest, input), now());
  return pool === undefined
    ? decideWave(wave, inProcessWaveEngines())
    : decideWaveThere(threadsBehind(pool), wave);
}

/**
 * Checks anyone's plan for a problem, with none of the code that makes plans.
 *
 * @param problem what `optimize` takes
 * @param plan what `optimize` returns, or a plan of the same shape
 * @param options `claim: 'feasible'` for a plan that does not claim to be the best; left out, the plan's own proof says
 * what it claims, and a plan without one claims to be optimal
 * @returns `valid`, with every rule that the plan breaks and where, and the objective as recomputed
 * @throws InputError with every fault and its path, which starts with `problem` or `plan`
 * @throws TypeError for an option that there is not
 */
export function verify(
  problem: VerifyRequestInput['problem'],
  plan: VerifyRequestInput['plan'],
  options: Pick<VerifyRequestInput, 'claim'> & Pick<LibraryOptions, 'now'> = {},
): Verification {
  const { claim, now = systemNow } = optionsOf('verify', options, { claim: true, now: true });
  const request = parseInput(VerifyRequest, { problem, plan, ...(claim && { claim }) });
  const taken = takeCheck(request, now());
  return check(taken.snapshot, taken.plan, { claim: taken.claim });
}

/**
 * Checks anyone's plan for a wave, with none of the code that makes plans.
 *
 * @param problem what `optimizeWave` takes
 * @param plan what `optimizeWave` returns, or a plan of the same shape
 * @param options `claim: 'feasible'` for a plan that may hold a shipment which what is left would release
 * @returns `valid`, with every rule that the plan breaks and where, and the objective as recomputed
 * @throws InputError with every fault and its path, which starts with `problem` or `plan`
 * @throws TypeError for an option that there is not
 */
export function verifyWave(
  problem: WaveVerifyRequestInput['problem'],
  plan: WaveVerifyRequestInput['plan'],
  options: Pick<WaveVerifyRequestInput, 'claim'> & Pick<LibraryOptions, 'now'> = {},
): WaveVerification {
  const { claim, now = systemNow } = optionsOf('verifyWave', options, { claim: true, now: true });
  const taken = takeWaveCheck(
    parseInput(WaveVerifyRequest, { problem, plan, ...(claim && { claim }) }),
    now(),
  );
  return checkWave(taken.wave, taken.plan, { claim: taken.claim });
}
