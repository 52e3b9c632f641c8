/**
 * How far a thread is with its run, in memory that both sides see. A thread that hangs cannot send a message; what it
 * noted before can still be read, and noting costs no message on the runs that go well.
 */
export type Progress = BigInt64Array<SharedArrayBuffer>;

const [ENDS_AT, LIMIT_US, MEMORY_BYTES] = [0, 1, 2];
const [POSTED, ANSWERED] = [0n, -1n];

/** A new run's progress: posted, and not taken up yet. */
export const createProgress = (): Progress => new BigInt64Array(new SharedArrayBuffer(24));

/** For the thread: the job has begun, or has stated a limit of its own; it is to end so many milliseconds from now. */
export function noteLimit(progress: Progress, timeLimitMs: number): void {
  Atomics.store(progress, LIMIT_US, BigInt(Math.round(timeLimitMs * 1_000)));
  // One monotonic clock for all threads; performance.now() has an origin per thread.
  Atomics.store(progress, ENDS_AT, process.hrtime.bigint() + BigInt(Math.ceil(timeLimitMs * 1e6)));
}

/** For the thread: the reply is ready to be posted, and its isolate holds so many bytes, WebAssembly memory included. */
export function noteAnswered(progress: Progress, memoryBytes: number): void {
  Atomics.store(progress, MEMORY_BYTES, BigInt(memoryBytes));
  Atomics.store(progress, ENDS_AT, ANSWERED);
}

/** What the thread has noted so far. */
export function readProgress(progress: Progress) {
  const endsAt = Atomics.load(progress, ENDS_AT);
  const state: 'posted' | 'started' | 'answered' =
    endsAt === POSTED ? 'posted' : endsAt === ANSWERED ? 'answered' : 'started';
  return {
    state,
    /** Of the limit, while the job is under way. */
    leftMs: Number(endsAt - process.hrtime.bigint()) / 1e6,
    timeLimitMs: Number(Atomics.load(progress, LIMIT_US)) / 1_000,
    memoryBytes: Number(Atomics.load(progress, MEMORY_BYTES)),
  };
}
