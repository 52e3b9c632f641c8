/** A run that waits for a thread. */
export interface Waiting {
  /** Bytes that it holds on to. */
  readonly bytes: number;
  /** Milliseconds that it waits at most. */
  readonly patienceMs: number;
  readonly reject: (error: Error) => void;
}

/**
 * Runs that wait, first come, first served, each for so long at most. A run leaves once: taken, given up or refused.
 *
 * Piscina's queue does not do this for runs that can be aborted, which is the only way to have it kill the thread of
 * one run: it bounds neither their number nor their time, and loses their order (`test/threads/piscina.test.ts`).
 */
export class RunQueue<Run extends Waiting> {
  readonly #timers = new Map<Run, NodeJS.Timeout>();
  readonly #onTimeout: (run: Run) => void;
  #bytes = 0;

  /** `onTimeout` gets a run that waited for as long as it does; it is no longer in the queue by then. */
  constructor(onTimeout: (run: Run) => void) {
    this.#onTimeout = onTimeout;
  }

  get size(): number {
    return this.#timers.size;
  }

  /** The run that is taken next. */
  get first(): Run | undefined {
    const [first] = this.#timers.keys();
    return first;
  }

  /** Bytes that the waiting runs hold on to. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Puts the run at the end. */
  push(run: Run): void {
    const giveUp = (): void => {
      this.#remove(run);
      this.#onTimeout(run);
    };
    this.#timers.set(run, setTimeout(giveUp, run.patienceMs));
    this.#bytes += run.bytes;
  }

  /** Takes the first run out; undefined when none waits. */
  shift(): Run | undefined {
    const { first } = this;
    if (first !== undefined) this.#remove(first);
    return first;
  }

  /** Takes all out and fails them with `error`. */
  refuseAll(error: Error): void {
    for (let run = this.shift(); run !== undefined; run = this.shift()) run.reject(error);
  }

  #remove(run: Run): void {
    clearTimeout(this.#timers.get(run));
    this.#timers.delete(run);
    this.#bytes -= run.bytes;
  }
}
