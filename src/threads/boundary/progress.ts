/**
 * How far a worker is with its run, in memory that both threads see. A worker that hangs cannot send a message;
 * what it noted before can still be read, and noting costs no message on the runs that go well.
 */
export interface Progress {
  /** `posted`: not taken up yet; `started`: the job is under way; `answered`: the reply is on its way. */
  readonly state: 'posted' | 'started' | 'answered';
  /** Milliseconds since the job began; 0 before that. */
  readonly runningMs: number;
  /** The limit that the job has stated itself, and how much of it is left, in milliseconds; null before that. */
  readonly ownLimit: { readonly timeLimitMs: number; readonly leftMs: number } | null;
  /** Bytes that the worker's isolate held when it answered, WebAssembly memory included; 0 before that. */
  readonly memoryBytes: number;
}

const STATES = ['posted', 'started', 'answered'] as const;
const BYTES = 40;

const stateOf = (shared: SharedArrayBuffer): Int32Array => new Int32Array(shared, 0, 1);
/** process.hrtime is one monotonic clock for all threads; performance.now() has an origin per thread. */
const startOf = (shared: SharedArrayBuffer): BigInt64Array => new BigInt64Array(shared, 8, 1);
const memoryOf = (shared: SharedArrayBuffer): Float64Array => new Float64Array(shared, 16, 1);
const ownLimitOf = (shared: SharedArrayBuffer): Float64Array => new Float64Array(shared, 24, 1);
/** When the own limit ends; 0 while there is none. One number, so that nobody can read half of a change. */
const ownDeadlineOf = (shared: SharedArrayBuffer): BigInt64Array => new BigInt64Array(shared, 32, 1);

/** A new run's progress, `posted`. */
export const createProgress = (): SharedArrayBuffer => new SharedArrayBuffer(BYTES);

/** For the worker: the job is asked now; its time limit counts from here. */
export function noteStarted(shared: SharedArrayBuffer): void {
  Atomics.store(startOf(shared), 0, process.hrtime.bigint());
  Atomics.store(stateOf(shared), 0, STATES.indexOf('started'));
}

/** For the worker: from now on the job has its own limit. */
export function noteOwnLimit(shared: SharedArrayBuffer, timeLimitMs: number): void {
  ownLimitOf(shared)[0] = timeLimitMs;
  const endsAt = process.hrtime.bigint() + BigInt(Math.ceil(timeLimitMs * 1e6));
  Atomics.store(ownDeadlineOf(shared), 0, endsAt);
}

/** For the worker: the reply is ready to be posted. */
export function noteAnswered(shared: SharedArrayBuffer, memoryBytes: number): void {
  memoryOf(shared)[0] = memoryBytes;
  Atomics.store(stateOf(shared), 0, STATES.indexOf('answered'));
}

/** For the pool: what the worker has noted so far. */
export function readProgress(shared: SharedArrayBuffer): Progress {
  const state = STATES[Atomics.load(stateOf(shared), 0)]!;
  const startedAt = Atomics.load(startOf(shared), 0);
  const ownDeadline = Atomics.load(ownDeadlineOf(shared), 0);
  const now = process.hrtime.bigint();
  return {
    state,
    runningMs: state === 'posted' ? 0 : Number(now - startedAt) / 1e6,
    ownLimit:
      ownDeadline === 0n
        ? null
        : { timeLimitMs: ownLimitOf(shared)[0]!, leftMs: Number(ownDeadline - now) / 1e6 },
    memoryBytes: state === 'answered' ? memoryOf(shared)[0]! : 0,
  };
}
