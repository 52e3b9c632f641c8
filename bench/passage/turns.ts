import { openSync, readSync } from 'node:fs';

/** How long something lasted, in milliseconds. */
export interface Lasted {
  readonly ms: number;
  /** The part in which this thread had a core; the same as `ms` where the system does not say. */
  readonly onCoreMs: number;
}

/**
 * Watches every turn of this thread's event loop until `stop`, by an immediate that sets the next one: the loop never
 * sleeps for I/O meanwhile, so that what lies between two of them is one turn. (monitorEventLoopDelay samples by a
 * timer of 1 ms and more.) A busy machine stops any thread for many milliseconds at any time; so the time that the
 * thread had a core is told apart.
 */
export class TurnWatch {
  #longest: Lasted = { ms: 0, onCoreMs: 0 };
  #last = now();
  #next: NodeJS.Immediate = setImmediate(() => this.#turn());

  /** The longest turn, each figure for itself. The turn in which it is stopped counts as far as it has come. */
  stop(): Lasted {
    this.#turn();
    clearImmediate(this.#next);
    return this.#longest;
  }

  #turn(): void {
    clearImmediate(this.#next);
    const current = now();
    const ms = current.ms - this.#last.ms;
    const onCoreMs = current.onCoreMs - this.#last.onCoreMs;
    this.#longest = {
      ms: Math.max(this.#longest.ms, ms),
      onCoreMs: Math.max(this.#longest.onCoreMs, onCoreMs),
    };
    this.#last = now();
    this.#next = setImmediate(() => this.#turn());
  }
}

const schedule = openSchedule();
const text = Buffer.alloc(64);
const nobodyWakes = new Int32Array(new SharedArrayBuffer(4));

/** Linux says how long a thread has had a core; the main thread's id is the process's. */
function openSchedule(): number | null {
  try {
    return openSync(`/proc/self/task/${process.pid}/schedstat`, 'r');
  } catch {
    return null;
  }
}

function now(): Lasted {
  if (schedule === null) {
    const ms = performance.now();
    return { ms, onCoreMs: ms };
  }
  // The figure is brought up to date when the thread gives the core back, otherwise every few milliseconds.
  Atomics.wait(nobodyWakes, 0, 0, 0.01);
  const length = readSync(schedule, text, 0, text.length, 0);
  const onCoreMs = Number(text.toString('latin1', 0, length).split(' ')[0]) / 1e6;
  return { ms: performance.now(), onCoreMs };
}
