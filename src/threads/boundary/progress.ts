/**
 * How far a thread is with its run, in memory that both sides see. A thread that hangs cannot send a message; what it
 * noted before can still be read, and noting costs no message on the runs that go well.
 */
export type Progress = BigInt64Array<SharedArrayBuffer>;

const [ENDS_AT, LIMIT_US, MEMORY_BYTES] = [0, 1, 2];
const CELLS = 3;
const [POSTED, ANSWERED] = [0n, -1n];

/** The progress of several runs at a time, by their numbers: one piece of memory that threads are given when they start. */
export type ProgressBoard = BigInt64Array<SharedArrayBuffer>;

/** A board for so many runs at a time, each of which is a new run's: posted, and not taken up yet. */
export const createBoard = (runs: number): ProgressBoard =>
  new BigInt64Array(new SharedArrayBuffer(8 * CELLS * runs));

/** One run's place on a board. */
export const progressOf = (board: ProgressBoard, number: number): Progress =>
  board.subarray(number * CELLS, (number + 1) * CELLS);

/** The numbers on a board that are free. Whoever takes one finds it as a new run's progress. */
export class ProgressNumbers {
  readonly #places: readonly Progress[];
  readonly #free: number[];

  constructor(board: ProgressBoard) {
    this.#places = Array.from({ length: board.length / CELLS }, (_, number) => progressOf(board, number));
    this.#free = [...this.#places.keys()].reverse();
  }

  /** A number that nobody has, and its place; null where there is none left. */
  take(): { readonly number: number; readonly progress: Progress } | null {
    const number = this.#free.pop();
    if (number === undefined) return null;
    const progress = this.#places[number]!;
    Atomics.store(progress, ENDS_AT, POSTED);
    return { number, progress };
  }

  /** Gives a number back, once no thread writes to its place any more. */
  giveBack(number: number): void {
    this.#free.push(number);
  }
}

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
