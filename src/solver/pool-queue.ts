import type { EngineError, Outcome } from './engine.ts';

/** A packed program that waits for a thread, and where its caller waits. */
export interface QueuedRun {
  readonly program: ArrayBuffer;
  readonly timeLimitMs: number;
  readonly submittedAt: number;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: EngineError) => void;
}

/**
 * Runs that wait, in the order of submission, each with the deadline of the queue. A run leaves it once: taken,
 * given up or refused. (Piscina's own queue moves tasks aside that it cannot place, and its abort signal's clock
 * goes on while they run.)
 */
export class RunQueue {
  readonly #timers = new Map<QueuedRun, NodeJS.Timeout>();
  readonly #timeoutMs: number;
  readonly #onTimeout: (run: QueuedRun) => void;

  /** `onTimeout` gets a run that waited `timeoutMs`; it is no longer in the queue by then. */
  constructor(timeoutMs: number, onTimeout: (run: QueuedRun) => void) {
    this.#timeoutMs = timeoutMs;
    this.#onTimeout = onTimeout;
  }

  get size(): number {
    return this.#timers.size;
  }

  /** Puts the run at the end. */
  push(run: QueuedRun): void {
    const giveUp = (): void => {
      this.#timers.delete(run);
      this.#onTimeout(run);
    };
    this.#timers.set(run, setTimeout(giveUp, this.#timeoutMs));
  }

  /** Takes the first run out; undefined when none waits. */
  shift(): QueuedRun | undefined {
    const [first] = this.#timers.keys();
    if (first !== undefined) {
      clearTimeout(this.#timers.get(first));
      this.#timers.delete(first);
    }
    return first;
  }

  /** Takes all out and fails them with `error`. */
  refuseAll(error: EngineError): void {
    for (let run = this.shift(); run !== undefined; run = this.shift()) run.reject(error);
  }
}
