import type { EngineError } from '../solver/engine.ts';
import type { JobError, JobOutput } from './job.ts';
import type { RunTask } from './run.ts';

/** A task that waits for a thread, and where its caller waits. */
export interface QueuedRun {
  readonly task: RunTask;
  readonly submittedAt: number;
  /** Reads the answer and gives it to the caller. @throws EngineError when it cannot be read */
  readonly accept: (output: JobOutput) => void;
  readonly reject: (error: EngineError | JobError) => void;
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
  #bytes = 0;

  /** `onTimeout` gets a run that waited `timeoutMs`; it is no longer in the queue by then. */
  constructor(timeoutMs: number, onTimeout: (run: QueuedRun) => void) {
    this.#timeoutMs = timeoutMs;
    this.#onTimeout = onTimeout;
  }

  get size(): number {
    return this.#timers.size;
  }

  /** Bytes that the waiting runs hold. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Puts the run at the end. */
  push(run: QueuedRun): void {
    const giveUp = (): void => {
      this.#remove(run);
      this.#onTimeout(run);
    };
    this.#timers.set(run, setTimeout(giveUp, this.#timeoutMs));
    this.#bytes += run.task.byteLength;
  }

  /** Takes the first run out; undefined when none waits. */
  shift(): QueuedRun | undefined {
    const [first] = this.#timers.keys();
    if (first !== undefined) this.#remove(first);
    return first;
  }

  /** Takes all out and fails them with `error`. */
  refuseAll(error: EngineError): void {
    for (let run = this.shift(); run !== undefined; run = this.shift()) run.reject(error);
  }

  #remove(run: QueuedRun): void {
    clearTimeout(this.#timers.get(run));
    this.#timers.delete(run);
    this.#bytes -= run.task.byteLength;
  }
}
