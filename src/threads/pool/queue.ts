/** A run that waits for a thread. */
export interface Waiting {
  /** Bytes that it holds on to. */
  readonly bytes: number;
  /** Milliseconds that it waits at most. */
  readonly patienceMs: number;
  readonly reject: (error: Error) => void;
}

interface Place<Run> {
  readonly run: Run;
  /** In milliseconds of `performance.now()`. */
  readonly waitsUntil: number;
}

/** Places that were left at the front are cut off once there are so many of them. */
const MOST_LEFT = 64;

/**
 * Runs that wait, first come, first served, each for so long at most. A run leaves once: taken, given up or refused.
 *
 * Piscina's queue does not do this for runs that can be aborted, which is the only way to have it kill the thread of
 * one run: it bounds neither their number nor their time, and loses their order (`test/threads/piscina.test.ts`).
 *
 * Runs come and go thousands of times a second, so they stand in a plain array and share one timer.
 */
export class RunQueue<Run extends Waiting> {
  #places: Place<Run>[] = [];
  /** The first place that is not left. */
  #head = 0;
  #bytes = 0;
  /** Fires when the first patience ends, or earlier. */
  #timer: NodeJS.Timeout | null = null;
  #firesAt = Number.POSITIVE_INFINITY;
  readonly #onTimeout: (run: Run) => void;

  /** `onTimeout` gets a run that waited for as long as it does; it is no longer in the queue by then. */
  constructor(onTimeout: (run: Run) => void) {
    this.#onTimeout = onTimeout;
  }

  get size(): number {
    return this.#places.length - this.#head;
  }

  /** The run that is taken next. */
  get first(): Run | undefined {
    return this.#places[this.#head]?.run;
  }

  /** Bytes that the waiting runs hold on to. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Puts the run at the end. */
  push(run: Run): void {
    const waitsUntil = performance.now() + run.patienceMs;
    this.#places.push({ run, waitsUntil });
    this.#bytes += run.bytes;
    if (waitsUntil < this.#firesAt) this.#fireAt(waitsUntil, run.patienceMs);
    else if (this.size === 1) this.#timer?.ref();
  }

  /** Takes the first run out; undefined when none waits. */
  shift(): Run | undefined {
    const { first } = this;
    if (first === undefined) return undefined;
    this.#head += 1;
    this.#bytes -= first.bytes;
    if (this.size === 0) {
      this.#places.length = 0;
      this.#head = 0;
      // Where nobody waits, the timer is no reason to keep the process.
      this.#timer?.unref();
    } else if (this.#head >= MOST_LEFT) {
      this.#places = this.#places.slice(this.#head);
      this.#head = 0;
    }
    return first;
  }

  /** Takes all out and fails them with `error`. */
  refuseAll(error: Error): void {
    for (let run = this.shift(); run !== undefined; run = this.shift()) run.reject(error);
  }

  #fireAt(at: number, inMs: number): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#firesAt = at;
    this.#timer = setTimeout(() => this.#giveUpLate(), inMs);
  }

  /** Gives up everyone whose patience has ended, and sets the timer for the next. */
  #giveUpLate(): void {
    this.#timer = null;
    this.#firesAt = Number.POSITIVE_INFINITY;
    const now = performance.now();
    const late: Run[] = [];
    const waiting: Place<Run>[] = [];
    for (const place of this.#places.slice(this.#head)) {
      if (place.waitsUntil > now) waiting.push(place);
      else late.push(place.run);
    }
    this.#places = waiting;
    this.#head = 0;
    for (const { bytes } of late) this.#bytes -= bytes;
    if (waiting.length > 0) {
      const next = waiting.reduce(
        (first, { waitsUntil }) => Math.min(first, waitsUntil),
        Number.POSITIVE_INFINITY,
      );
      this.#fireAt(next, next - now);
    }
    for (const run of late) this.#onTimeout(run);
  }
}
